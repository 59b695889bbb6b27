"""The money of one paid call: set aside before it, settled in the same line of the ledger when it ends.

What is gone is booked whatever cap it passes; what was set aside by a state that died is booked as perhaps charged.
"""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from spotworks.domain.base import Frozen, JobRef, Usd
from spotworks.domain.costs import phase_of
from spotworks.domain.orders import Order
from spotworks.errors import BudgetExceeded, OutcomeUnknown, SpotworksError
from spotworks.ports import Maker, Product, Spend, Ticket, VendorStatus, Wait
from spotworks.stages.complete import describe
from spotworks.stages.shared.desk import Desk, hold_name

AT_ONCE = "#at-once-"
"""In the ids of lines whose call ends within the function that made it."""
THOUGHT = "thought#"
"""Begins those of language models' calls."""
WAITS = 10
"""Seconds, for room in the job's money before a call."""


@dataclass(frozen=True)
class Charge:
    """What a vendor took, in US dollars. in_doubt: perhaps."""

    amount: Decimal
    in_doubt: bool = False


FREE = Charge(Decimal(0))


def charged(status: VendorStatus, estimate: Decimal) -> Charge:
    """For work that has ended. What the vendor says it took; where it says nothing the catalogue's price, which is
    sure of what was delivered and in doubt for what failed or was cancelled.

    Most vendors take nothing for a failure, some do for what they refuse (research/providers.md): an adapter that
    knows says 0 or the amount, so that only what nobody knows is booked as perhaps charged.
    """
    if status.cost_usd is not None:
        return Charge(status.cost_usd)
    return Charge(estimate, in_doubt=status.state != "succeeded")


class Purchase(Frozen):
    """What a maker that pays is paid for. model, provider: ids of the catalogue; estimate: US dollars, at most."""

    model: str
    provider: str
    estimate: Usd


@dataclass(frozen=True)
class Purse:
    """The line of one purchase, and nobody else's. line: what is set aside, its estimate in it."""

    desk: Desk
    job: JobRef
    line: Spend

    @property
    def estimate(self) -> Decimal:
        return self.line.estimate or Decimal(0)

    def set_aside(self) -> None:
        """Once, however often it is called. Raises BudgetExceeded."""
        self.desk.ledger.set_aside(self.job.tenant, hold_name(self.job), self.line)

    def set_aside_in_time(self) -> None:
        """The same, after a wait for answers that are in the way. Raises BudgetExceeded."""
        for _ in range(WAITS):
            try:
                return self.set_aside()
            except BudgetExceeded:
                if not self.is_room_near():
                    raise
            self.desk.rest(1.0)
        return self.set_aside()

    def is_room_near(self) -> bool:
        """Whether language models are answering, for which more is set aside than most of them take."""
        lines = self.desk.ledger.spends(self.job.tenant, self.job.video_id)
        return any(line.state == "held" and line.spend_id.startswith(THOUGHT) for line in lines)

    def pay(self, charge: Charge, *, in_vain: bool = False) -> None:
        """Whatever cap it passes. After a charge in doubt one that is sure stands."""
        about = {
            "amount": charge.amount, "state": "unconfirmed" if charge.in_doubt else "spent",
            "what": f"{self.line.what}, in vain" if in_vain else self.line.what,
            "at": self.desk.clock.now().isoformat(),
        }  # fmt: skip
        self.desk.ledger.spend(self.job.tenant, hold_name(self.job), self.line.model_copy(update=about))

    def fail(self, charge: Charge) -> None:
        """It came to nothing, and so much of the money is gone."""
        if charge.amount:
            self.pay(charge, in_vain=True)
        else:
            self.desk.ledger.let_go(self.job.tenant, self.job.video_id, self.line.spend_id)


def opened(wait: Wait, purchase: Purchase, desk: Desk) -> Purse:
    """Set aside for a maker that pays while a state waits with `wait`; a line for each of its tokens.

    Raises BudgetExceeded.
    """
    mine = f"{wait.wait_id}#{wait.address[:16]}{AT_ONCE}"
    doubt(wait.job, mine, desk)
    purse = Purse(
        desk, wait.job,
        Spend(
            spend_id=mine + hashlib.sha256(wait.token.encode()).hexdigest()[:12], video_id=wait.video_id,
            what=describe(wait.kind, wait.scene), model=purchase.model, amount=Decimal(0),
            at=desk.clock.now().isoformat(), provider=purchase.provider, phase=phase_of(wait.kind),
            estimate=purchase.estimate,
        ),
    )  # fmt: skip
    purse.set_aside_in_time()
    return purse


def order_purse(order: Order, desk: Desk) -> Purse:
    """One line an order, under the order's id."""
    return Purse(
        desk, order.job,
        Spend(
            spend_id=order.id, video_id=order.video_id, what=describe(order.kind, order.scene), model=order.model,
            amount=Decimal(0), at=desk.clock.now().isoformat(), provider=order.provider, phase=phase_of(order.kind),
            estimate=order.estimate,
        ),
    )  # fmt: skip


def bought(request: Any, maker: Maker, purse: Purse) -> Product | Ticket:
    """What the maker makes, paid for. For a ticket the money stays set aside. Raises the maker's errors, booked."""
    try:
        product = maker.make(request)
    except OutcomeUnknown as error:
        purse.fail(Charge(max(error.spent, purse.estimate), in_doubt=True))
        raise
    except SpotworksError as error:
        purse.fail(Charge(error.spent))
        raise
    if not isinstance(product, Ticket):
        purse.pay(Charge(product.cost_usd))
    return product


def settle(job: JobRef, desk: Desk) -> Decimal:
    """The job's money at its end; what was spent. Orders that are out settle their own lines later."""
    doubt(job, "", desk)
    return desk.ledger.settle(job.tenant, hold_name(job))


def doubt(job: JobRef, begins: str, desk: Desk) -> None:
    """Of lines whose ids begin so: whoever set them aside to pay at once has died, or pays just now and will say what
    it was."""
    for line in desk.ledger.spends(job.tenant, job.video_id):
        if line.state == "held" and AT_ONCE in line.spend_id and line.spend_id.startswith(begins):
            Purse(desk, job, line).fail(Charge(line.committed, in_doubt=True))
