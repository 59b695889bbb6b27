"""Who may call a vendor now: the slots of one account, its rate, its limit, its breaker, the turns of its tenants.

Pure: what is known goes in, what is to be written comes out. All times are Unix seconds.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spotworks.domain.base import Frozen
from spotworks.domain.model import Model

FAILURES = 5  # within a minute, after which the breaker opens
SHORTEST = 30.0  # seconds that it stays open at first; twice as long after each call let through that failed
LONGEST = 600.0
_MOST_PATIENCE = 24 * 3600.0
_AT_ONCE = 1.0  # seconds in which several answers to what was under way say "slow down" once
_AGAIN = 5.0  # seconds after which asking for a slot again makes sense
_STILL_THERE = 30.0  # seconds beyond that, for which a tenant counts as waiting
_LINE = 20  # owners of a tenant's that are told when it is their turn; more of them ask by themselves


class Account(Frozen):
    """What is remembered of an account from one call to the next.

    calls: in the bucket of its rate, as of `counted`. concurrency: that was last asked with.
    limit: slots after the last "slow down", which came at `halved`; 0 before the first. patience: not before.
    failures: when the last ones were; open_until: of the breaker, 0 while it is closed; pause: how long it opens;
    probe: the owner who was let through since, "" for nobody.
    """

    calls: float = 0.0
    counted: float = 0.0
    concurrency: int = 0
    limit: int = 0
    halved: float = 0.0
    patience: float = 0.0
    failures: tuple[float, ...] = ()
    open_until: float = 0.0
    pause: float = SHORTEST
    probe: str = ""


class Limits(Frozen):
    """Of an account: slots, and calls a minute."""

    concurrency: int
    per_minute: int


def limits(provider: str, models: Iterable[Model]) -> Limits:
    """Of its account, which all of its models share: what the one with most room is allowed."""
    own = [model for model in models if model.provider == provider]
    return Limits(
        concurrency=max((model.concurrency for model in own), default=1),
        per_minute=max((model.per_minute for model in own), default=1),
    )


class Slot(Frozen):
    """A lease of one slot. fence: one more with each lease, so that two who saw it free cannot both take it."""

    number: int
    owner: str
    tenant: str
    until: float
    fence: int = 1


class Waiting(Frozen):
    """That a tenant waits for a slot. owners: who of it asked, the first one first; since: when it began, or was last
    served."""

    tenant: str
    owners: tuple[str, ...] = ()
    since: float
    until: float


class Turn(Frozen):
    """Whose turn it is, now that a slot is free."""

    tenant: str
    owner: str


@dataclass(frozen=True)
class Ask:
    """seconds: that the slot is wanted for at most."""

    owner: str
    tenant: str
    concurrency: int
    per_minute: int
    seconds: float


@dataclass(frozen=True)
class Verdict:
    """account, waiting: as they are to be from now on. slot: what was granted, or None with the seconds to wait."""

    account: Account
    waiting: Waiting | None
    slot: Slot | None = None
    wait: float = 0.0
    why: str = ""


def judge(ask: Ask, account: Account, slots: Sequence[Slot], waiting: Sequence[Waiting], *, now: float) -> Verdict:
    """Whether the asking one may go in. slots, waiting: all that there are, also those that have expired."""
    mine = next((one for one in waiting if one.tenant == ask.tenant and one.until > now), None)
    taken = [slot for slot in slots if slot.until > now]
    own = next((slot for slot in taken if slot.owner == ask.owner), None)
    shut = _shut(ask, account, now)
    if shut is not None:
        return Verdict(account, mine, wait=shut[0], why=shut[1])
    if own is not None:
        return Verdict(account, mine, own.model_copy(update={"until": now + ask.seconds}))
    refused = _no_room(ask, account, taken, waiting, mine, now)
    if refused is not None:
        wait, why = refused
        since, owners = (mine.since, mine.owners) if mine else (now, ())
        line = owners if ask.owner in owners else (*owners, ask.owner)[:_LINE]
        mine = Waiting(tenant=ask.tenant, owners=line, since=since, until=now + wait + _STILL_THERE)
        return Verdict(account, mine, wait=wait, why=why)
    if mine is not None:  # others of this tenant's may wait still: from now on for their next turn
        line = tuple(owner for owner in mine.owners if owner != ask.owner)
        mine = mine.model_copy(update={"since": now, "owners": line}) if line else None
    return Verdict(_entered(ask, account, now), mine, _free(ask, taken, slots, now))


def _shut(ask: Ask, account: Account, now: float) -> tuple[float, str] | None:
    if account.patience > now:
        return account.patience - now, "the vendor asked for patience"
    if is_open(account, now) and account.probe != ask.owner:
        left = account.open_until - now
        return (min(left, 2 * _AGAIN) if account.probe else left), "the vendor fails just now and is left alone"
    return None


def _no_room(
    ask: Ask, account: Account, taken: Sequence[Slot], waiting: Sequence[Waiting], mine: Waiting | None, now: float
) -> tuple[float, str] | None:
    limit = limit_of(account, ask.concurrency, now)
    calls = ask.per_minute - _calls(account, ask, now)
    if calls < 1:
        return (1 - calls) * 60 / ask.per_minute, f"the {ask.per_minute} calls of this minute are used up"
    if len(taken) >= limit:
        return _AGAIN, f"all {limit} slots are taken"
    holds = Counter(slot.tenant for slot in taken)
    others = [one for one in waiting if one.tenant != ask.tenant and one.until > now]
    rank = (holds[ask.tenant], mine.since if mine else now)
    ahead = [one for one in others if (holds[one.tenant], one.since) < rank]
    share = -(-limit // len({ask.tenant, *holds, *(one.tenant for one in others)}))
    free = min(limit - len(taken), int(calls))
    if ahead and (free <= len(ahead) or holds[ask.tenant] >= share):
        return _AGAIN, "it is another one's turn"
    return None


def next_in_line(account: Account, slots: Sequence[Slot], waiting: Sequence[Waiting], *, now: float) -> Turn | None:
    """Who would be let in if it asked now; None where nobody waits or nobody would be."""
    taken = [slot for slot in slots if slot.until > now]
    line = [one for one in waiting if one.until > now and one.owners]
    full = len(taken) >= limit_of(account, max(1, account.concurrency), now)
    if not line or full or account.patience > now or is_open(account, now):
        return None
    holds = Counter(slot.tenant for slot in taken)
    first = min(line, key=lambda one: (holds[one.tenant], one.since))
    return Turn(tenant=first.tenant, owner=first.owners[0])


def _entered(ask: Ask, account: Account, now: float) -> Account:
    calls = _calls(account, ask, now) + 1
    new: dict[str, object] = {"calls": calls, "counted": now, "concurrency": ask.concurrency}
    if account.open_until:
        new |= {"probe": ask.owner, "open_until": now + account.pause}
    return account.model_copy(update=new)


def _free(ask: Ask, taken: Sequence[Slot], slots: Sequence[Slot], now: float) -> Slot:
    """The lowest slot that nobody holds."""
    busy, fences = {slot.number for slot in taken}, {slot.number: slot.fence for slot in slots}
    number = next(n for n in range(len(busy) + 1) if n not in busy)
    until = now + ask.seconds
    return Slot(number=number, owner=ask.owner, tenant=ask.tenant, until=until, fence=fences.get(number, 0) + 1)


def _calls(account: Account, ask: Ask, now: float) -> float:
    """What is in the bucket, which empties itself in a minute."""
    return max(0.0, account.calls - (now - account.counted) * ask.per_minute / 60)


def limit_of(account: Account, concurrency: int, now: float) -> int:
    """Slots: one more with every minute since the vendor last said slow down, up to what the account allows."""
    if not account.limit:
        return concurrency
    return min(concurrency, account.limit + int((now - account.halved) // 60))


def is_open(account: Account, now: float) -> bool:
    return account.open_until > now


def throttled(account: Account, retry_after: float | None, *, now: float) -> Account:
    patience = now + min(max(retry_after or 0.0, 0.0), _MOST_PATIENCE)
    account = account.model_copy(update={"patience": max(account.patience, patience)})
    if account.limit and now - account.halved < _AT_ONCE:
        return account
    limit = limit_of(account, max(1, account.concurrency), now)
    return account.model_copy(update={"limit": max(1, limit // 2), "halved": now})


def failed(account: Account, *, for_good: bool, now: float) -> Account:
    """Opens the breaker after a few failures within a minute, at once for good, and again if the probe failed."""
    if for_good:
        return _opened(account, LONGEST, now)
    if account.probe:
        return _opened(account, min(LONGEST, 2 * account.pause), now)
    if account.open_until:  # what was under way when it opened
        return account
    failures = (*(at for at in account.failures if now - at < 60), now)
    if len(failures) >= FAILURES:
        return _opened(account, SHORTEST, now)
    return account.model_copy(update={"failures": failures})


def _opened(account: Account, pause: float, now: float) -> Account:
    return account.model_copy(update={"failures": (), "open_until": now + pause, "pause": pause, "probe": ""})


def succeeded(account: Account) -> Account:
    """Closes the breaker if somebody was let through since it opened."""
    if not account.probe:
        return account
    return account.model_copy(update={"failures": (), "open_until": 0.0, "pause": SHORTEST, "probe": ""})
