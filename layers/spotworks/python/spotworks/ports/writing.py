"""Who finds out about a product and plans its video."""

from typing import Protocol

from spotworks.domain.brief import Brief
from spotworks.domain.plan_checks import Failed
from spotworks.domain.research import References, Research
from spotworks.domain.screenplay import Screenplay, Strategy
from spotworks.ports.thinking import Meter


class Writer(Protocol):
    """Plans a video.

    failed: what was wrong with the last answer, which is asked for again; meter: is told of every call that costs.
    Raises AnswerUnusable, ModerationRefused, ProviderThrottled, ProviderUnavailable, and what a meter raises.
    """

    def strategy(
        self,
        brief: Brief,
        research: Research | None,
        references: References,
        *,
        others: tuple[Strategy, ...] = (),
        failed: tuple[Failed, ...] = (),
        meter: Meter | None = None,
    ) -> Strategy:
        """others: concepts that are there already; the new one has another idea, hook and look."""
        ...

    def screenplay(
        self,
        brief: Brief,
        research: Research | None,
        references: References,
        strategy: Strategy,
        *,
        seed: int,
        failed: tuple[Failed, ...] = (),
        meter: Meter | None = None,
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
