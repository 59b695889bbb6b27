"""The local voice: espeak-ng in a process of its own, its words timed, sweetened."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from spotworks.adapters.local.sound.signal import RATE, Signal, address, wav
from spotworks.adapters.local.sound.spectrum import resample
from spotworks.adapters.local.sound.speech import active, prepared
from spotworks.adapters.local.voice import espeak
from spotworks.adapters.local.voice.sweeten import Tone, sweeten, tone_for
from spotworks.adapters.local.voice.timing import onsets, words
from spotworks.adapters.sounding.lines import Line, lines_of, notes, placed
from spotworks.catalogue import load
from spotworks.domain.base import stored
from spotworks.domain.generation import VoiceRequest
from spotworks.domain.languages import Voices, named
from spotworks.domain.sound import SpokenLine, Voice
from spotworks.errors import DiskFull, ModelUnavailable, ProviderUnavailable, ToolMissing
from spotworks.ports import Files, Product

VERSION = 2  # 2: figures in words, lines that are too long said shorter
HELPER = Path(espeak.__file__)

SPEED = 145  # espeak-ng's count; heard as about 155 words a minute
FASTEST = 205
TIMEOUT = 120.0


@dataclass(frozen=True)
class _Job:
    line: Line
    key: str

    @property
    def about(self) -> str:
        return f"{self.key}.json"


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
        language = Voices.model_validate(load("espeak")).of(request.language)
        if not language:
            raise ModelUnavailable(f"espeak-ng has no voice for {named(request.language)}; choose another voice model")
        lines = lines_of(request)
        jobs = [self._job(line, language, tone) for line in lines]
        missing = list({job.key: job for job in jobs if not self._is_made(job)}.values())
        if missing:
            self._speak(missing, f"{language}+{tone.variant}", tone)
        voice = Voice(voice=f"espeak-ng {language} {tone.name}", lines=placed(lines, [self._made(job) for job in jobs]))
        return Product(
            content=voice.model_dump_json().encode(), suffix=".json", content_type="application/json",
            model="espeak-ng", note=notes(lines, voice.lines),
        )  # fmt: skip

    def _job(self, line: Line, voice: str, tone: Tone) -> _Job:
        about = {
            "maker": "espeak-ng", "version": VERSION, "text": line.written.text, "language": voice,
            "tone": asdict(tone), "speed": SPEED, "room": line.room, "shorter": line.written.shorter,
        }  # fmt: skip
        return _Job(line, address(self._prefix, about, ".wav"))

    def _is_made(self, job: _Job) -> bool:
        # The words are written last: where they are, the sound is.
        return self._work.exists(job.about) and self._work.exists(job.key)

    def _made(self, job: _Job) -> SpokenLine:
        line = stored(SpokenLine, self._work.read(job.about))
        return line.model_copy(update={"scene": job.line.written.scene, "line": job.line.written.line})

    def _speak(self, jobs: Sequence[_Job], voice: str, tone: Tone) -> None:
        with tempfile.TemporaryDirectory(prefix="voice-") as folder:
            results = _espeak(self._helper, jobs, voice, tone, Path(folder))
            for index, (job, result) in enumerate(zip(jobs, results, strict=True)):
                raw = np.frombuffer(Path(folder, f"{index}.pcm").read_bytes(), "<i2") / 32768
                line = job.line.shortened if result["shortened"] else job.line
                assert line is not None
                self._finish(job, line, raw, result["rate"], result["events"], tone)

    def _finish(
        self, job: _Job, line: Line, raw: Signal, rate: int, events: Sequence[tuple[int, int]], tone: Tone
    ) -> None:
        dry, cut = prepared(resample(raw, rate))
        if not dry.size:
            raise ModelUnavailable(f'espeak-ng said nothing for "{line.written.text}"')
        starts = [
            None if sample is None else round(sample * RATE / rate) - cut
            for sample in onsets(line.starts, events, raw.size)
        ]
        said = SpokenLine(
            scene=line.written.scene, line=line.written.line, text=line.written.text, key=job.key,
            duration=Fraction(dry.size, RATE), words=words(line.parts, starts, active(dry)),
        )  # fmt: skip
        self._work.write(job.key, wav(sweeten(dry, tone)), content_type="audio/wav")
        self._work.write(job.about, said.model_dump_json().encode(), content_type="application/json")


def _espeak(helper: Path, jobs: Sequence[_Job], voice: str, tone: Tone, folder: Path) -> list[dict[str, Any]]:
    """All lines in one launch. The helper is a file run in isolation: no environment, our import path by hand."""
    order = {
        "path": [entry for entry in sys.path if entry],
        "folder": str(folder),
        "lines": [
            {"text": job.line.text, "shorter": job.line.shortened.text if job.line.shortened else "", "voice": voice,
             "speed": SPEED, "fastest": FASTEST, "pitch": tone.pitch, "range": tone.spread, "room": job.line.room}
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
        raise ToolMissing("the local voice needs espeak-ng: `make extra NAME=voice`, or choose another voice model")
    if done.returncode == espeak.FULL:
        raise DiskFull("no space is left where the voice is written: free some and run again")
    if done.returncode != 0:
        raise ModelUnavailable(
            f"espeak-ng ended with {done.returncode}: {done.stderr.decode(errors='replace').strip()[-300:]}"
        )
    results: list[dict[str, Any]] = json.loads(done.stdout)
    return results
