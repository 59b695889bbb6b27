"""Captions burned into the picture by libass."""

import shutil
from pathlib import Path

from spotworks.adapters.media.tools import fonts_folder
from spotworks.domain.subtitles import STYLES, ass
from spotworks.domain.timeline import Timeline


def caption_filter(timeline: Timeline, folder: Path) -> str:
    """Writes captions and fonts into `folder`; the filter that draws them if FFmpeg runs there, or "".

    Relative names need no escaping in a filter graph, whatever the folder is called.
    """
    if not timeline.burn_captions or not timeline.captions.cues:
        return ""
    style = timeline.caption_style if timeline.caption_style in STYLES else "shorts"
    text = ass(timeline.captions, timeline.width, timeline.height, style, timeline.caption_accent)
    (folder / "captions.ass").write_text(text, encoding="utf-8")
    fonts = folder / "fonts"
    fonts.mkdir(exist_ok=True)
    for font in fonts_folder().glob("*.ttf"):
        if not (fonts / font.name).exists():
            shutil.copyfile(font, fonts / font.name)
    return "ass=captions.ass:fontsdir=fonts"
