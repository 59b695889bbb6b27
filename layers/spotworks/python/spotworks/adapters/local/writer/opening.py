"""How a film begins: with what its strategy says that it opens on, in words."""

from fractions import Fraction

from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.lines import Copy, Lines, key, sentences_of
from spotworks.adapters.local.writer.phrasing import HEADLINE, asked
from spotworks.domain.screenplay import ScreenText

OPENING = frozenset({"hook", "problem", "lifestyle"})  # beats bound to no fact: a film may begin here with its idea
BOUND = frozenset({"figure", "maker", "voice", "clock"})  # ideas that open on a fact, which is told once more later


def opening(facts: Facts, lines: Lines, idea: str, room: Fraction, *, gently: bool) -> Copy | None:
    """Its fact large, the annoying minute, or its own first line; None where there is no time for any.

    gently: whether a first line of the idea may stand before the annoyance, which a later scene tells then.
    """
    found = lines.pick(lines.idea["hook"], "hook", room)
    if idea == "friction":
        if told := question(facts, lines, room):
            return told
        found = found if gently else _annoyance(lines, room) or found
    if not found or not (found.voice or idea in BOUND):
        return None
    if idea == "voice":
        quote = lines.slots["quote"]
        text = ScreenText(headline=quote) if len(quote) <= HEADLINE else ScreenText(detail=quote)
        return Copy(found.voice, text, "quote")
    return Copy(found.voice, found.text, "type" if idea == "figure" else "")


def _annoyance(lines: Lines, room: Fraction) -> Copy | None:
    """The problem that the category knows, in short words where there is no time for more."""
    found = lines.pick(lines.own["problem"], "hook", room)
    if found and found.voice:
        return found
    line = lines.filled(lines.own["problem"][0])
    short = sentences_of(line.voice)[0] if line else ""
    if not line or key(short) == key(line.head) or not lines.fits(short, room):
        return None
    return Copy((short,), ScreenText(headline=line.head))


def question(facts: Facts, lines: Lines, room: Fraction) -> Copy | None:
    """The brief's own question, said whole and written short."""
    voice, head = asked(facts.question) if facts.question else ("", "")
    if not head or not lines.fresh(head):
        return None
    if not voice:  # the question is short: it is written as it is said
        found = lines.pick([f"{head} + {more} | {head}" for more in lines.telling["asked"]], "hook", room)
        if (found and found.voice) or not lines.fits(head, room):
            return found
        return Copy((head,), ScreenText(headline=head))  # better an echo than the brief's own question unsaid
    return Copy((voice,), ScreenText(headline=head)) if lines.fits(voice, room) else None
