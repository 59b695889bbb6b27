"""StartImage: a scene's storyboard picture, judged."""

from spotworks.domain.base import JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.critique import threshold
from spotworks.domain.dressing import words_margins
from spotworks.domain.requests import image_request
from spotworks.domain.research import References
from spotworks.domain.screenplay import Screenplay
from spotworks.ports import Critic, Maker
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.judging import Place, draw_judged


class SceneRequest(JobRef):
    scene: int
    token: str


def start_image(request: SceneRequest, *, desk: Desk, maker: Maker, critic: Critic) -> None:
    play = desk.read(request, "screenplay.json", Screenplay)
    brief = desk.read(request, "brief.json", Brief)
    references = desk.read(request, "references.json", References)
    free = words_margins(brief, desk.placements)
    wanted = image_request(play, play.scenes[request.scene], references, brief, free)
    place = Place(request.scene, play.brand, brief.canvas, threshold(request.scene, len(play.scenes)))
    draw_judged(wanted, place, job=request, token=request.token, maker=maker, critic=critic, desk=desk)
