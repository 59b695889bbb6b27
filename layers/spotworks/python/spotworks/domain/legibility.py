"""Whether captions stand out from what is round them (WCAG 2.2, success criterion 1.4.3), and what to do if not."""

from collections.abc import Iterator

from spotworks.domain.caption_styles import CaptionStyle
from spotworks.domain.shades import ENOUGH, contrast, luminance, moved

_LEAST_OUTLINE = 2.0  # pixels: a thinner one is half picture
_LEAST_SHARE = 0.045  # and of the em


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
        "outline_color": line, "color": moved(style.color, line), "accent": moved(style.accent, line)
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
