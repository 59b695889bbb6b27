"""StartAlign: words without times of their own go to the aligner, whose container ends the wait itself."""

from decimal import Decimal

from spotworks.domain.base import stored
from spotworks.domain.generation import Made, digest
from spotworks.domain.sound import Voice
from spotworks.ports import RenderQueue
from spotworks.stages.align_voice import AlignRequest
from spotworks.stages.complete import complete
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import find_made, made_for, wait_id, waiting
from spotworks.stages.shared.sounding import SoundRequest


def start_align(request: SoundRequest, *, desk: Desk, queue: RenderQueue) -> None:
    """The container learns what to do from ALIGN_WAIT, the wait as JSON."""
    spoken = made_for(desk, request, "voice")
    address = digest(AlignRequest(voice=spoken.key))
    wait = waiting(request, "align", request.token, wait_id("align"), address=address)
    desk.waits.open(wait)
    voice = stored(Voice, desk.work.read(spoken.key))
    found = find_made(desk, request, address) if voice.is_estimated else _its_own(spoken)
    if found is not None:
        complete(wait, found, desk=desk)
        return
    desk.note(request, "Looking for the words in the voice-over")
    environment = {"ALIGN_WAIT": wait.model_dump_json()}
    desk.waits.promise(wait, queue.submit(f"align-{request.video_id}-{request.attempt}", environment))


def _its_own(spoken: Made) -> Made:
    about = {"cost_usd": Decimal(0), "seconds": 0.0, "reused": True, "note": "the voice gave the times of its words"}
    return spoken.model_copy(update=about)
