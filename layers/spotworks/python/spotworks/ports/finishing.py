"""Who has a finished file in hand: to measure it, to sign it."""

from pathlib import Path
from typing import Protocol

from spotworks.domain.generation import Profile
from spotworks.domain.provenance import Chain
from spotworks.domain.quality import ALONE, Exhibits, QualityReport
from spotworks.domain.timeline import Timeline


class Checker(Protocol):
    """rules: changes whenever its verdict may."""

    @property
    def rules(self) -> str: ...

    def check(
        self, video: Path, timeline: Timeline | None, *, profile: Profile, beside: Exhibits = ALONE
    ) -> QualityReport:
        """Measures a finished file. A meter that fails is a failed check, never an exception.

        timeline: None for a video that nobody planned here; what it lacks leaves checks out, by name.
        """
        ...


class Signer(Protocol):
    """identity: changes with the certificate and with whatever else shapes what is signed."""

    @property
    def identity(self) -> str: ...

    def sign(self, video: Path, chain: Chain, out: Path) -> None:
        """Writes a signed copy, and reads it again. Raises RenderFailed."""
        ...
