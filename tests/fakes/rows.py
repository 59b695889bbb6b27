"""Models from rows as the catalogue has them."""

import tomllib
from pathlib import Path

from spotworks.domain.model import Model

ROWS = Path(__file__).parents[1] / "adapters" / "providers"


def rows(name: str) -> dict[str, Model]:
    """The models of tests/adapters/providers/rows_<name>.toml by their ids."""
    found = tomllib.loads((ROWS / f"rows_{name}.toml").read_text(encoding="utf-8"))["models"]
    return {row["id"]: Model.model_validate(row) for row in found}
