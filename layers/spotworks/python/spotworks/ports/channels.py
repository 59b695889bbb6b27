"""What is kept of channels."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from spotworks.domain.channel import Channel, EditionScript, Print


class Channels(Protocol):
    """A tenant's channels, their scripts by day, and what they must not repeat."""

    def get(self, tenant: str, channel: str) -> Channel:
        """Raises NotFound."""
        ...

    def list(self, tenant: str) -> Sequence[Channel]: ...

    def put(self, tenant: str, channel: Channel) -> None:
        """In place of an older one of the same id."""
        ...

    def remove(self, tenant: str, channel: str) -> None:
        """With its scripts and what is remembered of it. One that is not there is no error."""
        ...

    def all(self) -> Sequence[tuple[str, Channel]]:
        """Every channel of every tenant."""
        ...

    def script(self, tenant: str, channel: str, day: date, variation: int) -> EditionScript | None:
        """None also for one that has expired."""
        ...

    def keep(self, tenant: str, script: EditionScript, mark: Print) -> None:
        """The script until it expires, in place of an older one of its day, and what is remembered of its video."""
        ...

    def prints(self, tenant: str, channel: str) -> Sequence[Print]:
        """Of the last `REMEMBERED` videos, newest first."""
        ...

    def seen(self, tenant: str, channel: str, video_id: str, pictures: tuple[str, ...]) -> None:
        """Adds its pictures to what is remembered of a video. One that is forgotten already is no error."""
        ...
