"""StartEffects: a sound for each cut and beat that wants one."""

from spotworks.domain.requests import effects_request
from spotworks.domain.screenplay import Screenplay
from spotworks.ports import Maker
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import generate
from spotworks.stages.start_voice import SoundRequest


def start_effects(request: SoundRequest, *, desk: Desk, maker: Maker) -> None:
    wanted = effects_request(desk.read(request, "screenplay.json", Screenplay))
    generate(wanted, job=request, token=request.token, maker=maker, desk=desk)
