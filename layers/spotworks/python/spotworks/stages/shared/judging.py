"""A scene's picture, judged before it is moved: made again with what was wrong, twice at most, and the best is kept.

Every try is found again by its content address and its critique by what was judged, so whoever runs this again goes
on where it was: a Lambda that died, a retry, and the state that runs once more when a vendor's promise has come.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.caches import CRITIQUES
from spotworks.domain.critique import BEST, RETRIES, Critique, Shown, asked_again, subject_of
from spotworks.domain.generation import ImageRequest, Made, digest
from spotworks.domain.routing import LOCAL
from spotworks.errors import SpotworksError
from spotworks.ports import Critic, Galleries, Maker, PictureBrief, Ticket, Wait
from spotworks.stages.complete import book, complete, describe
from spotworks.stages.shared.caching import cached, keep
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import find_made, kept, wait_id, waiting
from spotworks.stages.shared.memory import recalled, remember
from spotworks.stages.shared.planning import JobMeter


class CritiqueQuestion(Frozen):
    """All that decides a critique. picture: its key; rules: the critic's; video_id: of the only job that may use it."""

    kind: Literal["critique"] = "critique"
    picture: str
    about: PictureBrief
    rules: str
    video_id: str = ""


class Order(Frozen):
    """A picture that one attempt at a job asked for."""

    kind: Literal["order"] = "order"
    address: str
    video_id: str
    attempt: int


class GivenUp(Frozen):
    why: str


@dataclass(frozen=True)
class Place:
    """Where a picture belongs. threshold: the score that is enough there; cap: what the job may cost."""

    scene: int
    brand: str
    canvas: tuple[int, int]
    threshold: float
    cap: Decimal


@dataclass(frozen=True)
class Try:
    request: ImageRequest
    made: Made
    critique: Critique

    @property
    def address(self) -> str:
        return digest(self.request)


@dataclass
class Sitting:
    """One scene's picture until there is one to use. failed: why no further one can be had, if that was seen.

    maker: on this machine; order: buys it instead, and ends the state's wait when it is there.
    """

    place: Place
    job: JobRef
    token: str
    maker: Maker
    critic: Critic
    galleries: Galleries
    desk: Desk
    failed: SpotworksError | None = None
    order: Callable[[ImageRequest], None] | None = None
    tries: list[Try] = field(default_factory=list, init=False)
    _opened: bool = field(default=False, init=False)

    def draw(self, request: ImageRequest) -> None:
        """Ends the state's wait with the best, or leaves it to whoever fetches what a vendor promised.

        Raises `failed` if there is no picture at all, the maker's errors, and BudgetExceeded.
        """
        subject, wanted, why = subject_of(request), request, ""
        while True:
            made = find_made(self.desk, self.job, digest(wanted))
            if made is None and (why := self._given_up(wanted)):
                break
            made = made or self._made(wanted)
            if made is None:
                return
            self.tries.append(Try(wanted, made, self._judged(wanted, made, subject)))
            if self._is_enough():
                break
            self._book()
            if not self._is_affordable():
                why = "another would pass the job's cap"
                break
            wanted = asked_again(wanted, self.tries[-1].critique)
        self._end(subject, why)

    def _given_up(self, wanted: ImageRequest) -> str:
        """Why this one is not asked for, if it is not. What a person approved is not made again after all."""
        if not self.tries:
            if self.failed is not None:
                raise self.failed
            return ""
        order = Order(address=digest(wanted), video_id=self.job.video_id, attempt=self.job.attempt)
        if self.failed is not None:
            why = f"another could not be had: {self.failed.message}"
            remember(self.desk, self.job, order, GivenUp(why=why))
            return why
        found = recalled(self.desk, self.job, order, GivenUp)
        return found.why if found else ""

    def _is_enough(self) -> bool:
        return self.tries[-1].critique.score >= self.place.threshold or len(self.tries) > RETRIES

    def _is_affordable(self) -> bool:
        """Whether another try at the price of the last fits."""
        price = self.tries[-1].made.cost_usd
        if not price:
            return True
        spends = self.desk.ledger.spends(self.job.tenant, self.job.video_id)
        return sum((line.amount for line in spends), start=price) <= self.place.cap

    def _book(self) -> None:
        """The last try, which may not be the one that is used."""
        last, what = self.tries[-1], f"{self._what}, try {len(self.tries)}"
        book(self.job, self._wait(last.address), last.address, last.made, what, self.desk)

    def _made(self, wanted: ImageRequest) -> Made | None:
        """None for a promise. One that was made before to a state that died is waited for with the new token."""
        if self.order is not None:
            self._told_again(wanted)
            self.order(wanted)
            return None
        wait = self._wait(digest(wanted))
        before = self._before()
        if before and before.outcome is None and before.ticket and before.address == wait.address:
            self.desk.waits.open(wait.model_copy(update={"ticket": before.ticket}))
            return None
        self._told_again(wanted)
        self.desk.waits.open(wait)
        self._opened = True
        started = self.desk.clock.now()
        product = self.maker.make(wanted)
        if isinstance(product, Ticket):
            self.desk.waits.promise(wait, product.provider_job)
            return None
        return kept(product, wait.address, started, job=self.job, desk=self.desk, buyer=wait.buyer)

    def _told_again(self, wanted: ImageRequest) -> None:
        """Once for each further try, however often this is run."""
        before = self._before()
        if self.tries and (before is None or before.address != digest(wanted)):
            reasons = self.tries[-1].critique.reasons
            self.desk.note(self.job, f"{self._what} is made again: {reasons}"[:1000], scene=self.place.scene)

    def _judged(self, request: ImageRequest, made: Made, subject: str) -> Critique:
        """By the critic, and whether it repeats another scene's picture, if it could be used otherwise."""
        critique = self._critique(request, made)
        if critique.score < self.place.threshold:
            return critique
        repeated = self._hung(Try(request, made, critique), subject)
        return critique if repeated is None else critique.repeating(repeated)

    def _hung(self, one: Try, subject: str, *, anyway: bool = False) -> int | None:
        """The scene whose picture it repeats, which is then not hung."""
        if not subject or not one.critique.look:
            return None
        picture = Shown(scene=self.place.scene, address=one.address, subject=subject, look=one.critique.look)
        gallery = self.galleries.update(
            self.job.tenant, self.job.video_id, lambda old: old.with_picture(picture, anyway=anyway)
        )
        return None if anyway else gallery.found.get(picture.name)

    def _critique(self, request: ImageRequest, made: Made) -> Critique:
        about = PictureBrief(request=request, brand=self.place.brand, canvas=self.place.canvas)
        question = CritiqueQuestion(picture=made.key, about=about, rules=self.critic.rules)
        here = question.model_copy(update={"video_id": self.job.video_id})
        for asked in (question, here):
            found = cached(self.desk, self.job, CRITIQUES, digest(asked), Critique)
            if found is not None:
                return found
        hero = self.desk.work.read(request.reference.key) if request.reference else b""
        meter = JobMeter(self.desk, self.job, scene=self.place.scene)
        critique = self.critic.critique(self.desk.work.read(made.key), about, hero=hero, meter=meter)
        keep(self.desk, self.job, CRITIQUES, digest(here if critique.note else question), critique)
        return critique

    def _end(self, subject: str, why: str) -> None:
        best = max(self.tries, key=lambda one: one.critique.score)  # of equals the first
        if best is not self.tries[-1]:
            self._book()
        self._hung(best, subject, anyway=True)
        wait, made = self._wait(best.address), self._told(best, why)
        before = None if self._opened else self._before()
        if before and before.ticket and before.attempt == self.job.attempt and made.bought_by == wait.buyer:
            made = made.model_copy(update={"reused": False})  # promised a moment ago
        if not self._opened:
            self.desk.waits.open(wait)
        complete(wait, made, desk=self.desk)

    def _told(self, best: Try, why: str) -> Made:
        """What is used, with what the critic says for the report."""
        said = [best.made.note] if best.made.note else []
        if best.request.reference is not None and best.request.model != LOCAL:
            said.append("drawn from the user's photo")
        if len(self.tries) > 1:
            said.append(f"the best of {len(self.tries)}; the first had {self.tries[0].critique.reasons}")
        if best.critique.faults:
            said.append(f"{best.critique.score:g} of {BEST:g}: {best.critique.reasons}")
        said += filter(None, (best.critique.note, why))
        return best.made.model_copy(update={"note": "; ".join(said)})

    @property
    def _what(self) -> str:
        return describe("image", self.place.scene)

    def _wait(self, address: str) -> Wait:
        scene = self.place.scene
        return waiting(self.job, "image", self.token, wait_id("image", scene), address=address, scene=scene)

    def _before(self) -> Wait | None:
        return self.desk.waits.get(self.job.tenant, self.job.video_id, wait_id("image", self.place.scene))
