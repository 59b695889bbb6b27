"""The blocks that overlays are made of: each knows its size and draws itself as SVG."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spotworks import fonts
from spotworks.adapters.local.pictures import svg
from spotworks.adapters.local.pictures.breaking import lines, wrapped
from spotworks.adapters.local.pictures.lettering import Style, drawable
from spotworks.adapters.local.pictures.spans import in_capitals, span
from spotworks.adapters.media import colour
from spotworks.domain.research import Palette
from spotworks.domain.writing import is_right_to_left
from spotworks.fonts import Font

# The largest headline of each layout, in fractions of the canvas's shorter side.
_HEADLINE = {"hero": 0.104, "type": 0.138, "split": 0.096, "detail": 0.092, "quote": 0.082, "steps": 0.082,
             "compare": 0.1, "offer": 0.122, "end_card": 0.104}  # fmt: skip

# Of that size, and whether a line may then end on a word that belongs to the next: rather smaller than so.
_GROWN = [(n / 100, False) for n in range(190, 100, -10)]  # words that have the canvas to themselves, in two lines
_SHARES = [*((n / 100, False) for n in range(100, 63, -6)), *((n / 100, True) for n in range(100, 57, -6))]


@dataclass(frozen=True)
class Block:
    """One layer: its size, the gap above it, and its SVG, drawn with its top left at (x, y).

    halo: it needs a shadow in the background colour to be legible, having no plate of its own.
    """

    width: float
    height: float
    gap: float
    draw: Callable[[float, float], str]
    halo: bool = True
    leftwards: bool = False
    """Its words are read from the right: it stands at the right end of its column."""


@dataclass(frozen=True)
class Setting:
    """What all blocks of one scene share. unit: the canvas's shorter side times the scale; room: pixels across.

    display: the font of headlines; logo: a picture's bytes, or none.
    """

    palette: Palette
    layout: str
    unit: float
    room: float
    centred: bool
    display: Font = fonts.DISPLAY
    logo: bytes = b""
    logo_size: float = 1.0


def kicker(text: str, setting: Setting) -> Block | None:
    """Small capitals behind an accent line; a pill where the layout is centred."""
    style = Style(fonts.STRONG, setting.unit * 0.031, tracking=0.09)
    words = drawable(in_capitals(text), style.font)
    if not words:
        return None
    leftwards = is_right_to_left(words)
    palette, bar, pad = setting.palette, style.size * 1.5, style.size * 0.8
    found = wrapped(words, style, setting.room - bar - 2 * pad, 1)
    wide = style.width(found[0])
    if setting.centred:
        size = wide + 2 * pad, style.size * 2.05

        def pill(x: float, y: float) -> str:
            return _pill(x, y, *size, palette.accent) + span(
                found[0], style, x + pad, y + size[1] / 2 + style.size * 0.365, palette.accent_ink
            )

        return Block(*size, setting.unit * 0.022, pill, halo=False)

    def line(x: float, y: float) -> str:
        thick, gap = style.size * 0.17, style.size * 0.5
        first, after = (x + wide + gap, x) if leftwards else (x, x + bar + gap)
        stroke = svg.rect(first, y + style.size * 0.56 - thick / 2, bar, thick, thick / 2, fill=palette.accent)
        return stroke + span(found[0], style, after, y + style.size * 0.92, palette.accent)

    return Block(wide + bar + style.size * 0.5, style.height(1), 0.0, line, leftwards=leftwards)


def headline(text: str, setting: Setting, *, last: bool) -> list[Block] | None:
    """The largest setting of the headline that fits the width; a long word shrinks it alone, not its neighbours."""
    most = 4 if setting.layout in {"type", "quote"} else 3
    full = _HEADLINE.get(setting.layout, _HEADLINE["hero"]) * setting.unit
    grown = _GROWN if setting.layout == "type" else ()
    for share, torn in (*grown, *_SHARES):
        style = Style(setting.display, full * share, leading=1.06, tracking=-0.018).suited(text)
        words = drawable(text, style.font)
        found = lines(words, style, setting.room, min(most, 2) if share > 1 else most, torn=torn)
        if found is not None:
            break
    if found is None:
        if not last:
            return None
        found = wrapped(words, style, setting.room, most)
    if not found:
        return []
    return [_text(found, style, setting, setting.palette.ink, gap=setting.unit * 0.026, accent=setting.palette.accent)]


def detail(text: str, setting: Setting) -> Block | None:
    style = Style(fonts.TEXT, setting.unit * 0.042, leading=1.3).suited(text)
    words = drawable(text, style.font)
    if not words:
        return None
    if setting.layout == "quote":
        words = f"— {words}"
    found = wrapped(words, style, setting.room * (0.94 if setting.centred else 0.9), 3)
    ink = colour.mix(setting.palette.ink, setting.palette.background, 0.06)
    return _text(found, style, setting, ink, gap=setting.unit * 0.03)


def _text(found: Sequence[str], style: Style, setting: Setting, fill: str, *, gap: float, accent: str = "") -> Block:
    wide = max(style.width(line) for line in found)
    leftwards = is_right_to_left("".join(found))

    def begin(x: float, line: str) -> float:
        return x + (wide / 2 if setting.centred else wide - style.width(line) if leftwards else 0)

    def draw(x: float, y: float) -> str:
        return "".join(
            span(line, style, begin(x, line), y + style.baseline(n), fill, accent=accent, middle=setting.centred)
            for n, line in enumerate(found)
        )

    return Block(wide, style.height(len(found)), gap, draw, leftwards=leftwards)


def row(number: int, text: str, setting: Setting) -> Block | None:
    """One step: its number on an accent disc, its words beside, on a plate."""
    style = Style(fonts.STRONG, setting.unit * 0.041, leading=1.2).suited(text)
    disc, pad, leftwards = setting.unit * 0.042, setting.unit * 0.03, is_right_to_left(text)
    inner = setting.room - 2 * disc - 3 * pad
    found = wrapped(drawable(text, style.font), style, inner, 2)
    high = max(2 * disc, style.height(len(found))) + 2 * pad * 0.8
    palette = setting.palette

    def draw(x: float, y: float) -> str:
        middle, digit = y + high / 2, Style(fonts.DISPLAY, disc * 1.05)
        first = middle - style.height(len(found)) / 2 - style.size * 0.02
        edge: dict[str, float | str] = {"stroke": palette.ink, "stroke_opacity": 0.13, "stroke_width": 2}
        plate: dict[str, float | str] = {"fill": palette.background, "fill_opacity": 0.74}
        centre = x + setting.room - pad - disc if leftwards else x + pad + disc
        return (
            svg.rect(x + 1, y + 1, setting.room - 2, high - 2, setting.unit * 0.032, **plate, **edge)
            + svg.circle(centre, middle, disc, fill=palette.accent)
            + span(str(number), digit, centre, middle + digit.size * 0.36, palette.accent_ink, middle=True)
            + "".join(
                span(line, style, begin(x, line), first + style.baseline(n), palette.ink)
                for n, line in enumerate(found)
            )
        )

    def begin(x: float, line: str) -> float:
        aside = 2 * disc + 2 * pad
        return x + setting.room - aside - style.width(line) if leftwards else x + aside

    return Block(setting.room, high, setting.unit * (0.045 if number == 1 else 0.022), draw, halo=False)


def label(text: str, side: int, setting: Setting) -> Block | None:
    """The name of one of two sides, as a pill in its half."""
    style = Style(fonts.STRONG, setting.unit * 0.038)
    pad = style.size * 0.85
    found = wrapped(drawable(text, style.font), style, setting.room / 2 - 3 * pad, 1)
    size = style.width(found[0]) + 2 * pad, style.size * 2.1
    fill = setting.palette.accent if side else setting.palette.surface
    ink = setting.palette.accent_ink if side else colour.legible(setting.palette.ink, setting.palette.surface)

    def draw(x: float, y: float) -> str:
        return _pill(x, y, *size, fill) + span(found[0], style, x + pad, y + size[1] / 2 + style.size * 0.365, ink)

    return Block(*size, setting.unit * 0.04, draw, halo=False)


def button(text: str, setting: Setting) -> Block | None:
    """The call to action: an accent pill with an arrow."""
    style = Style(fonts.STRONG, setting.unit * 0.046)
    words = drawable(text, style.font)
    if not words:
        return None
    pad, arrow = style.size * 1.05, style.size * 0.95
    found = wrapped(words, style, setting.room - 2 * pad - arrow * 1.5, 1)
    wide, high = style.width(found[0]) + 2 * pad + arrow * 1.45, style.size * 2.5
    palette, leftwards = setting.palette, is_right_to_left(words)
    way = -1 if leftwards else 1

    def draw(x: float, y: float) -> str:
        middle, tip, barb = y + high / 2, x + pad if leftwards else x + wide - pad, arrow * 0.4
        begin = x + wide - pad - style.width(found[0]) if leftwards else x + pad
        head = svg.polyline([(tip - way * barb, middle - barb), (tip, middle), (tip - way * barb, middle + barb)])
        look: dict[str, float | str] = {
            "fill": "none",
            "stroke": palette.accent_ink,
            "stroke_linecap": "round",
            "stroke_linejoin": "round",
        }
        return (
            _pill(x, y, wide, high, palette.accent)
            + span(found[0], style, begin, middle + style.size * 0.365, palette.accent_ink)
            + svg.path(f"M{tip - way * arrow:.1f} {middle:.1f}H{tip:.1f}{head}", stroke_width=style.size * 0.13, **look)
        )

    return Block(wide, high, setting.unit * 0.05, draw, halo=False, leftwards=leftwards)


def wordmark(brand: str, setting: Setting) -> Block | None:
    """The brand's name, spaced, between two accent strokes: whole, if need be smaller or in two lines."""
    words = drawable(in_capitals(brand), setting.display)
    if not words:
        return None
    for share, most in ((1.0, 1), (0.88, 1), (0.76, 1), (0.66, 1), (0.88, 2), (0.76, 2), (0.66, 2), (0.66, 3)):
        style = Style(setting.display, setting.unit * 0.046 * share, tracking=0.14)
        aside = style.size * 1.5  # of a stroke, and the gap beside it
        found = lines(words, style, setting.room - 2 * aside, most)
        if found is not None:
            break
    found = found or wrapped(words, style, setting.room - 2 * aside, 2)
    broad = max(map(style.width, found))
    wide, high, palette = broad + 2 * aside, style.height(len(found)), setting.palette

    def draw(x: float, y: float) -> str:
        middle, thick, long = y + high / 2 - style.size * 0.015, style.size * 0.13, style.size * 0.95
        strokes = "".join(
            svg.rect(at, middle - thick / 2, long, thick, thick / 2, fill=palette.accent) for at in (x, x + wide - long)
        )
        return strokes + "".join(
            span(line, style, x + aside + (broad - style.width(line)) / 2, y + style.baseline(n), palette.ink)
            for n, line in enumerate(found)
        )

    return Block(wide, high, 0.0, draw, leftwards=is_right_to_left(words))


def _pill(x: float, y: float, width: float, height: float, fill: str) -> str:
    return svg.rect(x, y, width, height, height / 2, fill=fill)
