"""A finished clip as the timeline takes it."""

from typing import Annotated

from pydantic import Field

from spotworks.domain.base import Frozen
from spotworks.domain.timeline import Footage, Still


class ClipDocument(Frozen):
    """What a clip maker hands over, as JSON: a still that moves, or footage.

    last_frame: a picture in the work bucket that the next chunk continues from.
    has_sound: the footage has a sound of its own that belongs to it.
    """

    schema_version: int = 1
    source: Annotated[Still | Footage, Field(discriminator="type")]
    last_frame: str
    has_sound: bool = False
