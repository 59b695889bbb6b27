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


def scripted(kind: str, maker: Any) -> Any:
    """For the benchmark: SPOTWORKS_SCRIPTED_DELAYS ("image=7,clip=30") makes a maker as slow as a vendor."""
    script = said("SPOTWORKS_SCRIPTED_DELAYS")
    delays = dict(pair.split("=") for pair in script.split(",") if "=" in pair)
    if kind not in delays:
        return maker
    return new("local.scripted", "Scripted", maker, float(delays[kind]))
