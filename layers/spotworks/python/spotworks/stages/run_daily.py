"""RunDaily: the daily generation of every tenant that asked for one (requirement H8)."""

from spotworks.domain.base import Frozen
from spotworks.domain.model import Model
from spotworks.errors import SpotworksError
from spotworks.ports import Files, Machine
from spotworks.stages.request_video import request_video
from spotworks.stages.shared.desk import Desk


class Daily(Frozen):
    """failed: tenant to reason; one tenant's failure does not stop the others."""

    video_ids: tuple[str, ...]
    failed: dict[str, str]


def run_daily(
    reason: str, *, request_id: str, desk: Desk, uploads: Files, machine: Machine, models: tuple[Model, ...]
) -> Daily:
    """One run a tenant and day, however often the schedule fires; by hand ("now") one a call."""
    today = desk.clock.now().date().isoformat()
    seed = int(desk.clock.now().date().strftime("%j"))
    started: list[str] = []
    failed: dict[str, str] = {}
    for tenant, brief in desk.jobs.dailies():
        key = f"daily|{today}" if reason == "schedule" else f"daily|{today}|{request_id}"
        if brief.seed is None:  # another video each day
            brief = brief.model_copy(update={"seed": seed})  # noqa: PLW2901
        try:
            requested = request_video(
                brief,
                tenant=tenant,
                key=key,
                request_id=request_id,
                desk=desk,
                uploads=uploads,
                machine=machine,
                models=models,
            )
        except SpotworksError as error:
            failed[tenant] = error.message
        else:
            started.extend(requested.video_ids)
    return Daily(video_ids=tuple(started), failed=failed)
