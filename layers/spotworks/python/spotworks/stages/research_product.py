"""ResearchProduct: the product page, read once a day."""

import hashlib

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.caches import RESEARCH
from spotworks.domain.research import Research
from spotworks.ports import Researcher
from spotworks.stages.shared.caching import cached, keep
from spotworks.stages.shared.desk import Desk

_READING = 3  # one more when pages are read in another way: what was read before is read again


class Researched(Frozen):
    title: str
    reused: bool


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
    address = hashlib.sha256(f"{_READING} {researcher.address(brief.url)}".encode()).hexdigest()
    research = cached(desk, job, RESEARCH, address, Research)
    reused = research is not None
    if research is None:
        research = researcher.research(brief.url)
        keep(desk, job, RESEARCH, address, research)
    desk.write(job, "research.json", research)
    about = f" {research.notice}" if research.notice else ""
    desk.note(job, f"Read “{research.title}”, {len(research.features)} features.{about}", reused=reused)
    return Researched(title=research.title, reused=reused)
