"""Who draws clips on a GPU of one's own."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from spotworks.domain.model import Model
from spotworks.domain.shots import Shot

Watch = Callable[[int, Callable[[], bytes]], None]
"""Called after each step with how many are done and what makes a checkpoint of it; what it raises ends the work."""


class Diffuser(Protocol):
    def film(self, shot: Shot, model: Model, to: Path, *, picture: bytes, begin: bytes, watch: Watch) -> str:
        """Draws a clip into an MP4; how it was encoded, for people.

        picture: what it begins with, b"" for words alone. begin: a checkpoint of the same work, b"" for none; one of
        other work is passed over.
        Raises ModelUnavailable (not there, its library is not, too little memory), ProviderUnavailable.
        """
        ...
