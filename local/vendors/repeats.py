"""Paid calls that were taken and made again, by what the fakes' books tell (local.vendors.market, GET /shop)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from local.vendors.faults import FILE, LINKS, LOST

Taken = Mapping[str, Any]
UNHEARD: frozenset[str] = LOST | {"stuck"}
"""Faults of calls that were taken and of whose end nobody hears in time."""
_FAILED = {"failed", "refused_output"}
_UNUSABLE: frozenset[str] = FILE | LINKS - {"moved_url"}


@dataclass
class Repeats:
    """again: of each call that was made again the first, and those that should not be. different: how many calls there
    are; keyed: of them, those under a key of the client's. anew: what was of no use when it came, and was bought once
    more; lost: questions that were asked again as nobody heard the answer.
    """

    again: list[list[Taken]] = field(default_factory=list)
    different: int = 0
    keyed: int = 0
    anew: int = 0
    lost: int = 0


def repeated(taken: Iterable[Taken]) -> Repeats:
    """Calls are the same under the same key of the client's; where the wire has no place for one, if the same is asked
    for. Those of which the vendor said that they failed took nothing.

    Where there is no key, a file that is of no use may be bought once more: what became of the call is known. A
    language model whose answer was lost is asked again all the same, as there is nothing to ask about.
    """
    calls: dict[tuple[str, str, str], list[Taken]] = defaultdict(list)
    for work in taken:
        if work["fault"] not in _FAILED:
            calls[work["provider"], work["kind"], work["key"]].append(work)
    found = Repeats(different=len(calls), keyed=sum(works[0]["own"] for works in calls.values()))
    for works in calls.values():
        again = [work for before, work in pairwise(works) if not _is_known(before, found)]
        if again:
            found.again.append([works[0], *again])
    return found


def _is_known(before: Taken, found: Repeats) -> bool:
    """Whether the same may be asked for once more, which is counted."""
    lost = before["kind"] == "text" and before["fault"] in UNHEARD
    anew = not before["own"] and before["fault"] in _UNUSABLE
    found.lost += lost
    found.anew += anew
    return lost or anew
