"""StartMusic. In: the job, a link of the chain and a task token."""

from functools import partial

from spotworks import wiring
from spotworks.runtime.step import step
from spotworks.stages.start_sound import SoundRequest, start_sound


@step(SoundRequest)
def handler(request: SoundRequest) -> None:
    maker = partial(wiring.music_maker, request.tenant)
    start_sound("music", request, desk=wiring.desk(), maker=maker, models=wiring.models())
