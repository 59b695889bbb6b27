"""StartVoice. In: the job and a task token."""

from functools import partial

from spotworks import wiring
from spotworks.runtime.step import step
from spotworks.stages.start_voice import SoundRequest, start_voice


@step(SoundRequest)
def handler(request: SoundRequest) -> None:
    start_voice(request, desk=wiring.desk(), maker=partial(wiring.voice_maker, request.tenant))
