"""Pictures by layout: with a photo, with a cut-out, with neither."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from spotworks.adapters.local.pictures import emblems, frames, grounds, motifs, photo, pixels, zones
from spotworks.adapters.local.pictures.draft import Draft
from spotworks.adapters.local.pictures.photo import SHARP, Photo
from spotworks.adapters.local.pictures.pixels import Image
from spotworks.adapters.media import colour
from spotworks.domain.generation import ImageRequest
from spotworks.domain.research import Box

_WORDS_ONLY = frozenset({"type", "steps", "quote"})


def compose(request: ImageRequest, reference: Photo | None) -> Image:
    """The finished picture, request.width x request.height."""
    draft = Draft.of(request)
    if reference is None:
        image = _generative(draft)
    elif reference.image.shape[2] == 4:
        image = _staged(draft, reference) if _has_room(draft) else _generative(draft)
    else:
        reference = replace(reference, image=photo.graded(reference.image))  # nobody else holds the other one
        image = _photograph(draft, reference)
    return grounds.grain(image, draft.rng)


def _has_room(draft: Draft) -> bool:
    """Whether a subject can stand beside the words."""
    return draft.layout not in _WORDS_ONLY


def _generative(draft: Draft) -> Image:
    """Lights and a motif; where a subject belongs, a tile with the sign of the beat."""
    soft = draft.soft()
    ground = soft.lights()
    words_only = draft.layout in _WORDS_ONLY or draft.layout == "end_card"
    if not words_only:
        soft.glow(ground, 4.4, 0.42)
    soft.paint(ground, draft.motif(), 0.9 if words_only else 0.6)
    soft.finish(ground, 0.56 if words_only else 0.42, 0.3)
    image = draft.grown(ground)
    if draft.layout == "quote":
        draft.quotation_mark(image)
    if not words_only:
        y, high = draft.framed(emblems.REACH)
        brush = replace(draft.brush, y=y)
        sign = emblems.sign_of(draft.request.beat, draft.request.text)
        drawn = emblems.tile(brush, sign, high / (emblems.REACH * draft.unit))
        draft.stamp(image, drawn, (brush.x, brush.y), 4.2)
    if draft.layout == "compare":
        draft.grey_left(image)
    return image


# Width and height that a cut-out may take, in units, by the shape of the picture.
_ROOM = {"tall": (6.6, 6.8), "square": (5.2, 4.4), "wide": (6.0, 5.6)}


def _staged(draft: Draft, reference: Photo) -> Image:
    """The cut-out stands on a generative stage: a floor, a light behind it, a shadow under it."""
    closer = {
        "detail": 1.0 if draft.shape == "square" else 1.22,
        "offer": 0.92,
        "end_card": 0.9 if draft.shape == "wide" else 0.46,
    }.get(draft.layout, 1.0)
    wide, tall = _ROOM[draft.shape]
    x, (y, tall) = draft.centre[0], draft.framed(tall * closer)
    wide *= closer * draft.span
    subject = photo.trimmed(reference.image)
    factor = min(wide / subject.shape[1], tall / subject.shape[0], SHARP)
    foot = y + subject.shape[0] * factor / 2
    soft = draft.soft()
    ground = soft.lights()
    motif = draft.motif()
    soft.paint(ground, motif, 0.5)
    soft.glow(ground, wide * 0.8 / draft.unit, 0.6)
    if draft.layout != "end_card":
        _floor(soft, ground, (foot - 0.4 * draft.unit) / soft.scale)
    soft.finish(ground, 0.42, 0.34)
    image = draft.grown(ground)
    photo.stand(image, photo.graded(reference.image), (x, foot), (wide, tall))
    if draft.layout == "compare":
        draft.grey_left(image)
    return image


def _floor(draft: Draft, image: Image, horizon: float) -> None:
    """A plane from the horizon down, lit under the subject."""
    width, height = draft.size
    rows = np.arange(height, dtype=np.float32) - horizon
    depth = np.clip(rows / max(1.0, height - horizon), 0, 1)
    mask = (pixels.smoothstep(rows / (0.1 * draft.unit)) * (0.9 - 0.5 * depth))[:, None]
    shade = colour.mix(draft.palette.surface, grounds.ember(draft.palette.accent, 0.5), 0.3)
    pixels.tint(image, colour.rgb(shade), np.ascontiguousarray(np.broadcast_to(mask, (height, width)), np.float32))
    lit = colour.mix(draft.palette.accent, draft.palette.ink, 0.3)
    grounds.glow(image, lit, draft.centre[0], horizon + 0.9 * draft.unit, 3.2 * draft.unit, 0.32)


def _photograph(draft: Draft, reference: Photo) -> Image:
    match draft.layout:
        case "type" | "steps" | "quote":
            return _defocused(draft, reference)
        case "compare":
            image = _melted(draft, reference)
            draft.grey_left(image)
            return image
        case "offer" | "end_card":
            return _medallion(draft, reference)
    takes = _takes(draft, reference)
    return takes[draft.request.take % len(takes)](draft, reference)


_ENLARGED = 1.4  # how much of a subject a close-up of it shows


def _takes(draft: Draft, reference: Photo) -> tuple[Callable[[Draft, Photo], Image], ...]:
    """How a photo is shown the first time in a layout, the second, and so on; few frames are in two layouts."""
    match draft.layout:
        case "split":
            return _carded, frames.paired, frames.paned
        case "detail" if draft.shape == "wide":  # where a close-up has the captions in its middle
            return frames.porthole, frames.bled, _closer
        case "detail":
            return _closer, frames.porthole, frames.bled if frames.bears_wide(draft, reference) else _carded
    door = (frames.arched,) if frames.bears_doorway(draft) else ()
    close = (frames.close,) if frames.bears_close(draft, reference) else ()
    wide = frames.banded, frames.bled
    return _melted, *door, *close, *(wide if frames.bears_wide(draft, reference) else (frames.paired, _carded))


_WIDEST = {"tall": 0.8, "square": 0.74, "wide": 0.34}  # of the picture: a subject in it
_TALLEST = {"tall": 1.0, "square": 1.0, "wide": 0.92}  # of the clearing
_FILLED = {"tall": 1.0, "square": 1.0, "wide": 0.76}  # of a side: a photo that would have to be smaller to be sharp
_LEAST = {"tall": 0.8, "square": 0.8, "wide": 0.56}  # of a side: a melting photo, for its subject to stand clear


def _melted(draft: Draft, reference: Photo, closest: float = 1.0) -> Image:
    """The photo over the whole picture, or over as much of it as its resolution carries, or as little as its subject
    needs to stand clear of words and captions. closest: in fillings of the picture."""
    width, height = draft.size
    axes = width / reference.width, height / reference.height
    box, (top, bottom) = reference.focus, draft.clearing
    clear = min(_WIDEST[draft.shape] * axes[0] / box.w, _TALLEST[draft.shape] * (bottom - top) * axes[1] / box.h)
    least, filled = (min(axes) * share[draft.shape] for share in (_LEAST, _FILLED))
    factor = min(max(axes) * closest, max(least, min(clear, max(SHARP, filled))))
    tall = box.h * reference.height * factor / height
    x, y = draft.at
    y = max(top + tall / 2, min(y, bottom - tall / 2)) if tall <= bottom - top else (top + bottom) / 2
    image = np.empty((height, width, 3), np.uint8)
    photo.melt(image, reference, draft.palette, (x, y), factor, sink=0.36, to_place=True)
    draft.finish(image, 0.78, 0.32)
    return image


def _closer(draft: Draft, reference: Photo) -> Image:
    """A part of the subject, the rest of it melting away."""
    box, (x, y) = reference.focus, frames.detail(reference).centre
    w, h = box.w / _ENLARGED, box.h / _ENLARGED
    part = Box(x=min(max(0.0, x - w / 2), 1 - w), y=min(max(0.0, y - h / 2), 1 - h), w=w, h=h)
    return _melted(draft, Photo(reference.image, part), closest=1.25)


def _defocused(draft: Draft, reference: Photo) -> Image:
    """The photo out of focus and dimmed: the place is still there, the words have it to themselves."""
    soft = draft.soft()
    zoom = {"type": 1.0, "quote": 1.35, "steps": 1.7}[draft.layout]
    ground = photo.cover(reference, *soft.size, at=(0.5, 0.55), zoom=zoom)
    ground = np.asarray(pixels.blur(ground, soft.unit * (0.16 if draft.layout == "type" else 0.3)), np.uint8)
    pixels.veil(ground, colour.rgb(draft.palette.background), 0.5)
    if draft.layout == "steps":
        soft.paint(ground, motifs.dots, 0.5)
    soft.finish(ground, 0.5, 0.4)
    image = draft.grown(ground)
    if draft.layout == "quote":
        draft.quotation_mark(image)
    return image


_TILT = 4.5  # degrees


def _near(reference: Photo, width: int, height: int) -> float:
    """How far to close in on a small subject in a frame of that size, at most by half."""
    factor = max(width / reference.width, height / reference.height)
    box = reference.focus
    fits = min(0.8 * width / (box.w * reference.width), 0.8 * height / (box.h * reference.height))
    return min(1.5, max(1.0, min(fits, SHARP) / factor))


def _carded(draft: Draft, reference: Photo) -> Image:
    """The photo as a card before a generative ground, an accent card turned behind it."""
    image = draft.stage(draft.family[1])
    wide, tall = {"tall": (6.4, 6.4), "square": (6.2, 4.4), "wide": (5.9, 5.6)}[draft.shape]
    reach = wide * math.sin(math.radians(_TILT))  # of the turned card, above and below together
    y, high = draft.framed(tall + reach)
    high -= reach * draft.span
    size, place = (round(frames.keeping(reference, wide * draft.span, high)), round(high)), (draft.centre[0], y)
    tilt = float(draft.rng.choice([-1.0, 1.0]))
    radius = draft.unit * 0.5
    photo.card(image, pixels.flat(*size, colour.rgb(draft.palette.accent)), place, radius, -_TILT * tilt)
    photo.card(image, photo.cover(reference, *size, zoom=_near(reference, *size)), place, radius, tilt)
    return image


# Across with their rims, in units.
_MEDALLIONS: dict[str, dict[zones.Shape, float]] = {
    "offer": {"tall": 5.9, "square": 4.3, "wide": 4.6},
    "end_card": {"tall": 3.7, "square": 3.0, "wide": 5.4},
}
_RIM = 0.26


def _medallion(draft: Draft, reference: Photo) -> Image:
    """The subject in a circle with a ring, rays behind it, before the photo's own light."""
    soft = draft.soft()
    ground = frames.afterglow(draft, reference)
    soft.paint(ground, motifs.rays, 0.75 if draft.layout == "offer" else 0.4)
    soft.glow(ground, 5.0, 0.3)
    soft.finish(ground, 0.4, 0.4)
    image = draft.grown(ground)
    if not _has_room(draft):
        return image
    y, high = draft.framed(_MEDALLIONS[draft.layout][draft.shape])
    place, side = (draft.centre[0], y), round(high - _RIM * draft.unit)
    ring = round(high)
    photo.card(image, pixels.flat(ring, ring, colour.rgb(draft.palette.accent)), place, ring / 2)
    photo.card(image, photo.cover(reference, side, side, zoom=_near(reference, side, side)), place, side / 2)
    return image
