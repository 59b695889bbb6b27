"""A plan in another length: what its lines need, what its scenes can give up, which go."""

from fractions import Fraction
from itertools import pairwise

from spotworks.domain.beats import GRAIN, chunks
from spotworks.domain.screenplay import Scene, Screenplay
from spotworks.domain.speech import seconds as spoken_for

_FULL = Fraction(4, 5)  # of a scene that speech takes at most
_LEAST = Fraction(1)  # seconds of a scene in which nobody speaks
_BREATH = Fraction(3, 10)  # seconds between two lines, as writers leave


class TooShort(Exception):
    """The lines need more; the message says how much."""


def spoken(scene: Scene, language: str) -> Fraction:
    """Seconds that a scene's lines take, about, as domain.speech has it of the local voice."""
    lines = scene.voice_over
    return sum((spoken_for(line, language) for line in lines), _BREATH * max(0, len(lines) - 1))


def least(scene: Scene, language: str) -> Fraction:
    """Seconds to which a scene can be cut; what it has, where that is too little already."""
    return min(scene.duration, max(_LEAST, spoken(scene, language) / _FULL))


def lasting(scene: Scene, seconds: Fraction, language: str) -> Scene:
    """The same scene in another length. Raises TooShort."""
    need = least(scene, language)
    if seconds < need:
        raise TooShort(f"its lines need {float(need):.1f} s")
    return scene.model_copy(update={"duration": seconds, "chunks": chunks(seconds)})


def fitted(play: Screenplay, target: Fraction) -> Screenplay:
    """The plan in another length: scenes give up or get time where their lines leave some, then scenes of the middle
    go. Raises TooShort."""
    needs = {scene: least(scene, play.language) for scene in play.scenes}
    while (need := sum(needs[scene] for scene in play.scenes)) > target:
        if len(play.scenes) <= 2:
            raise TooShort(f"its lines need {float(need):.1f} s")
        play = without(play, max(play.scenes[1:-1], key=lambda scene: needs[scene]).index)
        needs = {scene: least(scene, play.language) for scene in play.scenes}
    spare = [max(scene.duration - needs[scene], GRAIN) for scene in play.scenes]
    part = (target - need) / sum(spare)
    ends = [Fraction(0)]
    for scene, room in zip(play.scenes, spare, strict=True):
        ends.append(ends[-1] + needs[scene] + room * part)
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
