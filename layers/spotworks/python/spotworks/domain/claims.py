"""Every factual claim of a plan, and the sentence of the brief or the page that it stands on.

A claim is a price, a number, a date, or words that a person could ask proof of: a superlative, a comparison, "the
only", a guarantee, "free", an award, a promise of health or money. It is kept if the brief or the page says the same,
by the value of its numbers and by its words without their endings. It is removed if they do not. It is kept and
flagged where a person has to look: the brief makes a claim that advertising law wants evidence for, or a number is
said of something else than in its source.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from spotworks.domain.amounts import amounts_in
from spotworks.domain.base import Frozen
from spotworks.domain.brief import Brief
from spotworks.domain.claim_rules import ClaimRules, clauses_of, sentences_of
from spotworks.domain.languages import RULED
from spotworks.domain.offers import Offer, current, named, over
from spotworks.domain.research import Research
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.sources import Found, Source, basis, claimed, of_the_same, sources_of

Place = Literal["voice", "kicker", "headline", "detail", "button", "title", ""]

_UNTRACED = "neither the brief nor the page says it"
_ELSEWHERE = "the number is in the source, but is it said of the same thing there?"


class Claim(Frozen):
    """words: the clause that is said or shown; kinds: "price", "superlative", ...; source: the sentence it stands on.

    scene, place: None and "" for an offer that was over before anything was written; where: "brief" or the page's
    address; reason: why it was removed or needs a look; expires: the last day of the offer it belongs to.
    """

    scene: int | None = None
    place: Place = ""
    words: str
    kinds: tuple[str, ...]
    source: str = ""
    where: str = ""
    reason: str = ""
    expires: date | None = None


class Claims(Frozen):
    """flagged ones are in the video, like those kept. expires: the day on which the first offer told ends."""

    schema_version: int = 1
    kept: tuple[Claim, ...] = ()
    removed: tuple[Claim, ...] = ()
    flagged: tuple[Claim, ...] = ()
    expires: date | None = None


def trace(play: Screenplay, brief: Brief, research: Research | None, today: date, rules: ClaimRules) -> Claims:
    """Looks at everything that is said and shown. today: what decides whether an offer is over."""
    ended = over(brief, research, today, rules)
    gone = {offer.sentence for offer in ended}
    told = current(brief, research, today, rules)
    sources = [source for source in sources_of(*told, today, rules) if source.sentence not in gone]
    kept: list[Claim] = []
    flagged: list[Claim] = []
    removed = [_late(offer) for offer in ended]
    for scene, place, text in shown(play):
        for words, found in _claimed(text, rules, compared=play.language in RULED):
            claim = Claim(scene=scene, place=place, words=words, kinds=found.kinds)
            bases = basis(found, sources)
            if not bases:
                removed.append(claim.model_copy(update=_why(found, ended, rules)))
                continue
            claim, reason = _standing(claim, bases), _doubt(found, bases)
            (flagged if reason else kept).append(claim.model_copy(update={"reason": reason}))
    ends = [claim.expires for claim in (*kept, *flagged) if claim.expires]
    return Claims(kept=tuple(kept), removed=tuple(removed), flagged=tuple(flagged), expires=min(ends, default=None))


_NUMBERED = re.compile(r"\w+ \d+ (of|из) \d+")
"""A chapter's number over its words: no claim."""


def shown(play: Screenplay) -> Iterator[tuple[int | None, Place, str]]:
    """All words of a plan that reach the viewer: scene, place, text."""
    yield None, "title", play.title
    places: tuple[Place, ...] = ("kicker", "headline", "detail", "button")
    for scene in play.scenes:
        for line in scene.voice_over:
            yield scene.index, "voice", line
        for place in places:
            text = getattr(scene.text, place)
            if not (place == "kicker" and _NUMBERED.fullmatch(text)):
                yield scene.index, place, text


def _claimed(text: str, rules: ClaimRules, *, compared: bool) -> Iterator[tuple[str, Found]]:
    """The clauses that claim something."""
    for sentence in sentences_of(text):
        for start, end in clauses_of(sentence):
            if (found := claimed(sentence, rules, start, end, compared=compared)).kinds:
                yield sentence[start:end], found


def _late(offer: Offer) -> Claim:
    return Claim(
        words=offer.words, kinds=("offer",), source=offer.sentence, where=offer.where, reason=_ended(offer),
        expires=offer.end,
    )  # fmt: skip


def _ended(offer: Offer) -> str:
    return f"the offer ended on {named(offer.end)}"


def _why(found: Found, ended: tuple[Offer, ...], rules: ClaimRules) -> dict[str, object]:
    """Why a claim has no source: it was part of an offer that is over, or nobody ever said it."""
    for offer in ended:
        theirs = amounts_in(offer.sentence, rules, loose=True)
        if any(amount.same_as(other) for amount in found.amounts for other in theirs):
            return {"reason": _ended(offer), "source": offer.sentence, "where": offer.where, "expires": offer.end}
    return {"reason": _UNTRACED}


def _standing(claim: Claim, bases: tuple[Source, ...]) -> Claim:
    ends = [source.expires for source in bases if source.expires]
    return claim.model_copy(
        update={"source": bases[0].sentence, "where": bases[0].where, "expires": min(ends, default=None)}
    )


def _doubt(found: Found, bases: tuple[Source, ...]) -> str:
    """Why a claim that has a source needs a person's look, or ""."""
    wanted = next((phrase.kind.evidence for phrase in found.phrases if phrase.kind.evidence), "")
    elsewhere = found.amounts and not of_the_same(found, bases[0])
    return wanted or (_ELSEWHERE if elsewhere else "")
