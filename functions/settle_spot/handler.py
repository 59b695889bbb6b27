"""SettleSpot. In: the job. Out: where the video is and what it cost."""

from spotworks import wiring
from spotworks.domain.base import JobRef
from spotworks.runtime.step import step
from spotworks.stages.settle_spot import Settled, settle_spot


@step(JobRef)
def handler(job: JobRef) -> Settled:
    return settle_spot(job, desk=wiring.desk(), published=wiring.published_bucket(), announcer=wiring.announcer())
