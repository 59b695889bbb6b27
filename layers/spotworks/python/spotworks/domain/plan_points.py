"""What the words and the times of a plan say of it: the points of the ABCD rubric that need no video."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Literal

from spotworks.domain.base import Frozen
from spotworks.domain.screenplay import Scene, Screenplay

Letter = Literal["A", "B", "C", "D"]

EARLY = 5  # seconds in which a viewer decides, as published
_SHOT = 5  # seconds that a picture stands on average, at most
_OFTEN = 3  # scenes that name the brand; fewer only in a spot of few scenes
_ON_SCREEN = 14  # words on one picture, at most
STAYS = 2  # seconds that a call to action can be read
_GIVES = frozenset({"benefit", "demonstration", "lifestyle", "proof", "testimonial", "offer", "comparison"})
_CALLS = frozenset({"call_to_action", "end_card"})
_YOU = re.compile(r"\b(?:you|your|yours|you're|you'll|вы|вас|вам|вами|ваш\w*|ты|тебя|тебе|тво\w+)\b", re.IGNORECASE)


class Point(Frozen):
    """evidence: what was found, for a person; at: seconds from the start where it is, if it has a place."""

    letter: Letter
    name: str
    passed: bool
    evidence: str
    at: float | None = None


class Plan:
    """A screenplay with the times of its scenes and what each says and shows."""

    def __init__(self, play: Screenplay) -> None:
        self.play, self.scenes = play, play.scenes
        self.starts = [sum((s.duration for s in play.scenes[:n]), Fraction(0)) for n in range(len(play.scenes))]
        self.name = play.brand or play.subject.name
        self._words = play.brand or _longest_word(play.subject.name)
        self._has_brand = bool(play.brand)
        self.early = [s for s, start in zip(play.scenes, self.starts, strict=True) if start < EARLY]

    def at(self, scene: Scene | None) -> float | None:
        return None if scene is None else float(self.starts[scene.index])

    def says(self, scene: Scene) -> bool:
        return self.named_in(" ".join(scene.voice_over))

    def shows(self, scene: Scene) -> bool:
        """An end card has the brand's name or logo, whatever its words are."""
        return (self._has_brand and scene.layout == "end_card") or self.named_in(written(scene))

    def named_in(self, text: str) -> bool:
        """Whether the brand stands in it, or the main word of a name without one."""
        return _names(self._words, text)


def wanted(scenes: int) -> int:
    """How many of so many scenes name the brand, at least."""
    return max(1, min(_OFTEN, scenes - 1))


def written(scene: Scene) -> str:
    """All words on the picture of a scene."""
    return " ".join(filter(None, scene.text.model_dump().values()))


def _longest_word(name: str) -> str:
    """What a product without a brand is known by: nobody says "hand-roasted espresso beans" in every scene."""
    return max(re.findall(r"\w+", name), key=len, default="")


def _names(name: str, text: str) -> bool:
    """Whether a text has a name in it, whatever the endings of its words."""
    words = [re.escape(word[: max(3, len(word) - 2)]) for word in re.findall(r"\w+", name)]
    return bool(words) and all(re.search(rf"\b{word}", text, re.IGNORECASE) for word in words)


# Attention


def _early_cut(plan: Plan) -> Point:
    cut = plan.starts[1] if len(plan.scenes) > 1 else None
    passed = cut is not None and cut < EARLY
    said = f"the second picture comes at {float(cut):.1f} s" if cut is not None else "there is only one picture"
    return Point(letter="A", name="early cut", passed=passed, evidence=said, at=float(cut or 0))


def _early_voice(plan: Plan) -> Point:
    scene = next((s for s in plan.early if s.voice_over), None)
    said = f'the voice begins: "{scene.voice_over[0]}"' if scene else f"nothing is said in the first {EARLY} s"
    return Point(letter="A", name="voice early", passed=bool(scene), evidence=said, at=plan.at(scene))


def _supers(plan: Plan) -> Point:
    spoken = [s for s in plan.scenes if s.voice_over]
    both = [s for s in spoken if written(s)]
    said = f"{len(both)} of {len(spoken)} scenes that speak show words too"
    return Point(letter="A", name="words with the voice", passed=2 * len(both) >= len(spoken) > 0, evidence=said)


def _pace(plan: Plan) -> Point:
    mean = plan.play.duration / len(plan.scenes)
    longest = max(plan.scenes, key=lambda s: s.duration)
    said = f"a picture stands {float(mean):.1f} s on average, {float(longest.duration):.1f} s at most"
    return Point(letter="A", name="pace", passed=mean <= _SHOT, evidence=said, at=plan.at(longest))


# Branding


def _brand_early(plan: Plan) -> Point:
    scene = next((s for s in plan.early if s.picture is not None or plan.says(s) or plan.shows(s)), None)
    said = f"{plan.name} is {_how(plan, scene)}" if scene else f"{plan.name} is neither named nor seen in {EARLY} s"
    return Point(letter="B", name="brand early", passed=bool(scene), evidence=said, at=plan.at(scene))


def _how(plan: Plan, scene: Scene) -> str:
    ways = {
        "said": plan.says(scene),
        "written": plan.shows(scene),
        "seen in its own picture": scene.picture is not None,
    }
    return " and ".join(way for way, there in ways.items() if there)


def _brand_often(plan: Plan) -> Point:
    named = [s for s in plan.scenes if plan.says(s) or plan.shows(s)]
    enough = wanted(len(plan.scenes))
    said = f"{plan.name} is in {len(named)} of {len(plan.scenes)} scenes; {enough} are wanted"
    return Point(letter="B", name="brand often", passed=len(named) >= enough, evidence=said)


def _brand_spoken(plan: Plan) -> Point:
    scene = next((s for s in plan.scenes if plan.says(s)), None)
    said = f'"{" ".join(scene.voice_over)}"' if scene else f"the voice never says {plan.name}"
    return Point(letter="B", name="brand spoken", passed=bool(scene), evidence=said, at=plan.at(scene))


def _brand_last(plan: Plan) -> Point:
    last = plan.scenes[-1]
    said = f'the last picture says "{written(last)}"' if written(last) else "the last picture has no words"
    return Point(letter="B", name="brand at the end", passed=plan.shows(last), evidence=said, at=plan.at(last))


# Connection


def _to_a_person(plan: Plan) -> Point:
    texts = ((s, f"{' '.join(s.voice_over)} {written(s)}") for s in plan.scenes)
    scene = next((s for s, text in texts if _YOU.search(text)), None)
    said = (
        f'it speaks to the viewer: "{" ".join(scene.voice_over) or written(scene)}"' if scene else "it speaks to nobody"
    )
    return Point(letter="C", name="to a person", passed=bool(scene), evidence=said, at=plan.at(scene))


def _benefit(plan: Plan) -> Point:
    scene = next((s for s in plan.scenes if s.beat in _GIVES and (s.voice_over or written(s))), None)
    said = f'"{" ".join(scene.voice_over) or written(scene)}"' if scene else "no scene tells what it gives"
    return Point(letter="C", name="what it gives", passed=bool(scene), evidence=said, at=plan.at(scene))


def _simple(plan: Plan) -> Point:
    fullest = max(plan.scenes, key=lambda s: len(written(s).split()))
    count = len(written(fullest).split())
    said = f"at most {count} words on a picture; {_ON_SCREEN} can be taken in"
    return Point(letter="C", name="simple", passed=count <= _ON_SCREEN, evidence=said, at=plan.at(fullest))


# Direction


def _call_spoken(plan: Plan) -> Point:
    scene = next((s for s in plan.scenes if s.beat in _CALLS and s.voice_over), None)
    said = f'"{" ".join(scene.voice_over)}"' if scene else "the voice does not say what to do"
    return Point(letter="D", name="call spoken", passed=bool(scene), evidence=said, at=plan.at(scene))


def _call_shown(plan: Plan) -> Point:
    scene = next((s for s in plan.scenes if s.text.button), None)
    said = f'"{scene.text.button}"' if scene else "no picture says what to do"
    return Point(letter="D", name="call shown", passed=bool(scene), evidence=said, at=plan.at(scene))


def _one_call(plan: Plan) -> Point:
    calls = list(dict.fromkeys(s.text.button for s in plan.scenes if s.text.button))
    said = " or ".join(f'"{call}"' for call in calls) or "none"
    return Point(letter="D", name="one call", passed=len(calls) < 2, evidence=f"what to do: {said}")


def _call_stays(plan: Plan) -> Point:
    last = plan.scenes[-1]
    said = f"the last scene stays {float(last.duration):.1f} s"
    return Point(letter="D", name="time to act", passed=last.duration >= STAYS, evidence=said, at=plan.at(last))


POINTS: tuple[Callable[[Plan], Point], ...] = (
    _early_cut, _early_voice, _supers, _pace, _brand_early, _brand_often, _brand_spoken, _brand_last, _to_a_person,
    _benefit, _simple, _call_spoken, _call_shown, _one_call, _call_stays,
)  # fmt: skip
