"""StartMusic: one piece that begins and ends with the video."""

from collections.abc import Callable

from spotworks.domain.requests import music_request
from spotworks.domain.screenplay import Screenplay
from spotworks.ports import Maker
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import generate
from spotworks.stages.start_voice import SoundRequest


def start_music(request: SoundRequest, *, desk: Desk, maker: Callable[[str], Maker]) -> None:
    """maker: of a model's id. Raises the makers' errors."""
    play = desk.read(request, "screenplay.json", Screenplay)
    model = play.makers_of("music")[request.link]
    generate(music_request(play, model=model), job=request, token=request.token, maker=maker(model), desk=desk)
