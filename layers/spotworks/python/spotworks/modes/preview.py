"""All modes on the same script: a small video of each, and a sheet of their frames (requirement G3)."""

import io
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from PIL import Image, ImageDraw, ImageFont

from spotworks import fonts
from spotworks.adapters.local.pictures import pixels
from spotworks.adapters.local.pictures.compose import compose
from spotworks.domain.generation import ImageRequest
from spotworks.domain.research import Palette
from spotworks.domain.screenplay import ScreenText
from spotworks.domain.script import Script
from spotworks.ports import Mode

SCRIPTS = {
    "en": (
        "Every morning starts with a choice.",
        "You can rush, or take five quiet minutes.",
        "Ground fresh, brewed slowly, served by people who know your name.",
    ),
    "ru": (
        "Каждое утро начинается с выбора.",
        "Можно спешить, а можно взять пять тихих минут.",
        "Свежий помол, медленная заварка и люди, которые знают вас по имени.",
    ),
}
HEADLINES = {
    "en": ("Morning, your way", "Five quiet minutes", "Fresh, slow, friendly"),
    "ru": ("Утро по-своему", "Пять тихих минут", "Свежо и неспешно"),
}
"""Of the same scenes."""

_MOMENTS = (0.15, 0.4, 0.64, 0.9)  # of the video
_SAME = 1e-4  # seconds that times lose as floats
_MARGIN, _GAP, _CELL = 48, 16, 300  # pixels; the longer side of a tall frame is as it comes
_PAPER, _INK, _FAINT = "#f6f4f0", "#15181c", "#6b7178"


@dataclass(frozen=True)
class Sample:
    """frames: of its video, in order; seconds, cpu_seconds: what all of it took; length: of the video, in seconds."""

    name: str
    title: str
    frames: tuple[Image.Image, ...]
    seconds: float
    cpu_seconds: float
    length: float


def tried(mode: Mode, script: Script) -> Sample:
    """The mode on a script, with pictures drawn here where it needs some and none are given."""
    info = mode.get_metadata()
    with tempfile.TemporaryDirectory(prefix="spotworks-") as folder:
        if info.needs and not (script.pictures or script.footage):
            script = script.model_copy(update={"pictures": tuple(_stand_ins(Path(folder)))})
        out = Path(folder, "video.mp4")
        began, cpu = time.monotonic(), _cpu()
        rendered = mode.render(script, None, config={}, out=out)
        seconds, spent = time.monotonic() - began, _cpu() - cpu
        length = float(rendered.frames / script.fps)
        frames = stills(out, [length * moment for moment in _MOMENTS])
        return Sample(info.name, info.title, frames, round(seconds, 1), round(spent, 1), length)


def _cpu() -> float:
    """Of this process and of its ended children."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _stand_ins(folder: Path) -> list[Path]:
    """Three pictures in the place of the user's."""
    found = []
    for number, beat in enumerate(("reveal", "benefit", "proof")):
        request = ImageRequest(
            model="local", prompt="", layout="hero", beat=beat, text=ScreenText(), palette=Palette(), width=1440,
            height=1440, seed=11 + number,
        )  # fmt: skip
        path = folder / f"stand-in-{number}.jpg"
        path.write_bytes(pixels.jpeg(compose(request, None)))
        found.append(path)
    return found


def stills(video: Path, moments: Sequence[float]) -> tuple[Image.Image, ...]:
    """What a video shows at some seconds, in rising order; the last frame stays for what lies beyond."""
    found: list[Image.Image] = []
    frame = None
    with av.open(str(video)) as container:
        for frame in container.decode(video=0):
            at = float((frame.pts or 0) * Fraction(frame.time_base or 1))
            while len(found) < len(moments) and at >= moments[len(found)] - _SAME:
                found.append(_picture(frame))
            if len(found) == len(moments):
                break
    return (*found, *([_picture(frame)] * (len(moments) - len(found)) if frame else []))


def _picture(frame: av.VideoFrame) -> Image.Image:
    return Image.fromarray(frame.to_ndarray(format="rgb24"))


@dataclass(frozen=True)
class Row:
    """A line of a sheet: frames of one size, which is that of every row."""

    title: str
    note: str
    frames: tuple[Image.Image, ...]


def sheet(samples: Sequence[Sample]) -> bytes:
    """A PNG: a row for each mode, with its name and what it took."""
    body = io.BytesIO()
    laid_out([Row(one.title, _took(one), one.frames) for one in samples]).save(body, "PNG")
    return body.getvalue()


def _took(one: Sample) -> str:
    return f"{one.name} · {one.seconds:.1f} s for {one.length:.1f} s, {one.cpu_seconds:.1f} s of CPU"


def laid_out(rows: Sequence[Row]) -> Image.Image:
    """Rows of frames one below the other."""
    first = rows[0].frames[0]
    across = _CELL if first.width < first.height else min(first.width, _CELL * 4 // 3)
    cell = across, round(first.height * across / first.width)
    title, small = (ImageFont.truetype(str(font.path), size) for font, size in ((fonts.DISPLAY, 30), (fonts.TEXT, 20)))
    row = cell[1] + 84
    width = 2 * _MARGIN + max(len(one.frames) for one in rows) * (cell[0] + _GAP) - _GAP
    paper = Image.new("RGB", (width, 2 * _MARGIN + len(rows) * row - 36), _PAPER)
    pen = ImageDraw.Draw(paper)
    for number, one in enumerate(rows):
        y = _MARGIN + number * row
        pen.text((_MARGIN, y), one.title, fill=_INK, font=title)
        pen.text((width - _MARGIN, y + 12), one.note, fill=_FAINT, font=small, anchor="ra")
        for place, frame in enumerate(one.frames):
            paper.paste(frame.resize(cell, Image.Resampling.LANCZOS), (_MARGIN + place * (cell[0] + _GAP), y + 48))
    return paper
