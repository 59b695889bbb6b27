"""report.json: what was made by whom, at what cost, how long each stage took, what the checks found."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from spotworks.domain.base import Frozen, Usd
from spotworks.domain.casting import Casting
from spotworks.domain.claims import Claims
from spotworks.domain.concepts import Concepts
from spotworks.domain.job import Event
from spotworks.domain.parameters import Parameters
from spotworks.domain.quality import QualityReport
from spotworks.domain.rubric import Score


class MadeThing(Frozen):
    """what: for people ("Picture of scene 2"); seconds: of the maker; note: its own words."""

    what: str
    model: str
    key: str
    cost_usd: Usd
    seconds: float
    reused: bool
    note: str = ""


class PhaseTime(Frozen):
    phase: str
    seconds: float


class Report(Frozen):
    """price_basis: what the costs are in; parameters: what was understood of the brief.

    caption_note: why the captions' times are an estimate, where they are.
    research_note: what to know of how the product page was read.
    casting: which models were to make what, in which order and why; None where this machine made all of it.
    claims: every claim with its source; score: by the ABCD rubric. None in a report of before there were any.
    """

    schema_version: int = 1
    video_id: str
    title: str
    seed: int
    mode: str = "ai_video"
    duration: str
    canvas: tuple[int, int]
    fps: int
    encoder: str
    made: tuple[MadeThing, ...]
    cost_usd: Usd
    price_basis: str = "AWS list prices of the compute; the local makers are free"
    phases: tuple[PhaseTime, ...]
    seconds: float
    inferred: dict[str, str]
    parameters: Parameters = Parameters()
    concepts: Annotated[Concepts | None, Field(exclude_if=lambda concepts: concepts is None)] = None
    casting: Annotated[Casting | None, Field(exclude_if=lambda casting: casting is None)] = None
    caption_source: str
    caption_note: str = ""
    research_note: str = ""
    quality: QualityReport
    claims: Claims | None = None
    score: Score | None = None
    request_id: str = ""


def last_attempt(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The events from the moment when the job was last put into the queue."""
    queued = [number for number, event in enumerate(events) if event.phase == "queued"]
    runs = [number for number in queued if number - 1 not in queued]
    return events[runs[-1] :] if runs else events


def phase_times(events: tuple[Event, ...]) -> tuple[PhaseTime, ...]:
    """How long each phase of the last attempt took, from its first event to the first of the next."""
    events = last_attempt(events)
    firsts: dict[str, datetime] = {}
    for event in events:
        firsts.setdefault(event.phase, datetime.fromisoformat(event.at))
    names = list(firsts)
    ends = [*list(firsts.values())[1:], datetime.fromisoformat(events[-1].at)] if events else []
    return tuple(
        PhaseTime(phase=name, seconds=round((end - firsts[name]).total_seconds(), 3))
        for name, end in zip(names, ends, strict=True)
    )
