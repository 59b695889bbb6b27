"""What is done with a video that was ordered."""

from pathlib import Path
from typing import Annotated

import typer

from local.cli.commands.options import STATE, AnyVideoId, Fakes, Faults, Json, Server, State, VideoId, token


def jobs(
    limit: Annotated[int, typer.Option(help="How many, newest first.", min=1, max=100)] = 20,
    as_json: Json = False,
    state: State = STATE,
    server: Server = None,
) -> int:
    """List the videos, also yesterday's."""
    from local.cli.jobs import jobs as work

    return work(limit, as_json=as_json, state=state, server=server, token=token())


def watch(video_id: VideoId, as_json: Json = False, state: State = STATE, server: Server = None) -> int:
    """Follow a video to its end."""
    from local.cli.jobs import watch as work

    return work(video_id, as_json=as_json, state=state, server=server, token=token())


def cancel(video_id: VideoId, as_json: Json = False, state: State = STATE, server: Server = None) -> int:
    """Stop making a video."""
    from local.cli.jobs import cancel as work

    return work(video_id, as_json=as_json, state=state, server=server, token=token())


def retry(
    video_id: VideoId,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where to leave the files.")] = None,
    wait: Annotated[bool, typer.Option("--wait/--no-wait", help="Follow it to its end.")] = True,
    vendors: Fakes = None,
    faults: Faults = None,
    as_json: Json = False,
    state: State = STATE,
    server: Server = None,
) -> int:
    """Go on with a video that failed; nothing is made or paid for twice."""
    from local.cli.jobs import retry as work
    from local.cli.session import vendors_of

    return work(
        video_id,
        out=out,
        wait=wait,
        as_json=as_json,
        state=state,
        server=server,
        token=token(),
        vendors=vendors_of(vendors, faults),
    )


def approve(
    video_id: VideoId,
    gate: Annotated[str | None, typer.Option(help="concept, storyboard or final. Default: the one that waits.")] = None,
    reject: Annotated[bool, typer.Option("--reject", help="Say no: the video stops there, until retry.")] = False,
    reason: Annotated[str, typer.Option(metavar="WORDS", help="Why, for the video's story.")] = "",
    as_json: Json = False,
    state: State = STATE,
    server: Server = None,
) -> int:
    """Answer a video that waits for approval."""
    from local.cli.jobs import approve as work

    return work(
        video_id, gate, approved=not reject, reason=reason, as_json=as_json, state=state, server=server, token=token()
    )


def concepts(
    video_id: VideoId,
    choose: Annotated[int | None, typer.Option(metavar="N", help="Make this one, while it waits.", min=1)] = None,
    reason: Annotated[str, typer.Option(metavar="WORDS", help="With --choose: why, for the video's story.")] = "",
    others: Annotated[bool, typer.Option("--others", help="Think of others beside these, while it waits.")] = False,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
    as_json: Json = False,
    state: State = STATE,
    server: Server = None,
) -> int:
    """Show the ideas with their cost; choose the one to make."""
    from local.cli.concepts import concepts as work

    return work(
        video_id, choose, others=others, reason=reason, open_page=open_page, as_json=as_json, state=state,
        server=server, token=token(),
    )  # fmt: skip


def storyboard(
    video_id: VideoId,
    scene: Annotated[int | None, typer.Option(help="Edit this scene, while it waits for approval.", min=1)] = None,
    line: Annotated[str | None, typer.Option(help="With --scene: what is said.")] = None,
    prompt: Annotated[str | None, typer.Option(help="With --scene: what its picture shows.")] = None,
    headline: Annotated[str | None, typer.Option(help="With --scene: the words on it.")] = None,
    detail: Annotated[str | None, typer.Option(help="With --scene: the smaller words.")] = None,
    kicker: Annotated[str | None, typer.Option(help="With --scene: the words above them.")] = None,
    button: Annotated[str | None, typer.Option(help="With --scene: the words on its button.")] = None,
    redraw: Annotated[bool, typer.Option("--redraw", help="With --scene: reject its picture for another.")] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="PNG", help="Save the sheet; until it is drawn, each scene's picture.")
    ] = None,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
    as_json: Json = False,
    state: State = STATE,
    server: Server = None,
) -> int:
    """Show the scenes and what going on will cost; edit one before it is made."""
    from local.cli.storyboard import storyboard as work

    edit = {
        "line": line, "prompt": prompt, "headline": headline, "detail": detail, "kicker": kicker, "button": button,
        "redraw": redraw,
    }  # fmt: skip
    return work(
        video_id, scene, edit, out=out, open_page=open_page, as_json=as_json, state=state, server=server, token=token()
    )


def revise(
    video_id: VideoId,
    remark: Annotated[str, typer.Argument(metavar="REMARK", help='"slower, warmer, show the lid in scene 2".')],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Make it without asking.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what it changes and costs.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Default: out/<title>-<iteration>.")] = None,
    vendors: Fakes = None,
    faults: Faults = None,
    as_json: Json = False,
    state: State = STATE,
    server: Server = None,
) -> int:
    """Make the next iteration of a finished video by a remark; only what it changes is made again."""
    from local.cli.revise import revise as work
    from local.cli.session import vendors_of

    return work(
        video_id,
        remark,
        yes=yes,
        dry_run=dry_run,
        out=out,
        as_json=as_json,
        state=state,
        server=server,
        token=token(),
        vendors=vendors_of(vendors, faults),
    )


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
        video_id, kind, out=out, options=options, as_json=as_json, state=state, server=server, token=token()
    )  # fmt: skip


def forget(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help='"research", "sounds/voice/elevenlabs", "all"; none: the list.')
    ] = "",
    as_json: Json = False,
    state: State = STATE,
    server: Server = None,
) -> int:
    """Throw away what is kept so that it isn't bought or made twice. Videos stay."""
    from local.cli.forget import forget as work

    return work(kind, as_json=as_json, state=state, server=server, token=token())


def costs(
    video_id: AnyVideoId = None,
    month: Annotated[str | None, typer.Option(metavar="YYYY-MM", help="Default: this one.")] = None,
    by: Annotated[str | None, typer.Option(metavar="GROUP", help="job, phase, provider, model or day.")] = None,
    as_json: Json = False,
    state: State = STATE,
    server: Server = None,
) -> int:
    """Show what was spent, and what had been expected."""
    from local.cli.costs import costs as work

    return work(video_id, month=month, by=by, as_json=as_json, state=state, server=server, token=token())
