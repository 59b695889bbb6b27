"""The user's pictures as modes show them: whole, filling the frame or framed, with room for a camera to move."""

import numpy as np

from spotworks.adapters.local.pictures import grounds, photo, pixels
from spotworks.adapters.local.pictures.compose import compose
from spotworks.adapters.local.pictures.draft import Draft
from spotworks.adapters.local.pictures.photo import SHARP
from spotworks.adapters.local.pictures.pixels import Image
from spotworks.adapters.media import colour
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
"""Width and height that a framed picture may take, in fractions of what is drawn."""

# Where its middle stands: under the words, or beside them on a wide frame.
_WORDED = {"tall": (0.5, 0.57), "square": (0.5, 0.6), "wide": (0.66, 0.5)}


def photograph(
    asked: Photo, content: bytes, palette: Palette, width: int, height: int, free: Margins | None = None
) -> OverlayImage:
    """A JPEG of 4/3 of the canvas."""
    across, down = overscan(width, height)
    source = photo.Photo(pixels.decode(content), asked.picture.focus)
    request = ImageRequest(
        model="local", prompt="", layout="end_card" if asked.look == "card" else asked.layout or "hero", beat="",
        text=ScreenText(), palette=palette, reference=asked.picture, width=across, height=down, seed=asked.seed,
        take=asked.take, free=free,
    )  # fmt: skip
    image = _drawn(asked, Draft.of(request), source)
    return OverlayImage(content=pixels.jpeg(image, 93), x=0, y=0, width=across, height=down)


def _drawn(asked: Photo, draft: Draft, source: photo.Photo) -> Image:
    fills = asked.look == "full" or (asked.look == "auto" and _fills(source, draft))
    if asked.look == "card" or (asked.take % 2 and not fills and source.image.shape[2] == 3):
        return compose(draft.request, source)
    if fills and source.image.shape[2] == 3:
        image = photo.cover(source, *draft.size, zoom=_CLOSER if asked.take % 2 else 1.0).copy()
    else:
        image = _framed(draft, source, worded=bool(asked.layout))
    if asked.layout:
        draft.calm(image, 0.66)
    return image


def _fills(source: photo.Photo, draft: Draft) -> bool:
    """Whether a crop shows the subject, and is still sharp."""
    wide, tall = window((source.width, source.height), draft.size)
    factor = max(draft.size[0] / source.width, draft.size[1] / source.height)
    box = source.focus
    return factor <= SHARP and box.w * _HELD <= wide and box.h * _HELD <= tall


def _framed(draft: Draft, source: photo.Photo, *, worded: bool) -> Image:
    """The picture as a card on its own light, cropped towards the card's shape as far as the subject allows; a cut-out
    stands on the palette's light."""
    width, height = draft.size
    room = _ROOM[draft.shape][0] * width, _ROOM[draft.shape][1] * height * draft.view.share
    centre = _WORDED[draft.shape] if worded else (0.5, 0.5)
    place = centre[0] * width, draft.view.down(centre[1]) * height
    if source.image.shape[2] == 4:
        image = draft.stage(draft.family[0], 0.5)
        photo.stand(image, source.image, (place[0], place[1] + room[1] / 2), room)
        return image
    soft = draft.soft()
    ground = np.asarray(pixels.blur(photo.cover(source, *soft.size, zoom=1.15).copy(), soft.unit * 0.55), np.uint8)
    pixels.veil(ground, colour.rgb(draft.palette.background), 0.42)
    grounds.vignette(ground, draft.palette, 0.3)
    image = draft.grown(ground)
    across, down = _card_size(source, room)
    photo.card(image, photo.cover(source, across, down), place, draft.unit * 0.28)
    return image


def _card_size(source: photo.Photo, room: tuple[float, float]) -> tuple[int, int]:
    """The room's shape if the subject keeps inside it, else as near to it as it does; no larger than is sharp."""
    own, wanted = source.width / source.height, room[0] / room[1]
    if own > wanted:
        ratio = max(wanted, own * min(1.0, source.focus.w * _HELD))
    else:
        ratio = min(wanted, own / max(1e-3, min(1.0, source.focus.h * _HELD)))
    across = min(room[0], room[1] * ratio)
    enlarged = max(across / source.width, across / ratio / source.height)
    across *= min(1.0, SHARP * 1.15 / enlarged)
    return round(across), round(across / ratio)
