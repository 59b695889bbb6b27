"""What libass needs in a folder, and what its FFmpeg makes of colours."""

import re
import shutil
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from spotworks.adapters.media.fontbook import font_files
from spotworks.adapters.media.process import run
from spotworks.adapters.media.tools import fonts_folder

FILTER = "ass=captions.ass:fontsdir=fonts"

_COLOUR = re.compile(r"&H([0-9A-F]{2})([0-9A-F]{2})([0-9A-F]{2})([0-9A-F]{2})")  # alpha, blue, green, red
_WEIGHTS = {601: (0.299, 0.114), 709: (0.2126, 0.0722)}  # of red and blue in luma


def prepare(text: str, folder: Path, own_fonts: Path | None = None, beyond: Sequence[Path] = ()) -> str:
    """Lays an ASS file and the fonts where the filter that is returned finds them. own_fonts: the user's folder;
    beyond: more of them, see `FontBook.beyond`.

    Relative names need no escaping in a filter graph, whatever the folder is called.
    """
    (folder / "captions.ass").write_text(text, encoding="utf-8")
    lay_fonts(folder, own_fonts, beyond)
    return FILTER


def lay_fonts(folder: Path, own_fonts: Path | None = None, beyond: Sequence[Path] = ()) -> None:
    """Into the folder "fonts" in `folder`."""
    fonts = folder / "fonts"
    fonts.mkdir(exist_ok=True)
    for font in [*font_files(fonts_folder()), *(font_files(own_fonts) if own_fonts else []), *beyond]:
        if not (fonts / font.name).exists():
            shutil.copyfile(font, fonts / font.name)


def for_rgb(text: str) -> str:
    """Newer FFmpeg takes RGB for video levels if the text names a matrix."""
    return text.replace("YCbCr Matrix: TV.709", "YCbCr Matrix: None")


def for_bt709(text: str, ffmpeg: Path) -> str:
    """For a picture in BT.709. Raises ToolMissing, RenderFailed."""
    return text if knows_matrices(ffmpeg) else for_old_ffmpeg(text)


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
