"""ResearchProduct: the product page, read once a day."""

import hashlib

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.caches import RESEARCH
from spotworks.domain.languages import named
from spotworks.domain.parameters import Flag, Parameters
from spotworks.domain.research import Research
from spotworks.errors import InvalidRequest
from spotworks.ports import Researcher
from spotworks.stages.shared.admission import plannable
from spotworks.stages.shared.caching import cached, keep
from spotworks.stages.shared.desk import Desk

_READING = 4  # one more when pages are read in another way: what was read before is read again


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
    _understand(job, brief, research, desk)
    desk.write(job, "research.json", research)
    about = f" {research.notice}" if research.notice else ""
    desk.note(job, f"Read “{research.title}”, {len(research.features)} features.{about}", reused=reused)
    return Researched(title=research.title, reused=reused)


def _understand(job: JobRef, brief: Brief, research: Research, desk: Desk) -> None:
    """What the page adds to what was understood. A brief without words of its own is told in the page's language."""
    before = desk.find(job, "parameters.json", Parameters) or Parameters()
    worded = brief.prompt or brief.title or brief.description
    if research.language and before.origin("language") == "defaulted" and not worded:
        brief = _in(research.language, brief, desk)
        desk.write(job, "brief.json", brief)
    found = desk.quantifier.informed(brief, before, research)
    if research.language not in {"", brief.language} and desk.languages is not None:
        found = found.model_copy(update={"flags": (*found.flags, _foreign(research.language, brief.language))})
    desk.write(job, "parameters.json", found)
    if read := [one.told for one in found.parameters if one.origin == "read"]:
        desk.note(job, f"Understood: {'; '.join(read)}")


def _in(language: str, brief: Brief, desk: Desk) -> Brief:
    """The brief in that language, if it can be planned and spoken here."""
    asked = brief.model_copy(update={"language": language})
    try:
        plannable(asked, desk)
    except InvalidRequest:
        return brief
    return asked


def _foreign(page: str, spoken: str) -> Flag:
    told = (
        f"the page is in {named(page)}, the video in {named(spoken)}, and nothing is translated without a language "
        "model (SPOTWORKS_LANGUAGE_MODEL): say in the brief what the video shall tell"
    )
    return Flag(trouble="languages", words=(named(page),), suggestion=told)
