"""Kinetic typography: the spoken words alone, each entering as it is said, on grounds of light and colour."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from pydantic import Field

from spotworks.domain.base import Frozen
from spotworks.domain.captions import Captions
from spotworks.domain.drawing import Drawing, Drawn, Ground, Phrase, Tone
from spotworks.domain.editing import entrance, transition_frames
from spotworks.domain.mode import Material, ModeInfo
from spotworks.domain.research import References
from spotworks.domain.screenplay import Scene, Screenplay, ScreenText, Transition
from spotworks.domain.timeline import Motion, PictureClip, Still, Timeline, frame_edges
from spotworks.modes.base import BaseMode, closing, edit, is_card, worded
from spotworks.modes.cameras import RESTING
from spotworks.modes.phrasing import entering, phrases, strong

_TONES: tuple[Tone, ...] = ("plain", "accent", "plain", "inverse")
_MOTIONS: tuple[Motion, ...] = ("rise", "pop")
_TURNS: tuple[Transition, ...] = ("push", "wipe", "cut", "push")


class Options(Frozen):
    """What can be set with mode_options."""

    tone: Literal["mix", "plain", "accent", "inverse"] = Field("mix", description="The grounds")
    align: Literal["mix", "left", "centre"] = Field("mix", description="How lines are set")
    motion: Literal["mix", "rise", "pop", "fade"] = Field("mix", description="How words come in")
    emphasis: bool = Field(True, description="Let the word that matters stand out")


class MinimalText(BaseMode):
    INFO = ModeInfo(
        name="minimal_text",
        title="Minimal text",
        summary="The words themselves, large, each entering as it is spoken; the fastest mode.",
        cost="no picture or clip is generated",
    )
    Options = Options

    def plan(self, play: Screenplay, config: Frozen, references: References) -> Screenplay:
        """Words on the screen are those that are spoken; only the end card keeps its own."""
        scenes = tuple(_planned(scene, play) for scene in play.scenes)
        return play.model_copy(update={"scenes": scenes})

    def drawings(
        self, play: Screenplay, config: Frozen, captions: Captions, canvas: tuple[int, int], references: References
    ) -> Sequence[Drawing]:
        """A ground for each scene, the end card's blocks, then the phrases in the order of `phrases`."""
        assert isinstance(config, Options)
        grounds = [
            Ground(scene=s.index, tone=tone_of(s, play, config.tone), seed=play.seed + s.index) for s in play.scenes
        ]
        blocks = [closing(scene, play.language) for scene in play.scenes if is_card(scene)]
        lines = [
            Phrase(
                scene=said.scene, words=said.texts, strong=strong(said.texts) if config.emphasis else (),
                tone=tone_of(play.scenes[said.scene], play, config.tone), centred=_is_centred(said.scene, play, config),
            )
            for number, said in enumerate(phrases(play, captions))
        ]  # fmt: skip
        return [*grounds, *blocks, *lines]

    def timeline(self, play: Screenplay, material: Material, config: Frozen) -> Timeline:
        assert isinstance(config, Options)
        grounds = [drawn for drawn in material.drawn if drawn.drawing.kind == "ground"]
        lines = [drawn for drawn in material.drawn if drawn.drawing.kind == "phrase"]
        words = [
            overlay
            for number, (said, drawn) in enumerate(zip(phrases(play, material.captions), lines, strict=True))
            for overlay in entering(said, drawn, _motion(number, play, config), material.fps)
        ]
        picture = _grounds(play, grounds, material.fps)
        overlays = (*words, *worded(play, material))
        return edit(play, material, picture, sorted(overlays, key=lambda o: o.start), burn_captions=False)


def _planned(scene: Scene, play: Screenplay) -> Scene:
    card = scene.index == len(play.scenes) - 1 and scene.layout == "end_card"
    text = scene.text if card or not scene.voice_over else ScreenText()
    turn: Transition = "cut" if scene.index == 0 else _TURNS[(play.seed + scene.index) % len(_TURNS)]
    return scene.model_copy(
        update={"generated": False, "text": text, "layout": scene.layout if card else "type", "transition": turn}
    )


def tone_of(scene: Scene, play: Screenplay, asked: Literal["mix"] | Tone) -> Tone:
    """Which ground a scene stands on; neighbours differ."""
    if asked != "mix":
        return asked
    return "plain" if is_card(scene) else _TONES[(play.seed + scene.index) % len(_TONES)]


def _is_centred(scene: int, play: Screenplay, config: Options) -> bool:
    return config.align == "centre" or (config.align == "mix" and (play.seed + scene) % 3 == 0)


def _motion(number: int, play: Screenplay, config: Options) -> Motion:
    return _MOTIONS[(play.seed + number) % len(_MOTIONS)] if config.motion == "mix" else config.motion


def _grounds(play: Screenplay, grounds: Sequence[Drawn], fps: Fraction) -> tuple[PictureClip, ...]:
    edges = frame_edges(tuple(scene.duration for scene in play.scenes), fps)
    clips = []
    for scene, ground, (start, end) in zip(play.scenes, grounds, pairwise(edges), strict=True):
        frames = transition_frames(scene.transition, end - start, fps)
        clips.append(
            PictureClip(
                scene=scene.index, chunk=0, start=start, length=end - start,
                source=Still(key=ground.layers[0].key, camera=RESTING),
                **entrance(scene, frames),
            )
        )  # fmt: skip
    return tuple(clips)


MODE = MinimalText()
