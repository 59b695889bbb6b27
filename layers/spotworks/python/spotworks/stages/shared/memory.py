"""What was worked out before is found by the content address of what it was worked out from.

For what a stage works out by itself (the words on the pictures, the storyboard, a verdict), as
`generation` does for what makers make; each tells in the report whether it was made or found.
"""

from collections.abc import Sequence
from decimal import Decimal

from spotworks.domain.base import Frozen, JobRef, stored
from spotworks.domain.brief import CANVAS
from spotworks.domain.generation import digest
from spotworks.domain.keys import asset_key, document_key
from spotworks.domain.report import MadeThing
from spotworks.stages.shared.desk import Desk, Document


def recalled(desk: Desk, job: JobRef, question: Frozen, model: type[Document]) -> Document | None:
    """The answer that was remembered for an equal question. A question names all that decides its answer."""
    [answer] = recalled_all(desk, job, [question], model)
    return answer


def recalled_all(
    desk: Desk, job: JobRef, questions: Sequence[Frozen], model: type[Document]
) -> Sequence[Document | None]:
    """As `recalled`, for several questions at once."""
    found = desk.work.read_many([_key(job, question) for question in questions])
    return [None if answer is None else stored(model, answer) for answer in found]


def remember(desk: Desk, job: JobRef, question: Frozen, answer: Frozen) -> None:
    """Files that the answer names are written before: what is recalled is whole."""
    desk.work.write(_key(job, question), answer.model_dump_json().encode(), content_type="application/json")


def _key(job: JobRef, question: Frozen) -> str:
    return asset_key(job.tenant, digest(question), ".json")


def tell(desk: Desk, job: JobRef, name: str, what: str, *, key: str, seconds: float, reused: bool) -> None:
    """For the report of the job; `told` reads it again. name: one of TOLD; seconds: what making it took, also if
    that was before."""
    thing = MadeThing(
        what=what, model="local", key=key, cost_usd=Decimal(0), seconds=round(seconds, 3), reused=reused
    )  # fmt: skip
    desk.write(job, f"made/{name}.json", thing)


_EACH = tuple(f"-{aspect.replace(':', 'x')}" for aspect in CANVAS)
TOLD = (
    "references", "strategies", "screenplay", "words", "storyboard", "quality", *(f"quality{a}" for a in _EACH),
    "signing", *(f"signing{a}" for a in _EACH),
)  # fmt: skip


def told(desk: Desk, job: JobRef) -> tuple[MadeThing, ...]:
    """In the order of the flow; what was not told is left out."""
    found = desk.work.read_many([document_key(job.tenant, job.video_id, f"made/{name}.json") for name in TOLD])
    return tuple(stored(MadeThing, thing) for thing in found if thing is not None)
