"""Where what must not be lost stands, when the beats of a short video leave it no scene of its own."""

from dataclasses import replace

from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.phrasing import DETAIL, KICKER


def told_in(facts: Facts, beats: tuple[str, ...]) -> Facts:
    """The facts with every call, offer, date and proof in a place where these beats show it."""
    offers, dates = facts.all("offer"), facts.all("deadline")
    date = "" if "urgency" in beats or not dates else dates[0]
    if "reveal" in beats and facts.kind in {"event", "cause"} and len(date) <= KICKER:  # it stands beside the name
        date = ""
    if date and "offer" in beats and offers and len(offers[0]) + len(date) + 2 <= DETAIL:
        facts = replace(facts, sorted=facts.sorted | {"offer": (f"{offers[0]}, {date}", *offers[1:])})
        date = ""
    call = facts.reading.goal if "reveal" not in beats else ""
    proof = "" if "proof" in beats else next(iter(facts.all("proof")), "")
    left = [call, *(offers[1:2] if "offer" in beats else offers[:1]), date]
    return replace(facts, untold=", ".join(filter(None, left)) or proof)
