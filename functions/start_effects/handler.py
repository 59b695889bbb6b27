"""StartEffects. In: the job, a link of the chain and a task token."""

from functools import partial

from spotworks import wiring
from spotworks.runtime.step import step
from spotworks.stages.shared.caching import fresh_since
from spotworks.stages.shared.sounding import SoundRequest
from spotworks.stages.start_effects import start_effects


@step(SoundRequest)
def handler(request: SoundRequest) -> None:
    maker = partial(wiring.effects_maker, request.tenant, fresh=fresh_since(wiring.desk(), request))
    start_effects(
        request, desk=wiring.desk(), maker=maker, models=wiring.models(), records=wiring.records()
    )  # fmt: skip
