"""What is done with this machine."""

from typing import Annotated

import typer

from local.cli.commands.options import STATE, Fakes, Faults, Json, State


def serve(
    port: Annotated[int, typer.Option(help="The port of the page and the API.")] = 8000,
    state: State = STATE,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
    vendors: Fakes = None,
    faults: Faults = None,
) -> int:
    """Keep the embedded cloud running: page, HTTP API and its reference."""
    from local.cli.serve import serve as work
    from local.cli.session import vendors_of

    return work(state, port, open_page=open_page, vendors=vendors_of(vendors, faults))


def doctor(as_json: Json = False, state: State = STATE) -> int:
    """Check this machine: FFmpeg, voice, disk space."""
    from local.cli.doctor import doctor as work

    return work(state, as_json=as_json)
