"""Jobs that are bought from vendors which fail: `python -m bench vendors [JOBS]`. The vendors are the fakes.

JOBS: how many with faults in 30 % of the calls, 40 if it is not said; the issue asks for 200 (some 40 minutes).
"""

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product
from typing import Any

from bench import imports, outages, pace
from bench.market import Market, market
from bench.measure import verdict
from local.vendors.repeats import UNHEARD, repeated
from spotworks.catalogue import models
from spotworks.domain.costs import phase_of
from spotworks.domain.traffic import limits

JOBS = 40
_AT_ONCE = 6
_SYLLABLES = (
    ("bel", "cor", "dan", "fen", "gar", "hal", "jor", "kel", "lun", "mar"), ("ad", "em", "il", "or", "un", "ys"),
    ("a", "en", "is", "o", "ux", "ara", "ent", "ith", "ora", "um"),
)  # fmt: skip
_LEAST_FINISHED = 0.99  # of jobs, with faults in 30 % of the calls


def many(count: int) -> None:
    """Of all paid calls 30 % have a fault, of every kind that there is; every second job asks for a vendor by name."""
    # Each job sets its whole budget aside.
    with market(SPOTWORKS_MONTHLY_CAP="100000", SPOTWORKS_LANGUAGE_MODEL=outages.LANGUAGE) as here:
        named = [outage.asked for outage in outages.outages(here.usable(), outages.ASPECT) if outage.asked]
        here.change(rate=0.3, seed=7)
        began = time.monotonic()
        statuses = _all_of(here, [_brief(n) | (named[n // 2 % len(named)] if n % 2 else {}) for n in range(count)])
        count, wall = len(statuses), time.monotonic() - began
        settled(here)
        faults = Counter(work["fault"] for work in here.taken)
        print(f"{count} jobs in {wall:.0f} s; {len(here.orders)} orders, {len(here.taken)} calls taken,")
        print(f"  of them good {faults.pop(None, 0)}, and {dict(sorted(faults.items()))}")
        for one, status in statuses.items():
            if status["status"] != "completed":
                print(f"  {one}: {status['failure']}")
        done = sum(status["status"] == "completed" for status in statuses.values())
        verdict("finished, of all", done / count, _LEAST_FINISHED, at_least=True)
        money(here)
        twice(here, [_name(n) for n in range(count)])
        leases(here)


def _all_of(here: Market, briefs: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What became of each, a few at once. Ctrl-C begins no more of them, and those that run are waited for."""
    waiting, running, found = list(briefs), list[str](), dict[str, dict[str, Any]]()
    while waiting or running:
        try:
            while waiting and len(running) < _AT_ONCE:
                running.append(here.ask(**waiting.pop(0)))
            ended = here.now_ended(running)
            time.sleep(1)
        except KeyboardInterrupt:
            waiting.clear()
            continue
        running = [one for one in running if one not in ended]
        found |= ended
        if ended and len(found) % 10 == 0:
            print(f"{len(found)} of {len(briefs)} have ended, {len(waiting)} are to begin", file=sys.stderr, flush=True)
    return found


def _brief(number: int) -> dict[str, Any]:
    return {"seed": 100 + number, "budget": 20, "prompt": f"The {_name(number)} trail shoe, light, with a grippy sole"}


def _name(number: int) -> str:
    """Another product in each job, so that what is asked for in one is not asked for in another."""
    return "".join(list(product(*_SYLLABLES))[number * 7 % 600]).title()


def settled(here: Market, seconds: float = 90) -> None:
    """Waits for orders that outlive their job, as those do of which nobody knows what became."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        here.forget()
        if not any(order.is_open for order in here.orders):
            return
        time.sleep(2)


def money(here: Market) -> None:
    """Each line once, in what its job and its month have; each call once."""
    lines = here.lines
    booked = sum((Decimal(str(line["amount"])) for line in lines), Decimal(0))
    held = [line for line in lines if line["state"] == "held"]
    [month] = [row for row in here.sort("BUDGET#") if len(row["sk"]) == len("BUDGET#202611")]
    verdict("US dollars between the lines and the month's budget", abs(float(booked - Decimal(month["committed"]))), 0)
    verdict("lines that are still held", len(held), 0)
    bills(here, lines)
    verdict("orders that never ended", sum(order.is_open for order in here.orders), 0)


def bills(here: Market, lines: list[dict[str, Any]]) -> None:
    """What is booked, beside the accounts that the vendors keep: certain lines to the cent, doubtful never less."""
    sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for line in lines:
        sums[line["provider"]][line["state"]] += Decimal(str(line["amount"]))
    for work in here.taken:
        sums[work["provider"]]["billed"] += Decimal(work["billed"])
    short = over = 0.0
    for provider, found in sorted(sums.items()):
        spent, doubtful, billed = found["spent"], found["unconfirmed"], found["billed"]
        if billed or doubtful:
            print(f"  {provider}: billed {billed:.4f}, booked {spent:.4f} and {doubtful:.4f} in doubt")
        short += float(max(billed - spent - doubtful, Decimal(0)))
        over += float(max(spent - billed, Decimal(0))) if provider != "local" else 0
    verdict("US dollars billed by vendors and not booked", round(short, 2), 0)
    verdict("US dollars booked as certain and not billed", round(over, 2), 0)


def twice(here: Market, names: Sequence[str]) -> None:
    """Where the wire has no place for a key of ours, and no product is named, each job may ask for the same once."""
    buyers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for line in here.lines:
        buyers[line["provider"], line["phase"]].add(line["video_id"])
    found, again = repeated(here.taken), []
    for first, *others in found.again:
        marked = first["own"] or any(name in first["said"] for name in names)
        jobs = 1 if marked else max(1, *(len(buyers[first["provider"], phase]) for phase in _phases(first["kind"])))
        again += others[jobs - 1 :]
    print(f"{found.different} different calls were taken, {found.keyed} of them under a key of ours;")
    print(
        f"  {found.anew} were of no use and bought once more; {found.lost} questions asked again, whose answer was lost"
    )
    for work in again[:10]:
        print(f"  again: {work['kind']} at {work['provider']}: {work['said'][:80]}")
    verdict("calls that were taken and made again", len(again), 0)


def _phases(kind: str) -> Iterator[str]:
    """Of the ledger's lines for what the fakes call so."""
    if kind == "text":
        yield from ("planning", "judging")
    else:
        yield phase_of({"song": "music", "effect": "effects"}.get(kind, kind))


def leases(here: Market) -> None:
    """Work that a vendor has at one moment, against what its account allows."""
    moments: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for work in here.taken:
        if work["fault"] not in UNHEARD:
            moments[work["provider"]] += [(work["began"], 1), (work["ended"], -1)]
    over = 0
    for provider, steps in moments.items():
        at_once = most = 0
        for _, step in sorted(steps):
            at_once += step
            most = max(most, at_once)
        over += most > limits(provider, models()).concurrency
    verdict("vendors that had more work at once than their limit", over, 0)


def main(count: str = str(JOBS)) -> None:
    imports.main()
    pace.main()
    with market(SPOTWORKS_LANGUAGE_MODEL=outages.LANGUAGE) as here:
        outages.each_down(here)
    many(int(count))
