"""Where the catalogue's names lead."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def snake(name: str) -> str:
    """The folder and module of a catalogue name: "AdmitSpot" -> "admit_spot"."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
