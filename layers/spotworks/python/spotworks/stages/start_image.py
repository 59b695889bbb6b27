"""StartImage: a scene's storyboard picture, judged."""

from collections.abc import Callable, Sequence

from spotworks.domain.base import JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.critique import threshold
from spotworks.domain.dressing import words_margins
from spotworks.domain.generation import ImageRequest, digest
from spotworks.domain.lifecycle import named as named_model
from spotworks.domain.model import Model
from spotworks.domain.money import share
from spotworks.domain.requests import image_request
from spotworks.domain.research import References
from spotworks.domain.routing import LOCAL
from spotworks.domain.screenplay import Screenplay
from spotworks.errors import ModelUnavailable, ProviderUnavailable, SpotworksError, named
from spotworks.ports import Critic, Galleries, Maker
from spotworks.stages.fail_spot import ErrorInfo, failure_of
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import find_made
from spotworks.stages.shared.judging import Place, Sitting
from spotworks.stages.shared.links import living
from spotworks.stages.shared.ordering import Ordering


class SceneRequest(JobRef):
    """link: which model of the plan's chain for pictures is tried.

    error: why no further picture can be had; the best of those that are there already is used then.
    """

    scene: int
    token: str
    link: int | None = None
    error: ErrorInfo | None = None


def start_image(
    request: SceneRequest, *, desk: Desk, maker: Maker, critic: Critic, galleries: Galleries,
    models: Sequence[Model] = (), ordering: Callable[[], Ordering] | None = None,
) -> None:  # fmt: skip
    """maker: of pictures on this machine; ordering: for those of vendors, made when it is needed."""
    play = desk.read(request, "screenplay.json", Screenplay)
    brief = desk.read(request, "brief.json", Brief)
    references = desk.read(request, "references.json", References)
    free = words_margins(brief, desk.placements)
    job, scene = JobRef(**request.model_dump(include=set(JobRef.model_fields))), play.scenes[request.scene]
    chain = living(job, play.makers_of("image"), desk=desk, models=models, tell=request.link == 0, scene=scene.index)
    asked = [
        image_request(play, scene, references, brief, free, model=model, known=named_model(model, models))
        for model in chain
    ]
    wanted = _kept(asked, job, desk) if request.link is None else asked[min(request.link, len(asked) - 1)]
    Sitting(
        place=Place(
            scene=request.scene,
            brand=play.brand,
            canvas=brief.canvas,
            threshold=threshold(request.scene, len(play.scenes)),
            cap=share(brief),
        ),
        job=job,
        token=request.token,
        maker=maker,
        critic=critic,
        galleries=galleries,
        desk=desk,
        failed=_error(request.error) if request.error else None,
        order=_order(wanted, job, request, models, ordering),
    ).draw(wanted)


def _kept(asked: Sequence[ImageRequest], job: JobRef, desk: Desk) -> ImageRequest:
    """The first of the chain that there is a picture of."""
    return next((one for one in asked if find_made(desk, job, digest(one)) is not None), asked[-1])


def _order(
    wanted: ImageRequest, job: JobRef, request: SceneRequest, models: Sequence[Model],
    ordering: Callable[[], Ordering] | None,
) -> Callable[[ImageRequest], None] | None:  # fmt: skip
    """Who buys it; None for a picture that is drawn here. Raises ModelUnavailable."""
    if wanted.model == LOCAL:
        return None
    known = named_model(wanted.model, models)
    if known is None or ordering is None:
        raise ModelUnavailable(f"there is no model {wanted.model!r} any more", field="image_model")
    shop = ordering()
    return lambda one: shop.place(one, known, job=job, token=request.token, scene=request.scene)


def _error(info: ErrorInfo) -> SpotworksError:
    failure = failure_of(info)
    try:
        return named(failure.error)(failure.message)
    except KeyError:  # Step Functions' own: it ran out of time
        return ProviderUnavailable(f"the picture did not come in time ({failure.error})")
