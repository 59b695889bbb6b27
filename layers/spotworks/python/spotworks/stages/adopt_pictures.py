"""AdoptPictures: the product page's own pictures: those that the brief chose or, where the user gave none, the best."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.parameters import Flag, Parameter, Parameters
from spotworks.domain.research import Reference, References, Research
from spotworks.errors import AssetRejected, ResearchFailed
from spotworks.ports import Intake, Researcher
from spotworks.stages.prepare_references import IntakeQuestion, Taken, take
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.memory import recalled

_ENOUGH = 3
_TRIES = 5  # each may take as long as a page
_SHORT = 480  # pixels: less does not fill half of a frame's width
_NO_PICTURE = "the page names no picture of what it sells; upload one (reference_assets, --image)"
_OTHERWISE = "upload a picture (reference_assets, --image) or choose another of the page's (page_pictures)"


class Adopted(Frozen):
    pictures: int


@dataclass(frozen=True)
class _Had:
    """A picture of the page. number: from 1, in the page's order."""

    number: int
    url: str
    taken: Taken

    @property
    def reference(self) -> Reference:
        """With where it came from."""
        return self.taken.reference.model_copy(update={"source": self.url})

    @property
    def is_second_choice(self) -> bool:
        """Whether it is small, or a banner: shown where there is nothing better."""
        return self.taken.is_banner or min(self.taken.reference.width, self.taken.reference.height) < _SHORT


@dataclass(frozen=True)
class _Missed:
    """A picture of the page that cannot be had, or that the page does not have."""

    number: int
    url: str
    why: str


def adopt_pictures(job: JobRef, *, desk: Desk, researcher: Researcher, intake: Intake) -> Adopted:
    """A picture that cannot be had or is refused is told of, and the plan does without."""
    references = desk.read(job, "references.json", References)
    research = desk.find(job, "research.json", Research)
    brief = desk.read(job, "brief.json", Brief)
    chosen = brief.page_pictures
    own = tuple(picture for picture in references.pictures if not picture.source)
    if research is None or (chosen is None and (own or references.footage or references.animations)):
        return Adopted(pictures=0)
    taker = _Taker(job, research.images, not brief.imagined, desk, researcher, intake)
    shown, missed = taker.best() if chosen is None else taker.chosen(chosen)
    if shown:
        pictures = tuple(one.reference for one in shown)
        palette = references.palette if own else shown[0].taken.palette
        desk.write(
            job, "references.json", references.model_copy(update={"pictures": own + pictures, "palette": palette})
        )
        many = "1 picture" if len(shown) == 1 else f"{len(shown)} pictures"
        desk.note(job, f"{many} taken from the page{'' if own else ', palette from the first'}")
    _tell(job, desk, research, chosen, shown, missed)
    return Adopted(pictures=len(shown))


@dataclass(frozen=True)
class _Taker:
    """urls: the pictures that the page offers; cut_out: whether products are taken from their plain grounds, which
    whoever composes needs, and a model that imagines does not."""

    job: JobRef
    urls: Sequence[str]
    cut_out: bool
    desk: Desk
    researcher: Researcher
    intake: Intake

    def best(self) -> tuple[list[_Had], list[_Missed]]:
        """In the page's order, as many as make a film; what is second choice only where there is nothing else."""
        had, missed = list[_Had](), list[_Missed]()
        for number in range(1, min(len(self.urls), _TRIES) + 1):
            self._take(number, had, missed)
            if sum(not one.is_second_choice for one in had) == _ENOUGH:
                break
        good = [one for one in had if not one.is_second_choice]
        return (good or had)[:_ENOUGH], missed

    def chosen(self, numbers: Sequence[int]) -> tuple[list[_Had], list[_Missed]]:
        had, missed = list[_Had](), list[_Missed]()
        for number in numbers:
            self._take(number, had, missed)
        if numbers and not had:  # whoever wants another picture wants one
            had, more = self.best()
            missed += [one for one in more if one not in missed]
        return had, missed

    def _take(self, number: int, had: list[_Had], missed: list[_Missed]) -> None:
        """Into one of both lists; the same picture at another address into neither."""
        if number > len(self.urls):
            missed.append(_Missed(number, f"picture {number}", f"the page has {len(self.urls)}"))
            return
        url = self.urls[number - 1]
        try:
            content = self.researcher.picture(url)
            content_hash = hashlib.sha256(content).hexdigest()
            question = IntakeQuestion(content=content_hash, rules=self.intake.rules, cut_out=self.cut_out)
            taken = recalled(self.desk, self.job, question, Taken)
            taken = taken or take(self.job, question, "picture", content, desk=self.desk, intake=self.intake)
        except (ResearchFailed, AssetRejected) as error:
            missed.append(_Missed(number, url, error.message.rstrip(".")))
            return
        if taken.reference.key not in {one.taken.reference.key for one in had}:
            had.append(_Had(number, url, taken))


def _tell(
    job: JobRef, desk: Desk, research: Research, chosen: tuple[int, ...] | None, shown: list[_Had],
    missed: list[_Missed],
) -> None:  # fmt: skip
    """Adds to what was understood: the pictures that are shown, the others that could be, and what is missing."""
    found = desk.find(job, "parameters.json", Parameters) or Parameters()
    where = {fact.text: fact.where for fact in research.facts if fact.kind == "image"}
    numbered = dict(enumerate(research.images, 1))
    used = [one.number for one in shown]
    gone = [one.number for one in missed]
    said = {"pictures": used, "other pictures": [n for n in numbered if n not in used + gone]}
    told = [
        Parameter(
            name=name,
            value="; ".join(f"{n}: {numbered[n]}" for n in numbers),
            origin="given" if chosen and name == "pictures" else "read",
            evidence="" if chosen and name == "pictures" else where.get(numbered[numbers[0]], "img"),
        )
        for name, numbers in said.items()
        if numbers
    ]
    flags = [Flag(trouble="pictures", words=(one.url,), suggestion=f"{one.why}; {_OTHERWISE}") for one in missed]
    flags += [Flag(trouble="pictures", words=(), suggestion=_NO_PICTURE)] if not numbered else []
    rest = [one for one in found.parameters if one.name not in said]
    kept = [one for one in found.flags if one.trouble != "pictures"]
    desk.write(job, "parameters.json", Parameters(parameters=(*rest, *told), flags=(*kept, *flags)))
    if flags and not shown and chosen != ():
        desk.note(job, f"Warning: no picture of the page is shown: {flags[0].suggestion}")
