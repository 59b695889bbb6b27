"""Money in the table: a month's budget a tenant, a hold a job attempt, a line a purchase.

BUDGET  T#{tenant}         BUDGET#{yyyymm}   cap, committed, spent
HOLD    T#{tenant}         HOLD#{hold}       amount, spent, phase HELD or SETTLED, month
SPEND   T#{tenant}#J#{id}  SPEND#{spend_id}  one line a purchase
"""

from collections.abc import Sequence
from decimal import Decimal

from spotworks.adapters.aws.jobs import partition
from spotworks.adapters.aws.table import Item, Table, step_back
from spotworks.domain.base import stored
from spotworks.errors import BudgetExceeded, NotFound, StorageUnavailable
from spotworks.ports import Clock, Spend

_TRIES = 12  # transactions that met another one


class TableLedger:
    def __init__(self, table: Table, clock: Clock, *, monthly_cap: Decimal) -> None:
        self._table = table
        self._clock = clock
        self._cap = monthly_cap

    def reserve(self, tenant: str, hold: str, amount: Decimal) -> None:
        month = self._clock.now().strftime("%Y%m")
        item = {
            "pk": f"T#{tenant}",
            "sk": f"HOLD#{hold}",
            "amount": amount,
            "spent": Decimal(0),
            "phase": "HELD",
            "month": month,
            "at": self._clock.now().isoformat(),
        }
        if amount > self._cap:  # the condition below holds for the first reservation of a month, whatever its size
            raise BudgetExceeded(f"${amount} is above the month's cap of ${self._cap}", field="budget")
        for attempt in range(_TRIES):
            is_new, fits = self._table.transact(
                self._table.put_step(item, condition="attribute_not_exists(pk)"),
                self._table.update_step(
                    f"T#{tenant}",
                    f"BUDGET#{month}",
                    "ADD committed :amount",
                    condition="attribute_not_exists(committed) OR committed <= :room",
                    values={":amount": amount, ":room": self._cap - amount},
                ),
            )
            # On a replay both conditions may fail; the hold that is there already counts first.
            if not is_new and self._table.get(f"T#{tenant}", f"HOLD#{hold}"):
                return
            if is_new and fits:
                return
            if not fits and self._committed(tenant, month) + amount > self._cap:
                raise BudgetExceeded(f"this month's cap of ${self._cap} would be passed", field="budget")
            step_back(attempt)
        raise StorageUnavailable("the budget is being written by too many at once")

    def _committed(self, tenant: str, month: str) -> Decimal:
        item = self._table.get(f"T#{tenant}", f"BUDGET#{month}")
        return Decimal(item["committed"]) if item and "committed" in item else Decimal(0)

    def spend(self, tenant: str, hold: str, spend: Spend) -> None:
        line: Item = {
            "pk": partition(tenant, spend.video_id),
            "sk": f"SPEND#{spend.spend_id}",
            "doc": spend.model_dump_json(),
            "amount": spend.amount,
        }
        for attempt in range(_TRIES):
            held = self._hold(tenant, hold)
            room = held["amount"] - spend.amount
            steps = [
                self._table.put_step(line, condition="attribute_not_exists(pk)"),
                self._table.update_step(
                    f"T#{tenant}",
                    f"HOLD#{hold}",
                    "ADD spent :amount",
                    condition="spent <= :room AND phase = :phase",
                    values={":amount": spend.amount, ":room": room, ":phase": held["phase"]},
                ),
            ]
            if held["phase"] == "SETTLED":  # a cancelled job's container came to its end: the money is gone
                steps.append(
                    self._table.update_step(
                        f"T#{tenant}",
                        f"BUDGET#{held['month']}",
                        "ADD committed :amount, spent :amount",
                        values={":amount": spend.amount},
                    )
                )
            if all(self._table.transact(*steps)) or self._table.get(line["pk"], line["sk"]):
                return
            if self._hold(tenant, hold)["spent"] > room:
                raise BudgetExceeded(f"{spend.what} at ${spend.amount} would pass the job's cap of ${held['amount']}")
            step_back(attempt)
        raise StorageUnavailable("the job's hold is being written by too many at once")

    def settle(self, tenant: str, hold: str) -> Decimal:
        for attempt in range(_TRIES):
            try:
                held = self._hold(tenant, hold)
            except NotFound:
                return Decimal(0)  # it failed before anything was reserved
            if held["phase"] == "SETTLED":
                return Decimal(held["spent"])
            done = self._table.transact(
                self._table.put_step(
                    held | {"phase": "SETTLED"},
                    condition="spent = :spent AND phase = :held",
                    values={":spent": held["spent"], ":held": "HELD"},
                ),
                self._table.update_step(
                    f"T#{tenant}",
                    f"BUDGET#{held['month']}",
                    "ADD committed :back, spent :spent",
                    values={":back": held["spent"] - held["amount"], ":spent": held["spent"]},
                ),
            )
            if all(done):
                return Decimal(held["spent"])
            step_back(attempt)
        raise StorageUnavailable("the job's hold is being written by too many at once")

    def _hold(self, tenant: str, hold: str) -> Item:
        item = self._table.get(f"T#{tenant}", f"HOLD#{hold}")
        if item is None:
            raise NotFound(f"no money is held for {hold}")
        return item

    def spends(self, tenant: str, video_id: str) -> Sequence[Spend]:
        items = self._table.query(partition(tenant, video_id), prefix="SPEND#")
        return [stored(Spend, item["doc"]) for item in items]
