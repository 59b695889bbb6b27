"""What every plan of the corpus has to pass, whoever wrote it. Each fault is told in words."""

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from spotworks.domain.brief import Brief
from spotworks.domain.claim_rules import ClaimRules
from spotworks.domain.claims import trace
from spotworks.domain.continuity import breaks
from spotworks.domain.plan_checks import screenplay_failures
from spotworks.domain.plan_points import written
from spotworks.domain.research import Research
from spotworks.domain.rubric import abcd
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.speech import seconds
from spotworks.domain.typography import readable_screen, set_screen

FLOOR = 14
"""Points of the 15 that Google's rubric has for a plan. All thirty reach 15 today; one is left to chance, for not every
fifteen seconds with a number, an offer and a call have room for a "you"."""
OF_A_MODEL = 12
"""As FLOOR, for plans that are somebody else's: the saved answers name the brand less often."""
GLANCED = 22
"""Characters a second on what is looked up rather than read: an offer, an end card."""
_UNSET = re.compile(r"[\"'`]|\.{3}|(?<=\s)--?(?=\s)|\d \d{3}(?!\d)|\d (?=[€$£₽%])")


def faults(
    play: Screenplay, brief: Brief, research: Research | None, *, today: date, rules: ClaimRules
) -> tuple[str, ...]:
    return (
        *map(str, screenplay_failures(play, brief, research)),
        *_untraced(play, brief, research, today, rules),
        *_unfit(play),
        *_unset(play),
        *_unread(play),
        *(f"continuity: scene {index + 1}: {words}" for index, words in breaks(play)),
        *([] if play.continuity else ["continuity: no sheet"]),
        *_missed(play),
    )


def _missed(play: Screenplay) -> Iterator[str]:
    score = abcd(play)
    if score.total < (FLOOR if play.writer == "local" else OF_A_MODEL):
        missed = ", ".join(point.name for point in score.points if not point.passed)
        yield f"score: {score.total} of {len(score.points)}, without {missed}"


def _untraced(
    play: Screenplay, brief: Brief, research: Research | None, today: date, rules: ClaimRules
) -> Iterator[str]:
    """What the gate would still take out."""
    for claim in trace(play, brief, research, today, rules).removed:
        if claim.place:
            yield f"claim: {claim.words!r}: {claim.reason}"


def _unfit(play: Screenplay) -> Iterator[str]:
    if sum((scene.duration for scene in play.scenes), Fraction(0)) != play.duration:
        yield "seconds: the scenes do not add up"
    for scene in play.scenes:
        takes = sum(seconds(line, play.language) for line in scene.voice_over)
        if takes > scene.duration:
            yield f"seconds: scene {scene.index + 1} speaks {float(takes):.1f} s of {float(scene.duration):.1f}"


def _unset(play: Screenplay) -> Iterator[str]:
    for scene in play.scenes:
        text = set_screen(scene.text, play.language)
        if found := _UNSET.search("\n".join(text.model_dump().values())):
            yield f"typography: scene {scene.index + 1}: {found[0]!r}"
        if set_screen(text, play.language) != text:
            yield f"typography: scene {scene.index + 1} changes when it is set again"


def _unread(play: Screenplay) -> Iterator[str]:
    for scene in play.scenes:
        if scene.layout in {"offer", "end_card"}:
            slow = len(written(scene)) > GLANCED * scene.duration
        else:
            slow = readable_screen(scene.text, float(scene.duration)) != scene.text
        if slow:
            yield f"reading: scene {scene.index + 1}: no time for {written(scene)!r}"
