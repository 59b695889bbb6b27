"""SubRip. There is no standard: as VLC and FFmpeg read it, numbered, UTF-8, times to the millisecond."""

import re
from collections.abc import Sequence

from spotworks.domain.subtitles.text import JOINER, Subtitle, clean, clock, seconds_of

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[,.](\d{1,3}))?"
_ARROW = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?$", re.ASCII)
_TAG = re.compile(r"</?(?:b|i|u|s|font)\b[^<>\n]*>|\{\\[^{}\n]*\}", re.IGNORECASE)


def write(subtitles: Sequence[Subtitle]) -> str:
    blocks = []
    for number, shown in enumerate(subtitles, 1):
        blocks.append(f"{number}\n{clock(shown.start, ',')} --> {clock(shown.end, ',')}\n{_escaped(shown.text)}\n")
    return "\n".join(blocks)


def read(text: str) -> tuple[Subtitle, ...]:
    """Numbers are not looked at. Raises ValueError naming the line."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    arrows = [index for index, line in enumerate(lines) if "-->" in line]
    if not arrows:
        raise ValueError("holds no line such as 00:00:01,000 --> 00:00:02,500")
    found = []
    for arrow, following in zip(arrows, [*arrows[1:], len(lines) + 1], strict=True):
        match = _ARROW.match(lines[arrow])
        if match is None:
            raise ValueError(f"line {arrow + 1}: {lines[arrow].strip()[:60]!r} is not two times with --> between")
        start, end = (seconds_of(h, m, s, f or "") for h, m, s, f in (match.groups()[:4], match.groups()[4:]))
        if end < start:
            raise ValueError(f"line {arrow + 1}: ends before it starts")
        body = _without_number(lines[arrow + 1 : following - 1], lines[following - 1 : following])
        if said := clean(_TAG.sub("", body)):
            found.append(Subtitle(start=start, end=end, text=said))
    return tuple(found)


def _without_number(lines: Sequence[str], last: Sequence[str]) -> str:
    """The line before the next times is its number, unless a careless writer left it out."""
    return "\n".join([*lines, *(line for line in last if not line.strip().isdecimal())])


def _escaped(text: str) -> str:
    """SRT knows no escapes: an unseen joiner keeps <b>, {\\an8} and --> from being commands."""
    text = text.replace("-->", f"--{JOINER}>").replace("{\\", f"{{{JOINER}\\")
    return re.sub(r"<(?=[A-Za-z/!?])", f"<{JOINER}", text)
