"""A scene's picture, judged before it is moved: made again with what was wrong, twice at most, and the best is kept."""

from dataclasses import dataclass
from typing import Literal

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.critique import BEST, RETRIES, Critique, asked_again
from spotworks.domain.generation import ImageRequest, Made, digest
from spotworks.ports import Critic, Maker, PictureBrief, Spend, Ticket, Wait
from spotworks.stages.complete import complete, describe
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import find_made, kept, wait_id, waiting
from spotworks.stages.shared.memory import recalled, remember


class CritiqueQuestion(Frozen):
    """All that decides a critique. picture: its key; rules: the critic's."""

    kind: Literal["critique"] = "critique"
    picture: str
    about: PictureBrief
    rules: str


@dataclass(frozen=True)
class Place:
    """Where a picture belongs. threshold: the score that is enough there."""

    scene: int
    brand: str
    canvas: tuple[int, int]
    threshold: float


def draw_judged(
    request: ImageRequest, place: Place, *, job: JobRef, token: str, maker: Maker, critic: Critic, desk: Desk
) -> None:
    """As generation.generate, with a critique between making and telling.

    A vendor's promise is left as it is: whoever fetches it has no critic at hand.
    """
    wait = waiting(job, "image", token, wait_id("image", place.scene), address=digest(request), scene=place.scene)
    desk.waits.open(wait)
    tries: list[tuple[Made, Critique]] = []
    while len(tries) <= RETRIES:
        made = _made(request, job=job, maker=maker, desk=desk)
        if isinstance(made, Ticket):
            desk.waits.promise(wait, made.provider_job)
            return
        critique = _critique(made, request, place, job=job, critic=critic, desk=desk)
        tries.append((made, critique))
        if critique.score >= place.threshold:
            break
        request = asked_again(request, critique)
    best = max(range(len(tries)), key=lambda number: (tries[number][1].score, -number))
    for number, (made, _) in enumerate(tries):
        if number != best:
            _spend(job, wait, made, desk)
    complete(wait, _told(tries, best), desk=desk)


def _made(request: ImageRequest, *, job: JobRef, maker: Maker, desk: Desk) -> Made | Ticket:
    address = digest(request)
    found = find_made(desk.work, job.tenant, address)
    if found is not None:
        return found
    started = desk.clock.now()
    product = maker.make(request)
    return product if isinstance(product, Ticket) else kept(product, address, started, job=job, desk=desk)


def _critique(
    made: Made, request: ImageRequest, place: Place, *, job: JobRef, critic: Critic, desk: Desk
) -> Critique:  # fmt: skip
    about = PictureBrief(request=request, brand=place.brand, canvas=place.canvas)
    question = CritiqueQuestion(picture=made.key, about=about, rules=critic.rules)
    critique = recalled(desk, job, question, Critique)
    if critique is None:
        hero = desk.work.read(request.reference.key) if request.reference else b""
        critique = critic.critique(desk.work.read(made.key), about, hero=hero)
        remember(desk, job, question, critique)
    return critique


def _spend(job: JobRef, wait: Wait, made: Made, desk: Desk) -> None:
    """For a picture that is not used; the one that is is booked with its wait."""
    if made.reused:
        return
    at, what = desk.clock.now().isoformat(), f"{describe(wait.kind, wait.scene)}, not used"
    spend_id = f"{wait.wait_id}#tried#{made.key.rpartition('/')[2][:16]}"
    desk.spend(
        job,
        Spend(spend_id=spend_id, video_id=job.video_id, what=what, model=made.model, amount=made.cost_usd, at=at),
    )


def _told(tries: list[tuple[Made, Critique]], best: int) -> Made:
    """The best, with what the critic says for the report."""
    made, critique = tries[best]
    said = [made.note] if made.note else []
    if len(tries) > 1:
        said.append(f"the best of {len(tries)}; the first had {tries[0][1].reasons}")
    if critique.faults:
        said.append(f"{critique.score:g} of {BEST:g}: {critique.reasons}")
    return made.model_copy(update={"note": "; ".join(said)})
