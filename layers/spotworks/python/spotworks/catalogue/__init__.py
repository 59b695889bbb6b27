"""Facts about the outside as TOML files beside this module, each with its source and date."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The tables of `<name>.toml`, parsed once and shared: do not change them.

    Raises FileNotFoundError for a file that is not in the package.
    """
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
