"""A plan in another length: what its lines need, what its scenes can give up, which go."""

import re
from fractions import Fraction
from itertools import pairwise

from spotworks.domain.beats import GRAIN, chunks
from spotworks.domain.screenplay import Scene, Screenplay

_FULL = Fraction(4, 5)  # of a scene that speech takes at most
_LEAST = Fraction(1)  # seconds of a scene in which nobody speaks
_LETTERS = 14  # a second of speech


class TooShort(Exception):
    """The lines need more; the message says how much."""


def spoken(scene: Scene) -> Fraction:
    """Seconds that a scene's lines take, about."""
    letters = sum(c.isalnum() for line in scene.voice_over for c in line)
    stops = len(re.findall(r"[.!?,:;—](?=\s)", " ".join(scene.voice_over)))
    return Fraction(letters, _LETTERS) + Fraction(stops, 5)


def least(scene: Scene) -> Fraction:
    """Seconds to which a scene can be cut; what it has, where that is too little already."""
    return min(scene.duration, max(_LEAST, spoken(scene) / _FULL))


def lasting(scene: Scene, seconds: Fraction) -> Scene:
    """The same scene in another length. Raises TooShort."""
    if seconds < least(scene):
        raise TooShort(f"its lines need {float(least(scene)):.1f} s")
    return scene.model_copy(update={"duration": seconds, "chunks": chunks(seconds)})


def fitted(play: Screenplay, target: Fraction) -> Screenplay:
    """The plan in another length: scenes give up or get time where their lines leave some, then scenes of the middle
    go. Raises TooShort."""
    while (need := sum(map(least, play.scenes))) > target:
        if len(play.scenes) <= 2:
            raise TooShort(f"its lines need {float(need):.1f} s")
        play = without(play, max(play.scenes[1:-1], key=least).index)
    spare = [max(scene.duration - least(scene), GRAIN) for scene in play.scenes]
    part = (target - need) / sum(spare)
    ends = [Fraction(0)]
    for scene, room in zip(play.scenes, spare, strict=True):
        ends.append(ends[-1] + least(scene) + room * part)
    edges = [*(-(-end // GRAIN) * GRAIN for end in ends[:-1]), target]
    lengths = [end - start for start, end in pairwise(edges)]
    scenes = [
        s.model_copy(update={"duration": seconds, "chunks": chunks(seconds)})
        for s, seconds in zip(play.scenes, lengths, strict=True)
    ]
    return _of(play, scenes)


def without(play: Screenplay, dropped: int) -> Screenplay:
    """The plan with one scene less. The rest keep their lengths, and the chance by which they were drawn."""
    left = [scene for scene in play.scenes if scene.index != dropped]
    scenes = [
        scene if scene.index == place else scene.model_copy(update={"index": place, "chance": scene.draw})
        for place, scene in enumerate(left)
    ]
    scenes[0] = scenes[0].model_copy(update={"transition": "cut"})
    return _of(play, scenes)


def _of(play: Screenplay, scenes: list[Scene]) -> Screenplay:
    total = sum((scene.duration for scene in scenes), Fraction(0))
    return play.model_copy(update={"scenes": tuple(scenes), "duration": total})
