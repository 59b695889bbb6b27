"""The traffic of the vendors' accounts in the table; what it allows is decided by domain/traffic.py.

ACCOUNT  LEASE#{account}  ACCOUNT        rate, limit and breaker; versions are optimistic
SLOT     LEASE#{account}  SLOT#{number}  held_by, held_until, fence
WAIT     LEASE#{account}  WAIT#{tenant}  that a tenant waits

All of them bear their own time and are compared with the clock: the table deletes what has expired when it has time.
"""

from collections.abc import Callable
from decimal import Decimal

from spotworks.adapters.aws.table import Item, Table, step_back
from spotworks.domain.base import stored
from spotworks.domain.traffic import (
    Account,
    Ask,
    Slot,
    Turn,
    Waiting,
    failed,
    is_open,
    judge,
    next_in_line,
    succeeded,
    throttled,
)
from spotworks.errors import StorageUnavailable
from spotworks.ports import Clock, Entry

_TRIES = 12  # transactions that met another one
_KEEP = 24 * 3600  # seconds after which nobody needs it any more


class TableTraffic:
    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    def enter(
        self, account: str, owner: str, *, tenant: str, concurrency: int, per_minute: int, seconds: float
    ) -> Entry:
        ask = Ask(owner=owner, tenant=tenant, concurrency=concurrency, per_minute=per_minute, seconds=seconds)
        for attempt in range(_TRIES):
            now = self._now()
            items = {item["sk"]: item for item in self._table.query(_pk(account))}
            slots = [_slot(item) for sk, item in items.items() if sk.startswith("SLOT#")]
            waiting = {sk: stored(Waiting, item["doc"]) for sk, item in items.items() if sk.startswith("WAIT#")}
            verdict = judge(ask, _account(items.get("ACCOUNT")), slots, list(waiting.values()), now=now)
            steps = self._wait_steps(account, waiting.get(f"WAIT#{tenant}"), verdict.waiting)
            if verdict.slot is None:
                if steps:
                    self._table.transact(*steps)
                return Entry(granted=False, wait=verdict.wait, why=verdict.why)
            steps.append(self._slot_step(account, verdict.slot, items.get(_sk(verdict.slot)), now))
            if verdict.account != _account(items.get("ACCOUNT")):
                steps.append(self._account_step(account, verdict.account, items.get("ACCOUNT")))
            if all(self._table.transact(*steps)):
                return Entry(granted=True)
            step_back(attempt)
        return Entry(granted=False, wait=1.0, why="too many ask at the same moment")

    def renew(self, account: str, owner: str, *, seconds: float) -> bool:
        return self._move_end(account, owner, self._now() + seconds)

    def leave(self, account: str, owner: str) -> Turn | None:
        if not self._move_end(account, owner, 0.0):
            return None
        items = {item["sk"]: item for item in self._table.query(_pk(account))}
        slots = [_slot(item) for sk, item in items.items() if sk.startswith("SLOT#")]
        waiting = [stored(Waiting, item["doc"]) for sk, item in items.items() if sk.startswith("WAIT#")]
        return next_in_line(_account(items.get("ACCOUNT")), slots, waiting, now=self._now())

    def _move_end(self, account: str, owner: str, until: float) -> bool:
        """Of the owner's lease, while it is theirs."""
        now = self._now()
        own = [s for s in map(_slot, self._table.query(_pk(account), prefix="SLOT#")) if s.owner == owner]
        values: Item = {":owner": owner, ":now": _number(now), ":until": _number(until)}
        return any(
            self._table.update(
                _pk(account),
                _sk(slot),
                "SET held_until = :until, expires = :expires",
                condition="held_by = :owner AND held_until > :now",
                values=values | {":expires": int(max(now, until)) + _KEEP},
            )
            for slot in own
        )

    def throttled(self, account: str, *, retry_after: float | None) -> None:
        self._change(account, lambda old: throttled(old, retry_after, now=self._now()))

    def succeeded(self, account: str) -> None:
        self._change(account, succeeded)

    def failed(self, account: str, *, for_good: bool = False) -> None:
        self._change(account, lambda old: failed(old, for_good=for_good, now=self._now()))

    def is_open(self, account: str) -> bool:
        return is_open(_account(self._table.get(_pk(account), "ACCOUNT")), self._now())

    def _change(self, account: str, change: Callable[[Account], Account]) -> None:
        for attempt in range(_TRIES):
            item = self._table.get(_pk(account), "ACCOUNT")
            old = _account(item)
            new = change(old)
            if new == old or all(self._table.transact(self._account_step(account, new, item))):
                return
            step_back(attempt)
        raise StorageUnavailable(f"what {account} answers is being written by too many at once")

    def _account_step(self, account: str, new: Account, was: Item | None) -> Item:
        version = was["version"] if was else 0
        about = {"doc": new.model_dump_json(), "version": version + 1, "expires": int(self._now()) + 2 * _KEEP}
        return self._table.put_step(
            {"pk": _pk(account), "sk": "ACCOUNT"} | about,
            condition="version = :version" if was else "attribute_not_exists(pk)",
            values={":version": version} if was else None,
        )

    def _slot_step(self, account: str, slot: Slot, was: Item | None, now: float) -> Item:
        about: Item = {"held_by": slot.owner, "tenant": slot.tenant, "fence": slot.fence}
        about |= {"held_until": _number(slot.until), "expires": int(slot.until) + _KEEP}
        condition, values = "attribute_not_exists(pk)", None
        if was is not None:
            condition = "fence = :fence AND (held_by = :owner OR held_until <= :now)"
            values = {":fence": was["fence"], ":owner": slot.owner, ":now": _number(now)}
        item = {"pk": _pk(account), "sk": _sk(slot)} | about
        return self._table.put_step(item, condition=condition, values=values)

    def _wait_steps(self, account: str, was: Waiting | None, now: Waiting | None) -> list[Item]:
        if now == was:
            return []
        if now is None:
            return [self._table.delete_step(_pk(account), f"WAIT#{was.tenant}")] if was else []
        about = {"doc": now.model_dump_json(), "expires": int(now.until) + 1}
        return [self._table.put_step({"pk": _pk(account), "sk": f"WAIT#{now.tenant}"} | about)]

    def _now(self) -> float:
        return self._clock.now().timestamp()


def _pk(account: str) -> str:
    return f"LEASE#{account}"


def _sk(slot: Slot) -> str:
    return f"SLOT#{slot.number:03}"


def _number(seconds: float) -> Decimal:
    """Microseconds are the finest that a clock of ours tells."""
    return Decimal(f"{seconds:.6f}")


def _account(item: Item | None) -> Account:
    return stored(Account, item["doc"]) if item else Account()


def _slot(item: Item) -> Slot:
    return Slot(
        number=int(item["sk"].removeprefix("SLOT#")),
        owner=item["held_by"],
        tenant=item["tenant"],
        until=float(item["held_until"]),
        fence=int(item["fence"]),
    )
