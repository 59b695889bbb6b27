"""StartPreview. In: the job and a task token."""

from spotworks import wiring
from spotworks.runtime.step import step
from spotworks.stages.start_preview import start_preview
from spotworks.stages.start_sound import SoundRequest


@step(SoundRequest)
def handler(request: SoundRequest) -> None:
    with wiring.scratch() as folder:
        start_preview(request, desk=wiring.desk(), renderer=wiring.renderer(), folder=folder)
