"""Which idea a video follows: by what the brief gives, each idea with its own hook, look and beats."""

import re
from dataclasses import replace
from typing import Any

from spotworks.adapters.local.writer.cleaning import shorten
from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.labels import is_packing
from spotworks.catalogue import load
from spotworks.domain.beats import Library, Slot

_FIGURE = re.compile(r"\d")
_HOURS = re.compile(
    r"\b\d{1,2}(?::\d\d)?(?: ?[ap]m)? ?(?:to|till|until|-|–|до) ?\d|\b(?:open|открыт|работа|24/7)", re.IGNORECASE
)
_WITHOUT_BEST = re.compile(r"(?:; last,|; под конец —|[,:—])\s*\{best\}")  # where the brief names no quality
_TRIES = 12  # variants looked through for an order of beats that tells the idea


def idea_for(facts: Facts, *, friction: bool, taken: tuple[str, ...] = ()) -> dict[str, Any]:
    """The first idea not taken: one that a fact of the brief carries, then one that suits the subject's kind.

    friction: whether the story may begin with a problem.
    """
    given = {
        "friction": friction,
        "figure": bool(_figure(facts)),
        "origin": bool(facts.reading.origin),
        "quote": bool(_quote(facts)),
        "deadline": bool(facts.all("deadline")),
    }
    ideas: list[dict[str, Any]] = load("ideas")["idea"]
    met = [idea for idea in ideas if all(given[need] for need in idea["needs"])]
    left = [idea for idea in met if idea["id"] not in taken] or met
    return min(
        left, key=lambda idea: (not idea["needs"], facts.kind not in idea["suits"], facts.kind in idea.get("unfit", ()))
    )


def told_of(idea: dict[str, Any], facts: Facts, *, name: str, audience: str) -> dict[str, str]:
    """Its concept, arc and hook in the language of the copy."""
    told: dict[str, str] = idea[facts.language]
    best = shorten(facts.features[0], 60) if facts.features else ""
    bare = facts.known and facts.language == "en" and not facts.brand and name in {facts.subject, facts.reading.whole}
    places = {
        "name": f"the {name}" if bare else _quoted(name, facts) if name == facts.reading.claim else name,
        "best": best[:1].lower() + best[1:] if best[1:2].islower() else best,
        "audience": audience,
        "origin": facts.reading.origin,
        "figure": _figure(facts),
        "quote": _quote(facts),
        "until": next(iter(facts.all("deadline")), ""),
    }
    return {field: (text if best else _WITHOUT_BEST.sub("", text)).format(**places) for field, text in told.items()}


def _quoted(claim: str, facts: Facts) -> str:
    """A whole sentence where a name should stand."""
    return f"“{claim}”" if facts.language == "en" else f"«{claim}»"


def _figure(facts: Facts) -> str:
    told = (f for f in facts.features if _FIGURE.search(f) and not (_HOURS.search(f) or is_packing(f)))
    return next((shorten(f, 60) for f in told), "")


def _quote(facts: Facts) -> str:
    return next((words for words, _ in facts.quotes if len(words) <= 70), "")


def facts_for(idea: str, facts: Facts) -> Facts:
    """The facts in the order in which the idea tells them: the one with its figure leads."""
    if idea != "figure":
        return facts
    features = sorted(facts.features, key=lambda f: not _FIGURE.search(f) or is_packing(f))
    return replace(facts, sorted=facts.sorted | {"feature": tuple(features)})


def opening_of(idea: str) -> str:
    """Its hook as a prompt has it, in English; "" where it is about a fact."""
    hook: str = next((one["en"]["hook"] for one in load("ideas")["idea"] if one["id"] == idea), "")
    return "" if "{" in hook else hook


def number_of(idea: str) -> int:
    """Its place among all ideas, so that each has words and colours of its own. 0 for none."""
    return next((number for number, one in enumerate(load("ideas")["idea"]) if one["id"] == idea), 0)


def order_for(
    idea: str, library: Library, duration: Any, *, facts: frozenset[str], variant: int, pace: str
) -> tuple[Slot, ...]:
    """The order of beats that tells the idea best; which of equally good ones, by variant."""
    wants = next((tuple(one["wants"]) for one in load("ideas")["idea"] if one["id"] == idea), ())
    orders = [
        library.compose(duration, facts=facts, variant=variant + turn, pace=pace)
        for turn in range(_TRIES if wants else 1)
    ]
    return max(orders, key=lambda slots: _tells(wants, [slot.beat.name for slot in slots]))


def _tells(wants: tuple[str, ...], beats: list[str]) -> float:
    """Those it wants that are there, the earlier the more; the first of them counts again where it opens."""
    found = sum(2 - beats.index(beat) / len(beats) for beat in wants if beat in beats)
    return found + 2 * (bool(wants) and beats[0] == wants[0])
