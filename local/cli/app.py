"""The commands and their options. Each imports what does its work when it is called."""

import errno
import json
import os
import re
import signal
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from local.cli.faults import BAD_INPUT, FAILED, INTERRUPTED, Fault, no_space, plain, printable

State = Annotated[Path, typer.Option("--state", metavar="DIR", help="Where the embedded cloud keeps its state.")]
Server = Annotated[
    str | None, typer.Option("--server", metavar="URL", envvar="SPOTWORKS_SERVER", help="Use this API instead.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


def _video_id(value: str) -> str:
    """What could not be an id is not asked for: it would be another address."""
    if not re.fullmatch(r"[\w-]{1,64}", value, re.ASCII):
        raise typer.BadParameter(f'there is no video "{printable(value)[:64]}"; `spotworks jobs` lists them')
    return value


VideoId = Annotated[
    str,
    typer.Argument(metavar="ID", callback=_video_id, help="The video's id, as `spotworks jobs` lists it."),
]

STATE = Path(".spotworks")

app = typer.Typer(
    name="spotworks", help="Finished video ads from a brief.", add_completion=False,
    pretty_exceptions_enable=False, rich_markup_mode=None,
)  # fmt: skip


def run(argv: list[str] | None = None) -> int:
    """One command line; never a traceback for what a person can mend."""
    argv = (sys.argv[1:] if argv is None else argv) or ["--help"]
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that `kill` ends things as Ctrl-C does
    try:
        return app(args=argv, prog_name="spotworks", standalone_mode=False) or 0
    except Fault as fault:
        return _end(fault, as_json="--json" in argv)
    except typer.TyperException as error:
        return _end(_misused(error), as_json="--json" in argv)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter complains at exit
        return FAILED
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        return _end(no_space(error.filename or "the disk"), as_json="--json" in argv)


def _misused(error: typer.TyperException) -> Fault:
    """An option that does not exist, or whose value is not even of its type."""
    field = getattr(getattr(error, "param", None), "name", None)
    text = " ".join(error.format_message().split())
    if isinstance(error, typer.BadParameter) and field and error.message:
        text = f"{field}: {plain(error.message)}"
    return Fault(text, code=BAD_INPUT, field=field, error="InvalidRequest")


def _end(fault: Fault, *, as_json: bool) -> int:
    print(printable(f"spotworks: {fault}"), file=sys.stderr)
    if as_json:
        print(json.dumps(fault.to_json()))
    return fault.code


def _token() -> str | None:
    return os.environ.get("SPOTWORKS_TOKEN")


@app.command()
def make(
    prompt: Annotated[str, typer.Argument(metavar="PROMPT", help="What the video is about.")] = "",
    url: Annotated[str | None, typer.Option(help="The product's page.")] = None,
    image: Annotated[list[Path] | None, typer.Option(help="A photo to build on; may be repeated.")] = None,
    footage: Annotated[
        list[Path] | None, typer.Option(metavar="PATH", help="A folder of your videos, or one; may be repeated.")
    ] = None,
    lottie: Annotated[list[Path] | None, typer.Option(help="A Lottie document; may be repeated.")] = None,
    duration: Annotated[str | None, typer.Option(metavar="SECONDS", help="3 to 1200. Default: 30.")] = None,
    aspect: Annotated[str | None, typer.Option(help="9:16, 16:9, 1:1 or 4:5. Default: 9:16.")] = None,
    aspects: Annotated[str | None, typer.Option(metavar="LIST", help='Several of one plan: "9:16,1:1,16:9".')] = None,
    fps: Annotated[int | None, typer.Option(help="24, 25, 30, 50 or 60. Default: 30.")] = None,
    language: Annotated[str | None, typer.Option(help="en or ru. Default: en.")] = None,
    model: Annotated[str | None, typer.Option(help="As `spotworks models` lists them. Default: local.")] = None,
    mode: Annotated[str | None, typer.Option(help="As `spotworks modes` lists them. Default: ai_video.")] = None,
    mode_option: Annotated[
        list[str] | None, typer.Option(metavar="KEY=VALUE", help="Of the mode; may be repeated.")
    ] = None,
    variations: Annotated[int | None, typer.Option(help="How many different videos, 1 to 8.")] = None,
    quality: Annotated[str | None, typer.Option(help="draft, standard or broadcast. Default: standard.")] = None,
    codec: Annotated[str | None, typer.Option(help="h264 or hevc. Default: h264, which plays everywhere.")] = None,
    budget: Annotated[str | None, typer.Option(metavar="USD", help="The most it may cost. Default: 0.50.")] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed and brief give the same video.")] = None,
    title: Annotated[str | None, typer.Option(help="The video's title.")] = None,
    description: Annotated[str | None, typer.Option(help="More about the product.")] = None,
    brand: Annotated[str | None, typer.Option(help="The name on the end card.")] = None,
    brand_kit: Annotated[Path | None, typer.Option(metavar="FILE", help="Logo, colours, type: TOML or JSON.")] = None,
    cta: Annotated[str | None, typer.Option(help='The call to action: "Try it free".')] = None,
    placement: Annotated[
        str | None, typer.Option(help="Where it is shown: tiktok, reels, youtube, ott, ... Default: social.")
    ] = None,
    captions: Annotated[
        str | None, typer.Option(help="ad, shorts, long, karaoke, minimal, or none in the picture. Default: ad.")
    ] = None,
    tone: Annotated[str | None, typer.Option(help='"warm", "playful", ...')] = None,
    audience: Annotated[str | None, typer.Option(help="Who it is for.")] = None,
    approve: Annotated[list[str] | None, typer.Option(help="Wait for a yes: storyboard, final or both.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Default: out/<title>.")] = None,
    as_json: Json = False,
    state: State = STATE,
    server: Server = None,
) -> int:
    """Make a video and leave its files in a folder."""
    from local.cli.make import make as work

    asked: dict[str, Any] = {
        "prompt": prompt, "title": title, "description": description, "url": url, "duration": duration,
        "aspect": aspect, "aspects": aspects, "fps": fps, "language": language, "model": model, "mode": mode,
        "mode_options": mode_option, "placement": placement, "variations": variations,
        "quality": quality, "codec": codec, "budget": budget, "seed": seed, "brand": brand, "call_to_action": cta,
        "captions": captions, "tone": tone, "audience": audience, "approvals": approve, "kit": brand_kit,
    }  # fmt: skip
    return work(
        asked,
        image or [],
        footage=footage or [],
        lottie=lottie or [],
        out=out,
        as_json=as_json,
        state=state,
        server=server,
        token=_token(),
    )


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="The port of the page and the API.")] = 8000,
    state: State = STATE,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
) -> int:
    """Keep the embedded cloud running: page, HTTP API and its reference."""
    from local.cli.serve import serve as work

    return work(state, port, open_page=open_page)


@app.command()
def jobs(
    limit: Annotated[int, typer.Option(help="How many, newest first.", min=1, max=100)] = 20,
    as_json: Json = False,
    state: State = STATE,
    server: Server = None,
) -> int:
    """List the videos, also yesterday's."""
    from local.cli.jobs import jobs as work

    return work(limit, as_json=as_json, state=state, server=server, token=_token())


@app.command()
def watch(video_id: VideoId, as_json: Json = False, state: State = STATE, server: Server = None) -> int:
    """Follow a video to its end."""
    from local.cli.jobs import watch as work

    return work(video_id, as_json=as_json, state=state, server=server, token=_token())


@app.command()
def cancel(video_id: VideoId, as_json: Json = False, state: State = STATE, server: Server = None) -> int:
    """Stop making a video."""
    from local.cli.jobs import cancel as work

    return work(video_id, as_json=as_json, state=state, server=server, token=_token())


@app.command()
def retry(
    video_id: VideoId,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where to leave the files.")] = None,
    wait: Annotated[bool, typer.Option("--wait/--no-wait", help="Follow it to its end.")] = True,
    as_json: Json = False,
    state: State = STATE,
    server: Server = None,
) -> int:
    """Go on with a video that failed; nothing is made or paid for twice."""
    from local.cli.jobs import retry as work

    return work(video_id, out=out, wait=wait, as_json=as_json, state=state, server=server, token=_token())


@app.command()
def approve(
    video_id: VideoId,
    gate: Annotated[str | None, typer.Option(help="storyboard or final. Default: the one that waits.")] = None,
    reject: Annotated[bool, typer.Option("--reject", help="Say no; the video fails.")] = False,
    as_json: Json = False,
    state: State = STATE,
    server: Server = None,
) -> int:
    """Answer a video that waits for approval."""
    from local.cli.jobs import approve as work

    return work(video_id, gate, approved=not reject, as_json=as_json, state=state, server=server, token=_token())


@app.command()
def export(
    video_id: VideoId,
    kind: Annotated[str, typer.Option("--format", metavar="FORMAT", help="otio for editors, ott for TV.")] = "otio",
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Default: out/<title>/<format>.")] = None,
    with_media: Annotated[bool, typer.Option("--with-media", help="otio: its files beside it.")] = False,
    base_url: Annotated[str | None, typer.Option(metavar="URL", help="ott: where the files will be served.")] = None,
    click_through: Annotated[str | None, typer.Option(metavar="URL", help="ott: where a click leads.")] = None,
    ad_id: Annotated[str | None, typer.Option(metavar="ID", help="ott: of ad-id.org.")] = None,
    advertiser: Annotated[str | None, typer.Option(metavar="NAME", help="ott: who advertises.")] = None,
    as_json: Json = False,
    state: State = STATE,
    server: Server = None,
) -> int:
    """Hand a finished video on: to an editor, to streaming television."""
    from local.cli.export import export as work

    options = {
        "with_media": with_media, "base_url": base_url, "click_through": click_through, "ad_id": ad_id,
        "advertiser": advertiser,
    }  # fmt: skip
    return work(
        video_id, kind, out=out, options=options, as_json=as_json, state=state, server=server, token=_token()
    )  # fmt: skip


@app.command()
def models(as_json: Json = False, state: State = STATE, server: Server = None) -> int:
    """List the models, and which can be used here."""
    from local.cli.jobs import models as work

    return work(as_json=as_json, state=state, server=server, token=_token())


@app.command()
def modes(
    preview: Annotated[bool, typer.Option("--preview", help="Draw a sheet of all modes on one script.")] = False,
    script: Annotated[Path | None, typer.Option(metavar="FILE", help="With --preview: a paragraph a scene.")] = None,
    image: Annotated[list[Path] | None, typer.Option(help="With --preview: a photo; may be repeated.")] = None,
    footage: Annotated[list[Path] | None, typer.Option(metavar="PATH", help="With --preview: your videos.")] = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="MODE", help="With --preview: this one; repeatable.")
    ] = None,
    aspect: Annotated[str, typer.Option(help="With --preview: 9:16, 16:9, 1:1 or 4:5.")] = "9:16",
    language: Annotated[str, typer.Option(help="With --preview: en or ru.")] = "en",
    brand: Annotated[str, typer.Option(help="With --preview: the name on the end card.")] = "",
    out: Annotated[Path, typer.Option(metavar="PNG", help="With --preview: the sheet.")] = Path("modes.png"),
    as_json: Json = False,
    server: Server = None,
) -> int:
    """List the ways of making a video, or show each on the same script."""
    from local.cli.modes import Wanted
    from local.cli.modes import modes as work

    wanted = None
    if preview:
        wanted = Wanted(
            script=script, images=image or [], footage=footage or [], only=only or [], aspect=aspect,
            language=language, brand=brand, out=out,
        )  # fmt: skip
    return work(wanted, as_json=as_json, server=server, token=_token())


@app.command()
def daily(
    set_prompt: Annotated[str | None, typer.Option("--set", metavar="PROMPT", help="Make this every day.")] = None,
    off: Annotated[bool, typer.Option("--off", help="Stop the daily video.")] = False,
    now: Annotated[bool, typer.Option("--now", help="Make today's at once.")] = False,
    duration: Annotated[str | None, typer.Option(metavar="SECONDS", help="With --set.")] = None,
    aspect: Annotated[str | None, typer.Option(help="With --set.")] = None,
    language: Annotated[str | None, typer.Option(help="With --set.")] = None,
    quality: Annotated[str | None, typer.Option(help="With --set.")] = None,
    as_json: Json = False,
    state: State = STATE,
    server: Server = None,
) -> int:
    """Show, set, stop or fire the daily video."""
    from local.cli.daily import daily as work

    asked = {"prompt": set_prompt, "duration": duration, "aspect": aspect, "language": language, "quality": quality}
    return work(asked, off=off, now=now, as_json=as_json, state=state, server=server, token=_token())


@app.command()
def doctor(as_json: Json = False, state: State = STATE) -> int:
    """Check this machine: FFmpeg, voice, disk space."""
    from local.cli.doctor import doctor as work

    return work(state, as_json=as_json)


@app.command()
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


@app.command()
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


@app.command()
def verify(
    video: Annotated[Path, typer.Argument(metavar="FILE", help="Any video.")],
    anchors: Annotated[Path | None, typer.Option(metavar="PEM", help="Certificates to trust. Default: own.")] = None,
    as_json: Json = False,
    state: State = STATE,
) -> int:
    """Show who made which part of a video, and whether it was changed since (C2PA)."""
    from local.cli.verify import verify as work

    return work(video, anchors, state, as_json=as_json)
