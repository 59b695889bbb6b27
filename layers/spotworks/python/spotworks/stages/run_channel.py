"""RunChannel: a video of one channel and day."""

from datetime import date

from spotworks.domain.caches import SCRIPT_LIFE
from spotworks.domain.channel import Channel, Edition
from spotworks.domain.model import Model
from spotworks.errors import InvalidRequest
from spotworks.ports import Files, Machine
from spotworks.stages.request_video import Requested, request_video
from spotworks.stages.shared.desk import Desk


def run_channel(
    channel: Channel,
    *,
    tenant: str,
    key: str,
    request_id: str,
    desk: Desk,
    uploads: Files,
    machine: Machine,
    models: tuple[Model, ...],
    day: date | None = None,
    refresh: bool = False,
) -> Requested:
    """key: an idempotency key; day: None for today; refresh: with another script than the day has already.

    Raises InvalidRequest for a day beyond a week, and what `request_video` raises.
    """
    today = desk.clock.now().date()
    day = day or today
    if (days := SCRIPT_LIFE.days) <= abs((day - today).days):
        raise InvalidRequest(f"day: must be less than {days} days from today, {today}", field="day")
    return request_video(
        channel.brief,
        tenant=tenant,
        key=key,
        request_id=request_id,
        desk=desk,
        uploads=uploads,
        machine=machine,
        models=models,
        edition=Edition(channel=channel, day=day, refresh=refresh),
    )
