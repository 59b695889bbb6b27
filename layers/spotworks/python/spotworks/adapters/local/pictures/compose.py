"""Pictures by layout: with a photo, with a cut-out, with neither."""

import hashlib
from dataclasses import dataclass

import cv2
import numpy as np

from spotworks.adapters.local.pictures import grounds, motifs, photo, pixels, zones
from spotworks.adapters.local.pictures.photo import SHARP, Photo
from spotworks.adapters.local.pictures.pixels import Image
from spotworks.adapters.media import colour
from spotworks.domain.generation import ImageRequest
from spotworks.domain.research import Palette


@dataclass(frozen=True)
class Sheet:
    """One picture in the making: what is asked, its size, its chance."""

    request: ImageRequest
    rng: np.random.Generator

    @property
    def palette(self) -> Palette:
        return self.request.palette

    @property
    def size(self) -> tuple[int, int]:
        return self.request.width, self.request.height

    @property
    def at(self) -> tuple[float, float]:
        """The subject's centre in fractions."""
        return zones.subject(self.request.layout, *self.size)

    @property
    def centre(self) -> tuple[float, float]:
        return self.at[0] * self.size[0], self.at[1] * self.size[1]

    @property
    def unit(self) -> float:
        return min(self.size) / 10

    @property
    def shape(self) -> zones.Shape:
        return zones.shape(*self.size)


def compose(request: ImageRequest, reference: Photo | None) -> Image:
    """The finished picture, request.width x request.height."""
    sheet = Sheet(request, np.random.default_rng(_seed(request)))
    if reference is None:
        image = _generative(sheet)
    elif reference.image.shape[2] == 4:
        image = _cutout(sheet, reference)
    else:
        image = _photograph(sheet, Photo(photo.graded(reference.image), reference.focus))
    return grounds.grain(image, sheet.rng)


def _seed(request: ImageRequest) -> int:
    """Chance from the seed, and from what tells scenes of one video apart."""
    text = f"{request.seed}/{request.layout}/{request.beat}/{request.text.headline}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def _family(sheet: Sheet) -> tuple[motifs.Motif, ...]:
    """The motifs of this video: chosen by what its scenes share."""
    digest = hashlib.sha256(sheet.palette.model_dump_json().encode()).digest()
    return motifs.FAMILIES[digest[0] % len(motifs.FAMILIES)]


def _motif(sheet: Sheet) -> motifs.Motif:
    family = _family(sheet)
    match sheet.request.layout:
        case "offer":
            return motifs.rays
        case "steps":
            return motifs.dots
        case "hero" | "split":
            return family[0]
        case "end_card":
            return motifs.arcs
        case _:
            return family[1 + int(sheet.rng.integers(len(family) - 1))]


def _paint(sheet: Sheet, image: Image, motif: motifs.Motif, opacity: float = 1.0) -> None:
    width, height = sheet.size
    brush = motifs.Brush(sheet.palette, width, height, *sheet.centre, sheet.rng)
    pixels.over(image, pixels.draw(motif(brush), width, height), opacity=opacity)


def _calm(sheet: Sheet, image: Image, strength: float) -> None:
    """Sinks the part where words will stand."""
    width, height = sheet.size
    zone = zones.words(sheet.request.layout, width, height)
    if sheet.shape == "wide" and zone.right < 0.6:
        mask = grounds.ramp(
            width, height, ((0, strength), (zone.right * 0.72, strength * 0.9), (zone.right + 0.16, 0)), across=True
        )
    elif zone.anchor == "top":
        mask = grounds.ramp(
            width, height, ((0, strength), (zone.bottom * 0.72, strength * 0.9), (zone.bottom + 0.14, 0))
        )
    elif zone.anchor == "bottom":
        mask = grounds.ramp(width, height, ((zone.top - 0.08, 0), (zone.top + 0.14, strength * 0.9), (1, strength)))
    else:
        mask = grounds.ramp(
            width,
            height,
            ((0, strength * 0.5), (zone.top + 0.06, strength), (zone.bottom - 0.06, strength), (1, strength * 0.6)),
        )
    grounds.scrim(image, sheet.palette, mask)


# --- without a photo ---------------------------------------------------------------------------------------------


def _generative(sheet: Sheet) -> Image:
    width, height = sheet.size
    image = grounds.lights(sheet.palette, width, height, sheet.rng)
    layout = sheet.request.layout
    if layout == "compare":
        _halves(sheet, image)
    elif layout == "quote":
        _paint(sheet, image, _motif(sheet), 0.45)
        _quotation_mark(sheet, image)
    else:
        quiet = layout in {"type", "steps", "end_card"}
        if not quiet:
            grounds.glow(image, sheet.palette.accent, *sheet.centre, 4.2 * sheet.unit, 0.34)
        _paint(sheet, image, _motif(sheet), 0.75 if quiet else 1.0)
    _calm(sheet, image, 0.5)
    grounds.vignette(image, sheet.palette, 0.3)
    return image


def _halves(sheet: Sheet, image: Image) -> None:
    """Two sides: the left one grey, the right one in colour."""
    width, height = sheet.size
    _paint(sheet, image, _family(sheet)[0])
    _desaturate_left(sheet, image)


def _desaturate_left(sheet: Sheet, image: Image) -> None:
    width, height = sheet.size
    half = np.ascontiguousarray(image[:, : width // 2])
    grey = cv2.cvtColor(cv2.cvtColor(half, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    dull = cv2.addWeighted(grey, 0.62, np.full_like(grey, colour.rgb(sheet.palette.surface)), 0.3, 0)
    image[:, : width // 2] = dull
    bar = max(4, round(sheet.unit * 0.06))
    image[:, width // 2 - bar // 2 : width // 2 + bar - bar // 2] = colour.rgb(sheet.palette.accent)


def _quotation_mark(sheet: Sheet, image: Image) -> None:
    """A large opening mark above the words, drawn by hand so that it is the same in every language."""
    width, height = sheet.size
    zone = zones.words("quote", width, height)
    # The camera may show the central 3/4 only: stand inside that.
    x, y, size = (
        (0.125 + 0.75 * zone.left) * width + sheet.unit * 0.1,
        height * (0.19 if sheet.shape == "tall" else 0.16),
        sheet.unit * 1.05,
    )
    comma = "M0 62C0 26 20 6 52 0l6 14C40 19 30 30 29 44c3-2 7-3 11-3 14 0 25 10 25 25S53 92 37 92C15 92 0 80 0 62Z"
    body = "".join(
        f'<path d="{comma}" transform="translate({x + n * size * 0.92:.1f} {y:.1f}) scale({size / 80:.3f})"/>'
        for n in (0, 1)
    )
    pixels.over(image, pixels.draw(f'<g fill="{sheet.palette.accent}">{body}</g>', width, height), opacity=0.9)


# --- with a cut-out ----------------------------------------------------------------------------------------------


def _cutout(sheet: Sheet, reference: Photo) -> Image:
    """The subject stands on a generative stage: a floor, a light behind it, a shadow under it."""
    width, height = sheet.size
    image = grounds.lights(sheet.palette, width, height, sheet.rng)
    layout = sheet.request.layout
    if layout in {"type", "steps", "quote"}:
        return _generative(sheet)
    x, y = sheet.centre
    room = {"tall": (6.6, 6.8), "square": (5.2, 4.6), "wide": (6.0, 5.6)}[sheet.shape]
    if layout == "detail":
        room = (room[0] * 1.25, room[1] * 1.25)
    if layout == "end_card":
        room, y = (room[0] * 0.5, room[1] * 0.42), y - 0.4 * sheet.unit
    wide, tall = room[0] * sheet.unit, room[1] * sheet.unit
    behind = motifs.rays if layout == "offer" else _family(sheet)[-1]
    _paint(sheet, image, motifs.arcs if behind is motifs.orbs else behind, 0.5)
    grounds.glow(image, colour.mix(sheet.palette.accent, sheet.palette.ink, 0.2), x, y, wide * 0.75, 0.5)
    subject = photo.trimmed(reference.image)
    factor = min(wide / subject.shape[1], tall / subject.shape[0], SHARP)
    foot = y + subject.shape[0] * factor / 2
    if layout != "end_card":
        _floor(sheet, image, foot - 0.35 * sheet.unit)
    _calm(sheet, image, 0.45)
    grounds.vignette(image, sheet.palette, 0.35)
    photo.stand(image, photo.graded(reference.image), (x, foot), (wide, tall))
    return image


def _floor(sheet: Sheet, image: Image, horizon: float) -> None:
    """A plane from the horizon down, lit under the subject."""
    width, height = sheet.size
    soft = 0.12 * sheet.unit
    down = (np.arange(height, dtype=np.float32) - horizon) / soft
    depth = np.clip((np.arange(height, dtype=np.float32) - horizon) / max(1.0, height - horizon), 0, 1)
    mask = pixels.smoothstep(down) * (0.85 - 0.5 * depth)
    shade = colour.mix(sheet.palette.surface, sheet.palette.accent, 0.16)
    pixels.tint(
        image, colour.rgb(shade), np.ascontiguousarray(np.broadcast_to(mask[:, None], (height, width)), np.float32)
    )
    grounds.glow(
        image,
        colour.mix(sheet.palette.accent, sheet.palette.ink, 0.3),
        sheet.centre[0],
        horizon + 0.9 * sheet.unit,
        3.2 * sheet.unit,
        0.3,
    )


# --- with a photo ------------------------------------------------------------------------------------------------


def _photograph(sheet: Sheet, reference: Photo) -> Image:
    match sheet.request.layout:
        case "type" | "steps" | "quote":
            return _atmosphere(sheet, reference)
        case "split":
            return _carded(sheet, reference)
        case "compare":
            return _before_after(sheet, reference)
        case "offer" | "end_card":
            return _medallion(sheet, reference)
        case "detail":
            return _melted(sheet, reference, closer=1.45)
        case _:
            return _melted(sheet, reference, closer=1.0)


def _melted(sheet: Sheet, reference: Photo, closer: float) -> Image:
    """The photo over the whole picture, or as much of it as its resolution carries."""
    width, height = sheet.size
    whole = max(width / reference.width, height / reference.height)
    least = min(width / reference.width, height / reference.height)
    subject = min(
        0.78 * width / (reference.focus.w * reference.width), 0.6 * height / (reference.focus.h * reference.height)
    )
    factor = min(whole * (1.25 if closer > 1 else 1), max(least, min(subject, SHARP) * closer))
    image = np.empty((height, width, 3), np.uint8)
    photo.melt(image, reference, sheet.palette, sheet.at, factor, sink=0.42)
    _calm(sheet, image, 0.72)
    grounds.vignette(image, sheet.palette, 0.34)
    return image


def _atmosphere(sheet: Sheet, reference: Photo) -> Image:
    """The photo's light without its forms, and a motif: a ground for words."""
    width, height = sheet.size
    image = np.empty((height, width, 3), np.uint8)
    photo.backdrop(image, reference, sheet.palette, 0.5)
    grounds.glow(image, sheet.palette.accent, *sheet.centre, 3.6 * sheet.unit, 0.16)
    _paint(sheet, image, _motif(sheet), 0.55)
    if sheet.request.layout == "quote":
        _quotation_mark(sheet, image)
    _calm(sheet, image, 0.42)
    grounds.vignette(image, sheet.palette, 0.4)
    return image


def _carded(sheet: Sheet, reference: Photo) -> Image:
    """The photo as a card before a generative ground, with an accent form behind it."""
    width, height = sheet.size
    image = grounds.lights(sheet.palette, width, height, sheet.rng)
    _paint(sheet, image, _family(sheet)[1], 0.5)
    _calm(sheet, image, 0.45)
    grounds.vignette(image, sheet.palette, 0.3)
    wide = {"tall": 6.7, "square": 5.4, "wide": 6.6}[sheet.shape] * sheet.unit
    tall = {"tall": 6.9, "square": 3.9, "wide": 6.0}[sheet.shape] * sheet.unit
    inner = photo.cover(reference, round(wide), round(tall))
    tilt = float(sheet.rng.choice([-2.4, 2.4]))
    accent = np.full((round(tall), round(wide), 3), colour.rgb(sheet.palette.accent), np.uint8)
    photo.card(image, accent, (sheet.centre[0], sheet.centre[1]), sheet.unit * 0.55, tilt * -2.2)
    photo.card(image, inner, sheet.centre, sheet.unit * 0.55, tilt * 0.4)
    return image


def _before_after(sheet: Sheet, reference: Photo) -> Image:
    image = _melted(sheet, reference, closer=1.0)
    _desaturate_left(sheet, image)
    return image


def _medallion(sheet: Sheet, reference: Photo) -> Image:
    """The subject in a circle with a ring, rays or arcs behind."""
    width, height = sheet.size
    image = np.empty((height, width, 3), np.uint8)
    photo.backdrop(image, reference, sheet.palette, 0.62)
    _paint(sheet, image, motifs.rays if sheet.request.layout == "offer" else motifs.arcs, 0.7)
    _calm(sheet, image, 0.4)
    grounds.vignette(image, sheet.palette, 0.4)
    if sheet.request.layout == "end_card" and sheet.shape == "wide":
        return image
    side = {"offer": 5.6 if sheet.shape == "tall" else 4.2}.get(sheet.request.layout, 2.9) * sheet.unit
    inner = photo.cover(reference, round(side), round(side))
    ring = np.full((round(side * 1.06), round(side * 1.06), 3), colour.rgb(sheet.palette.accent), np.uint8)
    photo.card(image, ring, sheet.centre, side)
    photo.card(image, inner, sheet.centre, side)
    return image
