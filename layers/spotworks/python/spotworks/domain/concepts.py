"""Several ideas for one video: how far apart they are, how good each is, which is made."""

import re
from decimal import Decimal
from typing import Literal

from spotworks.domain.base import Frozen, Usd
from spotworks.domain.brief import Brief
from spotworks.domain.job import Pick
from spotworks.domain.plan_checks import Failed
from spotworks.domain.research import Research
from spotworks.domain.screenplay import Strategy

APART = 0.5
"""Share of the words of two ideas, two hooks and two looks in which they have to differ."""
_STEM = 5


class Concept(Frozen):
    """One idea. score: 0 to 10; why: its points, for people; cost_usd: what thinking of it took.

    estimate_usd: what making it may cost at most.
    """

    strategy: Strategy
    score: float
    why: tuple[str, ...]
    cost_usd: Usd = Decimal(0)
    estimate_usd: Usd = Decimal(0)


Who = Literal["", "score", "brief", "person"]


class Concepts(Frozen):
    """strategies.json: the ideas for one video in the order in which they came.

    chosen: from 1, 0 while it is open; by: who chose it; why: for people.
    """

    options: tuple[Concept, ...]
    chosen: int = 0
    by: Who = ""
    why: str = ""


def distances(one: Strategy, other: Strategy) -> dict[str, float]:
    """How far apart two ideas are in "idea", "hook" and "look": 0 for the same words, 1 for none in common."""
    return {
        "idea": _apart(f"{one.concept} {one.narrative_arc}", f"{other.concept} {other.narrative_arc}"),
        "hook": _apart(one.hook, other.hook),
        "look": _apart(f"{one.visual_language} {one.camera}", f"{other.visual_language} {other.camera}"),
    }


def distinct(strategy: Strategy, others: tuple[Strategy, ...]) -> tuple[Failed, ...]:
    """What a new idea has too much of an earlier one's."""
    return tuple(
        Failed(check="distinct", where=part, words=f"is nearly that of concept {number}; think of another one")
        for number, other in enumerate(others, 1)
        for part, apart in distances(strategy, other).items()
        if apart < APART
    )


def _apart(one: str, other: str) -> float:
    a, b = _stems(one), _stems(other)
    return 1 - len(a & b) / len(a | b) if a | b else 0.0


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in re.findall(r"\w+", text.lower()) if len(word) > 3}


def weighed(
    strategy: Strategy, brief: Brief, research: Research | None, *, cost_usd: Decimal, estimate_usd: Decimal
) -> Concept:
    """The idea with its score: how much of it is the brief's own, what it opens on, its tone, and how plain it is."""
    given = _stems(f"{brief.prompt} {brief.title} {brief.description} {brief.brand} {brief.audience}")
    given |= _stems(f"{research.title} {research.description} {' '.join(research.features)}") if research else set()
    own = _stems(f"{strategy.concept} {strategy.narrative_arc} {strategy.hook}") & given
    opening = _stems(strategy.hook) & given
    tone = _stems(brief.tone)
    points = {
        f"{len(own)} words of the brief's own in the idea": min(4.0, 0.5 * len(own)),
        "opens on the subject itself" if opening else "opens on no word of the brief's": 2.0 if opening else 0.0,
        "keeps to the tone asked for" if tone else "no tone was asked for": _keeps(strategy, tone),
        "the idea is said in one breath" if len(strategy.concept) <= 160 else "the idea takes long to say": (
            2.0 if len(strategy.concept) <= 160 else 0.5
        ),
    }
    why = tuple(f"{reason} (+{value:g})" for reason, value in points.items())
    return Concept(
        strategy=strategy, score=round(sum(points.values()), 1), why=why, cost_usd=cost_usd, estimate_usd=estimate_usd
    )


def _keeps(strategy: Strategy, tone: set[str]) -> float:
    feel = _stems(f"{strategy.mood} {strategy.tempo} {strategy.lighting} {strategy.visual_language} {strategy.concept}")
    return 2.0 if not tone or tone & feel else 0.0


def choice(concepts: tuple[Concept, ...], asked: int = 0) -> int:
    """The number of the concept to make, from 1: the one that was asked for, else the best; the earlier of equals."""
    if asked:
        return asked
    return 1 + max(range(len(concepts)), key=lambda number: (concepts[number].score, -number))


def decided(concepts: Concepts, *, asked: int = 0, pick: Pick | None = None) -> Concepts:
    """With the choice and its reason: a person's, else by the number that the brief asks for, else by score."""
    best = choice(concepts.options)
    number = (pick.number or 1) if pick else choice(concepts.options, asked)
    score, most = concepts.options[number - 1].score, concepts.options[best - 1].score
    stands = f"{score:g} of 10" if score == most else f"{score:g} of 10, where concept {best} has {most:g}"
    by: Who = "person" if pick else "brief" if asked else "score"
    if pick and pick.reason:
        stands = f"{pick.reason}; {stands}"
    if by == "score":
        stands += f": {', '.join(concepts.options[number - 1].why)}"
    return Concepts(options=concepts.options, chosen=number, by=by, why=stands)


_BY = {"person": "by a person", "brief": "by its number in the brief", "score": "by its score"}


def told(concepts: Concepts) -> str:
    """A choice in a line: "Chosen: concept 2 of 3, by a person: closest to our customers; 7.5 of 10"."""
    return f"Chosen: concept {concepts.chosen} of {len(concepts.options)}, {_BY[concepts.by]}: {concepts.why}"
