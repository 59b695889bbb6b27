"""A critic that measures: what can be said of a picture without understanding it. Needs no model and no network."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from spotworks.adapters.critique import lettering, tones
from spotworks.adapters.critique.hero import Hero, misshown
from spotworks.adapters.media.likeness import PictureEye
from spotworks.adapters.rules import rules_of
from spotworks.domain.critique import BEST, Critique, Fault
from spotworks.domain.generation import ImageRequest
from spotworks.ports import Artist, Meter, PictureBrief

Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Judged:
    """A picture in BGR and what it is judged by. hero: the user's photo, None without one."""

    picture: Picture
    about: PictureBrief
    artist: Artist
    hero: Hero | None

    @cached_property
    def luma(self) -> Picture:
        return np.asarray(cv2.cvtColor(self.picture, cv2.COLOR_BGR2GRAY), np.uint8)

    @property
    def colours(self) -> Picture | None:
        """Of the user's photo."""
        return self.hero.colours if self.hero else None


@dataclass(frozen=True)
class Rule:
    """weight: points that its fault costs. measure: what was found, in words, or "" if all is well.

    of_grounds: it holds for what is only a ground for words, too.
    """

    name: str
    weight: float
    wanted: str
    advice: str
    measure: Callable[[Judged], str]
    of_grounds: bool = False


GROUNDS = frozenset({"type", "quote", "steps", "compare", "offer", "end_card"})
"""Layouts whose picture is soft, and seldom the subject."""

RULES = (
    Rule("sharpness", 4, "edges that are sharp somewhere", "Sharp focus.", lambda j: tones.blurred(j.luma)),
    Rule("exposure", 4, "neither too dark nor blown out", "Balanced exposure.", lambda j: tones.exposed(j.luma)),
    Rule("contrast", 3, "light and dark", "Strong light and shadow.", lambda j: tones.flat(j.luma), of_grounds=True),
    Rule("palette", 2, "the brand's colours", "Keep to the given colours.",
         lambda j: tones.off_palette(j.picture, j.about.request.palette, j.colours), of_grounds=True),
    Rule("text", 4, "words that can be read on it", "A calm, even area where the words stand.",
         lambda j: lettering.illegible(j.picture, j.about, j.artist), of_grounds=True),
    Rule("hero", 4, "the product as it is, undistorted", "Show the product of the reference picture, unchanged.",
         lambda j: misshown(j.luma, j.hero)),
)  # fmt: skip


class MeasuredCritic:
    """Satisfies ports.Critic. artist: who will draw the words over the picture."""

    def __init__(self, artist: Artist) -> None:
        self._artist, self._eye = artist, PictureEye()

    @property
    def rules(self) -> str:
        ours = rules_of("adapters.critique", "adapters.media.sighting", "adapters.media.likeness")
        return f"{ours} {self._artist.rules}"

    def critique(
        self, picture: bytes, about: PictureBrief, *, hero: bytes = b"", meter: Meter | None = None
    ) -> Critique:
        kept = _hero(hero, about.request)
        decoded = _decoded(picture)
        if decoded is None:
            fault = Fault(name="picture", weight=BEST, measured="does not decode", wanted="a picture", advice="")
            return Critique(faults=(fault,))
        judged = Judged(decoded, about, self._artist, kept)
        is_ground = about.request.layout in GROUNDS
        found = [(rule, rule.measure(judged)) for rule in RULES if rule.of_grounds or not is_ground]
        return Critique(
            faults=tuple(
                Fault(name=rule.name, weight=rule.weight, measured=measured, wanted=rule.wanted, advice=rule.advice)
                for rule, measured in found
                if measured
            ),
            look="" if is_ground else self._eye.fingerprint(picture),
        )


def _hero(content: bytes, request: ImageRequest) -> Hero | None:
    photo = _decoded(content, alpha=True)
    return Hero.of(photo, request.reference.focus) if photo is not None and request.reference else None


def _decoded(content: bytes, *, alpha: bool = False) -> Picture | None:
    if not content:
        return None
    how = cv2.IMREAD_UNCHANGED if alpha else cv2.IMREAD_COLOR
    found = cv2.imdecode(np.frombuffer(content, np.uint8), how)
    return None if found is None else np.asarray(found, np.uint8)
