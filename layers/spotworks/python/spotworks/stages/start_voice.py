"""StartVoice: the voice-over lines, with the times of their words."""

from spotworks.domain.base import JobRef
from spotworks.domain.requests import voice_request
from spotworks.domain.screenplay import Screenplay
from spotworks.ports import Maker
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import generate


class SoundRequest(JobRef):
    token: str


def start_voice(request: SoundRequest, *, desk: Desk, maker: Maker) -> None:
    wanted = voice_request(desk.read(request, "screenplay.json", Screenplay))
    generate(wanted, job=request, token=request.token, maker=maker, desk=desk)
