"""Who makes a picture, a clip, a voice, effects or music."""

from decimal import Decimal
from typing import Any, Protocol

from spotworks.domain.base import Frozen, Usd


class Product(Frozen):
    """What a maker hands over at once. suffix begins with a dot; note: for the report, for people."""

    content: bytes
    suffix: str
    content_type: str
    model: str
    cost_usd: Usd = Decimal(0)
    note: str = ""


class Ticket(Frozen):
    """A vendor's promise: the result is fetched later by its id."""

    model: str
    provider_job: str


class Maker(Protocol):
    """Makes one kind of thing for one model; one per vendor and kind, the local ones included.

    Deterministic for a given request where the vendor allows it. Files that belong to a product
    (the WAVs of a Voice document) are written to the work bucket by the maker, content-addressed.
    """

    def make(self, request: Any) -> Product | Ticket: ...
