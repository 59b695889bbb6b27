"""Captions burned into the picture by libass."""

import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

from spotworks.adapters.media.fontbook import font_files, shipped
from spotworks.adapters.media.process import run
from spotworks.adapters.media.tools import find_ffmpeg, fonts_folder
from spotworks.domain.legibility import sure
from spotworks.domain.subtitles import ass, known
from spotworks.domain.timeline import Timeline

FILTER = "ass=captions.ass:fontsdir=fonts"

_COLOUR = re.compile(r"&H([0-9A-F]{2})([0-9A-F]{2})([0-9A-F]{2})([0-9A-F]{2})")  # alpha, blue, green, red
_WEIGHTS = {601: (0.299, 0.114), 709: (0.2126, 0.0722)}  # of red and blue in luma


def caption_filter(timeline: Timeline, folder: Path, ffmpeg: Path | None = None) -> str:
    """Writes captions and fonts into `folder`; the filter that draws them if FFmpeg runs there, or "".

    Relative names need no escaping in a filter graph, whatever the folder is called. The style is made legible
    on any picture. ffmpeg: which one will draw; the one `find_ffmpeg` finds if None.
    """
    if not timeline.burn_captions or not timeline.captions.cues:
        return ""
    style = known(timeline.caption_style).branded(timeline.caption_accent)
    style = sure(style, style.size * min(timeline.width, timeline.height))
    text = ass(timeline.captions, timeline.width, timeline.height, style, timeline.caption_accent, shipped())
    return prepare(text if knows_matrices(ffmpeg or find_ffmpeg()) else for_old_ffmpeg(text), folder)


def prepare(text: str, folder: Path, own_fonts: Path | None = None) -> str:
    """Lays an ASS file and the fonts where the filter that is returned finds them. own_fonts: the user's folder."""
    (folder / "captions.ass").write_text(text, encoding="utf-8")
    fonts = folder / "fonts"
    fonts.mkdir(exist_ok=True)
    for font in [*font_files(fonts_folder()), *(font_files(own_fonts) if own_fonts else [])]:
        if not (fonts / font.name).exists():
            shutil.copyfile(font, fonts / font.name)
    return FILTER


@cache
def knows_matrices(ffmpeg: Path) -> bool:
    """Whether this FFmpeg draws captions in BT.709: seen by drawing a red square and looking.


    Debian 12's (5.1) draws them in BT.601 whatever it is told.
    """
    with tempfile.TemporaryDirectory(prefix="matrix-") as name:
        folder = Path(name)
        (folder / "red.ass").write_text(_RED, encoding="utf-8")
        run(
            [str(ffmpeg), "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", "color=black:s=64x64:r=1:d=1",
             "-vf", "format=yuv420p,setparams=range=tv:colorspace=bt709,ass=red.ass", "-pix_fmt", "yuv420p",
             "-frames:v", "1", "-f", "rawvideo", "red.raw"],
            wall_seconds=60, cwd=folder,
        )  # fmt: skip
        return (folder / "red.raw").read_bytes()[32 * 64 + 32] < 72  # luma of red: 63 in BT.709, 81 in BT.601


def for_old_ffmpeg(text: str) -> str:
    """Other colours, which look like the wanted ones after they are drawn in BT.601 and shown as BT.709."""

    def other(match: re.Match[str]) -> str:
        blue, green, red = (int(part, 16) / 255 for part in match.groups()[1:])
        wr, wb = _WEIGHTS[709]
        luma = wr * red + (1 - wr - wb) * green + wb * blue
        u, v = (blue - luma) / (1 - wb), (red - luma) / (1 - wr)
        wr, wb = _WEIGHTS[601]
        red, blue = luma + v * (1 - wr), luma + u * (1 - wb)
        green = (luma - wr * red - wb * blue) / (1 - wr - wb)
        parts = (min(255, max(0, round(part * 255))) for part in (blue, green, red))
        return f"&H{match[1]}" + "".join(f"{part:02X}" for part in parts)

    return _COLOUR.sub(other, text)


_RED = """[Script Info]
PlayResX: 64
PlayResY: 64
YCbCr Matrix: TV.709

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, BorderStyle, Outline, Shadow, Alignment
Style: A,DejaVu Sans,20,&H000000FF,1,0,0,7

[Events]
Format: Layer, Start, End, Style, Text
Dialogue: 0,0:00:00.00,0:00:09.00,A,{\\pos(0,0)\\p1}m 0 0 l 64 0 64 64 0 64
"""
