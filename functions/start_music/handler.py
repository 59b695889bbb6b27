"""StartMusic. In: the job and a task token."""

from functools import partial

from spotworks import wiring
from spotworks.runtime.step import step
from spotworks.stages.start_music import start_music
from spotworks.stages.start_voice import SoundRequest


@step(SoundRequest)
def handler(request: SoundRequest) -> None:
    start_music(request, desk=wiring.desk(), maker=partial(wiring.music_maker, request.tenant))
