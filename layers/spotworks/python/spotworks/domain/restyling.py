"""Pace, light, feeling, music and voice of a plan, as a remark asks for them."""

import re
from collections.abc import Callable

from spotworks.domain.brand import mixed, readable
from spotworks.domain.remarks import Change
from spotworks.domain.research import Box, Palette
from spotworks.domain.revising import Impossible, Plan, with_sentence
from spotworks.domain.screenplay import Camera, Scene, Transition

_NEAREST = 0.75  # side of a camera's window that shows the picture's own pixels
_TINTS = {
    "warmer": ("#ff8a2a", 0.16), "cooler": ("#2a7bff", 0.16), "brighter": ("#ffffff", 0.14), "darker": ("#000000", 0.22)
}  # fmt: skip
_TEMPI = (60, 170)  # beats a minute that music is made in
_SOFT: dict[Transition, Transition] = dict.fromkeys(("whip", "push", "wipe", "zoom"), "crossfade")
_HARD: dict[Transition, Transition] = dict.fromkeys(("crossfade", "dip"), "push")
_SPOKEN = {"deep": "epic", "light": "warm"}  # moods by the voice that is heard in them


def _tempo(change: Change, plan: Plan) -> Plan:
    slower, whole = change.value == "slower", change.scene is None
    turns = (_SOFT if slower else _HARD) if whole else {}
    pace = "unhurried" if slower else "quick"

    def paced(scene: Scene) -> Scene:
        motion = re.sub(r"\b(?:unhurried|steady|quick)\b", pace, scene.motion_prompt)
        if not re.search(rf"\b{pace}\b", motion):
            motion = with_sentence(motion, f"Pace: {pace}.")
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


def _beating(plan: Plan, side: str) -> Plan:
    tempo = round(plan.play.music.tempo * (0.88 if side == "slower" else 1.12))
    return _scored(plan, tempo=min(max(tempo, _TEMPI[0]), _TEMPI[1]))


def _scored(plan: Plan, **about: object) -> Plan:
    return plan.playing(music=plan.play.music.model_copy(update=about))


def _look(change: Change, plan: Plan) -> Plan:
    sentence = f"{change.value.capitalize()} light and colours."
    done = plan.scenes(
        change.scene, lambda s: s.model_copy(update={"visual_prompt": with_sentence(s.visual_prompt, sentence)})
    )  # fmt: skip
    if change.scene is not None:
        return done
    palette = tinted(plan.play.palette, *_TINTS[change.value])
    return done.playing(palette=plan.brief.kit.palette.over(palette) if plan.brief.kit else palette)


def tinted(palette: Palette, tint: str, share: float) -> Palette:
    """The palette with some of a colour in its grounds and its accent, its letters legible on them."""
    background, accent = mixed(palette.background, tint, share), mixed(palette.accent, tint, share / 2)
    return Palette(
        background=background,
        surface=mixed(palette.surface, tint, share),
        ink=readable(palette.ink, background),
        accent=accent,
        accent_ink=readable(palette.accent_ink, accent),
    )


def _feeling(change: Change, plan: Plan) -> Plan:
    wanted = f"Mood: {change.value}."

    def felt(scene: Scene) -> Scene:
        prompt = re.sub(r"Mood: [^.]*\.", wanted, scene.visual_prompt)
        return scene.model_copy(update={"visual_prompt": with_sentence(prompt, wanted)})

    done = plan.scenes(change.scene, felt)
    return _scored(done, mood=change.value) if change.scene is None else done


def _music(change: Change, plan: Plan) -> Plan:
    music = plan.play.music
    if change.value == "another":
        return _scored(plan, seed=music.seed + 1)
    if change.value in {"slower", "faster"}:
        return _beating(plan, change.value)
    done = _scored(plan, mood=change.value).unless_same(plan, f"the music is {change.value} already")
    return done.playing(voice_mood=plan.play.voice_mood or music.mood)  # the voice stays as it was


def _voice(change: Change, plan: Plan) -> Plan:
    deep = plan.play.has_deep_voice
    wanted = {"another": "light" if deep else "deep"}.get(change.value, change.value)
    if (wanted == "deep") == deep:
        raise Impossible(f"the voice is {wanted} already")
    return plan.playing(voice_mood=_SPOKEN[wanted])


STYLES: dict[str, Callable[[Change, Plan], Plan]] = {
    "tempo": _tempo, "look": _look, "feeling": _feeling, "music": _music, "voice": _voice,
}  # fmt: skip
