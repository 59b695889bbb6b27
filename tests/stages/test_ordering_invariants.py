"""Whatever vendors, storage and people do: no call is paid twice, every order ends, and the books agree."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from spotworks.domain.generation import ClipRequest
from spotworks.errors import Conflict, DeliveryUnusable, KeyRejected, ProviderUnavailable, StorageUnavailable
from spotworks.ports import VendorStatus
from spotworks.stages.change_video import cancel_video
from spotworks.stages.reconcile_orders import QUIET, reconcile_orders
from tests.fakes.buying import DONE, RUNNING
from tests.fakes.market import PRICE, Market
from tests.fakes.plans import CAMERA, PAID
from tests.fakes.ports import RecordingAnnouncer, RecordingMachine

SCENES = range(3)


def request(scene):
    return ClipRequest(
        model="paid", prompt="A child laughs", first_frame="t/acme/a.jpg", camera=CAMERA, duration=Fraction(4), fps=25,
        width=720, height=1280, seed=scene,
    )  # fmt: skip


def ended(state, cost, error="ProviderUnavailable"):
    return VendorStatus(
        state=state, error="" if state == "succeeded" else error, message="so it ended",
        cost_usd=None if cost is None else Decimal(cost), outputs=DONE.outputs if state == "succeeded" else (),
    )  # fmt: skip


costs = st.sampled_from([None, "0", "0.15", "0.40", "0.95"])
stuck = st.just([RUNNING] * 200)
looks = st.lists(
    st.one_of(
        st.just(RUNNING), st.just(RUNNING), st.just(ProviderUnavailable("away")), st.just(KeyRejected("revoked")),
        st.builds(ended, st.just("failed"), costs),
        st.builds(ended, st.just("failed"), costs, st.just("ModerationRefused")),
        st.builds(ended, st.just("succeeded"), st.sampled_from(["0.15", "0.95"])),
    ),
    max_size=4,
) | stuck  # fmt: skip
hows = st.sampled_from(
    ["taken", "taken", "taken", "throttled", "down", "refused", "rejected", "poor", "lost before", "lost after",
     "defect", "at once"]
)  # fmt: skip


class Buying(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.market = Market()
        self.market.work.write("t/acme/a.jpg", b"picture")
        self.tokens, self.numbers = {}, iter(range(10_000))

    # -- what happens

    @rule(knows=st.booleans(), stops=st.booleans(), cost=costs)
    def the_vendor_changes_its_ways(self, knows, stops, cost):
        vendor = self.market.vendor
        vendor.knows, vendor.stopped = knows, ended("cancelled", cost) if stops else None

    @rule(calls=st.integers(1, 25), after=st.booleans())
    def storage_is_about_to_fail(self, calls, after):
        self.market.storage.fail(calls, after=after)

    @rule(error=st.sampled_from([ProviderUnavailable, DeliveryUnusable, StorageUnavailable]))
    def a_delivery_is_about_to_fail(self, error):
        self.market.receiver.fails.append(error("no file"))

    @precondition(lambda self: self.is_running)
    @rule(scene=st.sampled_from(SCENES), how=hows, looks=looks)
    def a_state_wants_a_clip(self, scene, how, looks):
        """Run again with a new token while the storage is away, as the machine does."""
        self.market.vendor.plans.append((how, list(looks)))
        for _ in range(3):
            token = self.tokens[scene] = f"token-{next(self.numbers)}"
            try:
                self.market.ordering.place(request(scene), PAID, job=self.market.job, token=token, scene=scene)
                return
            except (StorageUnavailable, RuntimeError):
                continue
        raise AssertionError("the storage came back, and the state does not pass")

    @precondition(lambda self: self.market.looks.looks)
    @rule(twice=st.booleans())
    def the_queue_brings_an_order(self, twice):
        self.market.looks.looks.sort(key=lambda look: look[1])
        name, after = self.market.looks.looks.pop(0)
        self.market.clock.move(seconds=after)
        for _ in range(1 + twice):
            self.market.tend(name)

    @precondition(lambda self: self.market.looks.looks)
    @rule()
    def a_message_is_lost(self):
        self.market.looks.looks.pop()

    @rule(seconds=st.sampled_from([2, 60, 400, 1600]))
    def time_passes(self, seconds):
        self.market.clock.move(seconds=seconds)

    @precondition(lambda self: self.is_running)
    @rule()
    def a_person_cancels(self):
        self.cancelled()

    @precondition(lambda self: not self.is_running)
    @rule()
    def a_person_tries_again(self):
        self.market.begin(self.market.job.model_copy(update={"attempt": self.market.job.attempt + 1}))

    # -- what must hold

    @invariant()
    def no_more_is_out_than_the_vendor_takes(self):
        assert len(self.market.leases) <= PAID.concurrency

    def teardown(self):
        market = self.market
        market.storage.fail(0, after=False)
        market.receiver.fails.clear()
        for _ in range(12):  # the reconciler's rounds
            market.looks.drained(market.tend, lambda seconds: market.clock.move(seconds=seconds), most=400)
            if not any(order.is_open for order in self.all_orders):
                break
            market.clock.move(seconds=QUIET.total_seconds() + 1)
            reconcile_orders(orders=market.orders, queue=market.looks, clock=market.clock)
        if self.is_running:
            self.cancelled()
        assert [order.phase for order in self.all_orders if order.is_open] == [], "every order ends"
        assert market.leases == [], "no slot is left behind"
        told = {token for token, _, _ in market.tokens.sent}
        assert set(self.tokens.values()) <= told, "every state hears what became of it"
        self.check_the_books()

    def check_the_books(self):
        ledger, vendor = self.market.ledger, self.market.vendor
        lines = {line.spend_id: line for line in ledger.spends("acme", "v1")}
        assert lines.keys() <= {order.id for order in self.all_orders}, "no line without its order"
        for order in self.all_orders:
            line, work = lines.get(order.id), vendor.taken.get(order.hook)
            bill = work.bill if work else Decimal(0)
            if line is None:
                assert bill == 0, "what was charged is booked"
            elif line.state == "spent":
                assert line.amount == bill, "at what the vendor said"
            else:
                assert (line.state, line.amount) == ("unconfirmed", PRICE), "nothing stays set aside"
                assert bill is None or order.hook in vendor.unfound, "only what nobody knows is in doubt"
        total = sum(line.amount for line in lines.values())
        assert ledger.budgets["acme", "202611"] == [total, total]

    # -- small things

    @property
    def is_running(self):
        return self.market.jobs.get("acme", "v1").status == "running"

    @property
    def all_orders(self):
        return self.market.orders.of_job("acme", "v1")

    def cancelled(self):
        market = self.market
        for _ in range(2):
            try:
                cancel_video(
                    "acme", "v1", desk=market.desk, machine=RecordingMachine(), announcer=RecordingAnnouncer(),
                    orders=market.ordering.orders, queue=market.ordering.queue,
                )  # fmt: skip
            except StorageUnavailable:
                continue
            except Conflict:  # it was done, and its answer was lost
                return
            return


TestBuying = Buying.TestCase
TestBuying.settings = settings(
    max_examples=80, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
