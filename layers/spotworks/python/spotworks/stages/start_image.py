"""StartImage: a scene's storyboard picture, judged."""

from spotworks.domain.base import JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.critique import threshold
from spotworks.domain.dressing import words_margins
from spotworks.domain.money import share
from spotworks.domain.requests import image_request
from spotworks.domain.research import References
from spotworks.domain.screenplay import Screenplay
from spotworks.errors import ProviderUnavailable, SpotworksError, named
from spotworks.ports import Critic, Galleries, Maker
from spotworks.stages.fail_spot import ErrorInfo, failure_of
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.judging import Place, Sitting


class SceneRequest(JobRef):
    """error: why this state could not get a picture before; one that is there already is used then."""

    scene: int
    token: str
    error: ErrorInfo | None = None


def start_image(request: SceneRequest, *, desk: Desk, maker: Maker, critic: Critic, galleries: Galleries) -> None:
    play = desk.read(request, "screenplay.json", Screenplay)
    brief = desk.read(request, "brief.json", Brief)
    references = desk.read(request, "references.json", References)
    free = words_margins(brief, desk.placements)
    wanted = image_request(play, play.scenes[request.scene], references, brief, free)
    Sitting(
        place=Place(
            scene=request.scene,
            brand=play.brand,
            canvas=brief.canvas,
            threshold=threshold(request.scene, len(play.scenes)),
            cap=share(brief),
        ),
        job=JobRef(**request.model_dump(include=set(JobRef.model_fields))),
        token=request.token,
        maker=maker,
        critic=critic,
        galleries=galleries,
        desk=desk,
        failed=_error(request.error) if request.error else None,
    ).draw(wanted)


def _error(info: ErrorInfo) -> SpotworksError:
    failure = failure_of(info)
    try:
        return named(failure.error)(failure.message)
    except KeyError:  # Step Functions' own: it ran out of time
        return ProviderUnavailable(f"the picture did not come in time ({failure.error})")
