"""A vendor's sound effects as ports.Maker: each bought once, used for all cues of its name."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from spotworks.adapters.local.sound.dynamics import HOP, envelope
from spotworks.adapters.local.sound.signal import RATE, Signal, address, fade, gain, peak, wav
from spotworks.adapters.sounding.buying import bought
from spotworks.adapters.sounding.hearing import accepted, samples
from spotworks.adapters.sounding.shelf import Bought, Shelf
from spotworks.catalogue import load
from spotworks.domain.generation import EffectCue, EffectsRequest
from spotworks.domain.model import Model
from spotworks.domain.sound import Effect, Effects
from spotworks.errors import InvalidRequest, SpotworksError
from spotworks.ports import Files, Foley, Product

VERSION = 1
TOP = -12.0  # dBFS, as the local effects have it
_QUIET = 0.01  # of the peak: what is below at the edges is silence


@dataclass(frozen=True)
class _Sound:
    """trimmed: at TOP, without the silence round it; lead: samples from its beginning to what meets the cue."""

    bought: Bought
    trimmed: Signal
    lead: int

    @property
    def cost_usd(self) -> Decimal:
        return self.bought.cost_usd


class VendorEffects:
    """Keeps what it paid for as VendorVoice does. prefix: put before the keys of what it writes, such as "t/acme/"."""

    def __init__(
        self, foley: Foley, model: Model, work: Files, prefix: str = "", *, shelf: Shelf | None = None
    ) -> None:  # fmt: skip
        self._foley, self._model, self._work, self._prefix = foley, model, work, prefix
        self._shelf = shelf or Shelf(work, prefix)

    def make(self, request: EffectsRequest) -> Product:
        """The JSON of domain.sound.Effects, in the order of the cues.

        Raises InvalidRequest for an unknown name before anything is paid, then as ports.Foley does, and
        DeliveryUnusable; with `spent`.
        """
        known = load("sounds")["effects"]
        for cue in request.cues:
            if cue.name not in known:
                raise InvalidRequest(f'no effect is called "{cue.name}": {", ".join(known)}', field="cues")
        names = [cue.name for cue in request.cues]
        sounds = bought(names, lambda name: self._sound(name, known[name], request.seed))
        effects = tuple(self._effect(cue, sounds[cue.name]) for cue in request.cues)
        return Product(
            content=Effects(effects=effects).model_dump_json().encode(), suffix=".json",
            content_type="application/json", model=self._model.id,
            cost_usd=sum((sound.cost_usd for sound in sounds.values()), Decimal(0)),
        )  # fmt: skip

    def _sound(self, name: str, recipe: dict[str, Any], seed: int) -> _Sound:
        seconds = float(recipe["seconds"])
        about = {
            "version": VERSION, "prompt": recipe["prompt"], "seconds": seconds, "model": self._model.vendor_id,
            "options": self._model.options, "seed": seed * self._model.seed,
        }  # fmt: skip
        kept = self._shelf.find("effects", self._model.id, about)
        if kept is not None:
            return _sound(kept[0], samples(kept[1]), recipe["anchor"])
        cue = EffectCue(name=name, at=Fraction(0))
        made = self._foley.sound(cue, seconds=seconds, model=self._model, seed=seed)
        try:
            heard = accepted(made.content, f'the effect "{name}"', least=seconds / 2, most=2 * seconds + 1)
        except SpotworksError as error:
            error.spent = made.cost_usd
            raise
        bought_now = self._shelf.keep(
            "effects", self._model.id, about, made.content, made.content_type, cost_usd=made.cost_usd
        )
        return _sound(bought_now, heard, recipe["anchor"])

    def _effect(self, cue: EffectCue, sound: _Sound) -> Effect:
        at = cue.at - Fraction(sound.lead, RATE)
        # What meets the cue comes too late in the sound: what would be heard before the video is cut off.
        first = round(max(Fraction(0), -at) * RATE)
        about = {"maker": "vendor effects", "version": VERSION, "digest": sound.bought.digest, "first": first}
        key = address(self._prefix, about, ".wav")
        heard = fade(sound.trimmed[:, first:], head=0.002 if first == 0 else 0.03, tail=0.08)
        if not self._work.exists(key):
            self._work.write(key, wav(heard), content_type="audio/wav")
        return Effect(name=cue.name, key=key, at=max(Fraction(0), at), duration=Fraction(heard.shape[1], RATE))


def _sound(kept: Bought, heard: Signal, anchor: str) -> _Sound:
    level = np.abs(heard).max(axis=0)
    audible = np.flatnonzero(level > _QUIET * peak(heard))
    trimmed = heard[:, audible[0] : audible[-1] + 1]
    trimmed = trimmed * gain(TOP) / max(peak(trimmed), 1e-9)
    loudness = envelope(trimmed.mean(axis=0), attack=0.005, release=0.03)
    return _Sound(kept, trimmed, int(loudness.argmax()) * HOP if anchor == "peak" else 0)
