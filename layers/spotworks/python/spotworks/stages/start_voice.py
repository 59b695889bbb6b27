"""StartVoice: the voice-over lines, with the times of their words."""

from collections.abc import Callable

from spotworks.domain.base import JobRef
from spotworks.domain.requests import voice_request
from spotworks.domain.screenplay import Screenplay
from spotworks.ports import Maker
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import generate


class SoundRequest(JobRef):
    """link: which model of the plan's chain is tried."""

    token: str
    link: int = 0


def start_voice(request: SoundRequest, *, desk: Desk, maker: Callable[[str], Maker]) -> None:
    """maker: of a model's id. Raises the makers' errors."""
    play = desk.read(request, "screenplay.json", Screenplay)
    model = play.makers_of("voice")[request.link]
    generate(voice_request(play, model=model), job=request, token=request.token, maker=maker(model), desk=desk)
