"""The checks of the corpus find what is wrong, each by its name."""

from datetime import date
from fractions import Fraction

import pytest

from spotworks.adapters.local.writer import LocalWriter
from spotworks.catalogue import load
from spotworks.domain.brief import Brief
from spotworks.domain.claim_rules import ClaimRules
from spotworks.domain.research import References
from spotworks.domain.screenplay import Screenplay, ScreenText
from tests.creative.checks import faults

BRIEF = Brief(prompt="Ad for the Kaya folding kayak: weighs 9 kg, packs into a backpack", duration=Fraction(15))
RULES = ClaimRules.model_validate(load("claims"))


def good() -> Screenplay:
    writer = LocalWriter()
    strategy = writer.strategy(BRIEF, None, References())
    return writer.screenplay(BRIEF, None, References(), strategy, seed=3)


def changed(**about: object) -> Screenplay:
    """The plan with another second scene."""
    play = good()
    scenes = (play.scenes[0], play.scenes[1].model_copy(update=about), *play.scenes[2:])
    return play.model_copy(update={"scenes": scenes})


WRONG = {
    "claim": changed(voice_over=("Kaya is the best kayak in the world.",)),
    "seconds": changed(voice_over=("It goes from the lift to the lake and from the lake to the lift, and back.",)),
    "voice-fits": changed(voice_over=("Water. " * 40,)),
    "continuity": changed(visual_prompt="Another kayak on a lake"),
    "reading": changed(text=ScreenText(headline="Wherever you would like it", detail="Out on the lake, " * 4)),
    "typography": changed(text=ScreenText(headline="The `Kaya` kayak")),
    "length": changed(text=ScreenText(headline="Kaya " * 12)),
    "score": good().model_copy(
        update={"scenes": tuple(s.model_copy(update={"voice_over": ()}) for s in good().scenes)}
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_fault_is_found_by_its_name(name: str) -> None:
    found = faults(WRONG[name], BRIEF, None, today=date(2026, 11, 21), rules=RULES)
    assert any(fault.startswith(name) for fault in found), found


def test_a_good_plan_has_none() -> None:
    assert faults(good(), BRIEF, None, today=date(2026, 11, 21), rules=RULES) == ()
