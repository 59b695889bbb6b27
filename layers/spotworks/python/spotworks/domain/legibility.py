"""Whether letters stand out from what is round them (WCAG 2.2, success criterion 1.4.3), and what to do if not.

https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio, checked 2026-11.
"""

from collections.abc import Iterator

from spotworks.domain.caption_styles import CaptionStyle

ENOUGH = 4.5  # the criterion for text of any size
_LEAST_OUTLINE = 2.0  # pixels: a thinner one is half picture
_LEAST_SHARE = 0.045  # and of the em


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", 0 to 1."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def contrast(one: float, other: float) -> float:
    """Of two luminances, 1 to 21."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def colours_of(style: CaptionStyle) -> tuple[str, ...]:
    """In which letters are drawn."""
    return (style.color, style.accent) if style.highlight in {"word", "fill"} else (style.color,)


def is_sure(style: CaptionStyle, em: float) -> bool:
    """Whether its own outline or box makes it legible on any picture. em: pixels. The style has no "brand" left."""
    if style.box >= 0.95:
        return _worst(style, style.box_color) >= ENOUGH
    has_outline = style.outline * em >= _LEAST_OUTLINE and style.outline >= _LEAST_SHARE
    return has_outline and _worst(style, style.outline_color) >= ENOUGH


def strengthened(style: CaptionStyle, em: float) -> Iterator[CaptionStyle]:
    """The style itself and ever stronger forms of it: other colours only where needed, outline, box."""
    yield style
    line = max(("#000000", "#ffffff"), key=lambda colour: _worst(style, colour))
    if _worst(style, style.outline_color) >= ENOUGH:
        line = style.outline_color
    legible = style.model_copy(update={
        "outline_color": line, "color": _moved(style.color, line), "accent": _moved(style.accent, line)
        if style.highlight in {"word", "fill"} else style.accent,
    })  # fmt: skip
    least = max(_LEAST_SHARE, _LEAST_OUTLINE / em)
    for outline in (least, 0.08, 0.12):
        yield legible.model_copy(update={"outline": min(0.3, max(style.outline, outline))})
    boxed = {"outline": min(0.3, max(style.outline, least)), "box_color": line}
    for box in (0.75, 1.0):
        yield legible.model_copy(update=boxed | {"box": max(style.box, box)})


def sure(style: CaptionStyle, em: float) -> CaptionStyle:
    """The least change that is legible on any picture, for where the picture is not known."""
    forms = list(strengthened(style, em))
    return next((form for form in forms if is_sure(form, em)), forms[-1])


def _worst(style: CaptionStyle, ground: str) -> float:
    return min(contrast(luminance(colour), luminance(ground)) for colour in colours_of(style))


def _moved(colour: str, ground: str) -> str:
    """As near to a colour as can be read on a ground."""
    goal = 255 if luminance(ground) < 0.18 else 0
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    for step in range(21):
        mixed = "#" + "".join(f"{round(part + (goal - part) * step / 20):02x}" for part in parts)
        if contrast(luminance(mixed), luminance(ground)) >= ENOUGH:
            return mixed
    return colour
