"""The local voice: espeak-ng in a process of its own, its words timed, sweetened."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from spotworks.adapters.local.sound.signal import RATE, Signal, address, wav
from spotworks.adapters.local.sound.spectrum import resample
from spotworks.adapters.local.voice import espeak
from spotworks.adapters.local.voice.sweeten import TAIL, Tone, active, prepared, sweeten, tone_for
from spotworks.adapters.local.voice.timing import onsets, words
from spotworks.adapters.phrasing import phrased
from spotworks.catalogue import load
from spotworks.domain.base import stored
from spotworks.domain.generation import VoiceLine, VoiceRequest
from spotworks.domain.languages import Voices, named
from spotworks.domain.sound import SpokenLine, Voice
from spotworks.domain.speech import Part, parts, spoken
from spotworks.errors import DiskFull, ModelUnavailable, ProviderUnavailable, ToolMissing
from spotworks.ports import Files, Product

VERSION = 2  # 2: figures in words, lines that are too long said shorter
HELPER = Path(espeak.__file__)

SPEED = 145  # espeak-ng's count; heard as about 155 words a minute
FASTEST = 205
TIMEOUT = 120.0

FIRST = Fraction(1, 4)  # seconds from a scene's beginning to its first line
BREATH = Fraction(1, 5)  # seconds between two lines of a scene
REST = Fraction(3, 20)  # seconds from the last line to the scene's end
_SILENCE = Fraction(str(TAIL))


@dataclass(frozen=True)
class _Job:
    """A line that has something to say. room: seconds for the speech itself, a ceiling where it does not bind."""

    line: VoiceLine
    parts: tuple[Part, ...]
    text: str
    starts: tuple[int | None, ...]
    room: float
    key: str
    language: str

    @property
    def shorter(self) -> str:
        """What is said where the line is too long; "" if there is nothing shorter."""
        return spoken(_parts(self.line.shorter, self.language))[0]

    @property
    def shortened(self) -> "_Job":
        found = _parts(self.line.shorter, self.language)
        text, starts = spoken(found)
        line = self.line.model_copy(update={"text": self.line.shorter})
        return replace(self, line=line, parts=found, text=text, starts=starts)

    @property
    def about(self) -> str:
        return f"{self.key}.json"


def _parts(text: str, language: str) -> tuple[Part, ...]:
    return parts(phrased(text, language), language)


class LocalVoice:
    """ports.Maker for voice-over. prefix: put before the keys of what it writes, such as "t/acme/".

    helper: the script that speaks, run by this Python in a process of its own.
    """

    def __init__(self, work: Files, prefix: str = "", *, helper: Path = HELPER) -> None:
        self._work = work
        self._prefix = prefix
        self._helper = helper

    def make(self, request: VoiceRequest) -> Product:
        """The JSON of domain.sound.Voice; lines with nothing to say are left out.

        Raises ToolMissing without espeak-ng, ModelUnavailable if it fails or does not speak the language.
        """
        tone = tone_for(request.mood, request.language)
        language = Voices.model_validate(load("voices")["espeak"]).of(request.language)
        if not language:
            raise ModelUnavailable(f"espeak-ng has no voice for {named(request.language)}; choose another voice model")
        jobs = self._jobs(request, language, tone)
        missing = list({job.key: job for job in jobs if not self._is_made(job)}.values())
        if missing:
            self._speak(missing, f"{language}+{tone.variant}", tone)
        voice = Voice(voice=f"espeak-ng {language} {tone.name}", lines=_placed(jobs, [self._made(job) for job in jobs]))
        return Product(
            content=voice.model_dump_json().encode(), suffix=".json", content_type="application/json",
            model="espeak-ng", note=_notes(jobs, voice),
        )  # fmt: skip

    def _jobs(self, request: VoiceRequest, voice: str, tone: Tone) -> list[_Job]:
        written = [(line, _parts(line.text, request.language)) for line in request.lines]
        told = [(line, found, *spoken(found)) for line, found in written if any(part.is_spoken for part in found)]
        jobs = []
        for line, found, text, starts in told:
            together = [(other.room, len(words)) for other, _, words, _ in told if other.scene == line.scene]
            room = _share(len(text), together)
            about = {
                "maker": "espeak-ng", "version": VERSION, "text": line.text, "language": voice, "tone": asdict(tone),
                "speed": SPEED, "room": room, "shorter": line.shorter,
            }  # fmt: skip
            jobs.append(_Job(line, found, text, starts, room, address(self._prefix, about, ".wav"), request.language))
        return jobs

    def _is_made(self, job: _Job) -> bool:
        # The words are written last: where they are, the sound is.
        return self._work.exists(job.about) and self._work.exists(job.key)

    def _made(self, job: _Job) -> SpokenLine:
        line = stored(SpokenLine, self._work.read(job.about))
        return line.model_copy(update={"scene": job.line.scene, "line": job.line.line})

    def _speak(self, jobs: Sequence[_Job], voice: str, tone: Tone) -> None:
        with tempfile.TemporaryDirectory(prefix="voice-") as folder:
            results = _espeak(self._helper, jobs, voice, tone, Path(folder))
            for index, (job, result) in enumerate(zip(jobs, results, strict=True)):
                raw = np.frombuffer(Path(folder, f"{index}.pcm").read_bytes(), "<i2") / 32768
                heard = job.shortened if result["shortened"] else job
                self._finish(heard, raw, result["rate"], result["events"], tone)

    def _finish(self, job: _Job, raw: Signal, rate: int, events: Sequence[tuple[int, int]], tone: Tone) -> None:
        dry, cut = prepared(resample(raw, rate))
        if not dry.size:
            raise ModelUnavailable(f'espeak-ng said nothing for "{job.line.text}"')
        starts = [
            None if sample is None else round(sample * RATE / rate) - cut
            for sample in onsets(job.starts, events, raw.size)
        ]
        line = SpokenLine(
            scene=job.line.scene, line=job.line.line, text=job.line.text, key=job.key,
            duration=Fraction(dry.size, RATE), words=words(job.parts, starts, active(dry)),
        )  # fmt: skip
        self._work.write(job.key, wav(sweeten(dry, tone)), content_type="audio/wav")
        self._work.write(job.about, line.model_dump_json().encode(), content_type="application/json")


def _espeak(helper: Path, jobs: Sequence[_Job], voice: str, tone: Tone, folder: Path) -> list[dict[str, Any]]:
    """All lines in one launch. The helper is a file run in isolation: no environment, our import path by hand."""
    order = {
        "path": [entry for entry in sys.path if entry],
        "folder": str(folder),
        "lines": [
            {"text": job.text, "shorter": job.shorter, "voice": voice, "speed": SPEED, "fastest": FASTEST,
             "pitch": tone.pitch, "range": tone.spread, "room": job.room}
            for job in jobs
        ],
    }  # fmt: skip
    command = [sys.executable, "-I", str(helper)]
    try:
        done = subprocess.run(
            command, input=json.dumps(order).encode(), capture_output=True, timeout=TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ProviderUnavailable(f"espeak-ng did not finish {len(jobs)} lines in {TIMEOUT:.0f} s") from error
    if done.returncode == espeak.MISSING:
        raise ToolMissing(
            "the local voice needs espeak-ng: pip install spotworks[voice], or choose another voice model"
        )
    if done.returncode == espeak.FULL:
        raise DiskFull("no space is left where the voice is written: free some and run again")
    if done.returncode != 0:
        raise ModelUnavailable(
            f"espeak-ng ended with {done.returncode}: {done.stderr.decode(errors='replace').strip()[-300:]}"
        )
    results: list[dict[str, Any]] = json.loads(done.stdout)
    return results


def _share(length: int, together: Sequence[tuple[Fraction, int]]) -> float:
    """Seconds of speech for a line of `length` characters, of the room that all lines of its scene have together.

    together: room and characters of each line of the scene. Rounded, and capped where even slow speech would
    not fill it, so that a scene that grows a little does not make its lines anew.
    """
    room = max(room for room, _ in together)
    pauses = min(FIRST + REST + (len(together) - 1) * BREATH, room / 5)
    share = float(room - pauses) * length / sum(characters for _, characters in together)
    return round(min(max(0.4, share), 1.5 + 0.13 * length), 1)


def _placed(jobs: Sequence[_Job], lines: Sequence[SpokenLine]) -> tuple[SpokenLine, ...]:
    """Lines with their starts: a moment into the scene, then a breath apart; less where room is tight."""
    placed: list[SpokenLine] = []
    for _, scene in groupby(zip(jobs, lines, strict=True), key=lambda pair: pair[1].scene):
        pairs = list(scene)
        speech = [line.duration - _SILENCE for _, line in pairs]
        wanted = FIRST + REST + (len(pairs) - 1) * BREATH
        spare = max(job.line.room for job, _ in pairs) - sum(speech)
        ease = min(Fraction(1), max(Fraction(0), spare / wanted))
        begin = FIRST * ease
        for (_, line), length in zip(pairs, speech, strict=True):
            placed.append(line.model_copy(update={"start": Fraction(round(begin * RATE), RATE)}))
            begin += length + BREATH * ease
    return tuple(placed)


def _notes(jobs: Sequence[_Job], voice: Voice) -> str:
    """Which lines were said shorter than the plan has them, and which run over all the same."""
    late = []
    for job, line in zip(jobs, voice.lines, strict=True):
        if line.text != job.line.text:
            late.append(f'scene {line.scene} line {line.line} is said shorter: "{line.text}"')
        over = line.start + line.duration - _SILENCE - job.line.room
        if over > 0:
            late.append(f"scene {line.scene} line {line.line} runs {float(over):.1f} s over")
    return "; ".join(late)
