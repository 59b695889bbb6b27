"""Captions burned into the picture by libass."""

import shutil
from pathlib import Path

from spotworks.adapters.media.fontbook import font_files, shipped
from spotworks.adapters.media.tools import fonts_folder
from spotworks.domain.subtitles import ass, known
from spotworks.domain.timeline import Timeline

FILTER = "ass=captions.ass:fontsdir=fonts"


def caption_filter(timeline: Timeline, folder: Path) -> str:
    """Writes captions and fonts into `folder`; the filter that draws them if FFmpeg runs there, or "".

    Relative names need no escaping in a filter graph, whatever the folder is called.
    """
    if not timeline.burn_captions or not timeline.captions.cues:
        return ""
    style = known(timeline.caption_style)
    text = ass(timeline.captions, timeline.width, timeline.height, style, timeline.caption_accent, shipped())
    return prepare(text, folder)


def prepare(text: str, folder: Path, own_fonts: Path | None = None) -> str:
    """Lays an ASS file and the fonts where the filter that is returned finds them. own_fonts: the user's folder."""
    (folder / "captions.ass").write_text(text, encoding="utf-8")
    fonts = folder / "fonts"
    fonts.mkdir(exist_ok=True)
    for font in [*font_files(fonts_folder()), *(font_files(own_fonts) if own_fonts else [])]:
        if not (fonts / font.name).exists():
            shutil.copyfile(font, fonts / font.name)
    return FILTER
