"""storyboard.png: every scene with its picture, its numbers and its words, on one sheet."""

from collections.abc import Sequence

import numpy as np

from spotworks import fonts
from spotworks.adapters.local.pictures import photo, pixels, svg
from spotworks.adapters.local.pictures.breaking import wrapped
from spotworks.adapters.local.pictures.lettering import Style, drawable
from spotworks.adapters.local.pictures.overlays import overlays
from spotworks.adapters.local.pictures.pixels import Image
from spotworks.adapters.local.pictures.spans import fonts_of, span
from spotworks.adapters.media import colour
from spotworks.domain.base import Bounds
from spotworks.domain.brand import Margins
from spotworks.domain.research import Box
from spotworks.domain.screenplay import Scene, Screenplay
from spotworks.domain.typography import quoted
from spotworks.domain.writing import is_right_to_left

WIDTH, MARGIN, GUTTER = 2000, 72, 40
INK, FAINT, PAPER, FRAME = "#14171c", "#5d6672", "#f7f7f5", "#dfe1e0"

_TITLE = Style(fonts.DISPLAY, 52, leading=1.1, tracking=-0.012)
_ABOUT = Style(fonts.TEXT, 24)
_NUMBER = Style(fonts.DISPLAY, 22)
_BEAT = Style(fonts.STRONG, 19, tracking=0.06)
_SHOWN = Style(fonts.STRONG, 21, leading=1.25)
_SAID = Style(fonts.TEXT, 21, leading=1.32)

_WHOLE = Box(x=0, y=0, w=1, h=1)


def sheet(screenplay: Screenplay, pictures: Sequence[bytes], free: Margins | None = None) -> bytes:
    """A PNG 2000 pixels wide. A scene without a picture gets an empty frame. free: as in `overlays`."""
    ratio = next((_ratio(content) for content in pictures if content), 9 / 16)
    columns = 5 if ratio < 0.75 else 3 if ratio > 1.25 else 4
    wide = (WIDTH - 2 * MARGIN - (columns - 1) * GUTTER) // columns
    tall = round(wide / ratio)
    words = [_words(scene, screenplay, wide) for scene in screenplay.scenes]
    rows = [range(i, min(i + columns, len(words))) for i in range(0, len(words), columns)]
    title = wrapped(drawable(screenplay.title, _TITLE.font) or "Storyboard", _TITLE, WIDTH - 2 * MARGIN, 2)
    y = MARGIN + _TITLE.height(len(title)) + 70
    places, drawing = [], _heading(screenplay, title)
    for row in rows:
        for column, index in enumerate(row):
            x = MARGIN + column * (wide + GUTTER)
            places.append((x, round(y)))
            drawing += svg.tag("g", words[index][0], transform=f"translate({x} {round(y) + tall})")
        y += tall + max(words[index][1] for index in row) + 48
    paper: Image = np.full((round(y) + MARGIN - 48, WIDTH, 3), colour.rgb(PAPER), np.uint8)
    for index, (x, top) in enumerate(places):
        content = pictures[index] if index < len(pictures) else b""  # one at a time is held decoded
        image = pixels.decode(content)[..., :3] if content else None
        _frame(paper, image, screenplay, index, (x, top, wide, tall), free)
    pixels.over(paper, pixels.draw(drawing, WIDTH, paper.shape[0], fonts_of(drawing)))
    return pixels.png(paper)


def _ratio(content: bytes) -> float:
    height, width = pixels.decode(content).shape[:2]
    return float(width / height)


def _heading(screenplay: Screenplay, title: Sequence[str]) -> str:
    lines = "".join(span(line, _TITLE, MARGIN, MARGIN + _TITLE.baseline(n), INK) for n, line in enumerate(title))
    scenes, seconds = len(screenplay.scenes), f"{float(screenplay.duration):g}"
    count = f"Сцен: {scenes} · {seconds} с" if screenplay.language == "ru" else f"Scenes: {scenes} · {seconds} s"
    about = drawable(f"{screenplay.brand} · {count}" if screenplay.brand else count, _ABOUT.font)
    look = screenplay.palette
    chips = "".join(
        svg.circle(WIDTH - MARGIN - 18 - n * 44, MARGIN + 30, 18, fill=shade, stroke=FRAME, stroke_width=2)
        for n, shade in enumerate((look.ink, look.accent, look.surface, look.background))
    )
    return lines + chips + span(about, _ABOUT, MARGIN, MARGIN + _TITLE.height(len(title)) + _ABOUT.size, FAINT)


def _words(scene: Scene, screenplay: Screenplay, width: int) -> tuple[str, float]:
    """The lines under a picture, and how high they are."""
    palette, length = screenplay.palette, f"{float(scene.duration):.1f} s"
    beat = drawable(scene.beat.replace("_", " ").upper(), _BEAT.font)
    out = (
        svg.rect(0, 16, 44, 32, 16, fill=palette.accent)
        + span(str(scene.index + 1), _NUMBER, 22, 40, palette.accent_ink, middle=True)
        + span(length, _ABOUT, width - _ABOUT.width(length), 40, FAINT)
    )
    for line in wrapped(beat, _BEAT, width - 72 - _ABOUT.width(length), 1):
        out += span(line, _BEAT, 56, 39, INK)
    y = 62.0
    text = scene.text
    shown = " / ".join(words for words in (text.kicker, text.headline, text.detail, text.button) if words)
    said = (quoted(words, screenplay.language) for words in scene.voice_over)
    paragraphs = [(shown, _SHOWN, INK), *((words, _SAID, FAINT) for words in said)]
    for words, style, fill in paragraphs:
        y, part = _paragraph(words, style, width, y, fill)
        out, y = out + part, y + 6
    return out, y


def _paragraph(words: str, style: Style, width: int, y: float, fill: str) -> tuple[float, str]:
    style = style.suited(words)
    found, leftwards = wrapped(drawable(words, style.font), style, width, 12), is_right_to_left(words)
    begins = [width - style.width(line) if leftwards else 0 for line in found]
    out = "".join(span(line, style, begins[n], y + style.baseline(n), fill) for n, line in enumerate(found))
    return y + style.height(len(found)), out


def _frame(
    paper: Image, image: Image | None, screenplay: Screenplay, index: int, place: Bounds, free: Margins | None
) -> None:
    """The picture as the camera sees it, its words on it, with round corners; a grey frame where there is none."""
    x, y, width, height = place
    inner = pixels.flat(width, height, colour.rgb(FRAME))
    if image is not None:
        inner = photo.cover(photo.Photo(image, _WHOLE), width, height, zoom=1.14).copy()
        scene = screenplay.scenes[index]
        palette, brand = screenplay.palette, screenplay.brand
        for layer in overlays(
            scene.text, layout=scene.layout, palette=palette, width=width, height=height, brand=brand, free=free
        ):
            pixels.over(inner, pixels.decode(layer.content), layer.x, layer.y)
    pixels.blend(paper[y : y + height, x : x + width], inner, pixels.rounded(width, height, 14))
