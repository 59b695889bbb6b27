"""The rules of the claims gate, and small plans to hold against them."""

from datetime import date
from fractions import Fraction
from typing import Any

from spotworks.catalogue import load
from spotworks.domain.claim_rules import ClaimRules
from spotworks.domain.claims import Claims, trace
from spotworks.domain.research import Research
from spotworks.domain.screenplay import Screenplay, ScreenText
from tests.fakes.plans import make_brief, make_scene, play_of

RULES = ClaimRules.model_validate(load("claims"))
TODAY = date(2026, 11, 28)
PAGE_URL = "https://shop.example/shoe"


def page(text: str, **about: Any) -> Research:
    return Research(url=PAGE_URL, title="The Ridge shoe", text=text, **about)


def plan(*scenes: tuple[str, str] | dict[str, Any]) -> Screenplay:
    """A plan of scenes of 4 s, each a pair of what is said and the headline, or a scene's fields."""
    made = []
    for number, about in enumerate(scenes):
        words = about
        if isinstance(words, tuple):
            words = {"voice_over": (words[0],) if words[0] else (), "text": ScreenText(headline=words[1])}
        made.append(make_scene(number, Fraction(4), **words))
    return play_of(tuple(made))


def said(line: str, prompt: str, research: Research | None = None, today: date = TODAY) -> Claims:
    """What becomes of the claims of one line."""
    return trace(plan((line, "")), make_brief(prompt=prompt), research, today, RULES)
