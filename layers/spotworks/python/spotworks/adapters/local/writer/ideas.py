"""Which idea a video follows: by what the brief gives, each idea with its own hook, look and beats."""

import re
from dataclasses import replace
from typing import Any

from spotworks.adapters.local.writer.cleaning import shorten
from spotworks.adapters.local.writer.extracts import CYRILLIC
from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.labels import is_packing
from spotworks.adapters.local.writer.phrasing import figure_phrase
from spotworks.catalogue import load
from spotworks.domain.beats import Library, Slot

_FIGURE = re.compile(r"\d")
_HOURS = re.compile(
    r"\b\d{1,2}(?::\d\d)?(?: ?[ap]m)? ?(?:to|till|until|-|–|до) ?\d|\b(?:open|открыт|работа|24/7)", re.IGNORECASE
)
_STARS = re.compile(r"\d (?:of|из) (?:5|10)\b")
_LABEL = re.compile(r"^[^\d:]{3,}:\s")
_WITHOUT_BEST = re.compile(r"(?:; last,|; под конец —|[,:—])\s*\{best\}")  # where the brief names no quality
_TRIES = 12  # variants looked through for an order of beats that tells the idea


def idea_for(facts: Facts, *, friction: bool, taken: tuple[str, ...] = ()) -> dict[str, Any]:
    """The first idea not taken: one that a fact of the brief carries, then one that suits the subject's kind.

    friction: whether the story may begin with a problem.
    """
    given = {
        "friction": friction,
        "figure": bool(_figure(facts)),
        "origin": bool(facts.reading.origin) and _spoken_here(facts.reading.origin, facts),
        "quote": bool(_quote(facts)),
        "deadline": bool(facts.all("deadline")),
    }
    ideas: list[dict[str, Any]] = load("ideas")["idea"]
    met = [idea for idea in ideas if all(given[need] for need in idea["needs"])]
    left = [idea for idea in met if idea["id"] not in taken] or met

    def against(idea: dict[str, Any]) -> tuple[bool, ...]:
        unfit = facts.kind in idea.get("unfit", ())
        asked = bool(facts.question) and "friction" in idea["needs"]  # the brief itself begins with the annoyance
        return unfit and bool(idea["needs"]) and not asked, not idea["needs"], facts.kind not in idea["suits"], unfit

    return min(left, key=against)


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
    } | carried(facts)
    return {field: (text if best else _WITHOUT_BEST.sub("", text)).format(**places) for field, text in told.items()}


def carried(facts: Facts) -> dict[str, str]:
    """The facts that ideas stand on, as their opening writes them; "" for none."""
    number = figure_phrase(_figure(facts))
    return {"number": number, "quote": _quote(facts), "until": next(iter(facts.all("deadline")), "")}


def _spoken_here(words: str, facts: Facts) -> bool:
    return facts.language != "ru" or bool(CYRILLIC.search(words))


def _quoted(claim: str, facts: Facts) -> str:
    """A whole sentence where a name should stand."""
    return f"“{claim}”" if facts.language == "en" else f"«{claim}»"


def _figure(facts: Facts) -> str:
    """What is proved by a number first, then the qualities."""
    told = (*facts.all("proof"), *facts.features)
    fit = (f for f in told if _FIGURE.search(f) and not _HOURS.search(f) and not _is_beside(f))
    return next((shorten(f, 60) for f in fit), "")


def _is_beside(told: str) -> bool:
    """Whether it is beside the point of any film: what a label says, and how many stars there were."""
    return bool(_LABEL.match(told) or _STARS.search(told)) or is_packing(told)


def _quote(facts: Facts) -> str:
    return next((words for words, _ in facts.quotes if len(words) <= 70), "")


def facts_for(idea: str, facts: Facts) -> Facts:
    """The facts in the order in which the idea tells them.

    The one with its figure first, then the brief's before its page's, of both what a label says last.
    """
    number = _figure(facts) if idea == "figure" else ""

    def late(told: str) -> tuple[bool, ...]:
        counts = bool(number and _FIGURE.search(told) and not _HOURS.search(told))
        return shorten(told, 60) != number, told not in facts.given, _is_beside(told), not counts

    features = sorted(facts.features, key=late)
    return replace(facts, sorted=facts.sorted | {"feature": tuple(features)})


def opening_of(idea: str) -> str:
    """What its opening shows, as a prompt has it, in English; "" for no idea of the catalogue."""
    found = next((one for one in load("ideas")["idea"] if one["id"] == idea), None)
    return str(found.get("shows") or found["en"]["hook"]) if found else ""


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
