"""What several commands ask for in the same words."""

import os
import re
from pathlib import Path
from typing import Annotated

import typer

from local.cli.faults import printable

State = Annotated[Path, typer.Option("--state", metavar="DIR", help="Where the embedded cloud keeps its state.")]
Server = Annotated[
    str | None, typer.Option("--server", metavar="URL", envvar="SPOTWORKS_SERVER", help="Use this API instead.")
]
Fakes = Annotated[
    str | None,
    typer.Option("--vendors", metavar="KIND", help="real, or fake: vendors that cost nothing. Default: real."),
]
Faults = Annotated[
    int | None, typer.Option("--faults", metavar="SEED", help="With --vendors fake: they fail, by this seed.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


def _video_id(value: str) -> str:
    """What could not be an id is not asked for: it would be another address."""
    if not re.fullmatch(r"[\w-]{1,64}", value, re.ASCII):
        raise typer.BadParameter(f'there is no video "{printable(value)[:64]}"; `spotworks jobs` lists them')
    return value


def _video_id_or_none(value: str | None) -> str | None:
    return None if value is None else _video_id(value)


VideoId = Annotated[
    str,
    typer.Argument(metavar="ID", callback=_video_id, help="The video's id, as `spotworks jobs` lists it."),
]

AnyVideoId = Annotated[
    str | None, typer.Argument(metavar="[ID]", callback=_video_id_or_none, help="Of this video, line by line.")
]

STATE = Path(".spotworks")


def token() -> str | None:
    return os.environ.get("SPOTWORKS_TOKEN")
