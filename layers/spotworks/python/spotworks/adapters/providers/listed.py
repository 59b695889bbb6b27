"""A call whose answer was lost, looked for in a vendor's list of works by the callback that only ours has."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from spotworks.errors import ProviderRejected
from spotworks.ports import VendorJob

PAGES = 20  # that are read at most
_SLACK = timedelta(minutes=10)  # that a vendor's clock and ours may be apart


@dataclass(frozen=True)
class Listed:
    """One work. made: when, by the vendor's clock; None where that does not read."""

    id: str
    callback: str
    made: datetime | None


Page = tuple[Sequence[Listed], str]
"""Some of the works, and where the next ones are; "" after the last."""


def rows(value: Any) -> list[Any]:
    """Raises ValueError for what is no list."""
    if not isinstance(value, list):
        raise ValueError("no list of works")
    return value


def entry(id_: Any, callback: Any, made: Any) -> Listed:
    """Of values as they were answered. Raises ValueError for one without an id."""
    if not isinstance(id_, str) or not id_:
        raise ValueError("a work without an id")
    return Listed(id_, callback if isinstance(callback, str) else "", _time(made))


def by_callback(read: Callable[[str], Page], client_key: str, *, vendor: str, began: str) -> VendorJob | None:
    """The work whose callback holds our key. None only where the list was read back to before the call, or to its end,
    and every work in it since has a callback.

    read: the page at a place, "" the first. began: as Vendor.find has it. Raises ProviderRejected where nobody can
    tell, and what `read` raises.
    """
    since = datetime.fromisoformat(began) - _SLACK if began else None
    place, nameless = "", False
    for _ in range(PAGES):
        works, place = read(place)
        for work in _since(works, since):
            if client_key and client_key in work.callback:
                return VendorJob(id=work.id)
            nameless = nameless or not work.callback
        if not place or _reaches_back(works, since):
            break
    else:
        raise ProviderRejected(
            f"{vendor} lists more works than the {PAGES} pages that are read: ours may be further on"
        )
    if nameless:
        raise ProviderRejected(f"{vendor} lists works without a webhook: whether one of them is ours cannot be told")
    return None


def _since(works: Iterable[Listed], since: datetime | None) -> Iterable[Listed]:
    return (work for work in works if since is None or work.made is None or work.made >= since)


def _reaches_back(works: Sequence[Listed], since: datetime | None) -> bool:
    """Whether what follows is older than that too: only of a page that is seen to go from the newest to the oldest."""
    times = [work.made for work in works if work.made is not None]
    if since is None or not times or len(times) < len(works):
        return False
    falls = times[0] > times[-1] and all(later >= earlier for later, earlier in pairwise(times))
    return falls and times[-1] < since


def _time(text: Any) -> datetime | None:
    """ISO 8601 with its zone."""
    try:
        found = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else None
