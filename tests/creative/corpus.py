"""The briefs of this folder: English and Russian; goods, services, places, apps, events, causes."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spotworks.domain.brief import Brief

_FOLDER = Path(__file__).parent / "briefs"


@dataclass(frozen=True)
class Case:
    """subject, kind: what has to be understood; says: what has to be heard or read; expect: further parameters."""

    name: str
    brief: Brief
    subject: str
    kind: str
    says: tuple[str, ...]
    expect: dict[str, str]


def _case(path: Path) -> Case:
    document: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    expect = document.pop("expect")
    subject, kind, says = expect.pop("subject"), expect.pop("kind"), tuple(expect.pop("says"))
    return Case(path.stem, Brief.model_validate(document), subject, kind, says, expect)


CASES = tuple(map(_case, sorted(_FOLDER.glob("*.toml"))))
