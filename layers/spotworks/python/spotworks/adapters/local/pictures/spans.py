"""Lines of text as elements of an SVG."""

import html

from spotworks.adapters.local.pictures.lettering import Style, language, plain, visual, wide
from spotworks.domain.writing import capitals, script_of
from spotworks.fonts import FONTS, Font
from spotworks.fonts.machine import font_of


def span(text: str, style: Style, x: float, y: float, fill: str, *, accent: str = "", middle: bool = False) -> str:
    """One line as an SVG element with its baseline at y. accent: the colour of words that hold a number.

    x: its left edge, or its middle, whichever way it is read.
    """
    if not plain(text, style.font):
        return _in_runs(text, style, x - (style.width(text) / 2 if middle else 0), y, fill, accent)
    parts = []
    for word in text.split(" "):
        marked = accent and _counts(word)
        parts.append(f'<tspan fill="{accent}">{html.escape(word)}</tspan>' if marked else html.escape(word))
    anchor = ' text-anchor="middle"' if middle else ""
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-family="{style.font.family}" font-weight="{style.font.weight}" '
        f'font-size="{style.size:.2f}" letter-spacing="{style.tracking * style.size:.3f}" fill="{fill}"{anchor}>'
        f"{' '.join(parts)}</text>"
    )


def _counts(word: str) -> bool:
    return any(c.isdigit() or c in "%€$₽" for c in word)


def _in_runs(text: str, style: Style, x: float, y: float, fill: str, accent: str) -> str:
    """An element a run: within one element resvg loses letters of a font that draws some of them in parts."""
    out = ""
    for face, run, leftwards in visual(text, style.font):
        ink = accent if accent and _counts(run) else fill
        shown = f"\u2067{html.escape(run)}\u2069" if leftwards else html.escape(run)
        out += (
            f'<text x="{x:.2f}" y="{y:.2f}" font-family="{face.family}" font-weight="{face.weight}" '
            f'font-size="{style.size:.2f}" xml:space="preserve" fill="{ink}">{shown}</text>'
        )
        x += wide(face, run) * style.size
    return out


def fonts_of(svg: str) -> list[Font]:
    """Those of scripts that an SVG of `span` names."""
    scripts = {script_of(c, language()) for c in set(svg) if not c.isascii()}
    return [font for one in sorted(scripts) if (font := font_of(one)) and font not in FONTS]


def in_capitals(text: str) -> str:
    return capitals(text, language())
