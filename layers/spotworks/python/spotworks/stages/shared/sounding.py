"""Voice and effects: one request for the whole video, made here or bought."""

from collections.abc import Callable, Sequence
from typing import Literal

from spotworks.domain.base import JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.estimate import sound_price
from spotworks.domain.generation import EffectsRequest, VoiceRequest
from spotworks.domain.lifecycle import at_link, named
from spotworks.domain.model import Model
from spotworks.domain.requests import effects_request, voice_request
from spotworks.domain.routing import LOCAL
from spotworks.domain.screenplay import Screenplay
from spotworks.errors import ModelUnavailable, SpotworksError
from spotworks.ports import Maker
from spotworks.stages.complete import not_had
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import generate
from spotworks.stages.shared.paying import Purchase

_Sound = VoiceRequest | EffectsRequest
Kind = Literal["voice", "effects"]


class SoundRequest(JobRef):
    """link: which model of the plan's chain is tried."""

    token: str
    link: int = 0


def make_sound(
    kind: Kind, request: SoundRequest, *, desk: Desk, maker: Callable[[str], Maker],
    models: Sequence[Model] = (),
) -> None:  # fmt: skip
    """maker: of a model's id. Raises the makers' errors, ModelUnavailable, BudgetExceeded."""
    play = desk.read(request, "screenplay.json", Screenplay)
    model = at_link(play.makers_of(kind), request.link, models, desk.clock.now().date())
    wanted = _asked(kind, play, desk.read(request, "brief.json", Brief), model, models)
    purchase = _purchase(wanted, models)
    try:
        generate(wanted, job=request, token=request.token, maker=maker(wanted.model), desk=desk, purchase=purchase)
    except SpotworksError as error:
        if purchase is not None:
            not_had(request, kind, error.message, desk)
        raise


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
