"""The briefs of this folder: English and Russian; goods, services, places, apps, events, causes; six with a page."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spotworks.domain.brief import Brief

_FOLDER = Path(__file__).parent / "briefs"


@dataclass(frozen=True)
class Case:
    """subject, kind: what has to be understood; says: what has to be heard or read; expect: further parameters.

    page: the address of a page that is saved in pages/, or "".
    """

    name: str
    brief: Brief
    subject: str
    kind: str
    says: tuple[str, ...]
    expect: dict[str, str]
    page: str

    @property
    def whole(self) -> Brief:
        """The brief with the address of its page."""
        about = self.brief.model_dump(exclude_unset=True)
        return Brief.model_validate(about | ({"url": self.page} if self.page else {}))


def _case(path: Path) -> Case:
    document: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    expect, page = document.pop("expect"), document.pop("page", "")
    subject, kind, says = expect.pop("subject"), expect.pop("kind"), tuple(expect.pop("says"))
    return Case(path.stem, Brief.model_validate(document), subject, kind, says, expect, page)


CASES = tuple(map(_case, sorted(_FOLDER.glob("*.toml"))))
PAGES = tuple(case for case in CASES if case.page)
