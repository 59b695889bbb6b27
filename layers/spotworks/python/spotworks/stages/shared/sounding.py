"""Voice and effects: one request for the whole video, made here or bought."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from spotworks.domain.base import JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.credentials import naming_key
from spotworks.domain.estimate import sound_price
from spotworks.domain.generation import EffectsRequest, GenerationRequest, VoiceRequest
from spotworks.domain.lifecycle import named
from spotworks.domain.model import Model
from spotworks.domain.requests import effects_request, voice_request
from spotworks.domain.routing import LOCAL
from spotworks.domain.screenplay import Screenplay
from spotworks.errors import (
    DeliveryUnusable,
    ModelUnavailable,
    ModerationRefused,
    OutcomeUnknown,
    ProviderRejected,
    ProviderUnavailable,
    SpotworksError,
)
from spotworks.ports import Clock, Maker, Product, Records, Ticket
from spotworks.stages.complete import not_had
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import generate
from spotworks.stages.shared.links import at_link
from spotworks.stages.shared.paying import Purchase

_Sound = VoiceRequest | EffectsRequest
Kind = Literal["voice", "effects"]
_MILLIONTH = Decimal("0.000001")
_ITS_DOING = (DeliveryUnusable, ModerationRefused, OutcomeUnknown, ProviderRejected, ProviderUnavailable)


class SoundRequest(JobRef):
    """link: which model of the plan's chain is tried."""

    token: str
    link: int = 0


def make_sound(
    kind: Kind, request: SoundRequest, *, desk: Desk, maker: Callable[[str], Maker],
    models: Sequence[Model] = (), records: Records | None = None,
) -> None:  # fmt: skip
    """maker: of a model's id; records: told how one that was bought from did.

    Raises the makers' errors, ModelUnavailable, BudgetExceeded.
    """
    play = desk.read(request, "screenplay.json", Screenplay)
    model = at_link(request, play.makers_of(kind), request.link, desk=desk, models=models)
    wanted = _asked(kind, play, desk.read(request, "brief.json", Brief), model, models)
    purchase, makes = _purchase(wanted, models), maker(wanted.model)
    if purchase is not None and records is not None:
        makes = _Watched(makes, records, purchase.model, desk.clock)
    try:
        generate(wanted, job=request, token=request.token, maker=makes, desk=desk, purchase=purchase)
    except SpotworksError as error:
        bought_of = named(wanted.model, models) if purchase is not None else None
        if bought_of is None:
            raise
        told = naming_key(error, bought_of)
        not_had(request, kind, told.message, desk)
        if told is error:
            raise
        raise told from error


@dataclass(frozen=True)
class _Watched:
    """ports.Maker. What it hands over from its shelf cost nothing, and says nothing of the vendor."""

    maker: Maker
    records: Records
    model: str
    clock: Clock

    def make(self, request: GenerationRequest) -> Product | Ticket:
        began = self.clock.now()
        try:
            product = self.maker.make(request)
        except _ITS_DOING as error:
            self._note(request, error.spent, began, accepted=False)
            raise
        if isinstance(product, Product) and product.cost_usd:
            self._note(request, product.cost_usd, began, accepted=True)
        return product

    def _note(self, request: GenerationRequest, spent: Decimal, began: datetime, *, accepted: bool) -> None:
        """Of one of the sounds, as routing compares them."""
        sounds = len({cue.name for cue in request.cues}) if isinstance(request, EffectsRequest) else 1
        seconds = (self.clock.now() - began).total_seconds()
        each = (spent / sounds).quantize(_MILLIONTH)
        self.records.note(self.model, accepted=accepted, spent=each, seconds=seconds / sounds)


def _asked(kind: Kind, play: Screenplay, brief: Brief, model: str, models: Sequence[Model]) -> _Sound:
    if kind == "voice":
        return voice_request(play, model=model)
    return effects_request(play, model=model, models=models, sound=brief.clip_sound)


def _purchase(wanted: _Sound, models: Sequence[Model]) -> Purchase | None:
    """None for what costs nothing but this machine."""
    if wanted.model == LOCAL:
        return None
    known = named(wanted.model, models)
    if known is None:
        raise ModelUnavailable(f"there is no model {wanted.model!r} any more", field=f"{wanted.kind}_model")
    return Purchase(model=known.id, provider=known.provider, estimate=sound_price(wanted, known))
