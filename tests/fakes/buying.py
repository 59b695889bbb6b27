"""A vendor in this process, for what happens around one: orders, money, waits."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from spotworks.domain.clip import ClipDocument
from spotworks.domain.generation import ClipRequest, GenerationRequest
from spotworks.domain.model import Model
from spotworks.domain.orders import Order, OrderRef
from spotworks.domain.timeline import Footage
from spotworks.errors import Forged, SpotworksError
from spotworks.ports import Files, Output, Product, StillInput, VendorJob, VendorRequest, VendorStatus

DONE = VendorStatus(state="succeeded", outputs=(Output(url="https://vendor.example/clip.mp4"),))
RUNNING = VendorStatus(state="running")


def failed(error: type[SpotworksError], message: str = "no", *, cost: str | None = None) -> VendorStatus:
    charged = None if cost is None else Decimal(cost)
    return VendorStatus(state="failed", error=error.__name__, message=message, cost_usd=charged)


class TinyVendor:
    """ports.Vendor. calls: what comes of each create in turn, a job after them; looks: of each poll, DONE after them.

    An error is raised. known: what find() gives; stopped: what is said of cancelled work; forged: whether webhooks are;
    heard: whether any could be believed.
    asked: the requests of create; cancelled: the jobs.
    """

    def __init__(self, calls: Sequence[Any] = (), looks: Sequence[Any] = ()) -> None:
        self.calls, self.looks = list(calls), list(looks)
        self.known: VendorJob | SpotworksError | None = None
        self.forged, self.heard = False, True
        self.stopped = VendorStatus(state="cancelled", cost_usd=Decimal(0))
        self.asked: list[VendorRequest] = []
        self.cancelled: list[VendorJob] = []

    def create(self, request: VendorRequest) -> VendorJob | VendorStatus:
        self.asked.append(request)
        return _come(self.calls.pop(0) if self.calls else VendorJob(id=f"job-{len(self.asked)}"))

    def poll(self, job: VendorJob, model: Model) -> VendorStatus:
        if job in self.cancelled:
            return self.stopped
        return _come(self.looks.pop(0) if self.looks else DONE)

    def cancel(self, job: VendorJob, model: Model) -> None:
        self.cancelled.append(job)

    def find(self, client_key: str, model: Model, *, began: str = "") -> VendorJob | None:
        return _come(self.known)

    def hears(self) -> bool:
        return self.heard

    def believe(self, headers: Any, body: bytes, *, now: float) -> None:
        if self.forged:
            raise Forged("no signature of ours")


def _come(what: Any) -> Any:
    if isinstance(what, Exception):
        raise what
    return what


class TinyReceiver:
    """ports.Receiver. fails: what is raised for each delivery in turn."""

    def __init__(self, work: Files) -> None:
        self._work = work
        self.fails: list[SpotworksError] = []

    def receive(self, outputs: Sequence[Output], request: GenerationRequest, model: Model, tenant: str) -> Product:
        if self.fails:
            raise self.fails.pop(0)
        if not isinstance(request, ClipRequest):
            return Product(content=b"\xff\xd8\xff picture", suffix=".jpg", content_type="image/jpeg", model=model.id)
        key = f"t/{tenant}/cas/clip-{request.seed}.mp4"
        self._work.write(key, b"video")
        clip = ClipDocument(source=Footage(key=key), last_frame=request.first_frame)
        body = clip.model_dump_json().encode()
        return Product(content=body, suffix=".clip.json", content_type="application/json", model=model.id)


class PlainStills:
    def fit(self, content: bytes, model: Model, *, url: str = "") -> StillInput:
        return StillInput(content=content, content_type="image/jpeg", url=url)


class LookList:
    """ports.OrderQueue. looks: what is to be looked at, and after how many seconds; refs: the same as it is sent.

    trouble: raised by the next call.
    """

    def __init__(self) -> None:
        self.looks: list[tuple[str, float]] = []
        self.refs: list[OrderRef] = []
        self.trouble: Exception | None = None

    def look(self, order: Order, *, after: float = 0.0, due: str = "") -> None:
        if self.trouble is not None:
            trouble, self.trouble = self.trouble, None
            raise trouble
        self.looks.append((order.id, after))
        self.refs.append(order.ref.model_copy(update={"due": due}))

    def drained(self, tend: Callable[[str], None], wait: Callable[[float], None], *, most: int = 50) -> None:
        """Looks at everything in its turn, the clock going on as it must."""
        for _ in range(most):
            if not self.looks:
                return
            self.looks.sort(key=lambda look: look[1])
            name, after = self.looks.pop(0)
            wait(after)
            tend(name)
        raise AssertionError("the orders go round and round")
