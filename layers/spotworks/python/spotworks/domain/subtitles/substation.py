"""Advanced SubStation Alpha as a subtitle file: one plain style, one event a cue, times to the centisecond."""

import re
from collections.abc import Sequence
from fractions import Fraction

from spotworks.domain.subtitles.text import GRID, JOINER, Subtitle, clean, seconds_of

_TIME = re.compile(r"(\d+):(\d{1,2}):(\d{1,2})[.:](\d{1,3})", re.ASCII)
_PARTS = re.compile(rf"\\{JOINER}|\\[{{}}]|\\[Nn]|\\h|\{{[^{{}}]*\}}")
_PLAIN = {"\\" + JOINER: "\\", r"\{": "{", r"\}": "}", r"\N": "\n", r"\n": "\n", r"\h": " "}
STYLE_FIELDS = (
    "Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, "
    "StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, "
    "Encoding"
)
EVENT_FIELDS = "Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"

# Encoding -1 lets libass find the writing direction of each line by itself.
_HEADER = f"""[Script Info]
ScriptType: v4.00+
PlayResX: 1920
PlayResY: 1080
WrapStyle: 2
ScaledBorderAndShadow: yes

[V4+ Styles]
Format: {STYLE_FIELDS}
Style: Default,DejaVu Sans,54,&H00FFFFFF,&H00FFFFFF,&H00000000,&H80000000,-1,0,0,0,100,100,0,0,1,4,1,2,105,105,81,-1

[Events]
Format: {EVENT_FIELDS}"""


def write(subtitles: Sequence[Subtitle]) -> str:
    events = [f"Dialogue: 0,{centis(s.start)},{centis(s.end)},Default,,0,0,0,,{escaped(s.text)}" for s in subtitles]
    return "\n".join([_HEADER, *events, ""])


def read(text: str) -> tuple[Subtitle, ...]:
    """Comments and drawings are passed over. Raises ValueError naming the line."""
    fields: list[str] = []
    found, in_events = [], False
    for number, line in enumerate(text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n"), 1):
        if line.startswith("["):
            in_events = line.strip().lower() == "[events]"
        elif in_events and line.startswith("Format:"):
            fields = [name.strip().lower() for name in line.removeprefix("Format:").split(",")]
        elif in_events and line.startswith("Dialogue:"):
            found.append(_event(line.removeprefix("Dialogue:").lstrip(), fields, number))
    if not fields:
        raise ValueError("holds no [Events] with a Format line")
    return tuple(event for event in found if event is not None)


def _event(line: str, fields: Sequence[str], number: int) -> Subtitle | None:
    values = dict(zip(fields, line.split(",", len(fields) - 1), strict=False))
    times = [_TIME.fullmatch(values.get(name, "").strip()) for name in ("start", "end")]
    if times[0] is None or times[1] is None or "text" not in values:
        raise ValueError(f"line {number}: needs a start, an end and a text")
    start, end = (seconds_of(*match.groups()) for match in times if match)
    if end < start:
        raise ValueError(f"line {number}: ends before it starts")
    is_drawing = re.search(r"\{[^{}]*\\p[1-9]", values["text"])
    said = "" if is_drawing else clean(_PARTS.sub(lambda part: _PLAIN.get(part[0], ""), values["text"]))
    return Subtitle(start=start, end=end, text=said) if said else None


def escaped(text: str) -> str:
    """libass has no escape for the backslash: an unseen joiner keeps it from being a command."""
    text = text.replace("\\", "\\" + JOINER).replace("{", r"\{").replace("}", r"\}")
    return text.replace("\n", r"\N")


def centis(seconds: Fraction) -> str:
    """h:mm:ss and hundredths."""
    hundredths = round(seconds * GRID)
    return f"{hundredths // 360_000}:{hundredths // 6000 % 60:02}:{hundredths // 100 % 60:02}.{hundredths % 100:02}"
