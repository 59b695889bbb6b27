"""AdmitSpot: is it possible, is it affordable, is the money there?"""

from collections.abc import Sequence
from decimal import Decimal

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.job import ENDED
from spotworks.domain.model import Model
from spotworks.domain.money import share
from spotworks.domain.parameters import Parameters
from spotworks.errors import Conflict
from spotworks.ports import Files
from spotworks.stages.shared.admission import (
    affordable,
    plannable,
    planners_told,
    possible,
    settled,
    uploads_are_there,
)
from spotworks.stages.shared.desk import Desk, hold_name


class Admitted(Frozen):
    """What the machine branches on."""

    has_url: bool
    approve_storyboard: bool
    approve_final: bool
    has_aligner: bool = False


def admit_spot(
    job: JobRef, *, desk: Desk, uploads: Files, models: Sequence[Model], has_aligner: bool = False
) -> Admitted:
    """Reserves the job's cap. has_aligner: whether words without times can be looked for in their sound.

    Raises BudgetExceeded, InvalidRequest; Conflict if the job was cancelled.
    """
    brief = desk.read(job, "brief.json", Brief)
    row = desk.enter(job, "admission", "Checking the brief and reserving the budget")
    if row.status in ENDED:  # before its execution was known, so that nobody could stop it
        raise Conflict(f"the video was {row.status} before it began")
    plannable(brief, desk)
    possible(brief, desk.modes, desk.placements)
    affordable(brief, models, desk)
    today = desk.clock.now().date()
    asked, (brief, told) = brief, settled(brief, models, today)
    if brief != asked:  # a model ended since then
        desk.write(job, "brief.json", brief)
        desk.note(job, f"Warning: {'; '.join(told)}")
    for line in planners_told(models, desk, today):
        desk.note(job, f"Warning: {line}")
    uploads_are_there(brief, job.tenant, uploads)
    parameters = desk.find(job, "parameters.json", Parameters)
    if parameters and (understood := "; ".join(parameters.told(defaults=False))):
        desk.note(job, f"Understood: {understood}")
    if desk.voices and brief.voice_model == "local" and (weak := desk.voices.warning(brief.language)):
        desk.note(job, f"Warning: the voice will be hard to follow: {weak}")
    desk.ledger.reserve(job.tenant, hold_name(job), _left(brief, job, desk))
    return Admitted(
        has_url=bool(brief.url),
        approve_storyboard="storyboard" in brief.approvals,
        approve_final="final" in brief.approvals,
        has_aligner=has_aligner,
    )


def _left(brief: Brief, job: JobRef, desk: Desk) -> Decimal:
    """Of the video's cap, after what its earlier attempts took: trying again spends no second budget."""
    lines = desk.ledger.spends(job.tenant, job.video_id)
    gone = sum((line.committed for line in lines), start=Decimal(0))
    if gone:
        desk.note(job, f"${gone:.4f} of the budget of ${share(brief):.2f} went to earlier attempts")
    return max(share(brief) - gone, Decimal(0))
