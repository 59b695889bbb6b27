"""How well burned captions stand out from the picture that is really behind them.

Letters are drawn once more alone, which says which pixels are letter. What lies round them in the
finished picture, outline and box included, is their background; the ratio is WCAG's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from spotworks.adapters.media.captions import for_rgb, prepare
from spotworks.adapters.media.fontbook import FontBook, letters_of, shipped
from spotworks.adapters.media.process import Running
from spotworks.domain.caption_styles import CaptionStyle
from spotworks.domain.captions import Captions
from spotworks.domain.cues import spans
from spotworks.domain.legibility import strengthened
from spotworks.domain.shades import ENOUGH
from spotworks.domain.subtitles import ass, known
from spotworks.domain.timeline import Timeline

Pictures = NDArray[np.uint8]
WORST_SHARE = 10  # percent of the letters' edge that may stand out less than the reading says
_RING = 0.05  # ems round a letter that count as its background


@dataclass(frozen=True)
class Contrast:
    """ratio: 1 to 21, reached along all but a tenth of the letters' edges at that moment."""

    at: Fraction
    ratio: float

    @property
    def enough(self) -> bool:
        return self.ratio >= ENOUGH


@dataclass(frozen=True)
class Lettering:
    """What is drawn and on what. accent: the brand's; own_fonts: the user's folder."""

    captions: Captions
    width: int
    height: int
    style: CaptionStyle
    accent: str
    own_fonts: Path | None = None

    @property
    def em(self) -> float:
        return self.style.size * min(self.width, self.height)

    def text(self, style: CaptionStyle) -> str:
        return ass(self.captions, self.width, self.height, style, self.accent, self._book)

    @property
    def beyond(self) -> tuple[Path, ...]:
        """See `FontBook.beyond`."""
        return self._book.beyond(letters_of(self.captions))

    @property
    def _book(self) -> FontBook:
        language = self.captions.language
        return FontBook(self.own_fonts, language) if self.own_fonts else shipped(language)


def of_timeline(timeline: Timeline) -> Lettering:
    style = known(timeline.caption_style).branded(timeline.caption_accent)
    return Lettering(timeline.captions, timeline.width, timeline.height, style, timeline.caption_accent)


def moments(captions: Captions, most: int = 8) -> tuple[Fraction, ...]:
    """Middles of cues, spread over the video."""
    middles = [(start + end) / 2 for start, end in spans(captions)]
    step = max(1, -(-len(middles) // most))
    return tuple(middles[step // 2 :: step])


def measured(
    ffmpeg: Path, lettering: Lettering, finished: Pictures, at: Sequence[Fraction], folder: Path
) -> tuple[Contrast, ...]:
    """finished: frames with the captions in them, at the moments `at`. folder: to work in.

    A moment at which no letter is shown has no reading. Raises RenderFailed, ToolMissing.
    """
    letters = drawn(
        ffmpeg, lettering.text(lettering.style.letters_alone), np.zeros_like(finished), at, folder,
        lettering.own_fonts, lettering.beyond,
    )[..., 1]  # fmt: skip
    found = []
    for moment, picture, mask in zip(at, finished, letters, strict=True):
        ratio = ratio_of(picture, mask, lettering.em * picture.shape[0] / lettering.height)
        if ratio is not None:
            found.append(Contrast(moment, ratio))
    return tuple(found)


def repaired(
    ffmpeg: Path, lettering: Lettering, pictures: Pictures, at: Sequence[Fraction], folder: Path
) -> tuple[CaptionStyle, tuple[Contrast, ...]]:
    """The least change of the style that stands out everywhere, and what was measured with it.

    pictures: frames without captions, at the moments `at`. Raises RenderFailed, ToolMissing.
    """
    style, found = lettering.style, tuple[Contrast, ...]()
    for style in strengthened(lettering.style, lettering.em):
        form = replace(lettering, style=style)
        finished = drawn(ffmpeg, form.text(style), pictures, at, folder, lettering.own_fonts, lettering.beyond)
        found = measured(ffmpeg, form, finished, at, folder)
        if all(reading.enough for reading in found):
            break
    return style, found


def drawn(
    ffmpeg: Path, text: str, pictures: Pictures, at: Sequence[Fraction], folder: Path, own_fonts: Path | None = None,
    beyond: Sequence[Path] = (),
) -> Pictures:  # fmt: skip
    """Pictures with the captions of an ASS text as they are at those moments. own_fonts, beyond: as of `prepare`."""
    _, height, width, _ = pictures.shape
    out = folder / "drawn.raw"
    when = "".join(f"if(eq(N,{number}),{float(moment):.4f}," for number, moment in enumerate(at))
    times = f"setpts='({when}0{')' * len(at)})/TB'"
    argv = [
        str(ffmpeg), "-v", "error", "-nostdin", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24",
        "-video_size", f"{width}x{height}", "-framerate", "1", "-i", "pipe:0",
        "-vf", f"settb=1/10000,{times},{prepare(for_rgb(text), folder, own_fonts, beyond)}", "-fps_mode", "passthrough",
        "-pix_fmt", "rgb24", "-f", "rawvideo", out.name,
    ]  # fmt: skip
    with Running(argv, wall_seconds=120 + 5 * len(at), cwd=folder, feed=True) as process:
        process.write(np.ascontiguousarray(pictures).data.cast("B"))
        process.finish()
    return np.fromfile(out, np.uint8).reshape(pictures.shape)


def ratio_of(picture: Pictures, letters: NDArray[np.uint8], em: float) -> float | None:
    """picture: RGB with its captions; letters: their coverage, 0 to 255; em in pixels. None without letters."""
    core = (letters > 230).astype(np.uint8)
    if core.sum() < 10:
        return None
    reach = max(2, round(em * _RING))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    ring = (cv2.dilate(core, kernel) > 0) & (letters < 25)
    light = _table()[picture] @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    near = (max(3, round(em)),) * 2
    share = cv2.blur(core.astype(np.float32), near)
    letter = cv2.blur(light * core, near) / np.maximum(share, 1e-6)
    pairs = np.stack([letter[ring], light[ring]])
    ratios = (pairs.max(axis=0) + 0.05) / (pairs.min(axis=0) + 0.05)
    return float(np.percentile(ratios, WORST_SHARE))


@cache
def _table() -> NDArray[np.float32]:
    """sRGB bytes as linear light."""
    value = np.arange(256) / 255
    return np.asarray(np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4), np.float32)
