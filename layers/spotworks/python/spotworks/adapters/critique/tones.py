"""Light, sharpness and colours of a picture. Each says what is wrong, or ""."""

import cv2
import numpy as np
import numpy.typing as npt

from spotworks.domain.research import Palette

Picture = npt.NDArray[np.uint8]

_SIDE = 720  # pixels of the shorter side at which edges are looked at
_SHARP = 0.16  # of the picture's range from dark to light that its sharpest edges rise within a pixel
_DARK, _BRIGHT = 40, 225  # grey levels: a picture with nothing above, or with next to nothing below, shows little
_RANGE = 40  # grey levels from dark to light that a picture needs to be called sharp or not
_BLANK = 10  # and that even a calm ground for words has
_NEAR = 32.0  # distance in CIE Lab up to which a colour counts as one of the palette's
_SHARE = 0.3  # of the picture that has to be of its colours
_SAMPLE = 48  # pixels of the sides at which colours are looked at
_OF_HERO = 6  # colours of the user's photo that count as the palette's


def blurred(luma: Picture) -> str:
    scale = min(1.0, _SIDE / min(luma.shape))
    small = cv2.resize(luma, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32)
    across, down = (cv2.Sobel(small, cv2.CV_32F, *order, ksize=3, scale=1 / 8) for order in ((1, 0), (0, 1)))
    edges = cv2.magnitude(across, down)
    low, high = np.percentile(small, (1, 99))
    steep = float(np.percentile(edges, 99.8)) / max(1.0, float(high - low))
    return "" if high - low < _RANGE or steep >= _SHARP else f"edges rise by {steep:.0%} of the range in a pixel"


def exposed(luma: Picture) -> str:
    dark, light = (float(level) for level in np.percentile(luma, (10, 98)))
    if light < _DARK:
        return f"too dark: nothing above {light:.0f} of 255"
    return f"blown out: nine tenths above {dark:.0f} of 255" if dark > _BRIGHT else ""


def flat(luma: Picture) -> str:
    low, high = np.percentile(luma, (2, 98))
    return "" if high - low >= _BLANK else f"{high - low:.0f} grey levels from dark to light"


def off_palette(picture: Picture, palette: Palette, of_hero: Picture | None) -> str:
    """Colours of the palette and of the user's photo, which a picture of the product has to have.

    of_hero: what `sampled` took of the photo.
    """
    wanted = _lab(np.array([_bgr(c) for c in (palette.background, palette.surface, palette.accent, palette.ink)]))
    if of_hero is not None:
        wanted = np.concatenate([wanted, _main_colours(of_hero)])
    seen = _lab(sampled(picture))
    nearest = np.min(np.linalg.norm(seen[:, None] - wanted[None], axis=2), axis=1)
    share = float(np.mean(nearest <= _NEAR))
    return "" if share >= _SHARE else f"{share:.0%} of it in the colours that were asked for"


def _main_colours(sample: Picture) -> npt.NDArray[np.float32]:
    seen = _lab(sample)
    cv2.setRNGSeed(1)
    ends = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 0.5)
    _, _, centres = cv2.kmeans(seen, _OF_HERO, np.empty(0, np.int32), ends, 1, cv2.KMEANS_PP_CENTERS)
    return np.asarray(centres, np.float32)


def sampled(picture: Picture) -> Picture:
    """Colours of a picture (grey, BGR or BGRA) here and there, BGR."""
    colours = picture[..., :3] if picture.ndim == 3 else np.repeat(picture[..., None], 3, axis=2)
    small = cv2.resize(colours, (_SAMPLE, _SAMPLE), interpolation=cv2.INTER_AREA)
    return np.asarray(small.reshape(-1, 3), np.uint8)


def _lab(colours: npt.NDArray[np.generic]) -> npt.NDArray[np.float32]:
    unit = (colours.astype(np.float32) / 255).reshape(-1, 1, 3)
    return np.asarray(cv2.cvtColor(unit, cv2.COLOR_BGR2Lab).reshape(-1, 3), np.float32)


def _bgr(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return blue, green, red
