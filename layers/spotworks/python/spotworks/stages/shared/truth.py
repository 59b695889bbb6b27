"""The claims gate: nothing is told of an offer that is over, nor anything that brief and page do not say."""

from spotworks.domain.base import JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.claims import Claims, trace
from spotworks.domain.gating import gated
from spotworks.domain.offers import current
from spotworks.domain.research import Research
from spotworks.domain.screenplay import Screenplay
from spotworks.stages.shared.desk import Desk


def still_offered(brief: Brief, research: Research | None, desk: Desk) -> tuple[Brief, Research | None]:
    """What a writer is given: without the offers that have ended by now."""
    return current(brief, research, desk.clock.now().date(), desk.claims)


def truthful(job: JobRef, play: Screenplay, brief: Brief, research: Research | None, desk: Desk) -> Screenplay:
    """The plan without claims that nobody made. All of them, with their sources, go into claims.json."""
    claims = trace(play, brief, research, desk.clock.now().date(), desk.claims)
    desk.write(job, "claims.json", claims)
    if claims.removed or claims.flagged:
        desk.note(job, told(claims))
    return gated(play, claims)


def told(claims: Claims) -> str:
    """The outcome in a line, what needs a person's eye first."""
    parts = [f"{_quoted(claim.words)} {claim.reason}" for claim in claims.flagged[:2]]
    parts += [f"{_quoted(claim.words)} is left out: {claim.reason}" for claim in claims.removed[:2]]
    more = len(claims.flagged) + len(claims.removed) - len(parts)
    return "Claims: " + "; ".join(parts) + (f"; and {more} more" if more else "")


def _quoted(words: str) -> str:
    return f'"{words.rstrip(".!")}"'
