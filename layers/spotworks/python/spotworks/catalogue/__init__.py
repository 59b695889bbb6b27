"""Facts about the outside as TOML files beside this module, each with its source and date."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from spotworks.catalogue.reading import Source, read_models
from spotworks.domain.model import Model

GROUP = "spotworks.catalogues"
"""Entry points of packages that add models: each is TOML text, or a function that returns it."""


@cache
def load(name: str) -> dict[str, Any]:
    """The tables of `<name>.toml`, parsed once and shared: do not change them.

    Raises FileNotFoundError for a file that is not in the package.
    """
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def models(extra: Iterable[tuple[str, object]] = ()) -> tuple[Model, ...]:
    """All models, those of our own files first. extra: name and value of other packages' entry points.

    Raises CatalogueRejected with every mistake in any of them.
    """
    return read_models([*own_files(), *(Source(name, value) for name, value in extra)])


def own_files() -> list[Source]:
    """catalogue/models/*.toml by name, what this machine makes first."""
    found = [one for one in files(__name__).joinpath("models").iterdir() if one.name.endswith(".toml")]
    found.sort(key=lambda file: (file.name != "local.toml", file.name))
    return [Source(f"models/{file.name}", file.read_text(encoding="utf-8")) for file in found]
