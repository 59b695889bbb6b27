"""Money in the table: a budget a tenant for the month and for the day, a hold a job attempt, a line a purchase.

BUDGET  T#{tenant}                  BUDGET#{yyyymm}, BUDGET#{yyyymmdd}  committed, spent
HOLD    T#{tenant}                  HOLD#{hold}   amount, committed (what is set aside and what is spent), spent,
                                                  phase HELD or SETTLED, month, day
SPEND   T#{tenant}#J#{id}           SPEND#{spend_id}            one line a purchase, and the hold that it is part of
LEDGER  T#{tenant}#LEDGER#{yyyymm}  {at}#{video_id}#{spend_id}  the same line among those of its hold's month

While a hold is HELD its whole amount is committed in the budgets; once SETTLED what the hold itself has committed.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal

from spotworks.adapters.aws.jobs import partition
from spotworks.adapters.aws.table import Item, Table, step_back
from spotworks.domain.base import stored
from spotworks.domain.costs import replaces
from spotworks.errors import BudgetExceeded, NotFound, StorageUnavailable
from spotworks.ports import Clock, Spend

_TRIES = 12  # transactions that met another one
_ZERO = Decimal(0)


class TableLedger:
    """Caps in US dollars: what a tenant may commit in a month and in a day (UTC), what one call may be estimated at."""

    def __init__(
        self,
        table: Table,
        clock: Clock,
        *,
        monthly_cap: Decimal,
        daily_cap: Decimal | None = None,
        call_cap: Decimal | None = None,
    ) -> None:
        self._table = table
        self._clock = clock
        self._monthly_cap = monthly_cap
        self._daily_cap = daily_cap
        self._call_cap = call_cap

    def reserve(self, tenant: str, hold: str, amount: Decimal) -> None:
        now = self._clock.now()
        month, day = now.strftime("%Y%m"), now.strftime("%Y%m%d")
        caps = [(month, "this month's", self._monthly_cap, "SPOTWORKS_MONTHLY_CAP")]
        if self._daily_cap is not None:
            caps.append((day, "today's", self._daily_cap, "SPOTWORKS_DAILY_CAP"))
        item: Item = {"pk": f"T#{tenant}", "sk": f"HOLD#{hold}", "amount": amount, "committed": _ZERO, "spent": _ZERO}
        item |= {"phase": "HELD", "month": month, "day": day, "at": now.isoformat()}
        steps = [
            self._table.put_step(item, condition="attribute_not_exists(pk)"),
            self._commit_step(tenant, month, amount, self._monthly_cap),
            self._commit_step(tenant, day, amount, self._daily_cap),
        ]

        def write() -> bool:
            # The condition alone holds for the first reservation of a month, whatever its size.
            if all(amount <= cap for _, _, cap, _ in caps) and all(self._table.transact(*steps)):
                return True
            if self._table.get(f"T#{tenant}", f"HOLD#{hold}"):  # a replay, which counts before any cap
                return True
            for period, whose, cap, name in caps:
                if self._committed(tenant, period) + amount > cap:
                    about = f"{whose} cap of ${cap} would be passed by ${amount} more ({name})"
                    raise BudgetExceeded(about, field="budget")
            return False

        _until(write)

    def _commit_step(self, tenant: str, period: str, amount: Decimal, cap: Decimal | None) -> Item:
        condition, values = "", {":amount": amount}
        if cap is not None:
            condition = "attribute_not_exists(committed) OR committed <= :room"
            values[":room"] = cap - amount
        return self._table.update_step(
            f"T#{tenant}", f"BUDGET#{period}", "ADD committed :amount", condition=condition, values=values
        )

    def _committed(self, tenant: str, period: str) -> Decimal:
        item = self._table.get(f"T#{tenant}", f"BUDGET#{period}")
        return Decimal(item["committed"]) if item else _ZERO

    def set_aside(self, tenant: str, hold: str, spend: Spend) -> None:
        estimate = spend.amount if spend.estimate is None else spend.estimate
        if self._call_cap is not None and estimate > self._call_cap:
            about = f"{spend.what} may take ${estimate}, above the cap of ${self._call_cap} for one call"
            raise BudgetExceeded(f"{about} (SPOTWORKS_CALL_CAP)", field="budget")
        line = spend.model_copy(update={"amount": _ZERO, "estimate": estimate, "state": "held"})

        def write() -> bool:
            if self._line(tenant, spend.video_id, spend.spend_id):
                return True
            held = self._hold(tenant, hold)
            if held["phase"] == "SETTLED":
                raise BudgetExceeded(f"{spend.what} at ${estimate} comes too late: the job's money is settled")
            if not _fits(held, estimate):
                raise BudgetExceeded(
                    f"{spend.what} at ${estimate} would pass the job's cap of ${held['amount']}, of which "
                    f"${held['committed']} are spent or set aside; allow more (budget, --budget)",
                    field="budget",
                )
            return self._book(tenant, held, None, line, within=True)

        _until(write)

    def spend(self, tenant: str, hold: str, spend: Spend) -> bool:
        line = spend.model_copy(update={"state": "spent"}) if spend.state == "held" else spend
        fitted = True

        def write() -> bool:
            nonlocal fitted
            item = self._line(tenant, spend.video_id, spend.spend_id)
            if item is None:
                held = self._hold(tenant, hold)
                fitted = _fits(held, line.amount)
                return self._book(tenant, held, None, line, within=fitted)
            old, fitted = stored(Spend, item["doc"]), True
            if not replaces(line, old):
                return True
            held = self._hold(tenant, item["hold"])  # where it was set aside, whoever came by
            return self._book(tenant, held, item, line.model_copy(update={"estimate": old.estimate}))

        _until(write)
        return fitted

    def let_go(self, tenant: str, video_id: str, spend_id: str) -> None:
        def write() -> bool:
            item = self._line(tenant, video_id, spend_id)
            if item is None or stored(Spend, item["doc"]).state == "spent":
                return True
            return self._book(tenant, self._hold(tenant, item["hold"]), item, None)

        _until(write)

    def settle(self, tenant: str, hold: str) -> Decimal:
        def write() -> bool:
            item = self._table.get(f"T#{tenant}", f"HOLD#{hold}")
            if item is None or item["phase"] == "SETTLED":  # or it failed before anything was reserved
                return True
            rest = item["committed"] - item["amount"]
            steps = [
                self._table.put_step(
                    item | {"phase": "SETTLED"},
                    condition="committed = :committed AND spent = :spent AND phase = :held",
                    values={":committed": item["committed"], ":spent": item["spent"], ":held": "HELD"},
                ),
                *self._budget_steps(tenant, item, committed=rest, spent=item["spent"]),
            ]
            return all(self._table.transact(*steps))

        _until(write)
        item = self._table.get(f"T#{tenant}", f"HOLD#{hold}")
        return Decimal(item["spent"]) if item else _ZERO

    def spends(self, tenant: str, video_id: str) -> Sequence[Spend]:
        if len(video_id) > 64:  # none of ours, and perhaps more than DynamoDB takes for a key
            return []
        items = self._table.query(partition(tenant, video_id), prefix="SPEND#")
        return [stored(Spend, item["doc"]) for item in items]

    def lines(self, tenant: str, *, month: str) -> Sequence[Spend]:
        items = self._table.query(f"T#{tenant}#LEDGER#{month.replace('-', '')}")
        return [stored(Spend, item["doc"]) for item in items]

    def _line(self, tenant: str, video_id: str, spend_id: str) -> Item | None:
        return self._table.get(partition(tenant, video_id), f"SPEND#{spend_id}")

    def _hold(self, tenant: str, hold: str) -> Item:
        item = self._table.get(f"T#{tenant}", f"HOLD#{hold}")
        if item is None:
            raise NotFound(f"no money is held for {hold}")
        return item

    def _book(
        self, tenant: str, held: Item, item: Item | None, line: Spend | None, *, within: bool = False
    ) -> bool:  # fmt: skip
        """One line in place of `item`'s, and all sums that it is part of, at once. False if somebody wrote in between.

        within: whether it has to fit into the hold.
        """
        old = stored(Spend, item["doc"]) if item else None
        committed = (line.committed if line else _ZERO) - (old.committed if old else _ZERO)
        spent = (line.amount if line else _ZERO) - (old.amount if old else _ZERO)
        condition, values = "phase = :phase", {":committed": committed, ":spent": spent, ":phase": held["phase"]}
        if within and committed:
            condition, values[":room"] = f"{condition} AND committed <= :room", held["amount"] - committed
        steps = [
            *self._line_steps(tenant, held, item, line),
            self._table.update_step(
                held["pk"], held["sk"], "ADD committed :committed, spent :spent", condition=condition, values=values
            ),
        ]
        if held["phase"] == "SETTLED":  # a call that was out when the job ended, a cancelled container at its end
            steps += self._budget_steps(tenant, held, committed=committed, spent=spent)
        return all(self._table.transact(*steps))

    def _budget_steps(self, tenant: str, held: Item, *, committed: Decimal, spent: Decimal) -> list[Item]:
        values = {":committed": committed, ":spent": spent}
        return [
            self._table.update_step(
                f"T#{tenant}", f"BUDGET#{held[period]}", "ADD committed :committed, spent :spent", values=values
            )
            for period in ("month", "day")
        ]

    def _line_steps(self, tenant: str, held: Item, item: Item | None, line: Spend | None) -> list[Item]:
        """The line beside its job and in the month of its hold, in place of what stands there."""
        spend = line or stored(Spend, item["doc"] if item else "")
        pk, sk = partition(tenant, spend.video_id), f"SPEND#{spend.spend_id}"
        month = f"T#{tenant}#LEDGER#{held['month']}"
        at = item["month_sk"] if item else f"{spend.at}#{spend.video_id}#{spend.spend_id}"
        guard: Item = {"condition": "attribute_not_exists(pk)"}
        if item:
            guard = {"condition": "doc = :doc", "values": {":doc": item["doc"]}}
        if line is None:
            return [self._table.delete_step(pk, sk, **guard), self._table.delete_step(month, at)]
        about: Item = {"doc": line.model_dump_json(), "amount": line.amount}
        mine: Item = {"pk": pk, "sk": sk, "hold": held["sk"].removeprefix("HOLD#"), "month_sk": at}
        return [
            self._table.put_step(mine | about, **guard),
            self._table.put_step({"pk": month, "sk": at} | about),
        ]


def _fits(held: Item, amount: Decimal) -> bool:
    """Whether the hold has room for it; what is free fits even where a vendor charged more than was held."""
    return not amount or held["committed"] + amount <= held["amount"]


def _until(write: Callable[[], bool]) -> None:
    """Tries until it says that it is done."""
    for attempt in range(_TRIES):
        if write():
            return
        step_back(attempt)
    raise StorageUnavailable("the tenant's money is being written by too many at once")
