"""RunDaily: the daily generation, a video of every channel that there is (requirement H8)."""

from spotworks.domain.base import Frozen
from spotworks.domain.model import Model
from spotworks.errors import SpotworksError
from spotworks.ports import Files, Machine
from spotworks.stages.run_channel import run_channel
from spotworks.stages.shared.desk import Desk


class Daily(Frozen):
    """failed: "tenant/channel" to reason; one channel's failure does not stop the others."""

    video_ids: tuple[str, ...]
    failed: dict[str, str]


def run_daily(
    reason: str, *, request_id: str, desk: Desk, uploads: Files, machine: Machine, models: tuple[Model, ...]
) -> Daily:
    """One run a channel and day, however often the schedule fires; by hand ("now") one a call."""
    today = desk.clock.now().date().isoformat()
    started: list[str] = []
    failed: dict[str, str] = {}
    for tenant, channel in desk.channels.all():
        key = f"daily|{channel.id}|{today}" if reason == "schedule" else f"daily|{channel.id}|{today}|{request_id}"
        try:
            requested = run_channel(
                channel,
                tenant=tenant,
                key=key,
                request_id=request_id,
                desk=desk,
                uploads=uploads,
                machine=machine,
                models=models,
            )
        except SpotworksError as error:
            failed[f"{tenant}/{channel.id}"] = error.message
        else:
            started.extend(requested.video_ids)
    return Daily(video_ids=tuple(started), failed=failed)
