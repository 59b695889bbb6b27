"""Changes put into a plan: what they ask for becomes different, all else stays word for word."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from spotworks.domain.base import Frozen
from spotworks.domain.beats import GRAIN
from spotworks.domain.brand import LOGO_SIZES, mixed, readable
from spotworks.domain.brief import MAX_SECONDS, MIN_SECONDS, Brief, Shown
from spotworks.domain.remarks import Change, understood
from spotworks.domain.research import Box, Palette, References
from spotworks.domain.retiming import TooShort, fitted, lasting, spoken, without
from spotworks.domain.screenplay import Camera, Scene, Screenplay, ScreenText, Transition

_NEAREST = 0.75  # side of a camera's window that shows the picture's own pixels
_TINTS = {
    "warmer": ("#ff8a2a", 0.16), "cooler": ("#2a7bff", 0.16), "brighter": ("#ffffff", 0.14), "darker": ("#000000", 0.22)
}  # fmt: skip
_TEMPI = (60, 170)  # beats a minute that music is made in
_SOFT: dict[Transition, Transition] = dict.fromkeys(("whip", "push", "wipe", "zoom"), "crossfade")
_HARD: dict[Transition, Transition] = dict.fromkeys(("crossfade", "dip"), "push")
_SPOKEN = {"deep": "epic", "light": "warm"}  # moods by the voice that is heard in them
_WORDED = {"type", "quote", "steps", "compare", "offer"}  # layouts that are empty without words
_UNIMAGINED = (
    "“{said}”: the local maker shows your own pictures and draws no objects from words; make the video with a photo of "
    "it, then say “use photo 2 in scene 2”"
)


class Revised(Frozen):
    """A plan after a remark.

    undone: what was not understood or cannot be done, each in the client's words with the reason;
    notes: what a client should know of what was done.
    """

    brief: Brief
    play: Screenplay
    undone: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class _Impossible(Exception):
    """A change that this plan cannot take; the message says why."""


@dataclass(frozen=True)
class _Plan:
    brief: Brief
    play: Screenplay
    references: References

    def asking(self, **about: Any) -> "_Plan":
        return replace(self, brief=self.brief.model_copy(update=about))

    def playing(self, **about: Any) -> "_Plan":
        return replace(self, play=self.play.model_copy(update=about))

    def scenes(self, place: int | None, change: Callable[[Scene], Scene]) -> "_Plan":
        """With one scene changed, or all."""
        return self.playing(scenes=tuple(change(s) if place in {None, s.index} else s for s in self.play.scenes))

    def unless_same(self, before: "_Plan", why: str) -> "_Plan":
        if self == before:
            raise _Impossible(why)
        return self


def applied(changes: Sequence[Change], brief: Brief, play: Screenplay, references: References) -> Revised:
    """The same brief and plan with the changes in them."""
    undone: list[str] = []
    notes: list[str] = []
    plan = _Plan(brief, play, references)
    for change in _in_order(changes):
        if change.kind == "unclear":
            undone.append(f"“{change.said}”: {change.value or 'not understood'}")
            continue
        try:
            plan = _DOES[change.kind](change, plan)
        except (_Impossible, TooShort) as error:
            undone.append(f"“{change.said}”: {error}")
            continue
        if change.kind == "show" and brief.model == "local":
            notes.append(_UNIMAGINED.format(said=change.said))
    total = sum((s.duration for s in plan.play.scenes), Fraction(0))
    plan = plan.playing(duration=total)
    if total != brief.duration:
        plan = plan.asking(duration=total)
    notes += [
        f"scene {s.index + 1}: its lines need about {float(spoken(s)):.1f} s and have {float(s.duration):g} s"
        for s in plan.play.scenes
        if spoken(s) > s.duration
    ]
    return Revised(brief=plan.brief, play=plan.play, undone=tuple(undone), notes=tuple(notes))


def _in_order(changes: Sequence[Change]) -> list[Change]:
    """Scenes go last, and from behind, so that every number means what it meant; the whole length comes after them."""

    def rank(change: Change) -> tuple[int, int]:
        if change.kind == "drop":
            return 1, -(change.scene or 0)
        return (2, 0) if change.kind == "duration" and change.scene is None else (0, 0)

    return sorted(changes, key=rank)


def _tempo(change: Change, plan: _Plan) -> _Plan:
    slower, whole = change.value == "slower", change.scene is None
    turns = (_SOFT if slower else _HARD) if whole else {}
    pace = "unhurried" if slower else "quick"

    def paced(scene: Scene) -> Scene:
        motion = re.sub(r"\b(?:unhurried|steady|quick)\b", pace, scene.motion_prompt)
        if not re.search(rf"\b{pace}\b", motion):
            motion = _with(motion, f"Pace: {pace}.")
        return scene.model_copy(update={
            "camera": travelled(scene.camera, 0.6 if slower else 1.6), "motion_prompt": motion,
            "transition": turns.get(scene.transition, scene.transition),
        })  # fmt: skip

    done = plan.scenes(change.scene, paced)
    return _beating(done, change.value) if whole else done


def travelled(camera: Camera, by: float) -> Camera:
    """The same start, with more or less of the way to the end."""
    a, b = camera.start, camera.end

    def way(one: float, two: float, low: float, high: float) -> float:
        return min(high, max(low, one + (two - one) * by))

    w, h = way(a.w, b.w, min(_NEAREST, b.w), 1.0), way(a.h, b.h, min(_NEAREST, b.h), 1.0)
    return camera.model_copy(
        update={"end": Box(x=way(a.x, b.x, 0.0, 1 - w), y=way(a.y, b.y, 0.0, 1 - h), w=w, h=h)}
    )  # fmt: skip


def _beating(plan: _Plan, side: str) -> _Plan:
    tempo = round(plan.play.music.tempo * (0.88 if side == "slower" else 1.12))
    return _scored(plan, tempo=min(max(tempo, _TEMPI[0]), _TEMPI[1]))


def _scored(plan: _Plan, **about: object) -> _Plan:
    return plan.playing(music=plan.play.music.model_copy(update=about))


def _look(change: Change, plan: _Plan) -> _Plan:
    sentence = f"{change.value.capitalize()} light and colours."
    done = plan.scenes(
        change.scene, lambda s: s.model_copy(update={"visual_prompt": _with(s.visual_prompt, sentence)})
    )  # fmt: skip
    if change.scene is not None:
        return done
    palette = tinted(plan.play.palette, *_TINTS[change.value])
    return done.playing(palette=plan.brief.kit.palette.over(palette) if plan.brief.kit else palette)


def tinted(palette: Palette, tint: str, share: float) -> Palette:
    """The palette with some of a colour in its grounds and its accent, its letters legible on them."""
    background, accent = mixed(palette.background, tint, share), mixed(palette.accent, tint, share)
    return Palette(
        background=background,
        surface=mixed(palette.surface, tint, share),
        ink=readable(palette.ink, background),
        accent=accent,
        accent_ink=readable(palette.accent_ink, accent),
    )


def _feeling(change: Change, plan: _Plan) -> _Plan:
    wanted = f"Mood: {change.value}."

    def felt(scene: Scene) -> Scene:
        prompt = re.sub(r"Mood: [^.]*\.", wanted, scene.visual_prompt)
        return scene.model_copy(update={"visual_prompt": _with(prompt, wanted)})

    done = plan.scenes(change.scene, felt)
    return _scored(done, mood=change.value) if change.scene is None else done


def _music(change: Change, plan: _Plan) -> _Plan:
    music = plan.play.music
    if change.value == "another":
        return _scored(plan, seed=music.seed + 1)
    if change.value in {"slower", "faster"}:
        return _beating(plan, change.value)
    done = _scored(plan, mood=change.value).unless_same(plan, f"the music is {change.value} already")
    return done.playing(voice_mood=plan.play.voice_mood or music.mood)  # the voice stays as it was


def _voice(change: Change, plan: _Plan) -> _Plan:
    deep = plan.play.has_deep_voice
    wanted = {"another": "light" if deep else "deep"}.get(change.value, change.value)
    if (wanted == "deep") == deep:
        raise _Impossible(f"the voice is {wanted} already")
    return plan.playing(voice_mood=_SPOKEN[wanted])


def _duration(change: Change, plan: _Plan) -> _Plan:
    before = plan.play.duration if change.scene is None else plan.play.scenes[change.scene].duration
    by = {"shorter": Fraction(4, 5), "longer": Fraction(5, 4)}.get(change.value)
    target = Fraction(change.value) if by is None else round(before * by / GRAIN) * GRAIN
    if change.scene is not None:
        return plan.scenes(change.scene, lambda s: lasting(s, target))
    if not MIN_SECONDS <= target <= MAX_SECONDS:
        raise _Impossible(f"a video takes from {MIN_SECONDS} to {MAX_SECONDS:,} seconds")
    return replace(plan, play=fitted(plan.play, target))


def _drop(change: Change, plan: _Plan) -> _Plan:
    assert change.scene is not None
    if plan.play.duration - plan.play.scenes[change.scene].duration < MIN_SECONDS:
        raise _Impossible(f"too little would be left: a video takes {MIN_SECONDS} seconds at least")
    return replace(plan, play=without(plan.play, change.scene))


def _text(change: Change, plan: _Plan) -> _Plan:
    def fewer(scene: Scene) -> Scene:
        if scene.layout == "end_card":
            return scene
        keep = change.value == "less" or scene.layout in _WORDED
        text = ScreenText(headline=scene.text.headline, button=scene.text.button) if keep else ScreenText()
        return scene.model_copy(update={"text": text})

    return plan.scenes(change.scene, fewer).unless_same(plan, "no words but headlines are left to take away")


def _lines(change: Change, plan: _Plan) -> _Plan:
    def terse(scene: Scene) -> Scene:
        first = re.split(r"(?<=[.!?])\s", scene.voice_over[0])[:1] if scene.voice_over else []
        return scene.model_copy(update={"voice_over": tuple(first)})

    return plan.scenes(change.scene, terse).unless_same(plan, "no scene says more than one sentence")


def _show(change: Change, plan: _Plan) -> _Plan:
    seen = [s for s in plan.play.scenes if s.generated]
    if not seen:
        raise _Impossible(f"{plan.brief.mode} generates no pictures")
    middle = [s for s in seen if 0 < s.index < len(plan.play.scenes) - 1]
    place = (middle or seen)[0].index if change.scene is None else change.scene

    def shown(scene: Scene) -> Scene:
        near = scene.picture is not None and scene.layout in {"hero", "split", "framed"}
        prompt = _with(scene.visual_prompt, f"Shown clearly, close up: {change.value}.")
        return scene.model_copy(update={"visual_prompt": prompt, "layout": "detail" if near else scene.layout})

    return plan.scenes(place, shown)


def _photo(change: Change, plan: _Plan) -> _Plan:
    count = len(plan.references.pictures)
    number = int(change.value) - 1
    if not 0 <= number < count:
        raise _Impossible(f"the video was made with {count} photo(s)")
    return plan.scenes(change.scene, lambda s: s.model_copy(update={"picture": number}))


def _redraw(change: Change, plan: _Plan) -> _Plan:
    assert change.scene is not None
    if not plan.play.scenes[change.scene].generated:
        raise _Impossible(f"{plan.brief.mode} generates no picture for it")
    return plan.scenes(change.scene, Scene.anew)


def _say(change: Change, plan: _Plan) -> _Plan:
    speaking = [s.index for s in plan.play.scenes if s.voice_over]
    place = speaking[0] if change.scene is None and len(speaking) == 1 else change.scene
    if place is None:
        raise _Impossible("say in which scene")
    return plan.scenes(place, lambda s: s.model_copy(update={"voice_over": (change.value,)}))


def _write(change: Change, plan: _Plan) -> _Plan:
    """A headline, or the button of the end."""
    place = len(plan.play.scenes) - 1 if change.scene is None and change.kind == "button" else change.scene
    if place is None:
        raise _Impossible("say in which scene")
    words = {"button" if change.kind == "button" else "headline": _drawable(change.value)}
    return plan.scenes(place, lambda s: s.model_copy(update={"text": s.text.model_copy(update=words)}))


def _replace(change: Change, plan: _Plan) -> _Plan:
    def put(text: str) -> str:
        return text.replace(change.old, change.value)

    def replaced(scene: Scene) -> Scene:
        words = {name: put(text) for name, text in scene.text.model_dump().items()}
        for changed in set(words.values()) - set(scene.text.model_dump().values()):
            _drawable(changed)
        return scene.model_copy(update={"voice_over": tuple(map(put, scene.voice_over)), "text": ScreenText(**words)})

    return plan.scenes(change.scene, replaced).unless_same(plan, f"“{change.old}” is not in its words")


def _captions(change: Change, plan: _Plan) -> _Plan:
    return plan.asking(captions=change.value).unless_same(plan, f"the captions are {change.value} already")


def _logo(change: Change, plan: _Plan) -> _Plan:
    kit = plan.brief.kit
    if kit is None or kit.logo is None:
        raise _Impossible("the video has none; make it with --brand-kit")
    size = kit.logo_size * (1.4 if change.value == "bigger" else 1 / 1.4)
    bounded = round(min(max(size, LOGO_SIZES[0]), LOGO_SIZES[1]), 2)
    return plan.asking(kit=kit.model_copy(update={"logo_size": bounded})).unless_same(
        plan, f"it is as {'large' if change.value == 'bigger' else 'small'} as it can be"
    )


_WORDS: TypeAdapter[str] = TypeAdapter(Annotated[Shown, Field(max_length=120)])


def _drawable(words: str) -> str:
    try:
        return _WORDS.validate_python(words)
    except ValidationError as error:
        raise _Impossible(error.errors()[0]["msg"].removeprefix("Value error, ")) from error


def _with(prompt: str, sentence: str) -> str:
    """A prompt with one sentence more, once; what it forbids stays last."""
    if sentence in prompt:
        return prompt
    body, forbids, rest = prompt.rstrip().rpartition(" No lettering.")
    return f"{body} {sentence}{forbids}{rest}" if forbids else f"{prompt.rstrip()} {sentence}"


_DOES: dict[str, Callable[[Change, _Plan], _Plan]] = {
    "tempo": _tempo, "look": _look, "feeling": _feeling, "music": _music, "voice": _voice, "duration": _duration,
    "text": _text, "lines": _lines, "drop": _drop, "show": _show, "say": _say, "write": _write, "button": _write,
    "replace": _replace, "redraw": _redraw, "photo": _photo, "captions": _captions, "logo": _logo,
}  # fmt: skip

__all__ = ["Change", "Revised", "applied", "tinted", "travelled", "understood"]
