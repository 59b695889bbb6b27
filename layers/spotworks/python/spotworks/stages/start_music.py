"""StartMusic: one piece that begins and ends with the video."""

from spotworks.domain.requests import music_request
from spotworks.domain.screenplay import Screenplay
from spotworks.ports import Maker
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import generate
from spotworks.stages.start_voice import SoundRequest


def start_music(request: SoundRequest, *, desk: Desk, maker: Maker) -> None:
    wanted = music_request(desk.read(request, "screenplay.json", Screenplay))
    generate(wanted, job=request, token=request.token, maker=maker, desk=desk)
