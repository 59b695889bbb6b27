"""Beats and words into scenes: layouts, camera, pictures and the prompts for image and clip models."""

from spotworks.adapters.local.writer.cleaning import shorten
from spotworks.adapters.local.writer.copywriting import Copy
from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.framing import move
from spotworks.adapters.local.writer.looks import category
from spotworks.domain.beats import Move, Slot, chunks
from spotworks.domain.brief import Brief
from spotworks.domain.research import References
from spotworks.domain.screenplay import Scene, Strategy

WORDS_ONLY = frozenset({"type", "quote", "steps", "compare", "offer"})  # layouts drawn without a photo if need be
_SHOTS = {
    "hook": "Opening close-up of", "problem": "The moment before", "agitate": "Tight frame, waiting for", "reveal": "Hero shot of",
    "demonstration": "Macro detail of", "benefit": "Medium close-up of", "proof": "Clean product frame of", "testimonial": "Quiet portrait frame with",
    "comparison": "Side-by-side frame with", "offer": "Frontal frame of", "urgency": "Graphic frame of", "brand_moment": "Wide establishing frame of",
    "lifestyle": "Candid everyday frame with", "call_to_action": "Inviting frame of", "end_card": "Calm closing frame of",
}  # fmt: skip
_MOVES = {
    "push_in": "slow push in", "pull_out": "slow pull out", "drift_left": "gentle drift to the left", "drift_right": "gentle drift to the right",
    "rise": "slow rise", "still": "locked-off frame",
}  # fmt: skip


class SceneBuilder:
    """Makes the scenes of one video in order. subject: its name, for prompts."""

    def __init__(
        self, brief: Brief, facts: Facts, references: References, strategy: Strategy, *, subject: str, seed: int
    ) -> None:
        self._brief, self._facts, self._references, self._strategy = brief, facts, references, strategy
        self._subject, self._seed = subject, seed
        self._look = category(facts.category)
        self._photos = 0
        self._before = ""

    def build(self, index: int, slot: Slot, copy: Copy) -> Scene:
        beat = slot.beat
        layout = self._layout(slot, copy)
        picture = self._picture(layout)
        kind: Move = (
            "still" if layout in WORDS_ONLY | {"end_card"} else beat.cameras[(self._seed + index) % len(beat.cameras)]
        )
        focus = (
            self._references.pictures[picture].focus if picture is not None and layout in {"hero", "detail"} else None
        )
        pace = {"slow": "unhurried", "medium": "steady", "fast": "quick"}[self._strategy.tempo]
        sounds = f"{self._look['sound']}; music: {beat.music}" + (f"; accent: {beat.effect}" if beat.effect else "")
        return Scene(
            index=index, beat=beat.name, duration=slot.duration, layout=layout, visual_prompt=self._visual(beat.name, index),
            motion_prompt=f"{_MOVES[kind].capitalize()} on {self._subject}, {pace}; {self._look['motion']}.",
            audio_prompt=f"{sounds[0].upper()}{sounds[1:]}.", voice_over=copy.voice, text=copy.text, camera=move(kind, slot.duration, focus),
            picture=picture, transition="cut" if index == 0 else beat.transitions[(self._seed + index) % len(beat.transitions)],
            chunks=chunks(slot.duration), chain=("local",) if self._brief.model == "local" else (self._brief.model, "local"),
        )  # fmt: skip

    def _layout(self, slot: Slot, copy: Copy) -> str:
        """What the words need, else the beat's own; type where there is neither a photo nor a model that imagines one."""
        if copy.layout:
            layout = copy.layout
        else:
            imagined = bool(self._references.pictures) or self._brief.model != "local"
            options = [o for o in slot.beat.layouts if imagined or o in WORDS_ONLY | {"end_card"}] or ["type"]
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
        if layout in {"end_card", "offer", "type", "quote", "steps"}:  # there it is a ground, or small
            return 0
        self._photos += 1
        return (self._photos - 1) % count

    def _visual(self, beat: str, index: int) -> str:
        """Subject, setting and what the brief asked to see; then look, mood, lighting and equipment, in each prompt."""
        shots = self._facts.all("shot")
        asked = f" {shorten(shots[index % len(shots)], 160)}." if shots and self._facts.language == "en" else ""
        strategy = self._strategy
        return (
            f"{_SHOTS.get(beat, 'Frame of')} {self._subject}, {self._look['setting']}.{asked} {strategy.visual_language.rstrip('.')}. "
            f"Mood: {strategy.mood}. Lighting: {strategy.lighting}. Equipment: {strategy.camera}. No lettering."
        )
