"""What of a plan is still to be made, and at what price: the address of every request is looked up."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import Literal

from spotworks.domain.base import Frozen, JobRef, Usd, stored
from spotworks.domain.brief import Brief
from spotworks.domain.clip import ClipDocument
from spotworks.domain.continuity import carried
from spotworks.domain.dressing import words_margins
from spotworks.domain.estimate import estimate
from spotworks.domain.generation import GenerationRequest, Made, digest
from spotworks.domain.lifecycle import named
from spotworks.domain.model import Model, clip_price, picture_price
from spotworks.domain.requests import clip_request, effects_request, image_request, music_request, voice_request
from spotworks.domain.research import References
from spotworks.domain.screenplay import Scene, Screenplay
from spotworks.stages.complete import describe
from spotworks.stages.shared.admission import cast_of
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import find_made


class ToMake(Frozen):
    """what: for people ("Clip of scene 3"); scene: its index, or None; cost_usd: of the model that is tried first, for
    compute an upper bound."""

    what: str
    cost_usd: Usd
    scene: int | None = None


def to_make(
    job: JobRef, brief: Brief, play: Screenplay, references: References, *, desk: Desk, models: tuple[Model, ...]
) -> tuple[ToMake, ...]:
    """In the order of the flow; the render and its check, which follow whatever is new, come last."""
    cast = cast_of(brief, models, desk, play)
    whole = estimate(brief, cast, play, models=models)
    found: list[ToMake] = []
    for scene in play.scenes:
        if scene.generated:
            found += _of_scene(job, brief, play, scene, references, models, cast.image, desk)
    sounds: dict[Literal["voice", "effects", "music"], Callable[..., GenerationRequest]] = {
        "voice": voice_request, "effects": partial(effects_request, models=models, sound=brief.clip_sound),
        "music": music_request,
    }  # fmt: skip
    for kind, request in sounds.items():
        if _made(job, [request(play, model=model) for model in play.makers_of(kind)], desk) is None:
            found.append(ToMake(what=describe(kind, None), cost_usd=whole.of(kind)))
    return (*found, ToMake(what="Render and checks", cost_usd=estimate(brief).total))


def cost_of(things: tuple[ToMake, ...]) -> Decimal:
    return sum((thing.cost_usd for thing in things), start=Decimal(0))


def _of_scene(
    job: JobRef, brief: Brief, play: Screenplay, scene: Scene, references: References,
    models: tuple[Model, ...], artist: Model | None, desk: Desk,
) -> Iterator[ToMake]:  # fmt: skip
    """A clip begins with the picture or the clip before: where that is new, the clip is."""
    free = words_margins(brief, desk.placements)
    asked = [
        image_request(play, scene, references, brief, free, model=model, known=named(model, models))
        for model in play.makers_of("image")
    ]
    picture = _made(job, asked, desk)
    if picture is None:
        price = picture_price(artist, photo=scene.picture is not None) if artist else Decimal(0)
        yield ToMake(what=describe("image", scene.index), cost_usd=price, scene=scene.index)
    first, model = picture.key if picture else "", named(scene.chain[0], models)
    for chunk, seconds in enumerate(scene.chunks):
        clip = None
        if first:
            wanted = partial(clip_request, play, scene, chunk, brief, first_frame=first)
            known = {name: named(name, models) for name in scene.chain}
            found = [wanted(model=name, references=carried(references, one), known=one) for name, one in known.items()]
            clip = _made(job, found, desk)
        if clip is None:
            price = clip_price(model, seconds, brief.clip_sound, brief.quality) if model else Decimal(0)
            yield ToMake(what=describe("clip", scene.index), cost_usd=price, scene=scene.index)
        more = chunk + 1 < len(scene.chunks)
        first = stored(ClipDocument, desk.work.read(clip.key)).last_frame if clip and more else ""


def _made(job: JobRef, chain: Sequence[GenerationRequest], desk: Desk) -> Made | None:
    """What one of the models that are tried in turn has made already."""
    found = (find_made(desk, job, digest(request)) for request in chain)
    return next(filter(None, found), None)
