"""A channel: a theme that is told anew every day, and what is remembered of it."""

from datetime import date
from typing import Annotated

from pydantic import Field

from spotworks.domain.base import Frozen
from spotworks.domain.brief import Brief
from spotworks.domain.screenplay import Screenplay, Strategy

CHANNEL_ID = r"^[a-z0-9][a-z0-9-]{0,39}$"
DAILY = "daily"  # the channel of `/api/daily`, which there was before there were channels
REMEMBERED = 30  # videos of a channel that a new one must not repeat
MAX_CHANNELS = 100  # of a tenant


class Channel(Frozen):
    """brief: the theme (its prompt), the audience, the language, and all else that every video of it shares."""

    id: Annotated[str, Field(pattern=CHANNEL_ID)]
    brief: Brief


class Edition(Frozen):
    """What a job is for. refresh: whether a script that is there is not used again."""

    channel: Channel
    day: date
    refresh: bool = False

    def of(self, brief: Brief) -> "Edition":
        """The same of the channel's brief as it was read for that day."""
        return self.model_copy(update={"channel": self.channel.model_copy(update={"brief": brief})})


class Refused(Frozen):
    """A draft that was not taken. alike: to the video of that day, from 0 to 1."""

    angle: str
    alike: float
    day: date


class EditionScript(Frozen):
    """The script of a channel and day. asked: the channel's brief then; brief: what the writer was given.

    expires: the last day of what it offers first, in UTC; it is not told after it.
    """

    schema_version: int = 1
    channel: str
    day: date
    variation: int
    video_id: str
    angle: str
    asked: Brief
    brief: Brief
    strategy: Strategy
    screenplay: Screenplay
    refused: tuple[Refused, ...] = ()
    expires: date | None = None


class Print(Frozen):
    """What is remembered of a video. words, pictures: fingerprints; made: ISO 8601 UTC."""

    video_id: str
    day: date
    made: str
    angle: str
    words: tuple[int, ...]
    pictures: tuple[str, ...] = ()
