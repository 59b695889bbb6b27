"""What a content mode is to the stages."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from spotworks.domain.base import Frozen
from spotworks.domain.captions import Captions
from spotworks.domain.drawing import Drawing
from spotworks.domain.mode import Material, ModeInfo
from spotworks.domain.research import References
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.script import Script
from spotworks.domain.timeline import Timeline
from spotworks.ports.rendering import Rendered


class Mode(Protocol):
    """A way of making videos (requirement G1). docs/adding-a-mode.md tells how to write one.

    All but `render` are pure: equal arguments give equal results, so that a repeated stage repeats nothing.
    config: what `validate_config` gave.
    """

    def get_metadata(self) -> ModeInfo: ...

    def validate_config(self, config: Mapping[str, Any]) -> Frozen:
        """What the user set, as a model. Raises InvalidRequest naming the option ("mode_options.speed")."""
        ...

    def plan(self, play: Screenplay, config: Frozen, references: References) -> Screenplay:
        """The screenplay as this mode shows it. A scene for which nothing is to be generated says so."""
        ...

    def drawings(
        self, play: Screenplay, config: Frozen, captions: Captions, canvas: tuple[int, int], references: References
    ) -> Sequence[Drawing]:
        """What the artist is to draw for the edit."""
        ...

    def timeline(self, play: Screenplay, material: Material, config: Frozen) -> Timeline:
        """The edit."""
        ...

    def render(self, script: Script, audio: Path | None, *, config: Mapping[str, Any], out: Path) -> Rendered:
        """A video of a script on its own, written whole or not at all. audio: its voice, or None to have it spoken.

        Raises InvalidRequest, RenderFailed, ToolMissing, DiskFull.
        """
        ...


class Modes(Protocol):
    """Those that are installed."""

    def find(self, name: str) -> Mode:
        """Raises InvalidRequest naming "mode", ModelUnavailable for one that does not load."""
        ...

    def infos(self) -> Sequence[ModeInfo]: ...
