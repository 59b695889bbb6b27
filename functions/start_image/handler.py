"""StartImage. In: the job, a scene and a task token."""

from spotworks import wiring
from spotworks.runtime.step import step
from spotworks.stages.start_image import SceneRequest, start_image


@step(SceneRequest)
def handler(request: SceneRequest) -> None:
    start_image(request, desk=wiring.desk(), maker=wiring.image_maker(request.tenant), critic=wiring.critic())
