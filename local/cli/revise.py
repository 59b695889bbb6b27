"""`spotworks revise`: shows what a remark changes and costs, asks, and makes the next iteration."""

import json
import sys
import uuid
from pathlib import Path
from typing import Any

from local.cli.faults import FAILED, bad_input
from local.cli.make import see_through
from local.cli.session import Vendors, say, session_of
from local.cli.words import again, money, single_line


def revise(
    video_id: str, remark: str, *, yes: bool, dry_run: bool, out: Path | None, as_json: bool, state: Path,
    server: str | None, token: str | None, vendors: Vendors | None = None,
) -> int:  # fmt: skip
    asks = not yes and not dry_run
    with session_of(video_id, state, server, token, vendors=vendors) as here:
        if not remark.strip():
            raise bad_input("remark", 'say what shall be different: "slower, warmer, show the lid in scene 2"')
        if asks and (as_json or not sys.stdin.isatty()):
            way = "give --yes to make it, or --dry-run to see what it would be"
            raise bad_input("yes", f"nobody can be asked here: {way}")
        would_be = here.client.feedback(video_id, remark, dry_run=True)
        if not as_json:
            show(would_be)
        if dry_run:
            if as_json:
                print(json.dumps(would_be, ensure_ascii=False, indent=1))
            return 0
        if asks and not _agrees(would_be):
            say("Nothing was made.")
            return FAILED
        made = here.client.feedback(video_id, remark, key=str(uuid.uuid4()))
        return see_through(here, [str(made["video_id"])], out, as_json)


def show(revision: dict[str, Any]) -> None:
    """The difference, what was not understood, what is made again."""
    print(f"Iteration {revision['iteration']} of {revision['creative']}:")
    for one in revision["differences"]:
        change = f"{one['before']} -> {one['after']}" if one["before"] else one["after"]
        print(f"  {one['where']}: {one['what']}: {single_line(change)}")
    for line in revision["not_done"]:
        print(f"  not done: {single_line(line)}")
    for line in revision["notes"]:
        print(f"  note: {single_line(line)}")
    print(f"Made again, for {money(revision['cost_usd'])} at most: {', '.join(again(revision['again']))}.")


def _agrees(revision: dict[str, Any]) -> bool:
    print(f"Make iteration {revision['iteration']}? [y/n] ", end="", flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}
