"""A language model that answers from a script: its texts are read as any vendor's are."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from spotworks.domain.thought import Usage, read_answer
from spotworks.ports import Answer, Question


class ScriptedModel:
    """texts: one an answer, the last of them for all that follow; an error is raised. asked: the questions."""

    def __init__(self, texts: Sequence[str | Exception], *, cost: str = "0.002") -> None:
        self._texts, self._cost = list(texts), Decimal(cost)
        self.asked: list[Question] = []

    def answer(self, question: Question, model: Any) -> Answer:
        self.asked.append(question)
        text = self._texts.pop(0) if len(self._texts) > 1 else self._texts[0]
        if isinstance(text, Exception):
            raise text
        usage = Usage(
            model="scripted-1",
            provider="scripted",
            tokens_in=len(question.system + question.user + question.data) // 4,
            tokens_out=len(text) // 4,
            cost_usd=self._cost,
        )
        return Answer(value=read_answer(text, model, usage), usage=usage)


def strategy_text(**about: Any) -> str:
    """A good idea for the mug of `make_brief`."""
    plain = {
        "concept": "Everybody in the office nurses a cold cup; the one red mug in the room still steams.",
        "visual_language": "Muted greys and a single red accent, on a full-frame camera with a 50mm lens at f/2",
        "narrative_arc": "Monday at nine, five cold cups, one red mug; by noon everybody has found out why it steams.",
        "hook": "A grimace over cold coffee, in close-up.",
        "audience": "people who forget their coffee",
        "mood": "warm",
        "lighting": "grey office daylight, a warm desk lamp on the mug",
        "camera": "full-frame camera, 50mm lens, slow dolly along the desks",
        "tempo": "medium",
        "recommendations": ["Let the steam be real."],
    }
    return json.dumps(plain | about, ensure_ascii=False)


RUSSIAN_IDEA = {
    "concept": "Во всём офисе кофе остыл, и только над красной кружкой ещё поднимается пар.",
    "narrative_arc": "Понедельник, девять утра, пять холодных чашек и одна красная; к полудню все знают её секрет.",
    "hook": "Крупный план: человек морщится от холодного кофе.",
    "audience": "те, кто забывает про свой кофе",
}


def scene(**about: Any) -> dict[str, Any]:
    plain = {
        "beat": "hook",
        "seconds": 3,
        "layout": "type",
        "move": "push_in",
        "shot": "Close-up of",
        "action": "steam rises from the red mug while the cups beside it stand cold",
        "motion": "steam curls slowly",
        "sound": "a quiet office, a spoon in a cup",
        "voice_over": ["Cold again?"],
        "headline": "Cold again?",
    }
    return plain | about


def screenplay_text(scenes: list[dict[str, Any]] | None = None, **about: Any) -> str:
    """A good screenplay for the mug."""
    plain = {
        "title": "Still warm",
        "subject": {"kind": "product", "name": "red mug", "description": "a red mug that keeps coffee warm"},
        "wardrobe": "office clothes in grey",
        "setting": "on a desk in an open office",
        "light": "grey daylight, a warm desk lamp",
        "music_mood": "warm",
        "scenes": scenes
        or [
            scene(),
            scene(
                beat="reveal",
                seconds=4,
                voice_over=["This red mug keeps coffee warm."],
                headline="The red mug",
                action="a hand lifts the red mug into the lamp light",
            ),
            scene(
                beat="end_card",
                seconds=3,
                layout="end_card",
                move="still",
                voice_over=["Have a warm day."],
                headline="Stay warm",
                button="Find yours",
                action="the red mug stands alone",
            ),
        ],
    }
    return json.dumps(plain | about, ensure_ascii=False)


def scenes_of(count: int) -> list[dict[str, Any]]:
    return [scene(voice_over=[f"Line number {number} of them all."], headline="") for number in range(count)]


def verdict_text(change: str = "", **points: tuple[float, str]) -> str:
    """A verdict on a picture with nothing to mend but those points."""
    fine = {
        "brief": (9, "A red mug steams on a desk, as asked."),
        "product": (10, "The mug is red and whole."),
        "anatomy": (10, "Nobody is seen."),
        "artefacts": (9, "The cups stand firmly on the desk."),
        "lettering": (10, "No letters anywhere."),
    }
    found = {name: {"score": score, "reason": reason} for name, (score, reason) in (fine | points).items()}
    return json.dumps(found | {"change": change}, ensure_ascii=False)
