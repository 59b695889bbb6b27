"""WebVTT (https://www.w3.org/TR/webvtt1/, checked 2026-11)."""

import html
import re
from collections.abc import Sequence

from spotworks.domain.subtitles.text import Subtitle, clean, clock, seconds_of

_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_ARROW = re.compile(rf"^\s*{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?$", re.ASCII)
_TAG = re.compile(r"<[^<>]*>")


def write(subtitles: Sequence[Subtitle]) -> str:
    blocks = ["WEBVTT\n"]
    blocks += [f"{clock(s.start, '.')} --> {clock(s.end, '.')}\n{_escaped(s.text)}\n" for s in subtitles]
    return "\n".join(blocks)


def read(text: str) -> tuple[Subtitle, ...]:
    """Notes, styles, regions and settings are passed over. Raises ValueError naming the line."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.match(r"WEBVTT(?:[ \t]|$)", lines[0]):
        raise ValueError("line 1: a WebVTT file begins with WEBVTT")
    found, at = [], 1
    while at < len(lines):
        if "-->" not in lines[at]:
            at += 1
            continue
        match = _ARROW.match(lines[at])
        if match is None:
            raise ValueError(f"line {at + 1}: {lines[at].strip()[:60]!r} is not two times with --> between")
        start, end = (seconds_of(h, m, s, f) for h, m, s, f in (match.groups()[:4], match.groups()[4:]))
        if end < start:
            raise ValueError(f"line {at + 1}: ends before it starts")
        until = next((index for index in range(at + 1, len(lines)) if not lines[index]), len(lines))
        if said := clean(html.unescape(_TAG.sub("", "\n".join(lines[at + 1 : until])))):
            found.append(Subtitle(start=start, end=end, text=said))
        at = until
    return tuple(found)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
