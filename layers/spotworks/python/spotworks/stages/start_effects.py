"""StartEffects: a sound for each cut and beat that wants one."""

from collections.abc import Callable

from spotworks.domain.requests import effects_request
from spotworks.domain.screenplay import Screenplay
from spotworks.ports import Maker
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import generate
from spotworks.stages.start_voice import SoundRequest


def start_effects(request: SoundRequest, *, desk: Desk, maker: Callable[[str], Maker]) -> None:
    """maker: of a model's id. Raises the makers' errors."""
    play = desk.read(request, "screenplay.json", Screenplay)
    model = play.makers_of("effects")[request.link]
    generate(effects_request(play, model=model), job=request, token=request.token, maker=maker(model), desk=desk)
