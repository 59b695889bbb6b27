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
    def research(self, url: str) -> Research:
        """Raises ResearchFailed, naming the field "url"."""
        ...
