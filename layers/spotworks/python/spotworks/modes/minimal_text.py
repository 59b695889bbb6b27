"""Kinetic typography: the spoken words alone, each entering as it is said, on grounds of light and colour."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from pydantic import Field

from spotworks.domain.base import Frozen
from spotworks.domain.captions import Captions
from spotworks.domain.drawing import Blocks, Drawing, Drawn, Ground, Phrase, Tone
from spotworks.domain.editing import transition_frames
from spotworks.domain.mode import Material, ModeInfo
from spotworks.domain.requests import starts
from spotworks.domain.research import Box, References
from spotworks.domain.screenplay import Camera, Scene, Screenplay, ScreenText, Transition
from spotworks.domain.sound import Word
from spotworks.domain.timeline import Motion, Overlay, PictureClip, Still, Timeline, frame_edges
from spotworks.modes.base import BaseMode, edit, is_card, worded

_TONES: tuple[Tone, ...] = ("plain", "accent", "plain", "inverse")
_MOTIONS: tuple[Motion, ...] = ("rise", "pop", "slide", "pop")
_TURNS: tuple[Transition, ...] = ("push", "wipe", "cut", "push")
_WHOLE = Box(x=0, y=0, w=1, h=1)
_LEAD = Fraction(1, 15)  # seconds that a word is there before it is heard: it has to come in first
_MOTION = Fraction(1, 5)
_SILENT_STEP = Fraction(3, 20)  # between words that nobody says
# Long words that say little: none of them stands out.
_STOPS = frozenset(
    """about after also because before could every from have into more most other over some than that their them then
    there these they this what when where which while will with would your yours
    будет было быть весь всегда всего даже если есть ещё зачем когда который которые лишь между можно надо него неё
    нужно один очень после потому почему просто себя снова тебе теперь тогда только чтобы этого этот этом""".split()  # noqa: SIM905
)


class Options(Frozen):
    """What can be set with mode_options."""

    tone: Literal["mix", "plain", "accent", "inverse"] = Field("mix", description="The grounds")
    align: Literal["mix", "left", "centre"] = Field("mix", description="How lines are set")
    motion: Literal["mix", "rise", "pop", "slide", "fade"] = Field("mix", description="How words come in")
    emphasis: bool = Field(True, description="Let the word that matters stand out")


@dataclass(frozen=True)
class Said:
    """A phrase and when each of its words enters, in seconds of the video. until: when it has to be gone."""

    scene: int
    texts: tuple[str, ...]
    enter: tuple[Fraction, ...]
    until: Fraction


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
        grounds = [Ground(scene=s.index, tone=_tone(s, play, config), seed=play.seed + s.index) for s in play.scenes]
        blocks = [
            Blocks(scene=s.index, text=s.text, layout=s.layout) for s in play.scenes if is_card(s)
        ]  # fmt: skip
        lines = [
            Phrase(
                scene=said.scene, words=said.texts, strong=strong(said.texts) if config.emphasis else (),
                tone=_tone(play.scenes[said.scene], play, config), centred=_is_centred(said.scene, play, config),
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
            for overlay in _entering(said, drawn, _motion(number, play, config), material.fps)
        ]
        picture = _grounds(play, grounds, material.fps)
        overlays = (*words, *worded(play, material))
        return edit(play, material, picture, sorted(overlays, key=lambda o: o.start), burn_captions=False)


def phrases(play: Screenplay, captions: Captions) -> tuple[Said, ...]:
    """What is said, in groups that are shown together; for a scene in which nobody speaks, its headline."""
    begin = starts(play)
    ends = (*begin[1:], play.duration)
    found = []
    for scene in play.scenes:
        if is_card(scene):
            continue
        cues = [c.words for c in captions.cues if begin[scene.index] <= c.words[0].start < ends[scene.index]]
        spoken = cues or [_unspoken(scene, begin[scene.index])]
        spoken = [words for words in spoken if words]
        for words, after in pairwise([*spoken, None]):
            until = min(after[0].start, ends[scene.index]) if after else ends[scene.index]
            enter = tuple(max(word.start - _LEAD, begin[scene.index]) for word in words or ())
            found.append(Said(scene.index, tuple(word.text for word in words or ()), enter, until))
    return tuple(found)


def _unspoken(scene: Scene, begin: Fraction) -> tuple[Word, ...]:
    at = begin + Fraction(1, 4)
    texts = (scene.text.headline or scene.text.kicker).split()
    return tuple(
        Word(text=text, start=at + n * _SILENT_STEP, end=at + (n + 1) * _SILENT_STEP) for n, text in enumerate(texts)
    )


def strong(texts: Sequence[str]) -> tuple[int, ...]:
    """Which word of a phrase stands out: one with a number, else the longest that says something."""
    bare = [re.sub(r"[^\w%€$₽]", "", text).casefold() for text in texts]
    numbers = [n for n, text in enumerate(bare) if re.search(r"[\d%€$₽]", text)]
    if numbers:
        return (numbers[0],)
    telling = [n for n, text in enumerate(bare) if len(text) >= 4 and text not in _STOPS]
    return (max(telling, key=lambda n: (len(bare[n]), n)),) if telling and len(texts) > 1 else ()


def _planned(scene: Scene, play: Screenplay) -> Scene:
    card = scene.index == len(play.scenes) - 1 and scene.layout == "end_card"
    text = scene.text if card or not scene.voice_over else ScreenText()
    turn: Transition = "cut" if scene.index == 0 else _TURNS[(play.seed + scene.index) % len(_TURNS)]
    return scene.model_copy(
        update={"generated": False, "text": text, "layout": scene.layout if card else "type", "transition": turn}
    )


def _tone(scene: Scene, play: Screenplay, config: Options) -> Tone:
    if config.tone != "mix":
        return config.tone
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
                source=Still(key=ground.layers[0].key, camera=Camera(start=_WHOLE, end=_WHOLE)),
                transition=scene.transition if frames else "cut", transition_frames=frames,
            )
        )  # fmt: skip
    return tuple(clips)


def _entering(said: Said, drawn: Drawn, motion: Motion, fps: Fraction) -> list[Overlay]:
    """The words of a phrase: each comes in by itself, all leave together."""
    end = round(said.until * fps)
    steps = max(2, round(_MOTION * fps))
    begin = [min(round(at * fps), end - 1) for at in said.enter]
    return [
        Overlay(
            scene=said.scene, **layer.model_dump(), start=start, length=end - start, enter=motion, exit="fade",
            motion_frames=min(steps, max(1, (end - start) // 2)),
        )
        for start, layer in zip(begin, drawn.layers, strict=True)
    ]  # fmt: skip


MODE = MinimalText()
