"""`jobs`, `watch`, `cancel`, `retry`, `approve`: one call each, and its answer for a person or a program."""

import json
from pathlib import Path
from typing import Any

from local.cli.display import display
from local.cli.faults import Fault, bad_input
from local.cli.result import exit_code, failure_line, offer_note, shown_as, tell, to_json, turned_down, why
from local.cli.session import Session, Vendors, say, session, session_of
from local.cli.story import Story
from local.cli.table import show_table
from local.cli.watch import Watch, save
from local.cli.words import age, money, single_line, slug
from local.client import ApiError


def jobs(limit: int, *, as_json: bool, state: Path, server: str | None, token: str | None) -> int:
    with session(state, server, token) as here:
        found = here.client.videos(limit=limit)
    if as_json:
        print_json(found)
        return 0
    if not found["videos"]:
        print('No videos yet. `spotworks make "PROMPT"` makes one.')
        return 0
    rows = [
        (v["video_id"], single_line(v["title"]), shown_as(v), f"{v['progress']} %", age(v["created"]),
         money(v["cost_usd"]))
        for v in found["videos"]
    ]  # fmt: skip
    show_table(("ID", "Title", "Status", "Progress", "Age", "Cost"), rows, wide=1)
    for v in found["videos"]:
        if turned_down(v):
            print(f"{v['video_id']}: {why(v)}.")
        if note := offer_note(v):
            print(f"{v['video_id']}: its {note}.")
    return 0


def watch(video_id: str, *, as_json: bool, state: Path, server: str | None, token: str | None) -> int:
    """Ctrl-C leaves the job alone: whoever watches did not necessarily start it."""
    with session_of(video_id, state, server, token) as here:
        story = Watch(here.client, display(as_json), {}, cancels=False).until_ended([video_id])[0]
        return _ended(here, story, {}, as_json)


def cancel(video_id: str, *, as_json: bool, state: Path, server: str | None, token: str | None) -> int:
    with session(state, server, token) as here:
        here.client.cancel(video_id)
    _said(f"Cancelled {video_id}.", {"video_id": video_id, "status": "cancelled"}, as_json)
    return 0


def retry(
    video_id: str, *, out: Path | None, wait: bool, as_json: bool, state: Path, server: str | None, token: str | None,
    vendors: Vendors | None = None,
) -> int:  # fmt: skip
    with session_of(video_id, state, server, token, vendors=vendors) as here:
        if not wait and not here.lasting:
            raise bad_input("no-wait", "needs a server that goes on: run `spotworks serve` first")
        before = here.client.events(video_id)
        here.client.retry(video_id)
        if not wait:
            _said(f"Trying {video_id} again.", {"video_id": video_id, "status": "queued"}, as_json)
            return 0
        title = str(here.client.status(video_id).get("title") or "")
        folder = out or Path("out") / slug(title, video_id)
        seen = before[-1]["seq"] if before else 0
        watcher = Watch(here.client, display(as_json), {video_id: folder})
        story = watcher.until_ended([video_id], after=seen)[0]
        return _ended(here, story, save(here.client, story, folder), as_json)


def approve(
    video_id: str, gate: str | None, *, approved: bool, reason: str, as_json: bool, state: Path, server: str | None,
    token: str | None,
) -> int:  # fmt: skip
    with session_of(video_id, state, server, token) as here:
        if gate not in {None, "concept", "storyboard", "final"}:
            raise bad_input("gate", f"must be concept, storyboard or final, not {gate!r}")
        gate = gate or here.client.status(video_id).get("gate")
        if not gate:
            raise Fault(f"{video_id} does not wait for approval", error="Conflict")
        try:
            here.client.approve(video_id, gate, approved=approved, reason=reason)
        except ApiError as error:
            if error.field == "concept":
                raise Fault(
                    f"{error.message}: `spotworks concepts {video_id} --choose N`", error=error.error
                ) from error
            raise
    word = "approved" if approved else "refused"
    _said(f"The {gate} of {video_id} was {word}.", {"video_id": video_id, "gate": gate, "approved": approved}, as_json)
    return 0


def _ended(here: Session, story: Story, files: dict[str, Path], as_json: bool) -> int:
    if as_json:
        print_json({"videos": [to_json(story, files)]})
        if story.state != "completed":
            say(failure_line(story))
    else:
        tell(story, files, here)
    return exit_code(story)


def _said(text: str, about: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(about)
    else:
        print(text)


def print_json(found: Any) -> None:
    print(json.dumps(found, ensure_ascii=False, indent=1))
