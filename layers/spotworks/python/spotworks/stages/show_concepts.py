"""ShowConcepts: the ideas for a video, with what each has cost and may cost, and which of them is made."""

from decimal import Decimal

from spotworks.domain.base import Frozen, JobRef, Usd
from spotworks.domain.brief import MAX_CONCEPTS
from spotworks.domain.channel import Edition
from spotworks.domain.concepts import Concept, Concepts, choice
from spotworks.domain.job import Job
from spotworks.domain.thought import MAX_CALLS, SCREENPLAY_CALLS, Thoughts
from spotworks.errors import Conflict
from spotworks.stages.shared.desk import Desk


class ConceptView(Frozen):
    """concept: its number, from 1; score: of 10, with its points in `why`.

    cost_usd: what thinking of it took; estimate_usd: what making it may cost at most.
    """

    concept: int
    idea: str
    hook: str
    look: str
    mood: str
    score: float
    why: tuple[str, ...]
    cost_usd: Usd
    estimate_usd: Usd


class ConceptList(Frozen):
    """gate: "concept" while one has to be chosen. best: by score; chosen: null until then.

    by: "score", "brief" or "person"; why: their reason. spent_usd: up to now; more: how many others can be asked for.
    """

    video_id: str
    title: str
    status: str
    gate: str | None
    concepts: tuple[ConceptView, ...]
    best: int
    chosen: int | None
    by: str | None
    why: str
    spent_usd: Usd
    more: int


def show_concepts(tenant: str, video_id: str, *, desk: Desk) -> ConceptList:
    """Raises NotFound; Conflict while there is no idea yet."""
    job = desk.jobs.get(tenant, video_id)
    found = desk.find(JobRef(tenant=tenant, video_id=video_id), "strategies.json", Concepts)
    if found is None:
        raise Conflict(f"the video is {job.status}: no idea was kept for it yet", field="video_id")
    return ConceptList(
        video_id=video_id,
        title=job.title,
        status=job.status,
        gate=job.gate or None,
        concepts=tuple(_view(number, option) for number, option in enumerate(found.options, 1)),
        best=choice(found.options),
        chosen=found.chosen or None,
        by=found.by or None,
        why=found.why,
        spent_usd=sum((line.amount for line in desk.ledger.spends(tenant, video_id)), start=Decimal(0)),
        more=more_left(job, found, desk) if job.gate == "concept" else 0,
    )


def _view(number: int, option: Concept) -> ConceptView:
    return ConceptView(
        concept=number,
        idea=option.strategy.concept,
        hook=option.strategy.hook,
        look=option.strategy.visual_language,
        mood=option.strategy.mood,
        score=option.score,
        why=option.why,
        cost_usd=option.cost_usd,
        estimate_usd=option.estimate_usd,
    )


def more_left(job: Job, concepts: Concepts, desk: Desk) -> int:
    """How many others can be thought of: within a video's most, the plan's calls, and no other for a channel's day."""
    ref = JobRef(tenant=job.tenant, video_id=job.video_id)
    if desk.find(ref, "edition.json", Edition):
        return 0
    asked = (desk.find(ref, "thoughts.json", Thoughts) or Thoughts()).asked(job.attempt)
    return max(0, min(MAX_CONCEPTS - len(concepts.options), MAX_CALLS - SCREENPLAY_CALLS - asked))
