"""Who finds out about a product and plans its video."""

from typing import Protocol

from spotworks.domain.brief import Brief
from spotworks.domain.research import References, Research
from spotworks.domain.screenplay import Screenplay, Strategy


class Writer(Protocol):
    """Plans a video."""

    def strategy(self, brief: Brief, research: Research | None, references: References) -> Strategy: ...

    def screenplay(
        self, brief: Brief, research: Research | None, references: References, strategy: Strategy, *, seed: int
    ) -> Screenplay: ...


class Researcher(Protocol):
    """Reads what lies on the web, and only on the public web."""

    def address(self, url: str) -> str:
        """One spelling for all addresses of the same page."""
        ...

    def research(self, url: str) -> Research:
        """Raises ResearchFailed, naming the field "url"."""
        ...

    def picture(self, url: str) -> bytes:
        """A picture's file, not looked at yet. Raises ResearchFailed."""
        ...
