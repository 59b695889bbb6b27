"""One vendor's fake: its routes, its troubles and its news in its own format."""

from abc import ABC, abstractmethod
from decimal import Decimal
from typing import ClassVar

from starlette.responses import Response
from starlette.routing import BaseRoute

from local.vendors import bills
from local.vendors.faults import Fault
from local.vendors.shop import Shop, State, Trouble, Work


class Fake(ABC):
    """provider: its id in the catalogue, and the path under which it is served."""

    provider: ClassVar[str]
    lacks: ClassVar[frozenset[Fault]] = frozenset()
    """The faults that make no sense here."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    @abstractmethod
    def routes(self) -> list[BaseRoute]: ...

    @abstractmethod
    def trouble(self, kind: Trouble) -> Response:
        """How this vendor says that it does not take a call."""

    def news(self, work: Work, state: State) -> tuple[dict[str, str], bytes]:
        """Headers and body of the webhook that tells of a state, signed where the vendor signs."""
        raise NotImplementedError

    async def agreed(self, work: Work) -> bool:
        """Whether the callback's address passes the trial that this vendor makes of it before it sends any news."""
        return True

    def bill(self, work: Work) -> Decimal:
        """What this vendor charges for work that went well, in US dollars."""
        return bills.priced(work)

    def charges(self, work: Work, state: State) -> Decimal:
        """What it charges by the rules that it has for its failures, for refusals and for what was cancelled."""
        return self.bill(work) if state == "succeeded" else Decimal(0)

    def forged(self, work: Work) -> tuple[dict[str, str], bytes]:
        """The same as somebody would send it who has no key."""
        headers, body = self.news(work, "succeeded")
        return {
            name: value if "signature" not in name.lower() else value[::-1] for name, value in headers.items()
        }, body
