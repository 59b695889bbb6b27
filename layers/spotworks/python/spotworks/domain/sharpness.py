"""In which of its resolutions a model is asked for a clip: the lowest that is enough for the brief's quality."""

import re
from collections.abc import Sequence

from spotworks.domain.brief import Quality

ENOUGH: dict[Quality, int] = {"draft": 0, "standard": 700, "broadcast": 1080}
"""Pixels of a clip's short side: what is made for 720p comes in 704, 720 or 768."""

_NAMED = re.compile(r"(\d+)([pk])", re.IGNORECASE)
_THOUSANDS = {1: 720, 2: 1440, 4: 2160, 8: 4320}  # lines of what is sold as 1K to 8K


def chosen(resolutions: Sequence[str], quality: Quality) -> str:
    """The lowest that is enough, which costs the least; the highest where none is; "" of none."""
    enough = [one for one in resolutions if lines(one) >= ENOUGH[quality]]
    return min(enough, key=lines) if enough else highest(resolutions)


def highest(resolutions: Sequence[str]) -> str:
    return max(resolutions, key=lines, default="")


def lacking(resolutions: Sequence[str], quality: Quality) -> int:
    """Pixels that the best of them has too few of; all of them where nobody says which they are."""
    return max(0, ENOUGH[quality] - lines(highest(resolutions)))


def lines(resolution: str) -> int:
    """Pixels of the short side of "768p" or "2k"; 0 for what says none."""
    found = _NAMED.fullmatch(resolution)
    if not found:
        return 0
    number = int(found[1])
    return number if found[2] in "pP" else _THOUSANDS.get(number, 0)
