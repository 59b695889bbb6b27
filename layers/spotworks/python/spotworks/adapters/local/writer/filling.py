"""How well lines fill a scene."""

from fractions import Fraction

from spotworks.domain.speech import seconds

SHARE = Fraction(4, 5)  # of a scene that speech may take, so that it never runs into the next
BREATH = Fraction(3, 10)  # seconds between two lines
_FULL = (Fraction(7, 10), Fraction(39, 50))  # the share that sounds neither rushed nor abandoned


def spoken(lines: tuple[str, ...], language: str) -> Fraction:
    """Seconds that lines take one after the other."""
    return sum((seconds(line, language) for line in lines), Fraction(0)) + BREATH * max(0, len(lines) - 1)


def fits(lines: tuple[str, ...], scene: Fraction, language: str) -> bool:
    return spoken(lines, language) <= scene * SHARE


def emptiness(line: str, scene: Fraction, language: str) -> Fraction:
    """How far a line is from filling a scene well, as a share of it: 0 for well filled, more for too little or much."""
    share = seconds(line, language) / scene
    least, most = _FULL
    return max(least - share, Fraction(0)) + max(share - most, Fraction(0)) * 3
