"""StartEffects. In: the job and a task token."""

from functools import partial

from spotworks import wiring
from spotworks.runtime.step import step
from spotworks.stages.start_effects import start_effects
from spotworks.stages.start_voice import SoundRequest


@step(SoundRequest)
def handler(request: SoundRequest) -> None:
    start_effects(request, desk=wiring.desk(), maker=partial(wiring.effects_maker, request.tenant))
