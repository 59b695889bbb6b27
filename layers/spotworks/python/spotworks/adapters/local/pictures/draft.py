"""One picture in the making: what is asked, its measures, its chance, and strokes that all layouts use."""

import functools
import hashlib
from dataclasses import dataclass, replace

import cv2
import numpy as np

from spotworks.adapters.local.pictures import grounds, motifs, overlays, pixels, zones
from spotworks.adapters.local.pictures.brush import Brush
from spotworks.adapters.local.pictures.motifs import Motif
from spotworks.adapters.local.pictures.pixels import Image
from spotworks.adapters.media import colour
from spotworks.domain.generation import ImageRequest
from spotworks.domain.research import Palette

LOWEST = 2.0
"""Units that a frame is high at least, whatever stands above it."""


@dataclass(frozen=True)
class Draft:
    """scale: 1 for pixels of the picture, 2 for a ground drawn at half its size, which is then grown."""

    request: ImageRequest
    rng: np.random.Generator
    scale: int = 1

    @classmethod
    def of(cls, request: ImageRequest) -> "Draft":
        """Chance comes from the seed and from what tells the scenes of one video apart."""
        text = f"{request.seed}/{request.layout}/{request.beat}/{request.text.headline}"
        return cls(request, np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")))

    @property
    def palette(self) -> Palette:
        return self.request.palette

    @property
    def layout(self) -> str:
        return self.request.layout if self.request.layout in zones.LAYOUTS else "hero"

    @property
    def size(self) -> tuple[int, int]:
        return self.request.width // self.scale, self.request.height // self.scale

    @property
    def shape(self) -> zones.Shape:
        return self.view.shape

    @property
    def view(self) -> zones.View:
        return zones.view(*self.size, self.request.free)

    @property
    def unit(self) -> float:
        """A tenth of the shorter side."""
        return min(self.size) / 10

    @property
    def span(self) -> float:
        """What subjects are measured in: the unit, less where less of the canvas is seen."""
        return self.unit * self.view.share

    @property
    def at(self) -> tuple[float, float]:
        """The subject's centre in fractions of the picture."""
        return self.view.subject(self.layout)

    @property
    def beside(self) -> bool:
        return self.view.beside(self.layout)

    @functools.cached_property
    def column(self) -> tuple[float, float]:
        """Between which heights of the canvas the words stand; all of their zone where there are none."""
        zone, (width, height) = self.view.words(self.layout), self.size
        found = overlays.standing(
            self.request.text, layout=self.layout, width=width, height=height, free=self.request.free
        )
        return found or (zone.top, zone.bottom)

    @property
    def clearing(self) -> tuple[float, float]:
        """Top and bottom of where a subject is clear of words and captions, in fractions of the picture."""
        return self.view.clearing(self.layout, self.column)

    @property
    def centre(self) -> tuple[float, float]:
        return self.at[0] * self.size[0], self.at[1] * self.size[1]

    def framed(self, tall: float) -> tuple[float, float]:
        """How far down a frame of at most so many units has its centre, and its height, both in pixels: in the
        clearing, if that leaves it high enough."""
        top, bottom = (self.size[1] * edge for edge in self.clearing)
        high = max(min(tall * self.span, bottom - top), LOWEST * self.span)
        return max(top + high / 2, min(self.centre[1], bottom - high / 2)), high

    @property
    def brush(self) -> Brush:
        return Brush(self.palette, *self.size, *self.centre, self.rng)

    @property
    def family(self) -> tuple[Motif, ...]:
        """The motifs of this video: chosen by what all its scenes share."""
        digest = hashlib.sha256(self.palette.model_dump_json().encode()).digest()
        return motifs.FAMILIES[digest[0] % len(motifs.FAMILIES)]

    def motif(self) -> Motif:
        """The motif of this scene."""
        if self.layout in {"offer", "steps", "end_card"}:
            return {"offer": motifs.rays, "steps": motifs.dots, "end_card": motifs.arcs}[self.layout]
        alone = self.layout in {"type", "quote"}
        choice = [motif for motif in self.family if not (alone and motif in motifs.CENTRED)]
        return choice[int(self.rng.integers(len(choice)))]

    def soft(self) -> "Draft":
        return replace(self, scale=2)

    def grown(self, ground: Image) -> Image:
        """A ground drawn at half size, at the picture's."""
        return np.asarray(cv2.resize(ground, self.size, interpolation=cv2.INTER_CUBIC), np.uint8)

    def lights(self) -> Image:
        return grounds.lights(self.palette, *self.size, self.rng)

    def paint(self, image: Image, motif: Motif, opacity: float = 1.0) -> None:
        """A motif over the whole image."""
        pixels.over(image, pixels.draw(motif(self.brush), *self.size), opacity=opacity)

    def stage(self, motif: Motif, opacity: float = 0.6) -> Image:
        """A generative ground for something that stands before it."""
        soft = self.soft()
        ground = soft.lights()
        soft.paint(ground, motif, opacity)
        soft.finish(ground, 0.42, 0.3)
        return self.grown(ground)

    def glow(self, image: Image, reach: float, strength: float) -> None:
        """Light behind the subject; reach in units."""
        shade = grounds.ember(self.palette.accent, 0.66 if colour.is_dark(self.palette.background) else 0.88)
        grounds.glow(image, shade, *self.centre, reach * self.unit, strength)

    def stamp(self, image: Image, body: str, at: tuple[float, float], reach: float) -> None:
        """SVG in the picture's coordinates, drawn only within `reach` units round a place."""
        x, y = at
        left, top, side = int(x - reach * self.unit), int(y - reach * self.unit), int(2 * reach * self.unit)
        layer = pixels.draw(f'<g transform="translate({-left} {-top})">{body}</g>', side, side)
        pixels.over(image, layer, left, top)

    def calm(self, image: Image, strength: float) -> None:
        """Sinks the part where the words will stand towards the background."""
        zone = self.view.words(self.layout)
        across = self.shape == "wide" and zone.right < 0.6
        stops: tuple[tuple[float, float], ...]
        if across:
            stops = ((0.0, strength), (zone.right * 0.75, strength * 0.9), (zone.right + 0.14, 0.0))
        elif zone.anchor == "top":
            foot = self.column[1]
            stops = ((0.0, strength), (foot * 0.9, strength * 0.9), (foot + 0.14, 0.0))
        elif zone.anchor == "bottom":
            stops = ((zone.top - 0.08, 0.0), (zone.top + 0.08, strength * 0.92), (1.0, strength))
        else:
            stops = ((0.0, strength * 0.5), (zone.top + 0.06, strength), (zone.bottom - 0.06, strength),
                     (1.0, strength * 0.6))  # fmt: skip
        grounds.scrim(image, self.palette, grounds.ramp(*self.size, stops, across=across))

    def finish(self, image: Image, calm: float, vignette: float) -> None:
        self.calm(image, calm)
        grounds.vignette(image, self.palette, vignette)

    def quotation_mark(self, image: Image) -> None:
        """A large opening mark above the words: a drawing, the same in every language."""
        width, height = self.size
        # The camera may show no more than the central 3/4: stand inside that.
        x = (0.125 + 0.75 * self.view.words("quote").left) * width + 0.1 * self.unit
        y, size = height * self.view.down(0.22 if self.shape == "tall" else 0.14), self.span * 1.05
        comma = "M0 62C0 26 20 6 52 0l6 14C40 19 30 30 29 44c3-2 7-3 11-3 14 0 25 10 25 25S53 92 37 92C15 92 0 80 0 62Z"
        body = "".join(f'<path d="{comma}" transform="translate({n * 73} 0)"/>' for n in (0, 1))
        drawing = f'<g fill="{self.palette.accent}" transform="scale({size / 80:.3f})">{body}</g>'
        pixels.over(image, pixels.draw(drawing, int(size * 1.9), int(size * 1.2)), int(x), int(y))

    def grey_left(self, image: Image) -> None:
        """The left half without colour, and an accent line between the halves below the words."""
        width, height = self.size
        middle = width // 2
        half = np.ascontiguousarray(image[:, :middle])
        grey = cv2.cvtColor(cv2.cvtColor(half, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        surface = pixels.flat(middle, height, colour.rgb(self.palette.surface))
        image[:, :middle] = cv2.addWeighted(grey, 0.66, surface, 0.26, 0)
        bar = max(4, round(self.unit * 0.06))
        top = self.view.words(self.layout).bottom
        fade = grounds.ramp(bar, height, ((top - 0.02, 0.0), (top + 0.08, 1.0)))
        strip = np.s_[:, middle - bar // 2 : middle - bar // 2 + bar]
        line = np.ascontiguousarray(image[strip])
        pixels.tint(line, colour.rgb(self.palette.accent), fade)
        image[strip] = line
