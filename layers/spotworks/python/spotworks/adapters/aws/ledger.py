"""Money in the table: a budget a tenant for the month and for the day, a hold a job attempt, a line a purchase.

BUDGET  T#{tenant}                  BUDGET#{yyyymm}, BUDGET#{yyyymmdd}  committed, spent
HOLD    T#{tenant}                  HOLD#{hold}   amount, committed (what is set aside and what is spent), spent,
                                                  phase HELD or SETTLED, month, day
ASIDE   T#{tenant}                  ASIDE#{hold}#{spend_id}     whose line it is, while the call is out
SPEND   T#{tenant}#J#{id}           SPEND#{spend_id}            one line a purchase, phase HELD or SPENT
LEDGER  T#{tenant}#LEDGER#{yyyymm}  {at}#{video_id}#{spend_id}  the same line among those of its hold's month

While a hold is HELD its whole amount is committed in the budgets; once SETTLED what the hold itself has committed.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal

from spotworks.adapters.aws.jobs import partition
from spotworks.adapters.aws.table import Item, Table, step_back
from spotworks.domain.base import stored
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
        caps = [(month, "this month's", self._monthly_cap)]
        if self._daily_cap is not None:
            caps.append((day, "today's", self._daily_cap))
        item: Item = {"pk": f"T#{tenant}", "sk": f"HOLD#{hold}", "amount": amount, "committed": _ZERO, "spent": _ZERO}
        item |= {"phase": "HELD", "month": month, "day": day, "at": now.isoformat()}
        steps = [
            self._table.put_step(item, condition="attribute_not_exists(pk)"),
            self._commit_step(tenant, month, amount, self._monthly_cap),
            self._commit_step(tenant, day, amount, self._daily_cap),
        ]

        def write() -> bool:
            # The condition alone holds for the first reservation of a month, whatever its size.
            if all(amount <= cap for _, _, cap in caps) and all(self._table.transact(*steps)):
                return True
            if self._table.get(f"T#{tenant}", f"HOLD#{hold}"):  # a replay, which counts before any cap
                return True
            for period, whose, cap in caps:
                if self._committed(tenant, period) + amount > cap:
                    raise BudgetExceeded(f"{whose} cap of ${cap} would be passed by ${amount} more", field="budget")
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
            about = f"{spend.what} is estimated at ${estimate}, above the cap of ${self._call_cap} for one call"
            raise BudgetExceeded(about, field="budget")
        line = spend.model_copy(update={"amount": _ZERO, "estimate": estimate, "state": "held"})

        def write() -> bool:
            if self._line(tenant, spend.video_id, spend.spend_id):
                return True
            held = self._hold(tenant, hold)
            if held["phase"] == "SETTLED":
                raise BudgetExceeded(f"{spend.what} at ${estimate} comes too late: the job's money is settled")
            if self._book(tenant, held, None, line, committed=estimate):
                return True
            self._check_room(tenant, hold, spend.what, estimate)
            return False

        _until(write)

    def spend(self, tenant: str, hold: str, spend: Spend) -> None:
        state = "spent" if spend.state == "held" else spend.state

        def write() -> bool:
            old = self._line(tenant, spend.video_id, spend.spend_id)
            if old is None:
                line = spend.model_copy(update={"state": state})
                if self._book(tenant, self._hold(tenant, hold), None, line, committed=spend.amount):
                    return True
                self._check_room(tenant, hold, spend.what, spend.amount)
                return False
            if old.get("phase") != "HELD":
                return True
            held = self._hold(tenant, old["hold"])  # where it was set aside, whoever came by
            line = spend.model_copy(update={"state": state, "estimate": old["held"]})
            return self._book(tenant, held, old, line, committed=spend.amount - old["held"])

        _until(write)

    def let_go(self, tenant: str, hold: str, spend_id: str) -> None:
        def write() -> bool:
            aside = self._table.get(f"T#{tenant}", f"ASIDE#{hold}#{spend_id}")
            old = self._line(tenant, aside["video_id"], spend_id) if aside else None
            if old is None or old["phase"] != "HELD":
                return True
            return self._book(tenant, self._hold(tenant, hold), old, None, committed=-old["held"])

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

    def _check_room(self, tenant: str, hold: str, what: str, amount: Decimal) -> None:
        held = self._hold(tenant, hold)
        if amount and held["committed"] + amount > held["amount"]:
            raise BudgetExceeded(f"{what} at ${amount} would pass the job's cap of ${held['amount']}")

    def _book(self, tenant: str, held: Item, old: Item | None, line: Spend | None, *, committed: Decimal) -> bool:
        """One line, and all sums that it is part of, at once. False if somebody wrote in between.

        committed: what comes on top of what the hold has committed. A new line (no `old`) has to fit into the hold.
        """
        spent = line.amount if line else _ZERO
        condition, values = "phase = :phase", {":committed": committed, ":spent": spent, ":phase": held["phase"]}
        if old is None and committed:  # what is free fits even where a vendor charged more than was held
            condition, values[":room"] = f"{condition} AND committed <= :room", held["amount"] - committed
        steps = [
            *self._line_steps(tenant, held, old, line),
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

    def _line_steps(self, tenant: str, held: Item, old: Item | None, line: Spend | None) -> list[Item]:
        """The line beside its job and in the month of its hold, and the note that its call is out."""
        spend = line or stored(Spend, old["doc"] if old else "")
        pk, sk = partition(tenant, spend.video_id), f"SPEND#{spend.spend_id}"
        hold, month = held["sk"].removeprefix("HOLD#"), f"T#{tenant}#LEDGER#{held['month']}"
        at = old["month_sk"] if old else f"{spend.at}#{spend.video_id}#{spend.spend_id}"
        aside = f"ASIDE#{hold}#{spend.spend_id}"
        guard: Item = {"condition": "attribute_not_exists(pk)"}
        if old:
            guard = {"condition": "phase = :old AND held = :held", "values": {":old": "HELD", ":held": old["held"]}}
        if line is None:
            gone = [self._table.delete_step(month, at), self._table.delete_step(held["pk"], aside)]
            return [self._table.delete_step(pk, sk, **guard), *gone]
        is_out = line.state == "held"
        about: Item = {"doc": line.model_dump_json(), "amount": line.amount}
        more = {"phase": "HELD" if is_out else "SPENT", "held": line.estimate if is_out else _ZERO}
        steps = [
            self._table.put_step({"pk": pk, "sk": sk, "hold": hold, "month_sk": at} | about | more, **guard),
            self._table.put_step({"pk": month, "sk": at} | about),
        ]
        if is_out:
            steps.append(self._table.put_step({"pk": held["pk"], "sk": aside, "video_id": line.video_id}))
        elif old:
            steps.append(self._table.delete_step(held["pk"], aside))
        return steps


def _until(write: Callable[[], bool]) -> None:
    """Tries until it says that it is done."""
    for attempt in range(_TRIES):
        if write():
            return
        step_back(attempt)
    raise StorageUnavailable("the tenant's money is being written by too many at once")
