"""One vendor's fake: its routes, its troubles and its news in its own format."""

from abc import ABC, abstractmethod
from typing import ClassVar

from starlette.responses import Response
from starlette.routing import BaseRoute

from local.vendors.shop import Shop, State, Trouble, Work


class Fake(ABC):
    """provider: its id in the catalogue, and the path under which it is served."""

    provider: ClassVar[str]

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

    def forged(self, work: Work) -> tuple[dict[str, str], bytes]:
        """The same as somebody would send it who has no key."""
        headers, body = self.news(work, "succeeded")
        return {
            name: value if "signature" not in name.lower() else value[::-1] for name, value in headers.items()
        }, body
