"""StartPreview. In: the job and a task token."""

from spotworks import wiring
from spotworks.runtime.step import step
from spotworks.stages.shared.sounding import SoundRequest
from spotworks.stages.start_preview import start_preview


@step(SoundRequest)
def handler(request: SoundRequest) -> None:
    with wiring.scratch() as folder:
        start_preview(request, desk=wiring.desk(), renderer=wiring.renderer(), folder=folder)
