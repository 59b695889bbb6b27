"""Who is told: whoever watches a video, and the world."""

from collections.abc import Sequence
from typing import Any, Protocol


class Watchers(Protocol):
    """Who watches which video over WebSocket."""

    def issue(self, ticket: str, tenant: str, video_id: str) -> None:
        """Stores a single-use ticket that lives for a minute."""
        ...

    def redeem(self, ticket: str, connection: str) -> tuple[str, str] | None:
        """Tenant and video that the connection watches from now on; None for a bad ticket."""
        ...

    def watched_by(self, connection: str) -> tuple[str, str] | None: ...

    def watchers(self, tenant: str, video_id: str) -> Sequence[str]: ...

    def forget(self, connection: str) -> None: ...

    def send(self, connection: str, message: str) -> None:
        """Best effort: a connection that is gone is forgotten."""
        ...


class Announcer(Protocol):
    def announce(self, event: str, detail: dict[str, Any]) -> None:
        """Tells the world ("SpotFinished", "SpotFailed")."""
        ...
