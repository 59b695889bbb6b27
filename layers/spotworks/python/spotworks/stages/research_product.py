"""ResearchProduct: the product page, read once a day."""

import hashlib
from datetime import timedelta

from pydantic import AwareDatetime

from spotworks.domain.base import Frozen, JobRef, stored
from spotworks.domain.brief import Brief
from spotworks.domain.keys import tenant_prefix
from spotworks.domain.research import Research
from spotworks.errors import InternalError, NotFound
from spotworks.ports import Researcher
from spotworks.stages.shared.desk import Desk

FRESH = timedelta(hours=24)
_READING = 3  # one more when pages are read in another way: what was read before is read again


class Researched(Frozen):
    title: str
    reused: bool


class _Cached(Frozen):
    at: AwareDatetime
    research: Research


def research_product(job: JobRef, *, desk: Desk, researcher: Researcher) -> Researched:
    """Raises ResearchFailed. A page read within 24 h is not fetched again, however its address is spelled, nor one that
    the job has (a revision)."""
    brief = desk.read(job, "brief.json", Brief)
    if not brief.url:
        raise ValueError("a brief without a url has nothing to research")
    desk.enter(job, "research", f"Reading {brief.url}")
    known = desk.find(job, "research.json", Research)
    if known is not None:
        return Researched(title=known.title, reused=True)
    address = f"{_READING} {researcher.address(brief.url)}"
    key = f"{tenant_prefix(job.tenant)}research/{hashlib.sha256(address.encode()).hexdigest()}.json"
    research = _fresh(desk, key)
    reused = research is not None
    if research is None:
        research = researcher.research(brief.url)
        cached = _Cached(at=desk.clock.now(), research=research)
        desk.work.write(key, cached.model_dump_json().encode(), content_type="application/json")
    desk.write(job, "research.json", research)
    about = f" {research.notice}" if research.notice else ""
    desk.note(job, f"Read “{research.title}”, {len(research.features)} features.{about}", reused=reused)
    return Researched(title=research.title, reused=reused)


def _fresh(desk: Desk, key: str) -> Research | None:
    """What cannot be read (another version's, or damaged) or is from the future is read anew."""
    try:
        cached = stored(_Cached, desk.work.read(key))
    except (NotFound, InternalError):
        return None
    return cached.research if timedelta(0) <= desk.clock.now() - cached.at < FRESH else None
