"""StartMusic. In: the job, a link of the chain and a task token."""

from functools import partial

from spotworks import wiring
from spotworks.runtime.step import step
from spotworks.stages.shared.caching import fresh_since
from spotworks.stages.shared.sounding import SoundRequest
from spotworks.stages.start_music import start_music


@step(SoundRequest)
def handler(request: SoundRequest) -> None:
    start_music(
        request,
        desk=wiring.desk(),
        maker=wiring.music_maker(request.tenant),
        models=wiring.models(),
        composer=partial(wiring.composer, fresh=fresh_since(wiring.desk(), request)),
        ordering=wiring.ordering,
    )
