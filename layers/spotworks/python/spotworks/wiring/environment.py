"""What the environment says, and how adapters are made of it. The only reader of the environment."""

import os
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from typing import Any


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def said(name: str) -> str:
    """The whole name; "" where nobody set it."""
    return os.environ.get(name, "")


def required(name: str) -> str:
    """SPOTWORKS_<name>. Raises KeyError, which names what the catalogue forgot to give this function."""
    return os.environ[f"SPOTWORKS_{name}"]


def new(module: str, name: str, *args: Any, **options: Any) -> Any:
    """An adapter, imported when it is wanted."""
    return getattr(import_module(f"spotworks.adapters.{module}"), name)(*args, **options)


@cache
def table() -> Any:
    return new("aws.table", "Table", required("TABLE"))


def entry_point(group: str, name: str) -> Any:
    """What an installed package offers under that name. Raises LookupError."""
    for entry in import_module("importlib.metadata").entry_points(group=group, name=name):
        return entry.load()
    raise LookupError(f"no package that is installed here has {name!r} among its {group}")


def entry_points(group: str) -> list[tuple[str, Any]]:
    """All that installed packages offer in a group, by name."""
    return [(entry.name, entry.load()) for entry in import_module("importlib.metadata").entry_points(group=group)]


def scripted(kind: str, maker: Any) -> Any:
    """For the benchmark: SPOTWORKS_SCRIPTED_DELAYS ("image=7,clip=30") makes a maker as slow as a vendor."""
    script = said("SPOTWORKS_SCRIPTED_DELAYS")
    delays = dict(pair.split("=") for pair in script.split(",") if "=" in pair)
    if kind not in delays:
        return maker
    return new("local.scripted", "Scripted", maker, float(delays[kind]))
