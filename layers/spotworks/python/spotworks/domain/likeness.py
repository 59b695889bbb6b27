"""How alike two videos are: by the phrases that they say and show, and by their pictures."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

from spotworks.domain.screenplay import Screenplay
from spotworks.domain.writing import pieces

TOO_ALIKE = 0.6  # of all phrases of two scripts: the same facts told the same way, only begun or ended otherwise
PICTURES_TOO_ALIKE = 0.95  # of the bits of their fingerprints; pictures with nothing in common have about half
BITS = 64  # of a picture's fingerprint

_PHRASE = 3  # words
_KEPT = 256  # phrases of a fingerprint: all of a spot, a fair sample of a long video
_WORD = re.compile(r"\w+")


def lines_of(play: Screenplay) -> Iterator[str]:
    """Everything that is said and shown."""
    for scene in play.scenes:
        text = scene.text
        yield from scene.voice_over
        yield from filter(None, (text.kicker, text.headline, text.detail, text.button))


def fingerprint(lines: Iterable[str]) -> tuple[int, ...]:
    """The smallest digests of all phrases, in order. A phrase never reaches over the end of a line."""
    found = {_digest(phrase) for line in lines for phrase in _phrases(_words(line))}
    return tuple(sorted(found)[:_KEPT])


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """The share of the phrases of both that both have, from their fingerprints: 1 for the same words, 0 for none."""
    union = sorted({*one, *other})[:_KEPT]
    shared = set(one) & set(other)
    return sum(phrase in shared for phrase in union) / len(union) if union else 0.0


def pictures_likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """How near each picture of one comes to its nearest of the other, on average; fingerprints in hexadecimal."""
    if not one or not other:
        return 0.0
    theirs = [int(bits, 16) for bits in other]
    return sum(1 - min((int(bits, 16) ^ their).bit_count() for their in theirs) / BITS for bits in one) / len(one)


def _words(line: str) -> list[str]:
    return [word for piece in pieces(line.casefold()) for word in _WORD.findall(piece)]


def _phrases(words: Sequence[str]) -> Iterator[str]:
    for start in range(max(1, len(words) - _PHRASE + 1) if words else 0):
        yield " ".join(words[start : start + _PHRASE])


def _digest(phrase: str) -> int:
    return int.from_bytes(hashlib.blake2b(phrase.encode(), digest_size=4).digest(), "big")
