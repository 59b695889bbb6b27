"""From the times of what was said to those of the words that are written, which captions show."""

import re
from collections.abc import Sequence
from fractions import Fraction

from spotworks.adapters.local.sound.dynamics import HOP
from spotworks.adapters.local.sound.signal import RATE, Signal
from spotworks.adapters.local.sound.speech import active
from spotworks.adapters.sounding.lines import Line
from spotworks.domain.captions import Span
from spotworks.domain.pacing import paced
from spotworks.domain.sound import Word

_PAUSE = Fraction(1, 4)  # seconds of quiet that part one stretch of speech from the next


def shifted(words: Sequence[Word], by: Fraction, speed: float, end: Fraction) -> tuple[Word, ...]:
    """Moved by seconds and quickened, within a file that is `end` seconds long."""
    pace = Fraction(speed).limit_denominator(1000)

    def moved(time: Fraction) -> Fraction:
        return min(max(Fraction(0), round((time + by) / pace * RATE) / Fraction(RATE)), end)

    return tuple(Word(text=word.text, start=moved(word.start), end=moved(word.end)) for word in words)


def worded(line: Line, said: Sequence[Word]) -> tuple[Word, ...]:
    """The line's words as they are written, from those that were said for them; () unless each of these has a time.

    said: one for each word of line.text. What is not spoken goes with the word before it.
    """
    places = [found.start() for found in re.finditer(r"\S+", line.text)]
    if len(places) != len(said) or not said:
        return ()
    known = [start for start in line.starts if start is not None]
    ends = dict(zip(known, [*known[1:], len(line.text)], strict=True))
    words: list[Word] = []
    waiting = ""
    for part, start in zip(line.parts, line.starts, strict=True):
        if start is None:
            if words:
                words[-1] = words[-1].model_copy(update={"text": f"{words[-1].text} {part.written}"})
            else:
                waiting += f"{part.written} "
            continue
        own = [word for place, word in zip(places, said, strict=True) if start <= place < ends[start]]
        if not own:
            return ()
        words.append(Word(text=f"{waiting}{part.written}", start=own[0].start, end=own[-1].end))
        waiting = ""
    return tuple(words)


def estimated(line: Line, dry: Signal) -> tuple[Word, ...]:
    """The written words laid over the stretches in which something is heard."""
    text = " ".join(part.written for part in line.parts)
    return paced(text, _speech(active(dry)), Fraction(dry.size, RATE))


def _speech(heard: Sequence[bool]) -> list[Span]:
    hops = [n for n, is_heard in enumerate(heard) if is_heard]
    spans: list[tuple[int, int]] = []
    for hop in hops:
        if spans and Fraction((hop - spans[-1][1]) * HOP, RATE) < _PAUSE:
            spans[-1] = (spans[-1][0], hop + 1)
        else:
            spans.append((hop, hop + 1))
    return [Span(start=Fraction(begin * HOP, RATE), end=Fraction(end * HOP, RATE)) for begin, end in spans]
