"""Words into cues: which are shown together, where their lines break, how long they stay.

Limits are Netflix's (Timed Text Style Guides: General, English, Russian) for sidecar files; burned
captions have shorter ones of their own, since they are read on a telephone in passing.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from spotworks.domain.captions import Captions, Cue
from spotworks.domain.languages import RULED, script
from spotworks.domain.sound import Word
from spotworks.domain.writing import SEAM, UNSPACED, bare, columns, joined, leans, pieces, unspaced

READING_SPEED = 17  # columns a second; for other scripts as the same guides have it (a square is two columns)
_SPEEDS = {"Jpan": 8, "Hans": 18, "Hant": 18, "Kore": 24, "Arab": 20, "Deva": 22, "Beng": 22, "Taml": 22, "Telu": 22}
SHORTEST = Fraction(5, 6)  # seconds on screen
LONGEST = 7
LINGER = Fraction(1, 5)  # seconds a cue stays after its last word
CHAIN = Fraction(1, 2)  # a shorter gap before the next cue is closed: no flicker
PAUSE = Fraction(7, 20)  # a longer silence between words is heard as a break
BREAK = Fraction(4, 5)  # and a longer one as the end of a thought

FORBIDDEN = 1000.0  # a cost that is paid only where there is no other way
CROWDED = 0.3  # a word more than a line should have, where there is room for it: better than "Come / in for a cup"


@dataclass(frozen=True)
class Limits:
    """characters: columns of a line, two lines at most; line_words: of a line; words: of a cue; ideal: words of a good
    one. A word is what stands between spaces, or a phrase of what is written without them.

    spare: columns and words that a line may have beyond these, rather than end on a word that belongs to the next.
    """

    characters: int
    line_words: int
    words: int
    ideal: int
    spare: tuple[int, int] = (0, 0)


BURNED = Limits(characters=20, line_words=4, words=6, ideal=4, spare=(4, 1))


def sidecar_limits(language: str) -> Limits:
    wide = {"Jpan": 26, "Hans": 32, "Hant": 32, "Kore": 32, "Thai": 35}.get(script(language), 42)
    return Limits(characters=39 if language.startswith("ru") else wide, line_words=20, words=28, ideal=28)


def grouped(words: Sequence[Word], language: str, limits: Limits) -> tuple[Cue, ...]:
    """Every word in exactly one cue, in order of their starts; the cheapest grouping of all."""
    limits = _for(language, limits)
    spoken = [piece for word in sorted(words, key=lambda word: word.start) for piece in apart(word)]
    best = [0.0] + [float("inf")] * len(spoken)
    chosen: list[tuple[int, tuple[int, ...]]] = [(0, ())] * (len(spoken) + 1)
    for end in range(1, len(spoken) + 1):
        for start in range(max(0, end - limits.words), end):
            lines, price = _lines(spoken, start, end, language, limits)
            price += best[start] + _price(spoken, start, end, language, limits)
            if price < best[end]:
                best[end], chosen[end] = price, (start, lines)
    cues: list[Cue] = []
    end = len(spoken)
    while end:
        start, lines = chosen[end]
        cues.append(Cue(words=tuple(spoken[start:end]), breaks=lines))
        end = start
    return tuple(reversed(cues))


def _for(language: str, limits: Limits) -> Limits:
    """Phrases of what is written without spaces are shorter than words: a line has more of them."""
    if script(language) not in UNSPACED:
        return limits
    return replace(limits, line_words=limits.characters, words=2 * limits.words, ideal=2 * limits.ideal)


def apart(word: Word) -> list[Word]:
    """A word, or the phrases of what is written without spaces, its time shared by their letters."""
    texts = pieces(word.text) if unspaced(word.text) else [word.text]
    if len(texts) < 2:
        return [word]
    lengths = [max(1, columns(text)) for text in texts]
    letter = (word.end - word.start) / sum(lengths)
    edges = [word.start + letter * passed for passed in (0, *itertools.accumulate(lengths))]
    if word.text.endswith(SEAM):
        texts[-1] += SEAM
    return [Word(text=text, start=a, end=b) for text, (a, b) in zip(texts, itertools.pairwise(edges), strict=True)]


def spans(
    captions: Captions, until: Fraction | None = None, *, lead: Fraction = Fraction(0), lag: Fraction = Fraction(0)
) -> tuple[tuple[Fraction, Fraction], ...]:
    """Seconds from which and to which each cue is shown: long enough to read, never overlapping.

    Cues either touch or leave half a second between them; those of a file keep its times.
    until: the end of the video. lead, lag: seconds that a cue comes before its first word, and stays longer.
    """
    starts = _starts(captions.cues, lead)
    shown = []
    for index, cue in enumerate(captions.cues):
        start, following = starts[index], starts[index + 1] if index + 1 < len(starts) else None
        if cue.shown is not None:
            end = cue.shown.end + lag
        else:
            end = max(max(word.end for word in cue.words) + LINGER + lag, start + SHORTEST)
        if following is not None and (following < end or (cue.shown is None and following - end < CHAIN)):
            end = following
        shown.append((start, max(start, end if until is None else min(end, until))))
    return tuple(shown)


def _starts(cues: Sequence[Cue], lead: Fraction) -> list[Fraction]:
    """A lead never takes time from the words before."""
    starts: list[Fraction] = []
    heard = Fraction(0)
    for cue in cues:
        begin = cue.words[0].start if cue.shown is None else cue.shown.start
        starts.append(min(begin, max(heard, begin - lead)) if lead > 0 else begin - lead)
        heard = max(word.end for word in cue.words)
    return starts


def _price(words: Sequence[Word], start: int, end: int, language: str, limits: Limits) -> float:
    """How bad it is to show words[start:end] as one cue."""
    cue = words[start:end]
    alone = 0.7 if len(cue) == 1 and not unspaced(cue[0].text) else 0
    price = 1.0 + 0.15 * max(0, len(cue) - limits.ideal) ** 2 + alone
    for word, following in itertools.pairwise(cue):
        price += _seam(word, following)
    if end < len(words) and _torn(words[end - 1], words[end], language):
        price += FORBIDDEN
    last, following_start = cue[-1].end, words[end].start if end < len(words) else cue[-1].end + SHORTEST
    seconds = float(
        max(min(following_start, max(last + LINGER, cue[0].start + SHORTEST)) - cue[0].start, Fraction(1, 100))
    )
    read = columns(joined(word.text for word in cue)) / seconds
    slow = read - _SPEEDS.get(script(language), READING_SPEED)
    price += 3 * max(0.0, float(SHORTEST) - seconds) + 0.05 * max(0.0, slow)
    return price + (FORBIDDEN if seconds > LONGEST and len(cue) > 1 else 0)


def _seam(word: Word, following: Word) -> float:
    """How much two neighbours want to be apart."""
    gap = following.start - word.end
    pause = 20.0 if gap > BREAK else 3 * float(gap) if gap > PAUSE else 0.0
    mark = bare(word.text).rstrip("\"'»”’)]」』）")[-1:]
    return pause + (8.0 if mark and mark in ".!?…。！？؟।" else 1.5 if mark and mark in ",;:—–、，；：،؛" else 0.0)


def _torn(word: Word, following: Word, language: str) -> bool:
    """Whether a line may not end between two words."""
    if all(character in "—–-" for character in following.text):
        return True  # a dash never begins a line
    if language not in RULED and bare(word.text).isdigit() and following.start - word.end <= BREAK:
        return True  # a number stays with what it counts; rules hold theirs together before
    return leans(word.text, language) and following.start - word.end <= BREAK


def _lines(words: Sequence[Word], start: int, end: int, language: str, limits: Limits) -> tuple[tuple[int, ...], float]:
    """Where the second line begins, if there must be one, and the price of it."""
    lengths = [columns(word.text) for word in words[start:end]]
    spaces = [0 if word.text.endswith(SEAM) else 1 for word in words[start:end]]
    whole = sum(lengths) + sum(spaces[:-1])
    if (whole <= limits.characters and len(lengths) <= limits.line_words) or len(lengths) == 1:
        return (), 0.0
    fits = whole <= limits.characters and len(lengths) == limits.line_words + 1
    alone = _crowded(whole, len(lengths), limits)
    best: tuple[tuple[int, ...], float] = ((), CROWDED if fits else alone if alone < FORBIDDEN else 50 * FORBIDDEN)
    for at in range(1, len(lengths)):
        first, second = (sum(lengths[a:b]) + sum(spaces[a : b - 1]) for a, b in ((0, at), (at, len(lengths))))
        price = abs(first - second) / limits.characters
        if _torn(words[start + at - 1], words[start + at], language):
            price += FORBIDDEN
        price += _crowded(max(first, second), max(at, len(lengths) - at), limits)
        if price < best[1]:
            best = (at,), price
    return best


def _crowded(characters: int, words: int, limits: Limits) -> float:
    """What a line costs that holds so much: less than a torn one within what is to spare."""
    over = characters - limits.characters, words - limits.line_words
    if max(over) <= 0:
        return 0.0
    return FORBIDDEN / 2 if over[0] <= limits.spare[0] and over[1] <= limits.spare[1] else 10 * FORBIDDEN
