"""Catalogue rows that an adapter's tests need, tests/adapters/providers/rows_*.toml, as models."""

import tomllib
from pathlib import Path

from spotworks.domain.model import Model

_HERE = Path(__file__).parents[1] / "adapters/providers"


def rows(provider: str) -> dict[str, Model]:
    found = tomllib.loads((_HERE / f"rows_{provider}.toml").read_text(encoding="utf-8"))["models"]
    return {row["id"]: Model.model_validate(row) for row in found}
