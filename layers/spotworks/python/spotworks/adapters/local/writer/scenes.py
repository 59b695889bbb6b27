"""Beats and words into scenes: layouts, camera, pictures and the prompts for image and clip models."""

from spotworks.adapters.local.writer.cleaning import shorten
from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.framing import FRAMED, move
from spotworks.adapters.local.writer.ideas import opening_of
from spotworks.adapters.local.writer.lines import Copy
from spotworks.adapters.local.writer.looks import category
from spotworks.adapters.naming import latin
from spotworks.adapters.scene_prompts import ScenePrompts
from spotworks.domain.beats import Move, Slot, chunks
from spotworks.domain.brief import Brief
from spotworks.domain.research import Box, References
from spotworks.domain.screenplay import Scene, Strategy

WORDS_ONLY = frozenset({"type", "quote", "steps", "compare", "offer"})  # layouts drawn without a photo if need be
PACE = {"slow": "unhurried", "medium": "steady", "fast": "quick"}
_STILL = WORDS_ONLY | {"end_card"}
_GROUND = frozenset({"end_card", "offer", "type", "quote", "steps"})  # here a photo is a ground, or small
MOVES = {
    "push_in": "Slow push in",
    "pull_out": "Slow pull out",
    "drift_left": "Gentle drift to the left",
    "drift_right": "Gentle drift to the right",
    "rise": "Slow rise",
    "still": "Locked-off frame",
}


class SceneBuilder:
    """Makes the scenes of one video in order. subject: its name, for prompts."""

    def __init__(
        self, brief: Brief, facts: Facts, references: References, strategy: Strategy, *, subject: str, seed: int
    ) -> None:
        self._brief, self._facts, self._references, self._strategy = brief, facts, references, strategy
        self._seed = seed
        self._look = category(facts.category)
        self._prompts = ScenePrompts(strategy, subject=subject, setting=self._look["setting"])
        self._photos = 0
        self._before = ""

    def build(self, index: int, slot: Slot, copy: Copy) -> Scene:
        beat, turn = slot.beat, self._seed + index
        layout = self._layout(slot, copy)
        picture = self._picture(layout)
        kind: Move = "still" if layout in _STILL else beat.cameras[turn % len(beat.cameras)]
        focus = self._focus(layout, picture)
        return Scene(
            index=index,
            beat=beat.name,
            duration=slot.duration,
            layout=layout,
            visual_prompt=self._prompts.visual(beat.shot, self._asked(index)),
            motion_prompt=self._prompts.motion(MOVES[kind], self._look["motion"], PACE[self._strategy.tempo]),
            audio_prompt=self._prompts.audio(self._look["sound"], beat.music, beat.effect),
            voice_over=copy.voice,
            text=copy.text,
            camera=move(kind, slot.duration, focus),
            picture=picture,
            transition="cut" if index == 0 else beat.transitions[turn % len(beat.transitions)],
            effect=beat.effect,
            chunks=chunks(slot.duration),
        )

    def _focus(self, layout: str, picture: int | None) -> Box | None:
        """What the camera keeps in view: all that stands clear of words and captions in a picture."""
        return FRAMED if picture is not None and layout in {"hero", "detail", "split"} else None

    def _layout(self, slot: Slot, copy: Copy) -> str:
        """What the words need, else the beat's own; type where no photo is there and no model imagines one."""
        layout = copy.layout
        if not layout:
            imagined = bool(self._references.pictures) or self._brief.imagined
            options = [o for o in slot.beat.layouts if imagined or o in _STILL] or ["type"]
            if len(options) > 1 and options[0] == self._before:
                options = options[1:]
            layout = options[self._seed % len(options)] if slot.beat.name != "reveal" else options[0]
            if layout == "type" and not copy.text.headline and imagined:
                layout = "hero"  # a page of type without words would be empty
        self._before = layout
        return layout

    def _picture(self, layout: str) -> int | None:
        """The user's pictures in turn, on every layout that shows one."""
        count = len(self._references.pictures)
        if not count:
            return None
        if layout in _GROUND:
            return 0
        self._photos += 1
        return (self._photos - 1) % count

    def _asked(self, index: int) -> str:
        """What the brief asked to see, in turn, else what the idea opens on; prompts are in English."""
        shots = self._facts.all("shot") if self._facts.language == "en" else ()
        if shots:
            return latin(shorten(shots[index % len(shots)], 160))
        return opening_of(self._strategy.idea) if index == 0 else ""
