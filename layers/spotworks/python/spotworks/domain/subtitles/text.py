"""What all subtitle formats have in common: lines of text with a start and an end."""

import re
import unicodedata
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

from spotworks.domain.base import Frozen, Seconds
from spotworks.domain.captions import Captions, Cue, Span
from spotworks.domain.cues import spans
from spotworks.domain.sound import Word
from spotworks.domain.writing import SEAM, bare, joined, pieces, unspaced

GRID = 100  # steps a second: as fine as ASS can say, so that every format says the same
JOINER = "\u2060"  # a word joiner is not seen, and keeps a player from reading a command
_KEPT = "\u00a0\u202f\u200c\u200d\u200e\u200f\u061c"  # joiners of emoji and Persian, and plain direction marks
_BIDI_PAIRS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}


class Subtitle(Frozen):
    """text: one or more lines parted by a line break, none of them empty."""

    start: Seconds
    end: Seconds
    text: str


def clean(text: str) -> str:
    """Plain lines: no control characters, single spaces, no empty lines."""
    lines = (_spaced(_seen(line)) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def _spaced(line: str) -> str:
    """Single spaces, and none at the ends; those that hold two words together stay."""
    return re.sub(r"\s*[^\S\u00a0\u202f]+\s*", " ", line).strip()


def _seen(line: str) -> str:
    """Spaces for what has no form; pairs of direction marks are dropped, since half a pair turns what follows."""
    parts = []
    for character in line:
        if character.isprintable() or character in _KEPT or _is_newer(character):
            parts.append(character)
        elif character not in {JOINER, SEAM, "\ufeff"} and ord(character) not in _BIDI_PAIRS:
            parts.append(" ")
    return "".join(parts)


def _is_newer(character: str) -> bool:
    """Emoji that this Python's Unicode tables do not know yet."""
    return unicodedata.category(character) == "Cn" and 0x1F000 <= ord(character) < 0x1FFFE


def subtitles(
    captions: Captions, until: Fraction | None = None, *, lead: Fraction = Fraction(0), lag: Fraction = Fraction(0)
) -> tuple[Subtitle, ...]:
    """Each cue with its times on the grid. until, lead, lag: as of `spans`."""
    made = []
    for cue, (start, end) in zip(captions.cues, spans(captions, until, lead=lead, lag=lag), strict=True):
        text = clean(cue_text(cue))
        first = on_grid(max(start, Fraction(0)))
        if text:
            made.append(Subtitle(start=first, end=max(on_grid(end), first + Fraction(1, GRID)), text=text))
    return tuple(made)


def cue_text(cue: Cue) -> str:
    edges = [0, *cue.breaks, len(cue.words)]
    lines = (cue.words[first:last] for first, last in pairwise(edges))
    return "\n".join(bare(joined(_spaced(word.text) for word in line)) for line in lines)


def captions_of(found: Iterable[Subtitle], language: str) -> Captions:
    """Cues as a file has them, in order; one that runs into the next is cut there.

    The words' times are spread over their cue by length.
    """
    ordered = sorted(found, key=lambda subtitle: (subtitle.start, subtitle.end))
    cues = []
    for index, subtitle in enumerate(ordered):
        following = ordered[index + 1].start if index + 1 < len(ordered) else subtitle.end
        end = min(subtitle.end, following) if following > subtitle.start else subtitle.end
        cues.append(_cue(subtitle.text, subtitle.start, end))
    return Captions(language=language, source="file", cues=tuple(cues))


def _cue(text: str, start: Fraction, end: Fraction) -> Cue:
    lines = [pieces(_spaced(line)) if unspaced(line) else _spaced(line).split(" ") for line in text.split("\n")]
    texts = [word for line in lines for word in line]
    breaks: list[int] = []
    for line in lines[:-1]:
        breaks.append(len(line) + (breaks[-1] if breaks else 0))
    weights = [len(bare(word)) + 1 for word in texts]
    total, passed, words = sum(weights), 0, []
    for word, weight in zip(texts, weights, strict=True):
        begin = start + (end - start) * Fraction(passed, total)
        passed += weight
        words.append(Word(text=word, start=begin, end=start + (end - start) * Fraction(passed, total)))
    return Cue(words=tuple(words), breaks=tuple(breaks), shown=Span(start=start, end=end))


def on_grid(seconds: Fraction) -> Fraction:
    return Fraction(round(seconds * GRID), GRID)


def clock(seconds: Fraction, point: str) -> str:
    """hh:mm:ss and milliseconds."""
    millis = round(seconds * 1000)
    return f"{millis // 3_600_000:02}:{millis // 60_000 % 60:02}:{millis // 1000 % 60:02}{point}{millis % 1000:03}"


def seconds_of(hours: str | None, minutes: str, seconds: str, fraction: str) -> Fraction:
    """fraction: the digits after the point."""
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + Fraction(int(fraction or 0), 10 ** len(fraction or "0"))
