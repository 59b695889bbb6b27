"""The state machines."""

import re
from dataclasses import dataclass
from pathlib import Path

from infra.catalogue.names import ROOT


@dataclass(frozen=True)
class Machine:
    """One state machine; `${Name}` in it is a Function of that name."""

    name: str
    asl: Path
    timeout: int

    @property
    def calls(self) -> tuple[str, ...]:
        return tuple(sorted(set(re.findall(r"\$\{(\w+)\}", self.asl.read_text()))))


# Three gates, at each of which people have a week; every other state has a limit of its own.
MACHINES = (Machine("make_spot", ROOT / "statemachines" / "make_spot.asl.json", timeout=22 * 24 * 3600),)
