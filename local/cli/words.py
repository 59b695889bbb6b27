"""Numbers, times and names as a person reads them."""

import re
import unicodedata
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

# The phases in order, as spotworks.domain.job has them, each with what it does.
PHASES = {
    "queued": "Waiting to start",
    "admission": "Check the brief, set money aside",
    "research": "Read the product page",
    "strategy": "Find the idea",
    "screenplay": "Write the scenes",
    "storyboard": "Prepare the storyboard",
    "media": "Make pictures, voice, effects, music",
    "captions": "Time the captions",
    "timeline": "Edit",
    "render": "Render",
    "quality": "Check the result",
    "settlement": "Publish and settle",
    "done": "Done",
}


def size(count: int) -> str:
    """Bytes as "12.3 MB"."""
    if count < 1_000:
        return f"{count} B"
    if count < 1_000_000:
        return f"{count / 1_000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB"


def clock(seconds: float) -> str:
    """Seconds as "0:07", "12:34" or "1:02:03"."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def age(created: str, now: datetime | None = None) -> str:
    """How long ago an ISO time was: "just now", "5 min", "3 h", "2 d"."""
    try:
        then = datetime.fromisoformat(created)
    except ValueError:
        return ""
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    seconds = ((now or datetime.now(UTC)) - then).total_seconds()
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= length:
            return f"{int(seconds // length)} {unit}"
    return "just now"


def money(cost: object) -> str:
    """US dollars with at least two digits and as many as are needed: "$0.0018"."""
    try:
        amount = Decimal(str(cost or 0))
    except InvalidOperation:
        return str(cost)
    text = f"{amount.normalize():f}"
    whole, _, cents = text.partition(".")
    return f"${whole}.{cents:0<2}"


def slug(text: str, fallback: str) -> str:
    """A folder name of letters, digits and dashes in any alphabet, 60 characters at most."""
    words = re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())
    name = ""
    for word in words:
        if len(name) + len(word) + 1 > 60:
            break
        name = f"{name}-{word}" if name else word
    return name or (words[0][:60] if words else fallback)


def single_line(text: object) -> str:
    return " ".join(str(text).split())


# How spotworks.stages.complete words what was made, and how it is counted here.
_COUNTED = {"picture": "picture", "clip": "clip"}
_SINGLE = {
    "voice": "voice", "effects": "effects", "music": "music", "preview": "preview", "render": "render",
    "the render": "render", "read": "product page", "storyboard": "storyboard", "checks": "checks", "photos": "photos",
}  # fmt: skip


def reused(events: list[dict[str, Any]]) -> list[str]:
    """What the job found instead of making it: ["7 pictures", "voice", "render"]."""
    counts: dict[str, set[Any]] = {}
    singles: dict[str, None] = {}
    for event in events:
        if not event.get("reused"):
            continue
        words = event["message"].lower()
        kind = next((name for start, name in _COUNTED.items() if words.startswith(start)), None)
        if kind and event.get("scene") is not None:
            counts.setdefault(kind, set()).add(event["scene"])
        elif single := next((name for start, name in _SINGLE.items() if words.startswith(start)), None):
            singles[single] = None
    return [f"{len(found)} {kind}{'s' if len(found) > 1 else ''}" for kind, found in counts.items()] + list(singles)


def again(things: list[dict[str, Any]]) -> list[str]:
    """["pictures of scenes 1, 2", "voice-over", ...]: what is made, with its scenes together."""
    scenes: dict[str, dict[int, None]] = {}
    for thing in things:
        places = scenes.setdefault(str(thing["what"]).split(" of scene ")[0].lower(), {})
        if thing.get("scene") is not None:
            places[int(thing["scene"]) + 1] = None
    return [
        f"{what}{'s' if len(places) > 1 else ''} of scene{'s' if len(places) > 1 else ''} {', '.join(map(str, places))}"
        if places
        else what
        for what, places in scenes.items()
    ]
