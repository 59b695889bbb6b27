"""Lines fitted to their scenes: how long each may take, where it begins. The same for every voice."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from spotworks.adapters.local.sound.signal import RATE
from spotworks.adapters.local.sound.speech import TAIL
from spotworks.adapters.phrasing import phrased
from spotworks.domain.generation import VoiceLine, VoiceRequest
from spotworks.domain.sound import SpokenLine
from spotworks.domain.speech import Part, parts, spoken

FIRST = Fraction(1, 4)  # seconds from a scene's beginning to its first line
BREATH = Fraction(1, 5)  # seconds between two lines of a scene
REST = Fraction(3, 20)  # seconds from the last line to the scene's end
_SILENCE = Fraction(str(TAIL))


@dataclass(frozen=True)
class Line:
    """A line that has something to say. text: what the voice is given; starts: where in it each part begins.

    room: seconds for the speech itself, a ceiling where it does not bind.
    """

    written: VoiceLine
    language: str
    parts: tuple[Part, ...]
    text: str
    starts: tuple[int | None, ...]
    room: float

    @property
    def shortened(self) -> "Line | None":
        """What is said where the line is too long; None if there is nothing shorter."""
        found = _parts(self.written.shorter, self.language)
        text, starts = spoken(found)
        if not text:
            return None
        written = self.written.model_copy(update={"text": self.written.shorter})
        return replace(self, written=written, parts=found, text=text, starts=starts)


def lines_of(request: VoiceRequest) -> tuple[Line, ...]:
    """In their order; lines with nothing to say are left out."""
    read = [(line, _parts(line.text, request.language)) for line in request.lines]
    told = [(line, found, *spoken(found)) for line, found in read if any(part.is_spoken for part in found)]
    lines = []
    for line, found, text, starts in told:
        together = [(other.room, len(words)) for other, _, words, _ in told if other.scene == line.scene]
        lines.append(Line(line, request.language, found, text, starts, _share(len(text), together)))
    return tuple(lines)


def _parts(text: str, language: str) -> tuple[Part, ...]:
    return parts(phrased(text, language), language)


def _share(length: int, together: Sequence[tuple[Fraction, int]]) -> float:
    """Seconds of speech for a line of `length` characters, of the room that all lines of its scene have together.

    together: room and characters of each line of the scene. Rounded, and capped where even slow speech would
    not fill it, so that a scene that grows a little does not make its lines anew.
    """
    room = max(room for room, _ in together)
    pauses = min(FIRST + REST + (len(together) - 1) * BREATH, room / 5)
    share = float(room - pauses) * length / sum(characters for _, characters in together)
    return round(min(max(0.4, share), 1.5 + 0.13 * length), 1)


def placed(lines: Sequence[Line], spoken_lines: Sequence[SpokenLine]) -> tuple[SpokenLine, ...]:
    """Lines with their starts: a moment into the scene, then a breath apart; less where room is tight."""
    found: list[SpokenLine] = []
    for _, scene in groupby(zip(lines, spoken_lines, strict=True), key=lambda pair: pair[1].scene):
        pairs = list(scene)
        speech = [line.duration - _SILENCE for _, line in pairs]
        wanted = FIRST + REST + (len(pairs) - 1) * BREATH
        spare = max(line.written.room for line, _ in pairs) - sum(speech)
        ease = min(Fraction(1), max(Fraction(0), spare / wanted))
        begin = FIRST * ease
        for (_, line), length in zip(pairs, speech, strict=True):
            found.append(line.model_copy(update={"start": Fraction(round(begin * RATE), RATE)}))
            begin += length + BREATH * ease
    return tuple(found)


def notes(lines: Sequence[Line], spoken_lines: Sequence[SpokenLine]) -> str:
    """Which lines were said shorter than the plan has them, and which run over all the same."""
    late = []
    for line, said in zip(lines, spoken_lines, strict=True):
        if said.text != line.written.text:
            late.append(f'scene {said.scene} line {said.line} is said shorter: "{said.text}"')
        over = said.start + said.duration - _SILENCE - line.written.room
        if over > 0:
            late.append(f"scene {said.scene} line {said.line} runs {float(over):.1f} s over")
    return "; ".join(late)
