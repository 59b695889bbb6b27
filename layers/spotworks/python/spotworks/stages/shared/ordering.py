"""Buying from vendors: one order a paid call, made once, looked after until it ends, paid for once.

    queued -> sending -> accepted -> done
       ^         |           +-----> failed, cancelled
       +---------+-> unknown (the call left, no answer came: it is asked about, never made again)

Whoever comes by moves an order on: the state that placed it, TendOrder when the queue says so, a webhook. Each step is
made so that it can be repeated: money and waits first, the order's own end last.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from pydantic import TypeAdapter

from spotworks.domain.base import JobRef
from spotworks.domain.fitting import Fitted, fitted
from spotworks.domain.generation import ClipRequest, GenerationRequest, ImageRequest, digest
from spotworks.domain.job import ENDED
from spotworks.domain.mildness import milder
from spotworks.domain.model import Model, price_of
from spotworks.domain.orders import Order, OrderPhase
from spotworks.errors import (
    CreditGone,
    DeliveryUnusable,
    KeyRejected,
    ModelUnavailable,
    ModerationRefused,
    OutcomeUnknown,
    ProviderThrottled,
    ProviderUnavailable,
    RetryableError,
    SpotworksError,
    named,
)
from spotworks.ports import (
    OrderQueue,
    Orders,
    Receiver,
    Spend,
    StillInput,
    Stills,
    Traffic,
    Vendor,
    VendorJob,
    VendorRequest,
    VendorStatus,
    Wait,
)
from spotworks.stages.complete import complete, describe, remember_made
from spotworks.stages.shared.desk import Desk, hold_name
from spotworks.stages.shared.generation import find_made, stored_product, wait_id, waiting

GIVEN_UP = {"clip": timedelta(minutes=25), "image": timedelta(minutes=12)}
"""Less than the states wait, so that they hear why."""
_SENDING = timedelta(seconds=330)  # longer than any function that sends may live
_ASKED_ABOUT = 3  # looks at a call without an answer, before the state is told
_LOOKS = (5.0, 10.0, 20.0, 30.0)  # seconds between looks, where a vendor sends no news
_NET = 30.0  # and where it does
_FETCHES = 3
State = Literal["held", "spent", "unconfirmed"]
_REQUEST: TypeAdapter[GenerationRequest] = TypeAdapter(GenerationRequest)


@dataclass(frozen=True)
class Ordering:
    """vendor: of a model, ModelUnavailable without a key; secret: makes the unguessable part of a callback's path.

    hooks: where vendors reach us, or ""; public: whether they can read what lies in the work bucket.
    pace: what all waiting times are multiplied by, for fakes.
    """

    desk: Desk
    orders: Orders
    queue: OrderQueue
    traffic: Traffic
    vendor: Callable[[Model], Vendor]
    models: Sequence[Model]
    stills: Stills
    receiver: Receiver
    secret: Callable[[], str]
    hooks: str = ""
    public: bool = False
    pace: float = 1.0

    # -- placing

    def place(
        self, request: ClipRequest | ImageRequest, model: Model, *, job: JobRef, token: str, scene: int, part: int = 0
    ) -> None:
        """On behalf of a state that waits with `token`: found, found on its way, or ordered.

        What a vendor says, refusals too, reaches the state by its token.
        """
        address, name = digest(request), wait_id(request.kind, scene, part)
        wait = waiting(job, request.kind, token, name, address=address, scene=scene)
        if (found := find_made(self.desk.work, job.tenant, address)) is not None:
            self.desk.waits.open(wait)
            complete(wait, found, desk=self.desk)
            return
        before = [o for o in self.orders.of_job(job.tenant, job.video_id) if (o.wait_id, o.address) == (name, address)]
        last = max(before, key=lambda order: order.created, default=None)
        if last is not None and last.is_open:
            self.desk.waits.open(wait.model_copy(update={"ticket": last.id}))
            self.queue.look(last)
            return
        if last is not None and last.attempt == job.attempt and _is_final(last.error):
            self.desk.waits.open(wait)
            complete(wait, named(last.error)(last.message), desk=self.desk)
            return
        order = self._order(request, model, wait, number=len(before))
        self.desk.waits.open(wait.model_copy(update={"ticket": order.id}))
        try:
            self._set_aside(order, model, request)
        except SpotworksError as error:
            complete(wait, error, desk=self.desk)
            return
        self.send(self.orders.place(order))

    def _order(
        self, request: ClipRequest | ImageRequest, model: Model, wait: Wait, *, number: int, reworded: bool = False
    ) -> Order:
        now = self.desk.clock.now()
        return Order(
            id=f"{wait.wait_id}#{wait.address[:16]}#{number}", tenant=wait.tenant, video_id=wait.video_id,
            request_id=wait.request_id, attempt=wait.attempt, wait_id=wait.wait_id, scene=wait.scene,
            address=wait.address, request=request.model_dump(mode="json"), model=model.id, provider=model.provider,
            estimate=self._price(request, model), spend_id=f"{wait.wait_id}#{wait.address[:16]}", hook=self.secret(),
            created=now.isoformat(), since=now.isoformat(), deadline=(now + GIVEN_UP[request.kind]).isoformat(),
            reworded=reworded,
        )  # fmt: skip

    def _price(self, request: ClipRequest | ImageRequest, model: Model) -> Decimal:
        try:
            shape = fitted(request, model)
            return price_of(model, seconds=shape.seconds, resolution=shape.resolution)
        except ModelUnavailable:
            return Decimal(0)  # sending it says so
        except LookupError:
            if model.prices:
                raise
            return Decimal(0)  # a server of one's own

    def _set_aside(self, order: Order, model: Model, request: ClipRequest | ImageRequest) -> None:
        fitted(request, model)
        self.vendor(model)
        self.desk.ledger.set_aside(order.tenant, hold_name(order.job), self._line(order, order.estimate, "held"))

    # -- looking after

    def tend(self, order: Order) -> None:
        """Moves an order on by what is true now."""
        match order.phase:
            case "queued":
                self.send(order)
            case "sending":
                age = self._age(order.since)
                if age < _SENDING:
                    self._look(order, max(1.0, age.total_seconds() / 2))
                elif (lost := self._move(order, "unknown")) is not None:
                    self._ask_about(lost)
            case "unknown":
                self._ask_about(order)
            case "accepted":
                self._poll(order)

    def send(self, order: Order) -> None:
        """The one paid call, if there is room for it now."""
        model = self._model(order.model)
        try:
            vendor, asked = self.vendor(model), self._asked(order, model)
            self._still_wanted(order, model)
        except SpotworksError as error:
            self._fail(order, error)
            return
        room = self.traffic.enter(
            model.provider, order.id, tenant=order.tenant, concurrency=model.concurrency, per_minute=model.per_minute,
            seconds=GIVEN_UP[order.kind].total_seconds(),
        )  # fmt: skip
        if not room.granted:
            self._look(order, room.wait)
            return
        sending = self._move(order, "sending", began=self._now().isoformat())
        if sending is None:
            return  # somebody else sends it
        try:
            answer = vendor.create(asked)
        except ProviderThrottled as error:
            self._wait_for_patience(sending, error)
        except SpotworksError as error:
            if isinstance(error, OutcomeUnknown):
                if (lost := self._move(sending, "unknown", error=error)) is not None:
                    self._look(lost, _LOOKS[0])
            else:
                self._fail(sending, error)
        except Exception as error:  # a defect of the adapter's, perhaps after the call left
            self._move(sending, "unknown", error=OutcomeUnknown(str(error)))
            raise
        else:
            self._answered(sending, answer)

    def _still_wanted(self, order: Order, model: Model) -> None:
        if self._is_cancelled(order):
            raise ModelUnavailable("the video was cancelled")
        if self._now().isoformat() > order.deadline:
            raise ProviderUnavailable(f"{model.provider} had no room for it in time")
        if self.traffic.is_open(model.provider):
            raise ModelUnavailable(f"{model.provider} fails just now and is left alone for a while", field="model")

    def _wait_for_patience(self, order: Order, error: ProviderThrottled) -> None:
        self.traffic.throttled(order.provider, retry_after=error.retry_after)
        self.traffic.leave(order.provider, order.id)
        back = self._move(order, "queued", throttled=order.throttled + 1)
        if back is not None:
            self._look(back, error.retry_after or _LOOKS[min(order.throttled, len(_LOOKS) - 1)])

    def _answered(self, order: Order, answer: VendorJob | VendorStatus) -> None:
        if isinstance(answer, VendorStatus):
            self._heard(order, answer)
            return
        accepted = self._move(order, "accepted", vendor_job=answer.id, about=answer.about)
        if accepted is not None:
            self._look(accepted, self._next_look(accepted))

    def _ask_about(self, order: Order) -> None:
        """A call that may have been taken. The state hears soon, so that it can go on; the money stays held."""
        model = self._model(order.model)
        try:
            found = self.vendor(model).find(order.hook, model)
        except SpotworksError:
            found = None
            known = False
        else:
            known = True
        asked = self._move(order, "unknown", polls=order.polls + 1)
        if asked is None:
            return
        if found is not None:
            self._answered(asked, found)
        elif known and asked.polls >= _ASKED_ABOUT:
            self._fail(asked, ProviderUnavailable(f"{model.provider} never took the call: {order.message}"))
        elif self._now().isoformat() > order.deadline or (not known and asked.polls >= _ASKED_ABOUT):
            lost = OutcomeUnknown(f"nobody knows whether {model.provider} took the call: {order.message}")
            self._fail(asked, lost, charged=asked.estimate, state="unconfirmed")
        else:
            self._look(asked, _LOOKS[0])

    def _poll(self, order: Order) -> None:
        model = self._model(order.model)
        asked = self._move(order, "accepted", polls=order.polls + 1)
        if asked is None:
            self._look(order, 1.0)
            return
        job = VendorJob(id=order.vendor_job, about=order.about)
        try:
            vendor = self.vendor(model)
            late = self._now().isoformat() > order.deadline
            if late or self._is_cancelled(order):
                vendor.cancel(job, model)
            status = vendor.poll(job, model)
        except (ProviderThrottled, ProviderUnavailable) as error:
            self._later(asked, error)
        except SpotworksError as error:  # its key was revoked, or it does not know its own work any more
            self._fail(asked, error, charged=asked.estimate, state="unconfirmed")
        else:
            if late and status.state in {"queued", "running"}:
                gone = ProviderUnavailable(
                    f"{model.provider} took longer than {GIVEN_UP[order.kind].seconds // 60} minutes"
                )
                self._fail(asked, gone, charged=asked.estimate, state="unconfirmed")
            else:
                self._heard(asked, status)

    def _later(self, order: Order, error: SpotworksError) -> None:
        if self._now().isoformat() > order.deadline:
            self._fail(order, error, charged=order.estimate, state="unconfirmed")
        else:
            self._look(order, self._next_look(order))

    def _heard(self, order: Order, status: VendorStatus) -> None:
        match status.state:
            case "queued" | "running":
                self._look(order, self._next_look(order))
            case "succeeded":
                self._receive(order, status)
            case "failed":
                error = named(status.error or "ProviderUnavailable")(status.message)
                self._fail(order, error, charged=status.cost_usd or Decimal(0))
            case "cancelled":
                gone = ProviderUnavailable(f"{order.provider} stopped the work")
                self._fail(order, gone, charged=status.cost_usd or Decimal(0), phase="cancelled")

    # -- ends

    def _receive(self, order: Order, status: VendorStatus) -> None:
        model = self._model(order.model)
        cost = order.estimate if status.cost_usd is None else status.cost_usd
        try:
            request = _REQUEST.validate_python(order.request)
            product = self.receiver.receive(status.outputs, request, model, order.tenant)
        except ProviderUnavailable as error:
            again = self._move(order, order.phase, fetches=order.fetches + 1)
            if again is not None and again.fetches >= _FETCHES:
                self._fail(again, DeliveryUnusable(error.message), charged=cost)
            elif again is not None:
                self._look(again, 1.0)
            return
        except SpotworksError as error:
            self._fail(order, error, charged=cost)
            return
        seconds = (self._now() - datetime.fromisoformat(order.began)).total_seconds()
        product = product.model_copy(update={"cost_usd": cost})
        made = stored_product(product, order.address, seconds, job=order.job, desk=self.desk, buyer=order.buyer)
        remember_made(self.desk.work, order.tenant, order.address, made)
        self._pay(order, cost)
        if (wait := self._wait(order)) is not None:
            complete(wait, made, desk=self.desk)
        self.traffic.succeeded(order.provider)
        self.traffic.leave(order.provider, order.id)
        self._move(order, "done", cost_usd=cost)

    def _fail(
        self, order: Order, error: SpotworksError, *, charged: Decimal = Decimal(0), state: State = "spent",
        phase: OrderPhase = "failed",
    ) -> None:  # fmt: skip
        if charged:
            self._pay(order, charged, state=state, failed=True)
        self.desk.ledger.let_go(order.tenant, order.video_id, order.spend_id)
        if isinstance(error, KeyRejected | CreditGone):
            self.traffic.failed(order.provider, for_good=True)
        elif isinstance(error, ProviderUnavailable | OutcomeUnknown) and phase == "failed":
            self.traffic.failed(order.provider)
        self.traffic.leave(order.provider, order.id)
        wait = self._wait(order)
        if wait is not None and isinstance(error, ModerationRefused) and self._in_milder_words(order, wait):
            self._move(order, phase, error=error, cost_usd=charged)
            return
        if wait is not None:
            complete(wait, error, desk=self.desk)
        self._move(order, phase, error=error, cost_usd=charged)

    def _in_milder_words(self, order: Order, wait: Wait) -> bool:
        """A refusal is not repeated as it was, but worded anew once. False if there is nothing to reword."""
        request = _REQUEST.validate_python(order.request)
        if order.reworded or not isinstance(request, ClipRequest | ImageRequest):
            return False
        words = milder(request.prompt)
        if words == request.prompt:
            return False
        model, number = self._model(order.model), int(order.id.rpartition("#")[2]) + 1
        again = self._order(
            request.model_copy(update={"prompt": words}), model, wait, number=number, reworded=True
        )  # fmt: skip
        try:
            self._set_aside(again, model, request)
        except SpotworksError:
            return False
        self.desk.note(
            order.job, f"{self._what(order)} was refused and is asked for in milder words", scene=order.scene
        )
        self.desk.waits.promise(wait, again.id)
        self.queue.look(self.orders.place(again))
        return True

    def _pay(self, order: Order, amount: Decimal, *, state: State = "spent", failed: bool = False) -> None:
        """failed: a line of its own, for the same thing may be bought again."""
        line = self._line(order, amount, state)
        if failed:
            number = order.id.rpartition("#")[2]
            line = line.model_copy(update={"spend_id": f"{order.spend_id}#{number}", "what": f"{line.what}, in vain"})
        self.desk.ledger.spend(order.tenant, hold_name(order.job), line)

    def _line(self, order: Order, amount: Decimal, state: State) -> Spend:
        return Spend(
            spend_id=order.spend_id, video_id=order.video_id, what=self._what(order), model=order.model, amount=amount,
            at=self._now().isoformat(), provider=order.provider, phase=order.kind, estimate=order.estimate,
            state=state,
        )  # fmt: skip

    # -- small things

    def _asked(self, order: Order, model: Model) -> VendorRequest:
        request = _REQUEST.validate_python(order.request)
        assert isinstance(request, ClipRequest | ImageRequest)
        shape: Fitted = fitted(request, model)
        clip = isinstance(request, ClipRequest)
        frames = (request.first_frame,) if isinstance(request, ClipRequest) and model.first_frame != "no" else ()
        keys = (*frames, *request.references) if isinstance(request, ClipRequest) else ()
        pictures = [self._still(key, model) for key in keys]
        return VendorRequest(
            kind="clip" if clip else "image", model=model, seed=request.seed % 2**31, client_key=order.hook,
            first_frame=pictures[0] if frames else None, references=tuple(pictures[len(frames) :])[: model.references],
            callback=self._callback(order, model), **shape.model_dump(),
        )  # fmt: skip

    def _still(self, key: str, model: Model) -> StillInput:
        return self.stills.fit(self.desk.work.read(key), model, url=self.desk.work.url(key) if self.public else "")

    def _callback(self, order: Order, model: Model) -> str:
        return f"{self.hooks}/hooks/{order.provider}/{order.hook}" if self.hooks and model.webhook != "no" else ""

    def _wait(self, order: Order) -> Wait | None:
        """The wait that this order serves still; another link of the chain may have won it."""
        wait = self.desk.waits.get(order.tenant, order.video_id, order.wait_id)
        return wait if wait is not None and wait.ticket == order.id and wait.address == order.address else None

    def _model(self, name: str) -> Model:
        return next(model for model in self.models if model.id == name)

    def _is_cancelled(self, order: Order) -> bool:
        job = self.desk.jobs.get(order.tenant, order.video_id)
        return job.status in ENDED and job.status != "completed"

    def _what(self, order: Order) -> str:
        return describe(order.kind, order.scene)

    def _next_look(self, order: Order) -> float:
        if self._callback(order, self._model(order.model)):
            return _NET
        return _LOOKS[min(order.polls, len(_LOOKS) - 1)]

    def _look(self, order: Order, seconds: float) -> None:
        self.queue.look(order, after=seconds * self.pace)

    def _now(self) -> datetime:
        return self.desk.clock.now()

    def _age(self, since: str) -> timedelta:
        return self._now() - datetime.fromisoformat(since)

    def _move(
        self, order: Order, phase: OrderPhase, *, error: SpotworksError | None = None, **about: object
    ) -> Order | None:
        told = {} if error is None else {"error": type(error).__name__, "message": error.message[:500]}
        about = {"phase": phase, "since": self._now().isoformat(), **told, **about}
        return self.orders.move(order, lambda old: old.model_copy(update=about))


def _is_final(error: str) -> bool:
    """Whether asking the same again is of no use."""
    return bool(error) and not issubclass(named(error), RetryableError)
