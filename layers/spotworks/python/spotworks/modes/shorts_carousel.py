"""The user's pictures, cut and turned on the beats of the music, each under a move of its own."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from pydantic import Field

from spotworks.domain.base import Frozen
from spotworks.domain.beatwise import on_beats, shots
from spotworks.domain.captions import Captions
from spotworks.domain.drawing import Drawing, Drawn, Photo
from spotworks.domain.editing import entrance, transition_frames
from spotworks.domain.mode import Material, ModeInfo
from spotworks.domain.research import References
from spotworks.domain.screenplay import Scene, Screenplay, ScreenText, Transition
from spotworks.domain.timeline import PictureClip, Still, Timeline
from spotworks.modes.base import BaseMode, beats, edit, is_card, worded
from spotworks.modes.cameras import resting, toured

_SECONDS = {"calm": Fraction(16, 5), "medium": Fraction(2), "fast": Fraction(11, 10)}
_TURNS: dict[str, tuple[Transition, ...]] = {
    "mix": ("push", "zoom", "whip", "zoom"),
    "cut": ("cut",),
    "crossfade": ("crossfade",),
    "push": ("push",),
    "zoom": ("zoom",),
    "whip": ("whip",),
}
_ENOUGH = 6  # pictures that need no second take each
_QUICK = Fraction(3, 4)  # of a transition's usual length: music does not wait


class Options(Frozen):
    """What can be set with mode_options."""

    pace: Literal["calm", "medium", "fast"] = Field("medium", description="How long a picture stays")
    transition: Literal["mix", "cut", "crossfade", "push", "zoom", "whip"] = Field(
        "mix", description="How scenes begin"
    )
    easing: Literal["auto", "linear", "ease_in", "ease_out", "ease_in_out"] = Field(
        "auto", description="The pace of that; auto: each transition's own"
    )
    look: Literal["auto", "full", "framed"] = Field("auto", description="Fill the frame, or show pictures whole")
    words: bool = Field(True, description="Headlines over the pictures")


class ShortsCarousel(BaseMode):
    INFO = ModeInfo(
        name="shorts_carousel",
        title="Picture carousel",
        summary="Your pictures, cut to the beat of the music, each with a move of its own.",
        needs=("pictures",),
        cost="no picture or clip is generated",
    )
    Options = Options

    def plan(self, play: Screenplay, config: Frozen, references: References) -> Screenplay:
        assert isinstance(config, Options)
        scenes = tuple(_planned(scene, config, len(references.pictures)) for scene in play.scenes)
        return play.model_copy(update={"scenes": scenes})

    def drawings(
        self, play: Screenplay, config: Frozen, captions: Captions, canvas: tuple[int, int], references: References
    ) -> Sequence[Drawing]:
        """The pictures, few ones in two takes, that of the end card, then the words."""
        assert isinstance(config, Options)
        layout = "framed" if config.words else ""
        takes = 1 if len(references.pictures) >= _ENOUGH else 2
        photos = [
            Photo(scene=0, picture=one, look=config.look, layout=layout, take=take, seed=play.seed + number)
            for take in range(takes)
            for number, one in enumerate(references.pictures)
        ]
        cards = [
            Photo(scene=s.index, picture=references.pictures[0], look="card", layout=s.layout, seed=play.seed)
            for s in play.scenes
            if is_card(s)
        ]
        return [*photos, *cards, *super().drawings(play, config, captions, canvas, references)]

    def timeline(self, play: Screenplay, material: Material, config: Frozen) -> Timeline:
        assert isinstance(config, Options)
        times = beats(play, material)
        seen = _shown(play, on_beats([scene.duration for scene in play.scenes], times))
        return edit(play, material, _track(seen, material, times, config), worded(seen, material))


def _planned(scene: Scene, config: Options, count: int) -> Scene:
    card = is_card(scene)
    turns = _TURNS[config.transition]
    return scene.model_copy(
        update={
            "generated": False,
            "picture": 0 if card else scene.index % count,
            "layout": scene.layout if card else "framed",
            "text": scene.text if config.words or card else ScreenText(),
            "transition": "cut" if scene.index == 0 else turns[scene.index % len(turns)],
            "transition_easing": None if config.easing == "auto" else config.easing,
        }
    )


def _shown(play: Screenplay, durations: Sequence[Fraction]) -> Screenplay:
    """The screenplay as it is seen: what is heard stays where it is."""
    scenes = tuple(
        scene.model_copy(update={"duration": seconds, "chunks": (seconds,)})
        for scene, seconds in zip(play.scenes, durations, strict=True)
    )
    return play.model_copy(update={"scenes": scenes})


def _track(
    seen: Screenplay, material: Material, times: Sequence[Fraction], config: Options
) -> tuple[PictureClip, ...]:  # fmt: skip
    photos = [drawn for drawn in material.drawn if drawn.drawing.kind == "photo" and drawn.drawing.look != "card"]
    cards = {drawn.drawing.scene: drawn for drawn in material.drawn if _is_card_photo(drawn)}
    cuts: list[tuple[Scene, int, Fraction]] = []
    start = Fraction(0)
    for scene in seen.scenes:
        end = start + scene.duration
        begin = (start,) if is_card(scene) else shots(start, end, times, _SECONDS[config.pace])
        cuts += [(scene, number, at) for number, at in enumerate(begin)]
        start = end
    clips: list[PictureClip] = []
    fps = material.fps
    edges = [*(at for _, _, at in cuts), seen.duration]
    before = 0
    for shot, ((scene, number, _), (at, after)) in enumerate(zip(cuts, pairwise(edges), strict=True)):
        turn = scene.transition if number == 0 else "cut"
        frames = round(transition_frames(turn, round((after - at) * fps), fps) * _QUICK)
        # A transition is felt at its middle: that is what falls on the beat. A cut falls there itself.
        first = round(at * fps) - frames // 2 if shot else 0
        if clips:
            clips[-1] = clips[-1].model_copy(update={"length": first - before})
        before = first
        clips.append(
            PictureClip(
                scene=scene.index, chunk=number, start=first, length=round(after * fps) - first,
                source=_still(shot, scene, photos, cards, material.canvas), **entrance(scene, frames),
            )
        )  # fmt: skip
    return tuple(clips)


def _is_card_photo(drawn: Drawn) -> bool:
    return drawn.drawing.kind == "photo" and drawn.drawing.look == "card"


def _still(
    shot: int, scene: Scene, photos: Sequence[Drawn], cards: dict[int, Drawn], canvas: tuple[int, int]
) -> Still:  # fmt: skip
    """The pictures in turn, each time under another move."""
    if scene.index in cards:
        return Still(key=cards[scene.index].layers[0].key, camera=resting())
    layer = photos[shot % len(photos)].layers[0]
    return Still(key=layer.key, camera=toured(shot + shot // len(photos), layer, canvas))


MODE = ShortsCarousel()
