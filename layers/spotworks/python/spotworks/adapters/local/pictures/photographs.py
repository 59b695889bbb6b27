"""The user's pictures as modes show them: whole, filling the frame or framed, with room for a camera to move."""

import numpy as np

from spotworks.adapters.local.pictures import frames, grounds, photo, pixels
from spotworks.adapters.local.pictures.compose import compose
from spotworks.adapters.local.pictures.draft import Draft
from spotworks.adapters.local.pictures.photo import SHARP
from spotworks.adapters.local.pictures.pixels import Image
from spotworks.adapters.media import colour
from spotworks.domain.base import Bounds
from spotworks.domain.brand import Margins
from spotworks.domain.drawing import Photo
from spotworks.domain.generation import ImageRequest, overscan
from spotworks.domain.reframing import window
from spotworks.domain.research import Palette
from spotworks.domain.screenplay import ScreenText
from spotworks.ports import OverlayImage

_HELD = 0.9  # of the subject that a crop has to show to be taken
_CLOSER = 1.35  # how much nearer another take of a picture that fills the frame is
_ROOM = {"tall": (0.7, 0.47), "square": (0.68, 0.62), "wide": (0.58, 0.7)}
"""Width and height that a framed picture may take in the middle of a frame without words, in fractions of what is
drawn."""

_SEEN = 0.5, 0.4  # where a subject stands in a picture that fills the frame: above captions and large words
_ABOVE = 0.5, 0.3  # and in one that leaves room under it
_ENOUGH, _SHOWN = 0.55, 0.66  # of a picture's side: a crop that leaves less is not taken, and what is seen instead
_SUNK = ((0.3, 0.0), (0.55, 0.4), (1.0, 0.4))  # how far such a picture is sunk, by height, where words may stand

Bare = tuple[Image, Bounds | None]
"""A picture, and where the frame in it lies, if there is one."""


def photograph(
    asked: Photo, content: bytes, palette: Palette, width: int, height: int, free: Margins | None = None
) -> OverlayImage:
    """A JPEG of 4/3 of the canvas. ink: where the user's picture is in it, None if it fills all."""
    across, down = overscan(width, height)
    source = photo.Photo(pixels.decode(content), asked.picture.focus)
    request = ImageRequest(
        model="local", prompt="", layout="end_card" if asked.look == "card" else asked.layout or "hero", beat="",
        text=ScreenText(), palette=palette, reference=asked.picture, width=across, height=down, seed=asked.seed,
        take=asked.take, free=free,
    )  # fmt: skip
    image, frame = _drawn(asked, Draft.of(request), source)
    return OverlayImage(content=pixels.jpeg(image, 93), x=0, y=0, width=across, height=down, ink=frame)


def _drawn(asked: Photo, draft: Draft, source: photo.Photo) -> Bare:
    if asked.look == "card":
        return compose(draft.request, source), None
    if source.image.shape[2] == 3 and (asked.look == "full" or (asked.look == "auto" and _fills(source, draft))):
        image = _filled(draft, source, closer=bool(asked.take % 2))
        if asked.layout:
            draft.calm(image, 0.66)
        else:
            grounds.scrim(image, draft.palette, grounds.ramp(*draft.size, _SUNK))
        return image, None
    left, top, right, bottom = _room(draft, worded=bool(asked.layout))
    place, room = ((left + right) / 2, (top + bottom) / 2), (right - left, bottom - top)
    if source.image.shape[2] == 4:
        return _stood(draft, source, place, room)
    return (_arched if asked.take % 2 else _carded)(draft, source, place, room)


def _filled(draft: Draft, source: photo.Photo, *, closer: bool) -> Image:
    """The picture over all of it; one of another shape, of which that would leave too little, over as much as leaves
    enough, on its own blurred light."""
    width, height = draft.size
    left = min(window((source.width, source.height), draft.size))
    if left >= _ENOUGH:
        return photo.cover(source, width, height, at=_SEEN, zoom=_CLOSER if closer else 1.0).copy()
    factor = max(width / source.width, height / source.height) * left / (_ENOUGH if closer else _SHOWN)
    image = np.empty((height, width, 3), np.uint8)
    at = _ABOVE if source.height * factor < height else _SEEN
    photo.melt(image, source, draft.palette, at, factor, sink=0.3)
    return image


def _fills(source: photo.Photo, draft: Draft) -> bool:
    """Whether a crop shows the subject, and is still sharp."""
    wide, tall = window((source.width, source.height), draft.size)
    factor = max(draft.size[0] / source.width, draft.size[1] / source.height)
    box = source.focus
    return factor <= SHARP and box.w * _HELD <= wide and box.h * _HELD <= tall


def _room(draft: Draft, *, worded: bool) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what a framed picture may take, in pixels."""
    width, height = draft.size
    if worded:
        left, top, right, bottom = draft.view.room()
    else:
        across, down = _ROOM[draft.shape]
        down *= draft.view.share
        left, top = 0.5 - across / 2, draft.view.down(0.5) - down / 2
        right, bottom = left + across, top + down
    return left * width, top * height, right * width, bottom * height


def _carded(draft: Draft, source: photo.Photo, place: tuple[float, float], room: tuple[float, float]) -> Bare:
    """The picture as a card on its own light, cropped towards the room's shape as far as the subject allows."""
    soft = draft.soft()
    ground = np.asarray(pixels.blur(photo.cover(source, *soft.size, zoom=1.15).copy(), soft.unit * 0.55), np.uint8)
    pixels.veil(ground, colour.rgb(draft.palette.background), 0.42)
    grounds.vignette(ground, draft.palette, 0.3)
    image = draft.grown(ground)
    if draft.request.layout:
        draft.calm(image, 0.66)
    size = _card_size(source, room)
    photo.card(image, photo.cover(source, *size), place, draft.unit * 0.28)
    return image, _bounds(place, size)


def _arched(draft: Draft, source: photo.Photo, place: tuple[float, float], room: tuple[float, float]) -> Bare:
    """The same picture another time: through a doorway."""
    image = draft.stage(draft.family[0], 0.45)
    over = frames.OUTLINE * draft.unit
    tall = room[1] - over
    wide, tall = frames.borne(source, min(tall * frames.WIDEST, room[0] - 2 * over), tall)
    frames.doorway(draft, image, source, (wide, tall), (place[0], place[1] + over / 2))
    return image, _bounds(place, (wide + round(2 * over), tall + round(over)))


def _stood(draft: Draft, source: photo.Photo, place: tuple[float, float], room: tuple[float, float]) -> Bare:
    """A cut-out on the palette's light."""
    image = draft.stage(draft.family[0], 0.5)
    photo.stand(image, source.image, (place[0], place[1] + room[1] / 2), room)
    return image, _bounds(place, (round(room[0]), round(room[1])))


def _bounds(place: tuple[float, float], size: tuple[int, int]) -> Bounds:
    left, top = round(place[0] - size[0] / 2), round(place[1] - size[1] / 2)
    return left, top, left + size[0], top + size[1]


def _card_size(source: photo.Photo, room: tuple[float, float]) -> tuple[int, int]:
    """The room's shape if the subject keeps inside it, else as near to it as it does; no larger than is sharp."""
    sharp = SHARP * 1.15
    wide, high = min(room[0], source.width * sharp), min(room[1], source.height * sharp)
    own, wanted = source.width / source.height, wide / high
    if own > wanted:
        ratio = max(wanted, own * min(1.0, source.focus.w * _HELD))
    else:
        ratio = min(wanted, own / max(1e-3, min(1.0, source.focus.h * _HELD)))
    across = min(wide, high * ratio)
    return round(across), round(across / ratio)
