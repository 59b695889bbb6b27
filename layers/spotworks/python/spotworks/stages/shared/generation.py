"""Making one thing: found by its content address, or made, stored and booked; always ended by `complete`."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from spotworks.domain.base import JobRef
from spotworks.domain.caches import MADE
from spotworks.domain.generation import GenerationRequest, Made, digest
from spotworks.domain.keys import asset_key
from spotworks.errors import InternalError, NotFound
from spotworks.ports import Maker, Product, Ticket, Wait
from spotworks.stages.complete import complete, remember_made
from spotworks.stages.shared.caching import cached
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.paying import Purchase, bought, opened


def generate(
    request: GenerationRequest,
    *,
    job: JobRef,
    token: str,
    maker: Maker,
    desk: Desk,
    scene: int | None = None,
    part: int = 0,
    purchase: Purchase | None = None,
) -> None:
    """Starts what `request` asks for, on behalf of a state that waits with `token`.

    A maker that hands its product over at once ends the wait here; a ticket leaves it to the poller
    or the webhook. Errors of the maker are the state's own: they carry names that the machine retries by.

    purchase: of a maker that pays vendors. Its estimate is set aside before the maker is asked, what it cost is booked
    in place of that, and so is `spent` of its error. Raises BudgetExceeded, before anything is paid.
    """
    address = digest(request)
    wait = waiting(job, request.kind, token, wait_id(request.kind, scene, part), address=address, scene=scene)
    desk.waits.open(wait)
    found = find_made(desk, job, address)
    if found is not None:
        complete(wait, found, desk=desk)
        return
    started = desk.clock.now()
    purse = opened(wait, purchase, desk) if purchase else None
    product = bought(request, maker, purse) if purse else maker.make(request)
    if isinstance(product, Ticket):
        desk.waits.promise(wait, product.provider_job)
        return
    line = purse.line.spend_id if purse else ""
    complete(wait, kept(product, address, started, job=job, desk=desk, buyer=wait.buyer, spend_id=line), desk=desk)


def fetched(wait: Wait, product: Product, *, desk: Desk, seconds: float = 0.0) -> bool:
    """Ends the wait for a promise with what its vendor delivered: for pollers, webhooks and the reconciler.

    wait: as the table has it, with its ticket. seconds: that the vendor took. False if it was over already.
    """
    return complete(wait, stored_product(product, seconds, job=wait.job, desk=desk, buyer=wait.buyer), desk=desk)


def make_at_once(request: GenerationRequest, *, job: JobRef, maker: Maker, desk: Desk) -> Made:
    """For what a maker on this machine hands over at once: found or made, and nobody waits for it."""
    address = digest(request)
    found = find_made(desk, job, address)
    if found is not None:
        return found
    started = desk.clock.now()
    product = maker.make(request)
    if isinstance(product, Ticket):
        raise InternalError(f"{product.model} made a promise where a product was wanted")
    return kept(product, address, started, job=job, desk=desk)


def kept(
    product: Product, address: str, started: datetime, *, job: JobRef, desk: Desk, buyer: str = "", spend_id: str = ""
) -> Made:
    """Stored, and found under its address from now on. buyer, spend_id: see domain.generation.Made."""
    seconds = (desk.clock.now() - started).total_seconds()
    made = stored_product(product, seconds, job=job, desk=desk, buyer=buyer, spend_id=spend_id)
    remember_made(desk, job, address, made)
    return made


def stored_product(
    product: Product, seconds: float, *, job: JobRef, desk: Desk, buyer: str, spend_id: str = ""
) -> Made:  # fmt: skip
    """Under the digest of its content: what is made anew under an address leaves what other videos show."""
    key = asset_key(job.tenant, hashlib.sha256(product.content).hexdigest(), product.suffix)
    desk.work.write(key, product.content, content_type=product.content_type)
    return Made(
        key=key,
        model=product.model,
        cost_usd=product.cost_usd,
        note=product.note,
        seconds=seconds,
        bought_by=buyer,
        spend_id=spend_id,
    )


def find_made(desk: Desk, job: JobRef, address: str) -> Made | None:
    """What was made under this address before, marked as reused and free; for a fresh job, by itself."""
    made = cached(desk, job, MADE, address, Made)
    return made and made.model_copy(update={"reused": True})


def made_for(desk: Desk, job: JobRef, kind: str, scene: int | None = None, part: int = 0) -> Made:
    """What a finished generation of this job left. Raises NotFound."""
    wait = desk.waits.get(job.tenant, job.video_id, wait_id(kind, scene, part))
    return Products(job, () if wait is None else (wait,)).made(kind, scene, part)


class Products:
    """What the finished generations of a job left."""

    def __init__(self, job: JobRef, waits: Iterable[Wait]) -> None:
        self._video_id = job.video_id
        self._made = {wait.wait_id: wait.outcome["made"] for wait in waits if wait.outcome and "made" in wait.outcome}

    @classmethod
    def of_job(cls, desk: Desk, job: JobRef) -> "Products":
        """All of them in one read, for a stage that needs many."""
        return cls(job, desk.waits.all(job.tenant, job.video_id))

    def find(self, kind: str, scene: int | None = None, part: int = 0) -> Made | None:
        made = self._made.get(wait_id(kind, scene, part))
        return None if made is None else Made.model_validate(made)

    def numbers(self, kind: str, scene: int | None) -> list[int]:
        """Which parts of a kind were made."""
        before = wait_id(kind, scene).rpartition("#")[0]
        made = (name.rpartition("#") for name in self._made)
        return sorted(int(number) for name, _, number in made if name == before)

    def made(self, kind: str, scene: int | None = None, part: int = 0) -> Made:
        """Raises NotFound."""
        made = self.find(kind, scene, part)
        if made is None:
            raise NotFound(f"{kind} of scene {scene} of {self._video_id} was not made")
        return made


def waiting(
    job: JobRef, kind: str, token: str, name: str, *, address: str = "", scene: int | None = None
) -> Wait:  # fmt: skip
    """The wait of a state of this job. name: see wait_id."""
    return Wait(
        wait_id=name,
        tenant=job.tenant,
        video_id=job.video_id,
        kind=kind,
        token=token,
        address=address,
        scene=scene,
        request_id=job.request_id,
        attempt=job.attempt,
    )


def wait_id(kind: str, scene: int | None = None, part: int = 0) -> str:
    """The same for every attempt at the same thing."""
    return f"{kind}#{'-' if scene is None else scene}#{part}"
