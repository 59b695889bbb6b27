"""What is done with this machine."""

from typing import Annotated

import typer

from local.cli.commands.options import STATE, Json, State


def serve(
    port: Annotated[int, typer.Option(help="The port of the page and the API.")] = 8000,
    state: State = STATE,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
) -> int:
    """Keep the embedded cloud running: page, HTTP API and its reference."""
    from local.cli.serve import serve as work

    return work(state, port, open_page=open_page)


def doctor(as_json: Json = False, state: State = STATE) -> int:
    """Check this machine: FFmpeg, voice, disk space."""
    from local.cli.doctor import doctor as work

    return work(state, as_json=as_json)
