"""A vendor's music as ports.Maker: a piece as long as the video, its beats and bars found."""

import tempfile
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from spotworks.adapters.local.music.maker import write_flac
from spotworks.adapters.local.sound.signal import RATE, Signal, address
from spotworks.adapters.media.beats import pulse
from spotworks.adapters.sounding.hearing import accepted, samples
from spotworks.adapters.sounding.shelf import Bought, Shelf
from spotworks.catalogue import load
from spotworks.domain.fitting import shortened
from spotworks.domain.generation import MusicRequest
from spotworks.domain.model import Model, piece_for
from spotworks.domain.sound import Music
from spotworks.errors import DeliveryUnusable
from spotworks.ports import Files, Output, Product, VendorRequest

VERSION = 1
FADE = 1.5  # seconds, where a piece is longer than the video
_SHORTER = 0.8  # times what was asked for: what is less is no delivery; what a piece lacks beyond it is looped

Fetch = Callable[[Output, Path], None]
"""Puts a vendor's file where it says: adapters.providers.downloads.download, with what it may fetch from."""


class VendorMusic:
    """ports.Composer. Keeps what was paid for as VendorVoice does.

    prefix: put before the keys of what it writes, such as "t/acme/".
    """

    def __init__(
        self, model: Model, work: Files, prefix: str = "", *, fetch: Fetch, shelf: Shelf | None = None
    ) -> None:  # fmt: skip
        self._model, self._work, self._prefix = model, work, prefix
        self._fetch = fetch
        self._shelf = shelf or Shelf(work, prefix)

    def find(self, request: MusicRequest) -> Product | None:
        """What was bought for such a piece before, cut for this video; the cuts themselves do not matter."""
        kept = self._shelf.find("music", self._model.id, self._about(request))
        return None if kept is None else self._product(request, kept[0], samples(kept[1]))

    def order(self, request: MusicRequest) -> VendorRequest:
        """What the vendor is asked for. The cuts are not part of it, so that a new edit keeps its music."""
        mood, tempo = request.brief.mood, request.brief.tempo
        style = load("sounds")["music"].get(mood, f"{mood} background music")
        prompt = (
            f"Instrumental background music for a video advertisement: {style}. {tempo} BPM, steady tempo in 4/4, "
            "no vocals, begins at once, a clear ending."
        )
        return VendorRequest(
            kind="music", model=self._model, prompt=shortened(prompt, self._model.prompt_max), seed=request.brief.seed,
            seconds=piece_for(request.duration, self._model),
        )  # fmt: skip

    def delivered(self, request: MusicRequest, outputs: Sequence[Output]) -> Product:
        """What a vendor made of `order`, fetched, listened to and kept; its cost is not known here.

        Raises what its file's download raises; DeliveryUnusable.
        """
        if not outputs:
            raise DeliveryUnusable(f"{self._model.id} delivered nothing")
        asked, content = piece_for(request.duration, self._model), self._content(outputs[0])
        heard = accepted(content, "the music", least=_SHORTER * asked, most=asked + 30)
        kept = self._shelf.keep("music", self._model.id, self._about(request), content, outputs[0].content_type)
        return self._product(request, kept, heard)

    def _about(self, request: MusicRequest) -> dict[str, Any]:
        order = self.order(request)
        return {
            "version": VERSION, "prompt": order.prompt, "seconds": order.seconds, "seed": order.seed,
            "model": self._model.vendor_id, "options": self._model.options,
        }  # fmt: skip

    def _content(self, output: Output) -> bytes:
        if output.content or not output.url:
            return output.content
        with tempfile.TemporaryDirectory(prefix="music-") as folder:
            path = Path(folder, "piece")
            self._fetch(output, path)
            return path.read_bytes()

    def _product(self, request: MusicRequest, kept: Bought, heard: Signal) -> Product:
        piece = _cut(heard, round(request.duration * RATE))
        about = {
            "maker": "vendor music", "version": VERSION, "digest": kept.digest, "duration": request.duration
        }  # fmt: skip
        key = address(self._prefix, about, ".flac")
        if not self._work.exists(key):
            with tempfile.TemporaryDirectory(prefix="music-") as folder:
                path = Path(folder, "music.flac")
                write_flac(path, [piece.astype(np.float32)])
                self._work.upload(path, key, content_type="audio/flac")
        found = pulse(piece.mean(axis=0).astype(np.float32))
        title = f"{request.brief.mood.capitalize()}, by {self._model.name}"
        music = Music(
            key=key, duration=Fraction(piece.shape[1], RATE), title=title,
            tempo=found.tempo if found else request.brief.tempo, beats=found.beats if found else (),
            bars=found.bars if found else (),
        )  # fmt: skip
        told = f"{music.tempo} beats a minute" if found else "no steady beat was found"
        return Product(
            content=music.model_dump_json().encode(), suffix=".json", content_type="application/json",
            model=self._model.id, note=f"{title}, {told}",
        )  # fmt: skip


def _cut(heard: Signal, count: int) -> Signal:
    """At most so many samples, fading where more would follow. No louder than it is."""
    if heard.shape[1] <= count:
        return heard
    piece = heard[:, :count].copy()
    fade = min(round(FADE * RATE), count // 2)
    piece[:, count - fade :] *= np.cos(np.linspace(0, np.pi / 2, fade)) ** 2
    return piece
