"""Words of a plan, spoken and shown, as a remark asks for them."""

import re
from collections.abc import Callable
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from spotworks.domain.brief import Shown
from spotworks.domain.remarks import Change
from spotworks.domain.revising import Impossible, Plan
from spotworks.domain.screenplay import Scene, ScreenText
from spotworks.domain.writing import strange

_WORDED = {"type", "quote", "steps", "compare", "offer"}  # layouts that are empty without words
_WORDS: TypeAdapter[str] = TypeAdapter(Annotated[Shown, Field(max_length=120)])


def _text(change: Change, plan: Plan) -> Plan:
    def fewer(scene: Scene) -> Scene:
        if scene.layout == "end_card":
            return scene
        keep = change.value == "less" or scene.layout in _WORDED
        text = ScreenText(headline=scene.text.headline, button=scene.text.button) if keep else ScreenText()
        return scene.model_copy(update={"text": text})

    return plan.scenes(change.scene, fewer).unless_same(plan, "no words but headlines are left to take away")


def _lines(change: Change, plan: Plan) -> Plan:
    def terse(scene: Scene) -> Scene:
        first = re.split(r"(?<=[.!?])\s", scene.voice_over[0])[:1] if scene.voice_over else []
        return scene.model_copy(update={"voice_over": tuple(first)})

    return plan.scenes(change.scene, terse).unless_same(plan, "no scene says more than one sentence")


def _say(change: Change, plan: Plan) -> Plan:
    speaking = [s.index for s in plan.play.scenes if s.voice_over]
    place = speaking[0] if change.scene is None and len(speaking) == 1 else change.scene
    if place is None:
        raise Impossible("say in which scene")
    return plan.scenes(place, lambda s: s.model_copy(update={"voice_over": (change.value,)}))


def _write(change: Change, plan: Plan) -> Plan:
    """A headline, or the button of the end."""
    place = len(plan.play.scenes) - 1 if change.scene is None and change.kind == "button" else change.scene
    if place is None:
        raise Impossible("say in which scene")
    words = {"button" if change.kind == "button" else "headline": _drawable(change.value, plan)}
    return plan.scenes(place, lambda s: s.model_copy(update={"text": s.text.model_copy(update=words)}))


def _replace(change: Change, plan: Plan) -> Plan:
    def put(text: str) -> str:
        return text.replace(change.old, change.value)

    def replaced(scene: Scene) -> Scene:
        words = {name: put(text) for name, text in scene.text.model_dump().items()}
        for changed in set(words.values()) - set(scene.text.model_dump().values()):
            _drawable(changed, plan)
        return scene.model_copy(update={"voice_over": tuple(map(put, scene.voice_over)), "text": ScreenText(**words)})

    return plan.scenes(change.scene, replaced).unless_same(plan, f"“{change.old}” is not in its words")


def _drawable(words: str, plan: Plan) -> str:
    if wrong := strange(words, plan.play.language):
        raise Impossible(wrong)
    try:
        return _WORDS.validate_python(words)
    except ValidationError as error:
        raise Impossible(error.errors()[0]["msg"].removeprefix("Value error, ")) from error


WORDINGS: dict[str, Callable[[Change, Plan], Plan]] = {
    "text": _text, "lines": _lines, "say": _say, "write": _write, "button": _write, "replace": _replace,
}  # fmt: skip
