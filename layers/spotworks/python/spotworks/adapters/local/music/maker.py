"""The local music: composed by program for the mood, the length and the cuts of a video."""

import tempfile
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import numpy as np

from spotworks.adapters.local.music.band import Band, band
from spotworks.adapters.local.music.form import Form, plan
from spotworks.adapters.local.music.mix import master, mixed
from spotworks.adapters.local.music.score import Score
from spotworks.adapters.local.music.tones import Tone
from spotworks.adapters.local.sound.signal import RATE, address, pcm
from spotworks.domain.generation import MusicRequest
from spotworks.domain.sound import Music
from spotworks.ports import Files, Product

VERSION = 1


class LocalMusic:
    """ports.Maker for music. prefix: put before the keys of what it writes, such as "t/acme/"."""

    def __init__(self, work: Files, prefix: str = "") -> None:
        self._work = work
        self._prefix = prefix

    def make(self, request: MusicRequest) -> Product:
        """The JSON of domain.sound.Music; the piece itself is FLAC, as long as the video to the sample."""
        form = plan(float(request.duration), request.brief.tempo, tuple(float(cut) for cut in request.cuts))
        players = band(request.brief.mood, request.brief.seed)
        samples = round(request.duration * RATE)
        about = {
            "maker": "music", "version": VERSION, "brief": request.brief.model_dump(mode="json"),
            "duration": request.duration, "cuts": request.cuts,
        }  # fmt: skip
        key = address(self._prefix, about, ".flac")
        if not self._work.exists(key):
            with tempfile.TemporaryDirectory(prefix="music-") as folder:
                path = Path(folder, "music.flac")
                write_flac(path, perform(form, players, request.brief.seed, samples))
                self._work.upload(path, key, content_type="audio/flac")
        title = f"{request.brief.mood.capitalize()} in {players.key.name}"
        music = Music(
            key=key, duration=Fraction(samples, RATE), tempo=form.tempo, title=title,
            beats=_exact(form.beats), bars=_exact(form.downbeats),
        )  # fmt: skip
        return Product(
            content=music.model_dump_json().encode(), suffix=".json", content_type="application/json",
            model="composed", note=f"{title}, {form.tempo} beats a minute",
        )  # fmt: skip


def _exact(moments: Iterable[float]) -> tuple[Fraction, ...]:
    return tuple(Fraction(round(moment * RATE), RATE) for moment in moments)


def perform(form: Form, players: Band, seed: int, samples: int) -> Iterable[Tone]:
    """The finished piece in blocks."""
    fade = round(min(1.2, 0.7 * (form.duration - form.end)) * RATE)
    return master(mixed(Score(form, players, seed).notes(), samples, pump=players.pump, fade=fade))


def write_flac(path: Path, blocks: Iterable[Tone]) -> None:
    """Stereo, 16 bits, at RATE."""
    import av

    with av.open(str(path), "w", format="flac") as container:
        stream = container.add_stream("flac", rate=RATE, layout="stereo", format="s16")
        position = 0
        for block in blocks:
            interleaved = np.ascontiguousarray(pcm(block.T)).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(interleaved, format="s16", layout="stereo")
            frame.sample_rate = RATE
            frame.pts = position
            frame.time_base = Fraction(1, RATE)
            position += block.shape[1]
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
