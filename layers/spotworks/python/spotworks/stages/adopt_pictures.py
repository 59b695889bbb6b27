"""AdoptPictures: the product page's own pictures, where the user gave none."""

import hashlib

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.research import Reference, References, Research
from spotworks.errors import AssetRejected, ResearchFailed
from spotworks.ports import Intake, Researcher
from spotworks.stages.prepare_references import IntakeQuestion, Taken, take
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.memory import recalled

_ENOUGH = 3
_TRIES = 5  # each may take as long as a page


class Adopted(Frozen):
    pictures: int


def adopt_pictures(job: JobRef, *, desk: Desk, researcher: Researcher, intake: Intake) -> Adopted:
    """A picture that cannot be had or is refused is passed over: the plan does without, as it would have."""
    references = desk.read(job, "references.json", References)
    research = desk.find(job, "research.json", Research)
    if research is None or references.pictures or references.footage or references.animations:
        return Adopted(pictures=0)
    taken: dict[str, tuple[Taken, str]] = {}
    for url in research.images[:_TRIES]:
        if len(taken) < _ENOUGH and (found := _adopt(job, url, desk, researcher, intake)):
            taken.setdefault(found.reference.key, (found, url))
    if taken:
        pictures = tuple(_from(one.reference, url) for one, url in taken.values())
        palette = next(iter(taken.values()))[0].palette
        desk.write(job, "references.json", references.model_copy(update={"pictures": pictures, "palette": palette}))
        many = "1 picture" if len(taken) == 1 else f"{len(taken)} pictures"
        desk.note(job, f"{many} taken from the page, palette from the first")
    return Adopted(pictures=len(taken))


def _adopt(job: JobRef, url: str, desk: Desk, researcher: Researcher, intake: Intake) -> Taken | None:
    try:
        content = researcher.picture(url)
        question = IntakeQuestion(content=hashlib.sha256(content).hexdigest(), rules=intake.rules)
        return recalled(desk, job, question, Taken) or take(job, question, "url", content, desk=desk, intake=intake)
    except (ResearchFailed, AssetRejected):
        return None


def _from(reference: Reference, url: str) -> Reference:
    return reference.model_copy(update={"source": url})
