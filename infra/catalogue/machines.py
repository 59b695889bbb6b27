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


MACHINES = (Machine("make_spot", ROOT / "statemachines" / "make_spot.asl.json", timeout=6 * 3600),)
