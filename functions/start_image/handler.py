"""StartImage. In: the job, a scene, a task token and, where no picture could be had, why."""

from spotworks import wiring
from spotworks.runtime.step import step
from spotworks.stages.start_image import SceneRequest, start_image


@step(SceneRequest)
def handler(request: SceneRequest) -> None:
    start_image(
        request,
        desk=wiring.desk(),
        maker=wiring.image_maker(request.tenant),
        critic=wiring.critic(),
        galleries=wiring.galleries(),
        models=wiring.models(),
        ordering=wiring.ordering,
    )
