"""The local voice: espeak-ng in a process of its own, its words timed, sweetened."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from spotworks.adapters.local.sound.signal import RATE, Signal, address, wav
from spotworks.adapters.local.sound.spectrum import resample
from spotworks.adapters.local.voice import espeak
from spotworks.adapters.local.voice.spoken import Part, parts
from spotworks.adapters.local.voice.sweeten import FEMALE, LEAD, MALE, TAIL, Tone, active, prepared, sweeten
from spotworks.adapters.local.voice.timing import onsets, said, words
from spotworks.domain.generation import VoiceLine, VoiceRequest
from spotworks.domain.sound import SpokenLine, Voice
from spotworks.errors import ModelUnavailable, ProviderUnavailable, ToolMissing
from spotworks.ports import Files, Product

VERSION = 1
LANGUAGES = {"en": "en-us", "ru": "ru"}
DEEP = {"tense", "epic"}

SPEED = 145  # espeak-ng's count; heard as about 155 words a minute
FASTEST = 205
TIMEOUT = 120.0

FIRST = Fraction(1, 4)  # seconds from a scene's beginning to its first line
BREATH = Fraction(1, 5)  # seconds between two lines of a scene


@dataclass(frozen=True)
class _Job:
    """A line that has something to say. room: seconds for the speech itself, a ceiling where it does not bind."""

    line: VoiceLine
    parts: tuple[Part, ...]
    text: str
    starts: tuple[int | None, ...]
    room: float
    key: str

    @property
    def about(self) -> str:
        return f"{self.key}.json"


class LocalVoice:
    """ports.Maker for voice-over. prefix: put before the keys of what it writes, such as "t/acme/"."""

    def __init__(self, work: Files, prefix: str = "") -> None:
        self._work = work
        self._prefix = prefix

    def make(self, request: VoiceRequest) -> Product:
        """The JSON of domain.sound.Voice; lines with nothing to say are left out.

        Raises ToolMissing without espeak-ng, ModelUnavailable if it fails.
        """
        tone = MALE if request.mood in DEEP else FEMALE
        language = LANGUAGES.get(request.language, "en-us")
        jobs = [job for line in request.lines if (job := self._job(line, request.language, language, tone))]
        missing = list({job.key: job for job in jobs if not self._is_made(job)}.values())
        if missing:
            self._speak(missing, f"{language}+{tone.variant}", tone)
        voice = Voice(voice=f"espeak-ng {language} {tone.name}", lines=_placed(jobs, [self._made(job) for job in jobs]))
        return Product(
            content=voice.model_dump_json().encode(), suffix=".json", content_type="application/json",
            model="espeak-ng", note=_overruns(jobs, voice),
        )  # fmt: skip

    def _job(self, line: VoiceLine, language: str, voice: str, tone: Tone) -> _Job | None:
        written = parts(line.text, language)
        text, starts = said(written)
        if not any(part.is_spoken for part in written):
            return None
        # Room for the speech alone; beyond what slow speech takes it makes no difference, nor a new key.
        room = float(line.room)
        room = max(0.5, room - min(0.45, 0.15 * room))
        room = min(round(room, 1), 1.5 + 0.13 * len(text))
        about = {
            "maker": "espeak-ng", "version": VERSION, "text": line.text, "language": voice, "variant": tone.variant,
            "pitch": tone.pitch, "range": tone.spread, "curve": tone.curve, "speed": SPEED, "room": round(room, 2),
        }  # fmt: skip
        return _Job(line, written, text, starts, room, address(self._prefix, about, ".wav"))

    def _is_made(self, job: _Job) -> bool:
        # The words are written last: where they are, the sound is.
        return self._work.exists(job.about) and self._work.exists(job.key)

    def _made(self, job: _Job) -> SpokenLine:
        line = SpokenLine.model_validate_json(self._work.read(job.about))
        return line.model_copy(update={"scene": job.line.scene, "line": job.line.line})

    def _speak(self, jobs: Sequence[_Job], voice: str, tone: Tone) -> None:
        with tempfile.TemporaryDirectory(prefix="voice-") as folder:
            results = _espeak(jobs, voice, tone, Path(folder))
            for index, (job, result) in enumerate(zip(jobs, results, strict=True)):
                raw = np.frombuffer(Path(folder, f"{index}.pcm").read_bytes(), "<i2") / 32768
                self._finish(job, raw, result["rate"], result["events"], tone)

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


def _espeak(jobs: Sequence[_Job], voice: str, tone: Tone, folder: Path) -> list[dict[str, Any]]:
    """All lines in one launch. The helper is a file run in isolation: no environment, our import path by hand."""
    order = {
        "path": [entry for entry in sys.path if entry],
        "folder": str(folder),
        "lines": [
            {"text": job.text, "voice": voice, "speed": SPEED, "fastest": FASTEST, "pitch": tone.pitch,
             "range": tone.spread, "room": job.room}
            for job in jobs
        ],
    }  # fmt: skip
    command = [sys.executable, "-I", espeak.__file__]
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
    if done.returncode != 0:
        raise ModelUnavailable(
            f"espeak-ng ended with {done.returncode}: {done.stderr.decode(errors='replace').strip()[-300:]}"
        )
    results: list[dict[str, Any]] = json.loads(done.stdout)
    return results


def _placed(jobs: Sequence[_Job], lines: Sequence[SpokenLine]) -> tuple[SpokenLine, ...]:
    """Lines with their starts: a moment into the scene, or less where room is tight, then a breath apart."""
    placed: list[SpokenLine] = []
    silence = Fraction(str(TAIL))
    for job, line in zip(jobs, lines, strict=True):
        before = placed[-1] if placed and placed[-1].scene == line.scene else None
        spare = job.line.room - (line.duration - silence)
        if before is None:
            start = max(Fraction(0), min(FIRST, spare / 2))
        else:
            start = before.start + before.duration - silence + max(Fraction(1, 10), min(BREATH, spare / 2))
        placed.append(line.model_copy(update={"start": Fraction(round(start * RATE), RATE)}))
    return tuple(placed)


def _overruns(jobs: Sequence[_Job], voice: Voice) -> str:
    late = []
    for job, line in zip(jobs, voice.lines, strict=True):
        speech = float(line.duration) - TAIL
        if speech > job.line.room:
            late.append(
                f"scene {line.scene} line {line.line}: {speech:.1f} s of speech in {float(job.line.room):.1f} s"
            )
    return "; ".join(late)
