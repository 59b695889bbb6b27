"""The user's photo once more: other frames and other crops, for the scenes after its first.

A photo is never enlarged beyond what it bears: a frame that would need more is drawn smaller.
"""

from dataclasses import replace

import cv2
import numpy as np

from spotworks.adapters.local.pictures import photo, pixels, svg
from spotworks.adapters.local.pictures.draft import Draft
from spotworks.adapters.local.pictures.photo import SHARP, Photo
from spotworks.adapters.local.pictures.pixels import Image
from spotworks.adapters.media import colour
from spotworks.domain.research import Box

OUTLINE = 0.35  # units
WIDEST = 1.25
"""Of a doorway, in its heights."""

_DOOR = 3.3  # units that a doorway is high at least, not to be a stamp in the middle of nothing
_HELD = 0.85  # of the subject's height that a frame shows at least
_RING = 0.28  # units round a porthole
_BEHIND = 0.3  # units by which a card under a card is seen


def afterglow(draft: Draft, reference: Photo, zoom: float = 1.3, sink: float = 0.55) -> Image:
    """The photo's own light, out of focus, at half the picture's size; sunk towards the background."""
    soft = draft.soft()
    ground = photo.cover(reference, *soft.size, zoom=zoom)
    ground = np.asarray(pixels.blur(ground, soft.unit * 0.75), np.uint8)
    pixels.veil(ground, colour.rgb(draft.palette.background), sink)
    return ground


def _lit(draft: Draft, reference: Photo) -> Image:
    ground = afterglow(draft, reference, sink=0.62)
    draft.soft().finish(ground, 0.5, 0.36)
    return draft.grown(ground)


def detail(reference: Photo) -> Photo:
    """The photo with its focus between the middle of the subject and the richest part of it."""
    grey = cv2.cvtColor(np.ascontiguousarray(reference.image[..., :3]), cv2.COLOR_RGB2GRAY)
    size = 160, max(16, round(160 * reference.height / reference.width))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    # Corners, not edges: a rim or a horizon is an edge as long as the picture, and nothing to look at.
    rich = cv2.GaussianBlur(cv2.cornerMinEigenVal(small, 5), (0, 0), 8)
    box, (x, y) = reference.focus, reference.centre
    rows, columns = np.mgrid[0 : 1 : size[1] * 1j, 0 : 1 : size[0] * 1j]
    inside = (abs(columns - x) < box.w * 0.45) & (abs(rows - y) < box.h * 0.45)
    row, column = np.unravel_index(int(np.argmax(np.where(inside, rich, -1))), small.shape)
    at = (float(columns[row, column]) + x) / 2, (float(rows[row, column]) + y) / 2
    return replace(reference, focus=Box(x=at[0] - 0.02, y=at[1] - 0.02, w=0.04, h=0.04))


def borne(reference: Photo, width: float, height: float, least: float = 0.6) -> tuple[int, int]:
    """The frame, or a smaller one of its shape for which the photo is large enough."""
    factor = max(width / reference.width, height / reference.height)
    share = max(least, min(1.0, SHARP / factor))
    return round(width * share), round(height * share)


def keeping(reference: Photo, width: float, height: float) -> float:
    """The width, or a smaller one, at which a frame of that height shows the subject from top to foot."""
    return min(width, max(height, height * reference.width / (reference.height * reference.focus.h * _HELD)))


def bears_wide(draft: Draft, reference: Photo) -> bool:
    """Whether a frame nearly as wide as the picture, and as high as there is room for, shows the subject."""
    width, (_, height) = 8.4 * draft.unit, draft.framed(6.4)
    return keeping(reference, width, height) > 0.85 * width


def bears_doorway(draft: Draft) -> bool:
    """Whether there is room for one of some height between words and captions."""
    return draft.framed(_DOOR)[1] >= _DOOR * draft.span


def arched(draft: Draft, reference: Photo) -> Image:
    """A doorway on to the subject, its outline repeated beside it."""
    image = draft.stage(draft.family[0], 0.45)
    wide, tall = {"tall": (5.9, 7.6), "square": (4.5, 4.7), "wide": (5.4, 7.0)}[draft.shape]
    y, high = draft.framed(tall)
    over = OUTLINE * draft.unit
    width, height = borne(reference, min(wide * draft.span, (high - over) * WIDEST), high - over)
    doorway(draft, image, reference, (width, height), (draft.centre[0], y + over / 2))
    return image


def doorway(draft: Draft, image: Image, reference: Photo, size: tuple[int, int], centre: tuple[float, float]) -> None:
    """The photo as a doorway, its outline behind it to one side and higher by less than OUTLINE. In place."""
    (width, height), (x, y) = size, centre
    shift = 0.32 * draft.unit * (1 if draft.rng.random() < 0.5 else -1)
    _outline(draft, image, width, height, (x + shift, y - abs(shift) * 0.7))
    photo.cut(image, photo.cover(reference, width, height), pixels.arch(width, height, draft.unit * 0.25), centre)


def _outline(draft: Draft, image: Image, width: int, height: int, centre: tuple[float, float]) -> None:
    """A doorway as a line in the accent colour."""
    line, half = draft.unit * 0.05, width / 2
    corner, pad = draft.unit * 0.25, draft.unit * 0.1
    path = (
        f"M{pad} {pad + half}a{half} {half} 0 0 1 {width} 0V{pad + height - corner}a{corner} {corner} 0 0 1 {-corner} "
        f"{corner}H{pad + corner}a{corner} {corner} 0 0 1 {-corner} {-corner}Z"
    )
    drawn = svg.path(path, fill="none", stroke=draft.palette.accent, stroke_width=line, stroke_opacity=0.9)
    layer = pixels.draw(drawn, round(width + 2 * pad), round(height + 2 * pad))
    pixels.over(image, layer, round(centre[0] - half - pad), round(centre[1] - height / 2 - pad))


def banded(draft: Draft, reference: Photo) -> Image:
    """The photo in its own proportions from edge to edge, sharp above and below, in its own light."""
    if draft.shape == "wide":
        return paned(draft, reference)
    image = _lit(draft, reference)
    width = draft.size[0]
    least, most = (5.2, 6.9) if draft.shape == "tall" else (4.0, 5.2)
    natural = width * reference.height / reference.width / draft.span
    y, high = draft.framed(min(max(natural, least), most))
    line = max(3, round(draft.unit * 0.06))
    height = round(high) - 6 * line
    top = round(y - height / 2)
    image[top - 3 * line : top - 2 * line] = colour.rgb(draft.palette.accent)
    image[top + height + 2 * line : top + height + 3 * line] = colour.rgb(draft.palette.accent)
    image[top : top + height] = photo.cover(reference, width, height)
    return image


def bled(draft: Draft, reference: Photo) -> Image:
    """A large card that runs off one side of the picture."""
    image = draft.stage(draft.family[1], 0.5)
    wide, tall = {"tall": (8.4, 6.4), "square": (8.4, 4.4), "wide": (9.0, 6.8)}[draft.shape]
    if draft.layout == "detail" and draft.shape != "wide":  # above its words
        tall *= 0.8
    y, high = draft.framed(tall)
    shift = _BEHIND * draft.unit
    width, height = borne(reference, wide * draft.span, high - shift)
    y -= shift / 2
    right = draft.shape == "wide" or draft.rng.random() < 0.5
    x = draft.size[0] + 0.4 * draft.unit - width / 2 if right else width / 2 - 0.4 * draft.unit
    behind = pixels.flat(width, height, colour.rgb(draft.palette.accent))
    photo.card(image, behind, (x + (-shift if right else shift), y + shift), draft.unit * 0.45)
    # The subject stands in the middle of what the camera may show of the card.
    at = 0.44 if right else 0.56
    photo.card(image, photo.cover(reference, width, height, at=(at, 0.5)), (x, y), draft.unit * 0.45)
    return image


def paned(draft: Draft, reference: Photo) -> Image:
    """One photo through three tall windows that stand a little higher and lower."""
    image = _lit(draft, reference)
    wide, tall, gap = {"tall": (2.3, 6.6, 0.2), "square": (1.95, 3.6, 0.16), "wide": (1.9, 6.4, 0.2)}[draft.shape]
    step = 0.3 * draft.unit
    middle, high = draft.framed(tall + 0.6)
    width, height = borne(reference, keeping(reference, (3 * wide + 2 * gap) * draft.span, high), high)
    whole = photo.cover(reference, width, height)
    space = round(gap * draft.unit)
    pane, high = (width - 2 * space) // 3, round(height - 2 * step)
    left, top = round(draft.centre[0] - width / 2), round(middle - height / 2)
    way = 1 if draft.rng.random() < 0.5 else -1
    for number in range(3):
        x, y = number * (pane + space), round(step * (1 + way * (number - 1)))
        part = np.ascontiguousarray(whole[y : y + high, x : x + pane])
        photo.card(image, part, (left + x + pane / 2, top + y + high / 2), draft.unit * 0.3)
    return image


def paired(draft: Draft, reference: Photo) -> Image:
    """The photo as a card, and a detail of it in a ring over the card's corner."""
    image = _lit(draft, reference)
    wide, tall = {"tall": (6.2, 5.6), "square": (5.6, 4.2), "wide": (5.4, 5.2)}[draft.shape]
    y, high = draft.framed(tall)
    rim = round(draft.unit * 0.12)
    over = high * 0.05 + rim  # by which the ring is higher than the card
    width, height = borne(reference, keeping(reference, wide * draft.span, high - over), high - over)
    x, y = draft.centre[0], y + over / 2
    photo.card(image, photo.cover(reference, width, height), (x, y), draft.unit * 0.4)
    side = round(min(width, height) * 0.5)
    ring = side + 2 * rim
    way = 1 if draft.rng.random() < 0.5 else -1
    corner = x + way * (width / 2 - side * 0.32), y - height / 2 + side * 0.4
    photo.card(image, pixels.flat(ring, ring, colour.rgb(draft.palette.accent)), corner, ring / 2)
    closer = detail(reference)
    factor = max(side / reference.width, side / reference.height)
    part = photo.cover(closer, side, side, zoom=max(1.0, min(2.2, SHARP / factor)))
    photo.card(image, part, corner, side / 2)
    return image


def porthole(draft: Draft, reference: Photo) -> Image:
    """A detail of the photo in a large circle with rings round it."""
    image = draft.stage(draft.family[0], 0.35)
    across = {"tall": 6.0, "square": 3.4, "wide": 6.4}[draft.shape]
    y, high = draft.framed(across + 2 * _RING)
    high -= 2 * _RING * draft.unit
    side, _ = borne(reference, high, high)
    factor = max(side / reference.width, side / reference.height)
    zoom = max(1.0, min(1.35, SHARP / factor))
    x = draft.centre[0]
    rings = "".join(
        svg.circle(
            x, y, side / 2 + reach * draft.unit, fill="none", stroke=draft.palette.accent,
            stroke_width=draft.unit * 0.035, stroke_opacity=opacity,
        )
        for reach, opacity in ((_RING, 0.8), (0.62, 0.4), (1.02, 0.2))
    )  # fmt: skip
    pixels.over(image, pixels.draw(rings, *draft.size))
    closer = detail(reference) if zoom > 1.25 else reference
    photo.card(image, photo.cover(closer, side, side, zoom=zoom), (x, y), side / 2)
    return image


def close(draft: Draft, reference: Photo) -> Image:
    """A part of the photo over the whole picture."""
    width, height = draft.size
    factor = max(width / reference.width, height / reference.height)
    image = photo.cover(detail(reference), width, height, at=draft.at, zoom=min(1.8, SHARP / factor)).copy()
    draft.finish(image, 0.78, 0.32)
    return image


def bears_close(draft: Draft, reference: Photo) -> bool:
    """Whether the photo has pixels enough for `close` to be closer, and still sharp."""
    width, height = draft.size
    return max(width / reference.width, height / reference.height) * 1.5 <= SHARP * 0.75
