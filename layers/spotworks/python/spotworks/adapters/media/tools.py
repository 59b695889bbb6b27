"""Where FFmpeg and the fonts are."""

import importlib
import shutil
from functools import cache
from pathlib import Path

from spotworks.adapters.media.process import INSTALL_HINT
from spotworks.errors import ToolMissing

PACKAGE = Path(__file__).resolve().parents[2]
SYSTEM_FONTS = Path("/usr/share/fonts/truetype/dejavu")


@cache
def find_ffmpeg() -> Path:
    """The wheel's FFmpeg if it is installed, else the one on PATH. Raises ToolMissing."""
    try:
        wheel = importlib.import_module("imageio_ffmpeg")
        return Path(wheel.get_ffmpeg_exe())
    except (ImportError, RuntimeError):  # not installed, or installed without a binary for this machine
        pass
    found = shutil.which("ffmpeg")
    if found is None:
        raise ToolMissing(f"FFmpeg was not found: {INSTALL_HINT}")
    return Path(found)


def fonts_folder() -> Path:
    """The fonts that ship with the package, else the system's DejaVu."""
    own = PACKAGE / "fonts"
    return own if any(own.glob("*.ttf")) else SYSTEM_FONTS
