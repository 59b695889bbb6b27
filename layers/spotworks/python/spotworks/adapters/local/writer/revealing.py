"""The scene in which it is said what it is all about: by its name, by its noun, or by what is done."""

import re
from fractions import Fraction

from spotworks.adapters.local.writer.cleaning import capital
from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.filling import emptiness
from spotworks.adapters.local.writer.lines import Copy, Lines, key
from spotworks.adapters.local.writer.phrasing import DETAIL, HEADLINE, KICKER, headline
from spotworks.domain.screenplay import ScreenText

_BARE = Fraction(1, 8)  # of a scene, beyond what is silent anyway
_NAMES = re.compile(r"\{(?:a|A|[oO]ur|[sS]ubject|Claim|Goal)\}")


def reveal(facts: Facts, lines: Lines, room: Fraction, *, alone: bool) -> Copy | None:
    """alone: in a very short spot, where no other scene tells a quality."""
    found = _said(facts, lines, room)
    if not found:
        return None
    brand = facts.brand
    # A call too long to be said in its scene is written, whatever the voice says meanwhile.
    head = headline(_written(facts)) or found.text.headline
    detail = headline(facts.subject, DETAIL) if brand and head == headline(brand) else ""
    if alone and not detail:
        detail = " · ".join(capital(f) for f in facts.features[:2] if len(f) <= 30)
    return Copy(found.voice, ScreenText(kicker=_place(facts, lines, head), headline=head, detail=detail))


def _said(facts: Facts, lines: Lines, room: Fraction) -> Copy | None:
    brand, pool = facts.brand, lines.kind["reveal"]
    if facts.reading.claim and (facts.kind == "cause" or not facts.subject):
        pool = [line for line in pool if "Goal}" in line]
    elif brand:
        pool = [line for line in pool if "{brand}" in line]
    whole = [line for line in pool if _NAMES.search(line.split(" | ")[0])]
    found = lines.pick(whole, "reveal", room)  # the name and what it is, if it can be said
    bare = brand and found and found.voice and emptiness(found.voice[0], room, lines.language) > _BARE
    if not found or not found.voice or bare:
        found = lines.pick(pool, "reveal", room)
    if not found or not found.voice:
        found = lines.pick(lines.kind["reveal"], "reveal", room) or found
    return found


def _written(facts: Facts) -> str:
    """What is written large, where it is no name: the deed, the call, the thing with what it does."""
    reading = facts.reading
    if reading.claim and reading.claim.startswith(reading.goal) and len(reading.claim) <= HEADLINE:
        return reading.claim
    return reading.goal or ("" if facts.brand else reading.whole)


def _place(facts: Facts, lines: Lines, head: str) -> str:
    """The date of an event, else the place, if it is short and not said already."""
    dates = facts.all("deadline") if facts.kind in {"event", "cause"} else ()
    found = next(iter(dates), "") or lines.slots.get("Place") or lines.slots.get("Where", "")
    return "" if len(found) > KICKER or key(found) == key(head) else capital(found)
