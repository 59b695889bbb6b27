"""A vendor of pictures that promises: what it makes is fetched later, by whoever learns that it is done."""

from collections.abc import Sequence
from decimal import Decimal

from spotworks.domain.base import JobRef
from spotworks.domain.generation import ImageRequest
from spotworks.errors import SpotworksError
from spotworks.ports import Product, Ticket, Wait
from spotworks.stages.complete import complete
from spotworks.stages.fail_spot import ErrorInfo
from spotworks.stages.shared.generation import fetched
from tests.fakes.studio import Studio


class PromisingVendor:
    """delivers: what comes of each order, in turn; an error is what the vendor says instead. asked: the orders."""

    def __init__(self, delivers: Sequence[bytes | SpotworksError], *, cost: str = "0.04") -> None:
        self._delivers, self._cost = list(delivers), Decimal(cost)
        self.asked: list[ImageRequest] = []

    def make(self, request: ImageRequest) -> Ticket:
        self.asked.append(request)
        return Ticket(model="vendor", provider_job=f"order-{len(self.asked) - 1}")

    def fetch(self, wait: Wait, studio: Studio) -> bool:
        """As a poller or a webhook does. False if the wait was over already."""
        come = self._delivers[int(wait.ticket.rpartition("-")[2])]
        if isinstance(come, SpotworksError):
            return complete(wait, come, desk=studio.desk)
        product = Product(
            content=come, suffix=".jpg", content_type="image/jpeg", model="vendor", cost_usd=self._cost
        )  # fmt: skip
        return fetched(wait, product, desk=studio.desk, seconds=7.0)


def pending(studio: Studio, job: JobRef) -> Wait:
    [wait] = studio.desk.waits.pending(job.tenant, job.video_id)
    return wait


def drawn(studio: Studio, job: JobRef, scene: int, vendor: PromisingVendor) -> None:
    """The machine's way through DrawPicture, PictureJudged and KeepPicture."""
    studio.images = vendor
    error = None
    for _ in range(10):
        studio.image(job, scene, error=error)
        if studio.desk.waits.pending(job.tenant, job.video_id):
            vendor.fetch(pending(studio, job), studio)
        _, kind, body = studio.tokens.sent[-1]
        if kind == "fail":
            error = ErrorInfo(Error=body["error"], Cause=body["cause"])
        elif "promised" not in body:
            return
    raise AssertionError("the machine goes round and round")
