"""Words laid over the stretches of a recording in which somebody speaks: times for a script without times.

An estimate. How long a word takes is guessed from its syllables; where a speaker pauses is measured, and
sentences are laid so that their ends meet pauses.
"""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from spotworks.domain.captions import Span
from spotworks.domain.sound import Word
from spotworks.domain.speech import spelled
from spotworks.domain.writing import bare, pieces, script_of

_VOWELS = re.compile(r"[aeiouyàáâäãåèéêëìíîïòóôöõùúûüæœø]+|[аеёиоуыэюяіїєў]", re.IGNORECASE)
_LETTER, _SYLLABLE, _LESS, _LEAST = 0.06, 0.06, 0.05, 0.08  # seconds: fitted to an even reading voice
_BREATH = 0.12  # seconds after a comma that no silence was heard for
_NUMBER = 0.33  # seconds for a digit
_WITHOUT_VOWELS = 2.3  # letters to a syllable in scripts that leave vowels out
_WINDOW = 24  # words by which a pause may lie off the even pace, and a tenth of all
_SENTENCE, _CLAUSE = frozenset(".!?…؟。！？।"), frozenset(",;:—–،؛、，；：")


def paced(text: str, speech: Sequence[Span], seconds: Fraction) -> tuple[Word, ...]:
    """Every word of a text with its time. seconds: of the recording, over which words go if nobody speaks in it."""
    texts = _joined([piece for word in text.split() for piece in pieces(word)])
    if not texts:
        return ()
    stretches = list(speech) or [Span(start=Fraction(0), end=seconds)]
    weights = [_weight(word) for word in texts]
    words: list[Word] = []
    for stretch, (start, end) in zip(stretches, _shares(texts, weights, stretches), strict=True):
        words += _laid(texts[start:end], weights[start:end], stretch)
    return tuple(words)


def _joined(texts: Sequence[str]) -> list[str]:
    """Dashes that stand alone go with the word before: nobody speaks them."""
    joined: list[str] = []
    for text in texts:
        if joined and not any(c.isalnum() for c in text) and all(c in "—–-" for c in text):
            joined[-1] += f" {text}"
        else:
            joined.append(text)
    return joined


def _weight(word: str) -> float:
    """Seconds it takes, about, with a breath after it where a mark asks for one."""
    letters = spelled(word)
    digits = sum(c.isdigit() for c in word)
    syllables = len(_VOWELS.findall(word)) or letters / _WITHOUT_VOWELS
    spoken = max(_LEAST, _LETTER * letters + _SYLLABLE * syllables - _LESS) + _NUMBER * digits
    return spoken + (_BREATH if bare(word)[-1:] in _SENTENCE | _CLAUSE else 0)


def _shares(texts: Sequence[str], weights: Sequence[float], stretches: Sequence[Span]) -> list[tuple[int, int]]:
    """Which words go to which stretch: the cheapest of all ways near the even pace."""
    passed = [0.0, *itertools.accumulate(weights)]
    lengths = [float(stretch.end - stretch.start) for stretch in stretches]
    rate = max(sum(lengths), 0.001) / passed[-1]
    reach = _WINDOW + len(texts) // 10
    ends = [_expected(passed, total / rate) for total in itertools.accumulate(lengths)]
    best: dict[int, float] = {0: 0.0}
    came: list[dict[int, int]] = []
    for number, length in enumerate(lengths):
        last = number == len(lengths) - 1
        here = [len(texts)] if last else range(max(0, ends[number] - reach), min(len(texts), ends[number] + reach) + 1)
        gap = 0.0 if last else float(stretches[number + 1].start - stretches[number].end)
        following: dict[int, float] = {}
        origin: dict[int, int] = {}
        for end in here:
            seam = 0.0 if last else _seam(texts, end, gap)
            for start, before in best.items():
                if start > end:
                    continue
                off = (passed[end] - passed[start]) * rate - length
                price = before + seam + (off / (0.15 + 0.15 * length)) ** 2
                if price < following.get(end, float("inf")):
                    following[end], origin[end] = price, start
        best = following
        came.append(origin)
    shares, end = [], len(texts)
    for origin in reversed(came):
        shares.append((origin[end], end))
        end = origin[end]
    return shares[::-1]


def _expected(passed: Sequence[float], weight: float) -> int:
    return min(range(len(passed)), key=lambda index: abs(passed[index] - weight))


def _seam(texts: Sequence[str], end: int, gap: float) -> float:
    """How unlikely a pause of `gap` seconds is before word `end`."""
    if end in {0, len(texts)}:
        return 4.0
    mark = bare(texts[end - 1]).rstrip("\"'»”’)]")[-1:]
    if mark in _SENTENCE:
        return 0.0
    return (0.4 if mark in _CLAUSE else 1.5) * (1 + gap)


def _laid(texts: Sequence[str], weights: Sequence[float], stretch: Span) -> list[Word]:
    total, passed, words = sum(weights), 0.0, []
    for text, weight in zip(texts, weights, strict=True):
        start = stretch.start + (stretch.end - stretch.start) * Fraction(passed / total).limit_denominator(10_000)
        passed += weight
        end = stretch.start + (stretch.end - stretch.start) * Fraction(passed / total).limit_denominator(10_000)
        words.append(Word(text=text, start=start, end=end))
    return words


_SCRIPTS = {
    "Cyrl": "ru", "Arab": "ar", "Hebr": "he", "Grek": "el", "Deva": "hi", "Thai": "th", "Hans": "zh", "Kore": "ko",
    "Geor": "ka", "Armn": "hy", "Beng": "bn", "Taml": "ta", "Telu": "te",
}  # fmt: skip


def language_of(text: str) -> str:
    """By its letters, of the languages that share them the one of most speakers: "ru", "ar", "he", "hi", else "en"."""
    counts = Counter(script_of(c) for c in text if c.isalpha())
    if counts["Jpan"]:  # beside ideographs, which are the half of it
        counts["Jpan"] += counts.pop("Hans", 0)
    found = max(counts, key=lambda script: counts[script], default="")
    return {"Jpan": "ja", **_SCRIPTS}.get(found, "en") if counts[found] > counts["Latn"] else "en"
