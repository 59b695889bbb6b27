"""StartClip: one chunk of a scene's video, from its picture or from the last frame of the chunk before."""

from collections.abc import Callable, Sequence

from spotworks.domain.base import JobRef, stored
from spotworks.domain.brief import Brief
from spotworks.domain.clip import ClipDocument
from spotworks.domain.continuity import carried
from spotworks.domain.model import Model
from spotworks.domain.requests import clip_request
from spotworks.domain.research import References
from spotworks.domain.screenplay import Screenplay
from spotworks.ports import Maker
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import generate, made_for


class ChunkRequest(JobRef):
    """link: which model of the scene's chain is tried."""

    scene: int
    chunk: int
    link: int
    token: str


def start_clip(
    request: ChunkRequest, *, desk: Desk, maker: Callable[[str], Maker], models: Sequence[Model] = ()
) -> None:
    """maker: from a model's id to what makes its clips; models: which of them take pictures of the subject.

    Raises ModelUnavailable and the makers' errors.
    """
    play = desk.read(request, "screenplay.json", Screenplay)
    scene = play.scenes[request.scene]
    model = scene.chain[request.link]
    wanted = clip_request(
        play,
        scene,
        request.chunk,
        desk.read(request, "brief.json", Brief),
        model=model,
        first_frame=_first_frame(request, desk),
        references=_references(request, model, models, desk),
    )
    generate(
        wanted,
        job=request,
        token=request.token,
        maker=maker(model),
        desk=desk,
        scene=request.scene,
        part=request.chunk,
    )


def _references(request: ChunkRequest, model: str, models: Sequence[Model], desk: Desk) -> tuple[str, ...]:
    known = next((one for one in models if one.id == model), None)
    if known is None or not known.references:
        return ()
    return carried(desk.read(request, "references.json", References), known)


def _first_frame(request: ChunkRequest, desk: Desk) -> str:
    if request.chunk == 0:
        return made_for(desk, request, "image", request.scene).key
    before = made_for(desk, request, "clip", request.scene, request.chunk - 1)
    return stored(ClipDocument, desk.work.read(before.key)).last_frame
