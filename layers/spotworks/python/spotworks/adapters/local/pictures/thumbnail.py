"""thumbnail.jpg: the most telling picture with the promise on it."""

from collections.abc import Sequence

import cv2
import numpy as np

from spotworks.adapters.local.pictures import grounds, photo, pixels
from spotworks.adapters.local.pictures.overlays import overlays
from spotworks.adapters.local.pictures.pixels import Image
from spotworks.domain.research import Box
from spotworks.domain.screenplay import Scene, Screenplay, ScreenText
from spotworks.domain.typography import set_screen

# How well a layout's picture stands for the whole video.
_RANK = {"hero": 1.0, "detail": 0.85, "split": 0.75, "offer": 0.7, "compare": 0.5, "end_card": 0.2}


def thumbnail(screenplay: Screenplay, pictures: Sequence[bytes], *, width: int, height: int) -> bytes:
    """A JPEG of width x height."""
    scenes = list(screenplay.scenes)
    found = [(scene, content) for scene, content in zip(scenes, pictures, strict=False) if content]
    if found:
        scene, content = max(found, key=lambda pair: _RANK.get(pair[0].layout, 0.3) + 0.4 * _liveliness(pair[1]))
        whole = photo.Photo(_opened(content), Box(x=0, y=0, w=1, h=1))
        image = photo.cover(whole, width, height, zoom=1.08).copy()
        layout = scene.layout if scene.layout in {"hero", "split", "detail"} else "hero"
    else:
        image = grounds.lights(screenplay.palette, width, height, np.random.default_rng(screenplay.seed))
        layout = "type"
    words = set_screen(ScreenText(kicker=screenplay.brand, headline=_promise(screenplay, scenes)), screenplay.language)
    layers = overlays(
        words, layout=layout, palette=screenplay.palette, width=width, height=height, brand=screenplay.brand
    )
    for layer in layers:
        pixels.over(image, pixels.decode(layer.content), layer.x, layer.y)
    return pixels.jpeg(image, 90)


def _promise(screenplay: Screenplay, scenes: Sequence[Scene]) -> str:
    """The hook's headline, or the first there is, or the title."""
    return next((scene.text.headline for scene in scenes if scene.text.headline), screenplay.title)


def _opened(content: bytes) -> Image:
    return pixels.decode(content)[..., :3]


def _liveliness(content: bytes) -> float:
    """How much contrast and colour a picture has, from 0 to 1."""
    small = cv2.cvtColor(
        cv2.resize(_opened(content), (64, 64), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2LAB
    ).astype(np.float32)
    return float(min(1.0, small[..., 0].std() / 90 + small[..., 1:].std() / 60))
