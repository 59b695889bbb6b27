"""`spotworks daily`: the brief of the channel "daily", and its video at once."""

import json
from pathlib import Path
from typing import Any

from local.cli.channels import run_now
from local.cli.faults import bad_input
from local.cli.make import check_brief
from local.cli.session import Session, session

CHANNEL = "daily"


def daily(
    asked: dict[str, Any], *, off: bool, now: bool, as_json: bool, state: Path, server: str | None, token: str | None
) -> int:
    brief = {name: value for name, value in asked.items() if value is not None}
    if brief and "prompt" not in brief:
        raise bad_input("set", "say what to make every day: --set PROMPT")
    if off and (brief or now):
        raise bad_input("off", "cannot be given together with --set or --now")
    if brief:
        check_brief(brief, [])
    with session(state, server, token) as here:
        found = _change(here, brief, off)
        if now and not found.get("brief"):
            raise bad_input("now", "there is no daily brief yet: spotworks daily --set PROMPT --now")
        if now:
            return run_now(here, CHANNEL, as_json=as_json)
    _tell(found, as_json)
    return 0


def _change(here: Session, brief: dict[str, Any], off: bool) -> dict[str, Any]:
    if off:
        here.client.daily("DELETE")
        return {"brief": None}
    return here.client.daily("PUT", brief) if brief else here.client.daily()


def _tell(found: dict[str, Any], as_json: bool) -> None:
    brief = found.get("brief")
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    elif brief:
        print(f"Every day: {brief.get('title') or brief.get('prompt')}")
    else:
        print("No daily video is set: spotworks daily --set PROMPT")
