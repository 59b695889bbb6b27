"""What is done with any video file on this machine."""

from pathlib import Path
from typing import Annotated

import typer

from local.cli.commands.options import STATE, Json, State


def captions(
    video: Annotated[Path, typer.Argument(metavar="VIDEO", help="Any video.")],
    script: Annotated[Path | None, typer.Option(metavar="FILE", help="What is said in it, as plain text.")] = None,
    srt: Annotated[Path | None, typer.Option(metavar="FILE", help="Or captions as SRT, VTT, ASS or TTML.")] = None,
    style: Annotated[str, typer.Option(help="shorts, long, ad, karaoke, minimal, or a JSON file.")] = "long",
    language: Annotated[str | None, typer.Option(help='"en", "ru", "he", ... Default: by its letters.')] = None,
    burn: Annotated[bool, typer.Option("--burn", help="Draw them into the picture.")] = False,
    soft: Annotated[bool, typer.Option("--soft", help="Add them as a track to switch on.")] = False,
    formats: Annotated[str, typer.Option("--format", help="Files to write: srt,vtt,ass,ttml.")] = "srt,vtt",
    lead: Annotated[int | None, typer.Option(metavar="MS", help="Show each that much before its word.")] = None,
    lag: Annotated[int | None, typer.Option(metavar="MS", help="Leave each that much longer.")] = None,
    preview: Annotated[Path | None, typer.Option(metavar="PNG", help="Draw one frame with captions.")] = None,
    at: Annotated[float | None, typer.Option(metavar="SECONDS", help="The frame of the preview.")] = None,
    brand: Annotated[str, typer.Option(metavar="COLOUR", help="The accent of styles with one.")] = "#ffd54a",
    fonts: Annotated[Path | None, typer.Option(metavar="DIR", help="More fonts, by their family names.")] = None,
    transcript: Annotated[Path | None, typer.Option(metavar="FILE", help="Measure the words against it.")] = None,
    align: Annotated[bool | None, typer.Option("--align/--no-align", help="By WhisperX, if installed.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Default: out/<name of the video>.")] = None,
    as_json: Json = False,
) -> int:
    """Caption any video from its script or a subtitle file."""
    from local.cli.caption_options import Asked
    from local.cli.captions import captions as work

    asked = Asked(
        video=video, script=script, srt=srt, style=style, language=language, burn=burn, soft=soft, formats=formats,
        lead=lead, lag=lag, preview=preview, at=at, brand=brand, fonts=fonts, transcript=transcript, align=align,
        out=out,
    )  # fmt: skip
    return work(asked, as_json=as_json)


def check(
    video: Annotated[Path, typer.Argument(metavar="VIDEO", help="Any MP4, MOV or MKV.")],
    timeline: Annotated[Path | None, typer.Option(metavar="FILE", help="The timeline.json it was made from.")] = None,
    placement: Annotated[str | None, typer.Option(metavar="NAME", help="Where it is shown: tiktok, ott, ...")] = None,
    thumbnail: Annotated[Path | None, typer.Option(metavar="FILE", help="Its thumbnail.")] = None,
    profile: Annotated[str, typer.Option(help="With --timeline: preview, draft, standard or broadcast.")] = "standard",
    as_json: Json = False,
) -> int:
    """Measure a video: picture, sound, captions, file. Exit code 1 if a check fails."""
    from local.cli.check import check as work

    return work(video, timeline, placement, thumbnail, profile, as_json=as_json)


def verify(
    video: Annotated[Path, typer.Argument(metavar="FILE", help="Any video.")],
    anchors: Annotated[Path | None, typer.Option(metavar="PEM", help="Certificates to trust. Default: own.")] = None,
    as_json: Json = False,
    state: State = STATE,
) -> int:
    """Show who made which part of a video, and whether it was changed since (C2PA)."""
    from local.cli.verify import verify as work

    return work(video, anchors, state, as_json=as_json)
