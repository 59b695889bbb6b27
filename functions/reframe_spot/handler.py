"""ReframeSpot. In: the job and the number of an output. Out: its frames."""

from spotworks import wiring
from spotworks.domain.base import OutputRef
from spotworks.runtime.step import step
from spotworks.stages.reframe_spot import Reframed, reframe_spot


@step(OutputRef)
def handler(request: OutputRef) -> Reframed:
    with wiring.scratch() as folder:
        return reframe_spot(
            request,
            desk=wiring.desk(),
            artist=wiring.artist(),
            framer=wiring.framer(),
            maker=wiring.image_maker(request.tenant),
            folder=folder,
        )
