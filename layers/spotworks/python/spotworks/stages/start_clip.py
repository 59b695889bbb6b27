"""StartClip: one chunk of a scene's video, from its picture or from the last frame of the chunk before."""

from collections.abc import Callable, Sequence

from spotworks.domain.base import JobRef, stored
from spotworks.domain.brief import Brief
from spotworks.domain.clip import ClipDocument
from spotworks.domain.continuity import carried
from spotworks.domain.lifecycle import named
from spotworks.domain.model import Model
from spotworks.domain.requests import clip_request
from spotworks.domain.research import References
from spotworks.domain.routing import LOCAL
from spotworks.domain.screenplay import Screenplay
from spotworks.errors import ModelUnavailable
from spotworks.ports import Maker
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import generate, made_for
from spotworks.stages.shared.links import at_link
from spotworks.stages.shared.ordering import Ordering


class ChunkRequest(JobRef):
    """link: which model of the scene's chain is tried."""

    scene: int
    chunk: int
    link: int
    token: str


def start_clip(
    request: ChunkRequest, *, desk: Desk, maker: Maker, models: Sequence[Model] = (), ordering: Callable[[], Ordering]
) -> None:
    """maker: of clips on this machine; ordering: for those of vendors, made when it is needed.

    Raises ModelUnavailable and the maker's errors; what a vendor says reaches the state by its token.
    """
    play = desk.read(request, "screenplay.json", Screenplay)
    scene = play.scenes[request.scene]
    model = at_link(
        request, scene.chain, request.link, desk=desk, models=models, scene=scene.index, tell=request.chunk == 0
    )  # fmt: skip
    known = named(model, models)
    wanted = clip_request(
        play,
        scene,
        request.chunk,
        desk.read(request, "brief.json", Brief),
        model=model,
        first_frame=_first_frame(request, desk),
        references=carried(desk.read(request, "references.json", References), known),
        known=known,
    )
    if model == LOCAL:
        generate(
            wanted, job=request, token=request.token, maker=maker, desk=desk, scene=request.scene, part=request.chunk
        )  # fmt: skip
        return
    if known is None:
        raise ModelUnavailable(f"there is no model {model!r} any more", field="model")
    job = JobRef(**request.model_dump(include=set(JobRef.model_fields)))
    ordering().place(wanted, known, job=job, token=request.token, scene=request.scene, part=request.chunk)


def _first_frame(request: ChunkRequest, desk: Desk) -> str:
    if request.chunk == 0:
        return made_for(desk, request, "image", request.scene).key
    before = made_for(desk, request, "clip", request.scene, request.chunk - 1)
    return stored(ClipDocument, desk.work.read(before.key)).last_frame
