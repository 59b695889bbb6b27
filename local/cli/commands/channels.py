"""Channels: a group of commands of its own."""

import re
from pathlib import Path
from typing import Annotated

import typer

from local.cli.commands.options import STATE, Json, Server, State, token
from local.cli.faults import printable

app = typer.Typer(name="channels", help="Themes that are told anew every day.", rich_markup_mode=None)


def _channel_id(value: str) -> str:
    """What could not be an id is not asked for: it would be another address."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", value, re.ASCII):
        name = printable(value)[:64]
        raise typer.BadParameter(f'"{name}" cannot be a channel: a to z, digits and -, 40 at most')
    return value


_Id = Annotated[str, typer.Argument(metavar="NAME", callback=_channel_id, help="The channel: a to z, digits and -.")]


@app.command("list")
def channels(as_json: Json = False, state: State = STATE, server: Server = None) -> int:
    """List the channels."""
    from local.cli.channels import channels as work

    return work(as_json=as_json, state=state, server=server, token=token())


@app.command()
def show(channel: _Id, as_json: Json = False, state: State = STATE, server: Server = None) -> int:
    """Show one channel."""
    from local.cli.channels import show as work

    return work(channel, as_json=as_json, state=state, server=server, token=token())


@app.command()
def add(
    channel: _Id,
    theme: Annotated[str, typer.Option(help="What its videos are about: the more facts, the more to tell.")],
    audience: Annotated[str | None, typer.Option(help="Who it is for.")] = None,
    language: Annotated[str | None, typer.Option(help="en or ru. Default: en.")] = None,
    duration: Annotated[str | None, typer.Option(metavar="SECONDS", help="3 to 1200. Default: 30.")] = None,
    aspect: Annotated[str | None, typer.Option(help="9:16, 16:9, 1:1 or 4:5. Default: 9:16.")] = None,
    placement: Annotated[str | None, typer.Option(help="Where it is shown: tiktok, reels, youtube, ...")] = None,
    quality: Annotated[str | None, typer.Option(help="draft, standard or broadcast. Default: standard.")] = None,
    brand: Annotated[str | None, typer.Option(help="The name on the end card.")] = None,
    cta: Annotated[str | None, typer.Option(help='The call to action: "Try it free".')] = None,
    url: Annotated[str | None, typer.Option(help="The product's page.")] = None,
    image: Annotated[list[Path] | None, typer.Option(help="A photo to build on; may be repeated.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Write over a channel of that name.")] = False,
    as_json: Json = False,
    state: State = STATE,
    server: Server = None,
) -> int:
    """Make a channel, or change one with --replace."""
    from local.cli.channels import add as work

    asked = {
        "prompt": theme, "audience": audience, "language": language, "duration": duration, "aspect": aspect,
        "placement": placement, "quality": quality, "brand": brand, "call_to_action": cta, "url": url,
    }  # fmt: skip
    return work(
        channel, asked, image or [], replace=replace, as_json=as_json, state=state, server=server, token=token()
    )  # fmt: skip


@app.command()
def remove(channel: _Id, as_json: Json = False, state: State = STATE, server: Server = None) -> int:
    """Remove a channel; its videos stay."""
    from local.cli.channels import remove as work

    return work(channel, as_json=as_json, state=state, server=server, token=token())


@app.command()
def run(
    channel: _Id,
    day: Annotated[str | None, typer.Option(metavar="DATE", help="2026-11-21, within a week. Default: today.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Another script than the day has already.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Wait, and leave its files here.")] = None,
    as_json: Json = False,
    state: State = STATE,
    server: Server = None,
) -> int:
    """Make a channel's video now."""
    from local.cli.channels import run as work

    return work(
        channel, day=day, fresh=fresh, out=out, as_json=as_json, state=state, server=server, token=token()
    )  # fmt: skip
