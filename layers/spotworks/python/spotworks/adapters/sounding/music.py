"""A vendor's music as ports.Maker: a piece as long as the video, its beats and bars found."""

import tempfile
from collections.abc import Callable
from decimal import Decimal
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
from spotworks.domain.generation import MusicRequest
from spotworks.domain.model import Model, price_of
from spotworks.domain.sound import Music
from spotworks.errors import SpotworksError, named
from spotworks.ports import Files, Output, Product, Ticket, Vendor, VendorRequest, VendorStatus

VERSION = 1
FADE = 1.5  # seconds, where a piece is longer than the video
_SHORTER = 0.8  # times what was asked for: what is less is no delivery; what a piece lacks beyond it is looped

Fetch = Callable[[Output, Path], None]
"""Puts a vendor's file where it says: adapters.providers.downloads.download, with what it may fetch from."""


class VendorMusic:
    """Keeps what it paid for as VendorVoice does. prefix: put before the keys of what it writes, such as "t/acme/"."""

    def __init__(
        self, vendor: Vendor, model: Model, work: Files, prefix: str = "", *, fetch: Fetch, shelf: Shelf | None = None
    ) -> None:
        self._vendor, self._model, self._work, self._prefix = vendor, model, work, prefix
        self._fetch = fetch
        self._shelf = shelf or Shelf(work, prefix)

    def make(self, request: MusicRequest) -> Product | Ticket:
        """The JSON of domain.sound.Music at once, or a ticket of a vendor that works on it: see `delivered`.

        Raises as ports.Vendor.create does, and DeliveryUnusable, with `spent`.
        """
        kept = self._shelf.find("music", self._model.id, self._about(request))
        if kept is not None:
            return self._product(request, kept[0], samples(kept[1]))
        began = self._vendor.create(self.order(request))
        if isinstance(began, VendorStatus):
            return self.delivered(request, began)
        return Ticket(model=self._model.id, provider_job=began.id)

    def order(self, request: MusicRequest) -> VendorRequest:
        """What the vendor is asked for. The cuts are not part of it, so that a new edit keeps its music."""
        mood, tempo = request.brief.mood, request.brief.tempo
        style = load("sounds")["music"].get(mood, f"{mood} background music")
        prompt = (
            f"Instrumental background music for a video advertisement: {style}. {tempo} BPM, steady tempo in 4/4, "
            "no vocals, begins at once, a clear ending."
        )
        return VendorRequest(
            kind="music", model=self._model, prompt=prompt[: self._model.prompt_max], seed=request.brief.seed,
            seconds=self._asked(request),
        )  # fmt: skip

    def _asked(self, request: MusicRequest) -> int:
        """Seconds, at least the video's, as far as the model makes pieces of that length."""
        whole = -(-request.duration.numerator // request.duration.denominator)
        fitting = [length for length in self._model.lengths if length >= whole]
        return min(fitting) if fitting else max(self._model.lengths, default=whole)

    def delivered(self, request: MusicRequest, status: VendorStatus) -> Product:
        """What a vendor made of `order`, fetched, listened to and kept.

        Raises the error that its status names; what its file's download raises; DeliveryUnusable. With `spent`.
        """
        if status.state != "succeeded" or not status.outputs:
            error = named(status.error or "ProviderUnavailable")(status.message or f"the music was {status.state}")
            error.spent = status.cost_usd or Decimal(0)
            raise error
        cost, asked = self._cost(request, status), self._asked(request)
        content = self._content(status.outputs[0])
        try:
            heard = accepted(content, "the music", least=_SHORTER * asked, most=asked + 30)
        except SpotworksError as error:
            error.spent = cost
            raise
        kept = self._shelf.keep(
            "music", self._model.id, self._about(request), content, status.outputs[0].content_type, cost_usd=cost
        )
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

    def _cost(self, request: MusicRequest, status: VendorStatus) -> Decimal:
        if status.cost_usd is not None or not self._model.prices:
            return status.cost_usd or Decimal(0)
        return price_of(self._model, seconds=self._asked(request))

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
            model=self._model.id, cost_usd=kept.cost_usd, note=f"{title}, {told}",
        )  # fmt: skip


def _cut(heard: Signal, count: int) -> Signal:
    """At most so many samples, fading where more would follow. No louder than it is."""
    if heard.shape[1] <= count:
        return heard
    piece = heard[:, :count].copy()
    fade = min(round(FADE * RATE), count // 2)
    piece[:, count - fade :] *= np.cos(np.linspace(0, np.pi / 2, fade)) ** 2
    return piece
