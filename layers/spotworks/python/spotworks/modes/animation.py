"""Lottie animations beside the spoken words: the user's own, or figures of ours that go with what is said."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from pydantic import Field

from spotworks.domain.base import Frozen
from spotworks.domain.brand import Margins
from spotworks.domain.captions import Captions
from spotworks.domain.drawing import Drawing, Drawn, Figure, Ground, Phrase
from spotworks.domain.editing import entrance, transition_frames
from spotworks.domain.mode import Material, ModeInfo
from spotworks.domain.research import AnimationFile, Box, References
from spotworks.domain.screenplay import Scene, Screenplay, ScreenText, Transition
from spotworks.domain.timeline import Animation, Motion, PictureClip, Still, Timeline, frame_edges
from spotworks.modes.base import BaseMode, closing, edit, is_card, worded
from spotworks.modes.cameras import RESTING
from spotworks.modes.minimal_text import tone_of
from spotworks.modes.phrasing import entering, phrases, strong

# What goes with a beat; the others get the first of these in turn.
_FIGURES = {
    "reveal": "burst", "offer": "burst", "urgency": "burst", "cta": "burst",
    "proof": "check", "testimonial": "check", "benefit": "check", "solution": "check", "guarantee": "check",
    "comparison": "bars", "feature": "bars", "how_it_works": "bars", "transformation": "bars",
}  # fmt: skip
_OTHERS = ("orbit", "burst", "bars", "check")
_LOOPS = {"orbit", "burst"}
_LOW = 0.25  # of the canvas: the height below which a figure moves up instead
_MOTIONS: tuple[Motion, ...] = ("rise", "pop")
_TURNS: tuple[Transition, ...] = ("push", "wipe", "push", "zoom")


class Options(Frozen):
    """What can be set with mode_options."""

    figure: Literal["auto", "orbit", "bars", "check", "burst"] = Field("auto", description="Which of our own figures")
    tone: Literal["mix", "plain", "accent", "inverse"] = Field("mix", description="The grounds")
    speed: float = Field(1.0, ge=0.25, le=4, description="Of the animations")


class AnimationMode(BaseMode):
    INFO = ModeInfo(
        name="animation",
        title="Animation",
        summary="Lottie animations, yours or ours, beside the words as they are spoken.",
        cost="no picture or clip is generated",
        licence="drawn by rlottie (MIT) through rlottie-python (LGPL-2.1), in a process of its own",
    )
    Options = Options

    def plan(self, play: Screenplay, config: Frozen, references: References) -> Screenplay:
        return play.model_copy(update={"scenes": tuple(_planned(scene, play) for scene in play.scenes)})

    def drawings(
        self,
        play: Screenplay,
        config: Frozen,
        captions: Captions,
        canvas: tuple[int, int],
        references: References,
    ) -> Sequence[Drawing]:
        """A ground for each scene, its figure, the end card's blocks, the phrases."""
        assert isinstance(config, Options)
        tones = {s.index: tone_of(s, play, config.tone) for s in play.scenes}
        grounds = [Ground(scene=s.index, tone=tones[s.index], seed=play.seed + s.index) for s in play.scenes]
        names = {} if references.animations else _figures(play, config)
        figures = [Figure(scene=index, name=name, tone=tones[index]) for index, name in names.items()]
        blocks = [closing(scene, play.language) for scene in play.scenes if is_card(scene)]
        lines = [
            Phrase(
                scene=said.scene, words=said.texts, strong=strong(said.texts), tone=tones[said.scene], beside=True,
                centred=canvas[0] <= canvas[1],
            )
            for said in phrases(play, captions)
        ]  # fmt: skip
        return [*grounds, *figures, *blocks, *lines]

    def timeline(self, play: Screenplay, material: Material, config: Frozen) -> Timeline:
        assert isinstance(config, Options)
        lines = [drawn for drawn in material.drawn if drawn.drawing.kind == "phrase"]
        words = [
            overlay
            for number, (said, drawn) in enumerate(zip(phrases(play, material.captions), lines, strict=True))
            for overlay in entering(said, drawn, _MOTIONS[number % len(_MOTIONS)], material.fps)
        ]
        overlays = sorted([*words, *worded(play, material)], key=lambda overlay: overlay.start)
        return edit(play, material, _track(play, material, config), overlays, burn_captions=False)


def _planned(scene: Scene, play: Screenplay) -> Scene:
    card = is_card(scene)
    turn: Transition = "cut" if scene.index == 0 else _TURNS[(play.seed + scene.index) % len(_TURNS)]
    text = scene.text if card or not scene.voice_over else ScreenText()
    return scene.model_copy(
        update={"generated": False, "text": text, "layout": scene.layout if card else "type", "transition": turn}
    )


def _figures(play: Screenplay, config: Options) -> dict[int, str]:
    """Our figures by scene: what goes with the beat, never the same twice running."""
    chosen: dict[int, str] = {}
    before = ""
    for scene in play.scenes:
        if is_card(scene):
            continue
        others = [_OTHERS[(play.seed + scene.index + n) % len(_OTHERS)] for n in range(2)]
        wishes = [config.figure] if config.figure != "auto" else [_FIGURES.get(scene.beat, others[0]), *others]
        before = next((name for name in wishes if name != before), wishes[0])
        chosen[scene.index] = before
    return chosen


def _box(canvas: tuple[int, int], free: Margins | None) -> Box:
    """Where figures stand, in fractions of the canvas: what words beside them leave, and nobody covers."""
    width, height = canvas
    box = Box(x=0.18, y=0.47, w=0.64, h=0.47)
    if width > height * 1.25:
        box = Box(x=0.55, y=0.13, w=0.39, h=0.74)
    elif width < height * 0.75:
        box = Box(x=0.05, y=0.45, w=0.9, h=0.4)
    if free is None:
        return box
    x, y = max(box.x, free.left), box.y
    right, bottom = min(box.x + box.w, 1 - free.right), min(box.y + box.h, 1 - free.bottom)
    y -= max(0.0, _LOW - (bottom - y))
    return Box(x=x, y=y, w=right - x, h=bottom - y)


def _track(play: Screenplay, material: Material, config: Options) -> tuple[PictureClip, ...]:
    fps = material.fps
    grounds = {d.drawing.scene: d.layers[0].key for d in material.drawn if d.drawing.kind == "ground"}
    figures = {d.drawing.scene: d for d in material.drawn if d.drawing.kind == "figure"}
    edges = frame_edges(tuple(scene.duration for scene in play.scenes), fps)
    clips = []
    for scene, (start, end) in zip(play.scenes, pairwise(edges), strict=True):
        frames = transition_frames(scene.transition, end - start, fps)
        source: Still | Animation = Still(key=grounds[scene.index], camera=RESTING)
        if not is_card(scene):
            key, loops = _shown(scene, figures, material.references.animations)
            speed = Fraction(config.speed).limit_denominator(100)
            box = _box(material.canvas, material.free)
            source = Animation(key=key, ground=grounds[scene.index], box=box, loop=loops, speed=speed)
        clips.append(
            PictureClip(
                scene=scene.index, chunk=0, start=start, length=end - start, source=source,
                **entrance(scene, frames),
            )
        )  # fmt: skip
    return tuple(clips)


def _shown(scene: Scene, figures: dict[int, Drawn], own: Sequence[AnimationFile]) -> tuple[str, bool]:
    """The key of what a scene shows, and whether it loops: the user's documents in turn, or our figure."""
    if own:
        return own[scene.index % len(own)].key, True
    drawn = figures[scene.index]
    assert isinstance(drawn.drawing, Figure)
    return drawn.layers[0].key, drawn.drawing.name in _LOOPS


MODE = AnimationMode()
