"""`spotworks channels`: themes that are told anew every day, and a video of one at once."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from local.cli.faults import Fault
from local.cli.make import check_brief, check_files, see_through
from local.cli.session import Session, session
from local.cli.table import show_table
from local.cli.words import single_line
from local.client import ApiError

_NONE = 'No channels yet. `spotworks channels add NAME --theme "..."` makes one.'


def channels(*, as_json: bool, state: Path, server: str | None, token: str | None) -> int:
    with session(state, server, token) as here:
        found = here.client.channels()
    if as_json:
        _print_json({"channels": found})
    elif not found:
        print(_NONE)
    else:
        rows = [(one["id"], _theme(one), one["brief"]["language"], one["brief"]["aspect"]) for one in found]
        show_table(("ID", "Theme", "Language", "Aspect"), rows, wide=1)
    return 0


def show(channel: str, *, as_json: bool, state: Path, server: str | None, token: str | None) -> int:
    with session(state, server, token) as here:
        _tell(here.client.channel(channel), as_json)
    return 0


def add(
    channel: str, asked: dict[str, Any], images: Sequence[Path], *, replace: bool, as_json: bool, state: Path,
    server: str | None, token: str | None,
) -> int:  # fmt: skip
    """asked: the fields of the brief that were given."""
    brief = {name: value for name, value in asked.items() if value is not None}
    check_files(images, "image")
    check_brief(brief, images)
    with session(state, server, token) as here:
        if not replace and _exists(here, channel):
            raise Fault(f"there is a channel {channel} already; --replace writes over it", error="Conflict")
        if images:
            brief["reference_assets"] = [here.client.upload(image) for image in images]
        _tell(here.client.channel(channel, "PUT", brief), as_json)
    return 0


def remove(channel: str, *, as_json: bool, state: Path, server: str | None, token: str | None) -> int:
    with session(state, server, token) as here:
        here.client.channel(channel, "DELETE")
    if as_json:
        _print_json({"id": channel, "removed": True})
    else:
        print(f"Removed {channel}; its videos stay.")
    return 0


def run(
    channel: str, *, day: str | None, fresh: bool, out: Path | None, as_json: bool, state: Path, server: str | None,
    token: str | None,
) -> int:  # fmt: skip
    with session(state, server, token) as here:
        return run_now(here, channel, day=day, fresh=fresh, out=out, as_json=as_json)


def run_now(
    here: Session, channel: str, *, day: str | None = None, fresh: bool = False, out: Path | None = None, as_json: bool
) -> int:
    """Starts a channel's video; on a server that would end with this command, watches it to its end."""
    video_ids = here.client.run_channel(channel, day=day, refresh=fresh)["video_ids"]
    if not here.lasting or out is not None:
        return see_through(here, video_ids, out, as_json)
    if as_json:
        _print_json({"video_ids": video_ids})
    else:
        for video_id in video_ids:
            print(f"Started {video_id}: `spotworks watch {video_id}` follows it.")
    return 0


def _exists(here: Session, channel: str) -> bool:
    try:
        here.client.channel(channel)
    except ApiError as error:
        if error.status == 404:
            return False
        raise
    return True


def _theme(channel: dict[str, Any]) -> str:
    return single_line(channel["brief"].get("title") or channel["brief"].get("prompt") or "")


def _tell(channel: dict[str, Any], as_json: bool) -> None:
    if as_json:
        _print_json(channel)
        return
    brief = channel["brief"]
    print(f"{channel['id']}: every day at 06:00 UTC a video of “{_theme(channel)}”")
    for name in ("audience", "language", "duration", "aspect", "placement", "quality"):
        if brief.get(name):
            print(f"  {name:<9} {single_line(str(brief[name]))}")


def _print_json(found: object) -> None:
    print(json.dumps(found, ensure_ascii=False, indent=1))
