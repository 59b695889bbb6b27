"""A vendor's voice as ports.Maker: each line bought once, fitted to its scene, levelled, its words timed."""

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from spotworks.adapters.local.sound.signal import RATE, Signal, address, wav
from spotworks.adapters.local.sound.speech import LEAD, TAIL, levelled, prepared
from spotworks.adapters.providers.speaking import known_narrator
from spotworks.adapters.sounding.buying import bought
from spotworks.adapters.sounding.hearing import accepted, quickened, samples
from spotworks.adapters.sounding.lines import Line, lines_of, notes, placed
from spotworks.adapters.sounding.shelf import Bought, Shelf
from spotworks.adapters.sounding.wording import estimated, shifted, worded
from spotworks.domain.generation import VoiceRequest
from spotworks.domain.model import Model
from spotworks.domain.sound import SpokenLine, Voice, Word
from spotworks.domain.speech import seconds
from spotworks.errors import ProviderRejected, SpotworksError
from spotworks.ports import Aligner, Files, Product, Speaker

VERSION = 1
FASTEST = 1.3  # times its own pace
EASY = 1.12  # up to here a line is rather said faster than shorter
_LEAST, _MOST = 0.5, 3.0  # times what an unhurried narrator takes for a line


@dataclass(frozen=True)
class _Take:
    """One text as it was said. dry: trimmed to LEAD and TAIL; words: one for each of the text's, or ()."""

    bought: Bought
    dry: Signal
    words: tuple[Word, ...]

    @property
    def cost_usd(self) -> Decimal:
        return self.bought.cost_usd

    @property
    def speech(self) -> float:
        """Seconds from the first sound to the last."""
        return self.dry.size / RATE - LEAD - TAIL


class VendorVoice:
    """One paid call a line, up to four at once; a second one only where a line came out so long that it has to be
    said shorter. What is on the shelf costs nothing, so that changing one line pays for that line.

    prefix: put before the keys of what it writes, such as "t/acme/". aligner: finds the words of a voice that tells
    no times; without one they are estimated, and marked so.

    A crash between two calls loses none that was answered: all are kept at once. A line whose answer was lost is
    OutcomeUnknown and is not asked for again here, for it may have been charged.
    """

    def __init__(
        self, speaker: Speaker, model: Model, work: Files, prefix: str = "", *, shelf: Shelf | None = None,
        aligner: Aligner | None = None,
    ) -> None:  # fmt: skip
        self._speaker, self._model, self._work, self._prefix = speaker, model, work, prefix
        self._shelf = shelf or Shelf(work, prefix)
        self._aligner = aligner

    def make(self, request: VoiceRequest) -> Product:
        """The JSON of domain.sound.Voice; lines with nothing to say are left out.

        Raises as ports.Speaker does, and DeliveryUnusable; with `spent`, what was paid for the lines that are kept.
        """
        lines = lines_of(request)
        said = {line: self._first(line) for line in lines}
        takes = self._taken(request, said.values())
        paid = _sum(takes)
        said |= {line: short for line in lines if (short := self._again(line, said[line], takes))}
        try:
            more = self._taken(request, [line for line in said.values() if line.text not in takes])
        except SpotworksError as error:
            error.spent += paid
            raise
        takes |= more
        found = placed(lines, [self._finished(said[line], takes[said[line].text]) for line in lines])
        voice = next((take.bought.voice for take in takes.values()), "")
        told = [notes(lines, found), *dict.fromkeys(take.bought.note for take in takes.values())]
        return Product(
            content=Voice(voice=f"{self._model.name} {voice}".strip(), lines=found).model_dump_json().encode(),
            suffix=".json", content_type="application/json", model=self._model.id, cost_usd=paid + _sum(more),
            note="; ".join(filter(None, told)),
        )  # fmt: skip

    def _first(self, line: Line) -> Line:
        """The line as it is said: shorter at once where even a quick narrator would not fit it in."""
        expected = float(seconds(line.text, line.language, "natural"))
        return (line.shortened or line) if expected > line.room * EASY else line

    def _again(self, line: Line, said: Line, takes: dict[str, _Take]) -> Line | None:
        if said is not line or takes[line.text].speech <= line.room * EASY:
            return None
        return line.shortened

    def _taken(self, request: VoiceRequest, lines: Iterable[Line]) -> dict[str, _Take]:
        by_text = {line.text: line for line in lines}
        for text in by_text:
            if len(text) > self._model.prompt_max:
                raise ProviderRejected(  # by this voice alone: another may say it
                    f"{self._model.name} says {self._model.prompt_max} characters at once, not {len(text)}: "
                    f'"{text[:60]}..."', field="lines",
                )  # fmt: skip
        return bought(by_text, lambda text: self._take(request, text))

    def _take(self, request: VoiceRequest, text: str) -> _Take:
        about = {
            "version": VERSION, "text": text, "language": request.language, "mood": request.mood,
            "voice": known_narrator(self._model, request.language, request.mood), "model": self._model.vendor_id,
            "options": self._model.options, "seed": request.seed * self._model.seed,
        }  # fmt: skip
        kept = self._shelf.find("voice", self._model.id, about)
        if kept is not None:
            return _trimmed(kept[0], samples(kept[1]))
        said = self._speaker.say(
            text, language=request.language, mood=request.mood, model=self._model, seed=request.seed
        )
        try:
            heard = _accepted(said.content, request.language, text)
        except SpotworksError as error:
            error.spent = said.cost_usd
            raise
        words, note = (said.words, "") if said.words else self._aligned(said.content, text, request.language)
        known = {"words": words, "note": note, "voice": said.voice, "cost_usd": said.cost_usd}
        bought_now = self._shelf.keep("voice", self._model.id, about, said.content, said.content_type, **known)
        return _trimmed(bought_now, heard)

    def _aligned(self, content: bytes, text: str, language: str) -> tuple[tuple[Word, ...], str]:
        """The words' times by the aligner, or none and why: an estimate does then, and is marked as one."""
        if self._aligner is None:
            return (), ""
        with tempfile.TemporaryDirectory(prefix="align-") as folder:
            sound = Path(folder, "line")
            sound.write_bytes(content)
            try:
                return self._aligner.align(sound, text, language=language).words, ""
            except SpotworksError as error:
                return (), f"times of words are estimated: {error.message}"

    def _finished(self, line: Line, take: _Take) -> SpokenLine:
        speed = round(min(FASTEST, max(1.0, take.speech / line.room + 0.005)), 2)
        about = {"maker": "vendor voice", "version": VERSION, "digest": take.bought.digest, "speed": speed}
        key = address(self._prefix, about, ".wav")
        dry = quickened(take.dry, speed) if speed > 1 else take.dry
        if not self._work.exists(key):
            self._work.write(key, wav(levelled(dry)), content_type="audio/wav")
        duration = Fraction(dry.size, RATE)
        words = worded(line, shifted(take.words, Fraction(0), speed, duration))
        return SpokenLine(
            scene=line.written.scene, line=line.written.line, text=line.written.text, key=key, duration=duration,
            words=words or estimated(line, dry), estimated=not words,
        )  # fmt: skip


def _accepted(content: bytes, language: str, text: str) -> Signal:
    expected = float(seconds(text, language, "natural"))
    return accepted(
        content, f'the line "{text[:60]}"', least=max(0.1, _LEAST * expected - 0.1), most=_MOST * expected + 1
    )


def _trimmed(kept: Bought, heard: Signal) -> _Take:
    dry, cut = prepared(heard.mean(axis=0))
    return _Take(kept, dry, shifted(kept.words, -Fraction(cut, RATE), 1, Fraction(dry.size, RATE)))


def _sum(takes: Mapping[str, _Take]) -> Decimal:
    return sum((take.cost_usd for take in takes.values()), Decimal(0))
