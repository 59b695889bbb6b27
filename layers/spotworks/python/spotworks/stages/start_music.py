"""StartMusic: one piece that begins and ends with the video, composed here or ordered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spotworks.domain.base import JobRef
from spotworks.domain.generation import MusicRequest
from spotworks.domain.lifecycle import named
from spotworks.domain.model import Model
from spotworks.domain.requests import music_request
from spotworks.domain.routing import LOCAL
from spotworks.domain.screenplay import Screenplay
from spotworks.errors import ModelUnavailable
from spotworks.ports import Composer, Maker, Product
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import generate
from spotworks.stages.shared.links import at_link
from spotworks.stages.shared.ordering import Ordering
from spotworks.stages.shared.sounding import SoundRequest


def start_music(
    request: SoundRequest, *, desk: Desk, maker: Maker, models: Sequence[Model] = (),
    composer: Callable[[str, Model], Composer] | None = None, ordering: Callable[[], Ordering] | None = None,
) -> None:  # fmt: skip
    """maker: of music on this machine; composer, ordering: for that of vendors, made when they are needed.

    Raises ModelUnavailable and the maker's errors; what a vendor says reaches the state by its token.
    """
    play = desk.read(request, "screenplay.json", Screenplay)
    model = at_link(request, play.makers_of("music"), request.link, desk=desk, models=models)
    wanted, known = music_request(play, model=model), named(model, models)
    if model != LOCAL:
        if known is None or composer is None or ordering is None:
            raise ModelUnavailable(f"there is no model {model!r} any more", field="music_model")
        kept = composer(request.tenant, known).find(wanted)
        if kept is None:
            job = JobRef(**request.model_dump(include=set(JobRef.model_fields)))
            ordering().place(wanted, known, job=job, token=request.token)
            return
        maker = _Kept(kept)
    generate(wanted, job=request, token=request.token, maker=maker, desk=desk)


@dataclass(frozen=True)
class _Kept:
    """ports.Maker of what is there already."""

    product: Product

    def make(self, request: MusicRequest) -> Product:
        return self.product
