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
from spotworks.errors import ModelUnavailable
from spotworks.ports import Maker
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import generate, made_for
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
    known = next((one for one in models if one.id == model), None)
    if known is None or known.provider == "local":
        _here(model)
        generate(
            wanted, job=request, token=request.token, maker=maker, desk=desk, scene=request.scene, part=request.chunk
        )  # fmt: skip
        return
    job = JobRef(**request.model_dump(include=set(JobRef.model_fields)))
    ordering().place(wanted, known, job=job, token=request.token, scene=request.scene, part=request.chunk)


def _here(model: str) -> None:
    if model != "local":
        raise ModelUnavailable(f"there is no model {model!r} any more", field="model")


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
