"""What a person may not expect of a server, said before it makes a video."""

import os
from collections.abc import Mapping
from typing import Any

from local.cli.faults import printable
from local.cli.session import Session, say

_MADE = {
    "model": ("clip", "clips"), "image_model": ("image", "pictures"), "voice_model": ("voice", "voices"),
    "effects_model": ("effects", "effects"), "music_model": ("music", "music"),
}  # fmt: skip


def heeds_the_planner(here: Session) -> None:
    """Tells where another language model was set than the running server plans with."""
    wanted = os.environ.get("SPOTWORKS_LANGUAGE_MODEL", "")
    if here.embedded and wanted and wanted != here.planner:
        keeps = here.planner or "the rules"
        say(f"spotworks: {keeps} will plan, not {printable(wanted)}: a server keeps what it was started with; stop it")


def heeds_auto(here: Session, brief: Mapping[str, Any]) -> None:
    """Tells what nobody can be paid for there, though the brief leaves it to the server who makes it."""
    asked = [_MADE[field] for field in _MADE if brief.get(field) == "auto"]
    if not asked:
        return
    usable = [one for one in here.client.models() if one["available"] and one["provider"] != "local"]
    ready = {kind for one in usable for kind in one["makes"]}
    if lacking := [made for kind, made in asked if kind not in ready]:
        told = f"no vendor of {' or '.join(lacking)} can be used there, so that Spotworks makes them itself"
        say(f"spotworks: auto: {told}; `spotworks models` says what each needs")
