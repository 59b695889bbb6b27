"""StartClip. In: the job, a scene, a chunk, a link of the chain and a task token."""

from spotworks import wiring
from spotworks.runtime.step import step
from spotworks.stages.start_clip import ChunkRequest, start_clip


@step(ChunkRequest)
def handler(request: ChunkRequest) -> None:
    start_clip(
        request,
        desk=wiring.desk(),
        maker=wiring.clip_maker(),
        models=wiring.models(),
        ordering=wiring.ordering,
    )
