"""How often a writer is asked and what it may cost: calls counted and booked, failed checks sent back by name."""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from spotworks.domain.base import JobRef, stored
from spotworks.domain.keys import document_key
from spotworks.domain.plan_checks import Failed
from spotworks.domain.report import MadeThing
from spotworks.domain.thought import MAX_CALLS, Thought, Thoughts, Usage
from spotworks.errors import BudgetExceeded, PlanRejected
from spotworks.ports import Spend
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.paying import AT_ONCE, THOUGHT, Purse, doubt

AGAIN = 2  # times that failed checks go back to the writer
_NAMED = 4  # failures that are told to a person

Plan = TypeVar("Plan")


class JobMeter:
    """ports.Meter of one job. What it counts is kept with the job: a state that runs again goes on counting.

    Two workers at the same state may both ask; each of their calls is paid for, and booked, once.

    scene: whose picture is judged, at the same time as others: it counts for itself; None for the plan.
    keep: calls that are left for what comes after.
    """

    def __init__(self, desk: Desk, job: JobRef, *, scene: int | None = None, keep: int = 0) -> None:
        self._desk, self._job, self._scene, self._most = desk, job, scene, MAX_CALLS - keep
        self._name = "thoughts.json" if scene is None else of_scene(scene)
        self._thoughts: Thoughts | None = None
        self._before, self._repairs, self._line, self._swept = 0, False, "", False

    @property
    def tenant(self) -> str:
        return self._job.tenant

    @property
    def thoughts(self) -> Thoughts:
        if self._thoughts is None:
            self._thoughts = self._kept()
            self._before = len(self._thoughts.calls)
            last = self._thoughts.calls[-1:]
            if last and last[0].id and last[0].attempt == self._job.attempt:
                self._book(last[0])  # whoever kept it may have been stopped before it was in the ledger
        return self._thoughts

    def ask(self, what: str, *, repair: bool = False, most: Usage | None = None) -> None:
        if not repair and self.thoughts.asked(self._job.attempt) >= self._most:
            if self._scene is not None:
                raise PlanRejected(f"the language model was asked {self._most} times already")
            raise PlanRejected(
                f"{what}: the plan has had its {self._most} calls of the language model and is not done; "
                "ask for fewer concepts or say more in the brief"
            )
        self._repairs, self._line = repair, ""
        if most is not None:
            self._set_aside(what, most)

    def paid(self, what: str, usage: Usage, *, perhaps: bool = False) -> None:
        before = self._kept().calls
        line = self._line or self._named(f"{len(before)}|{usage.model_dump_json()}")
        thought = self._thought(what, usage, line).model_copy(update={"perhaps": perhaps})
        self._thoughts = Thoughts(calls=(*before, thought))
        # Kept first: a call that the cap refuses was made all the same, and counts.
        self._desk.write(self._job, self._name, self._thoughts)
        self._book(thought)

    def unpaid(self, what: str) -> None:
        if self._line:
            self._desk.ledger.let_go(self._job.tenant, self._job.video_id, f"{THOUGHT}{self._line}")

    def _set_aside(self, what: str, most: Usage) -> None:
        """In a line of its own, as two workers at the same state may ask at once."""
        own = "plan" if self._scene is None else f"scene-{self._scene + 1}"
        if not self._swept:
            doubt(self._job, f"{THOUGHT}{own}#", self._desk)
            self._swept = True
        lines = self._desk.ledger.spends(self._job.tenant, self._job.video_id)
        line = f"{own}{AT_ONCE}{self._named(str(len(lines)))}"
        spend = self._spend(self._thought(what, most, line))
        purse = Purse(self._desk, self._job, spend.model_copy(update={"estimate": most.cost_usd}))
        try:
            purse.set_aside_in_time()
        except BudgetExceeded as error:
            if self._scene is None:
                raise
            raise PlanRejected(error.message) from error  # a picture is judged without it
        self._line = line

    def _named(self, told: str) -> str:
        """What no other call is called."""
        about = f"{self._name}|{told}|{self._desk.clock.now().isoformat()}|{self._desk.nonce()}"
        return hashlib.sha256(about.encode()).hexdigest()[:12]

    def _thought(self, what: str, usage: Usage, line: str) -> Thought:
        return Thought(
            id=line,
            what=what + ("" if self._scene is None else f" of scene {self._scene + 1}"),
            usage=usage,
            repair=self._repairs,
            attempt=self._job.attempt,
        )

    def _kept(self) -> Thoughts:
        return self._desk.find(self._job, self._name, Thoughts) or Thoughts()

    def _book(self, thought: Thought) -> None:
        self._desk.spend(self._job, self._spend(thought))

    def _spend(self, thought: Thought) -> Spend:
        return Spend(
            spend_id=f"{THOUGHT}{thought.id}",
            video_id=self._job.video_id,
            what=f"{thought.what}, asked again" if thought.repair else thought.what,
            model=thought.usage.model,
            amount=thought.usage.cost_usd,
            at=self._desk.clock.now().isoformat(),
            provider=thought.usage.provider,
            phase="planning" if self._scene is None else "judging",
            state="unconfirmed" if thought.perhaps else "spent",
        )

    @property
    def left(self) -> int:
        """Calls that this attempt still has."""
        return MAX_CALLS - self.thoughts.asked(self._job.attempt)

    @property
    def new(self) -> Thoughts:
        """The calls since this meter was made."""
        calls = self.thoughts.calls
        return Thoughts(calls=calls[self._before :])

    def tell(self, name: str, what: str, seconds: float) -> None:
        """For the report, with all calls for it, if a language model was asked at all. name: one of memory.TOLD."""
        if not self.new.calls:
            return
        all_of_it = Thoughts(calls=tuple(call for call in self.thoughts.calls if call.what == what))
        thing = MadeThing(
            what=what,
            model=self.new.calls[-1].usage.model,
            key=f"{name}.json",
            cost_usd=all_of_it.cost_usd,
            seconds=round(seconds, 3),
            reused=False,
            note=all_of_it.told(),
        )
        self._desk.write(self._job, f"made/{name}.json", thing)


def of_scene(scene: int) -> str:
    """The document that counts what judging its pictures took."""
    return f"thoughts/scene-{scene + 1}.json"


def judged(desk: Desk, job: JobRef, scenes: int) -> tuple[MadeThing, ...]:
    """What a language model took to judge the pictures, for the report; empty if none was asked."""
    keys = [document_key(job.tenant, job.video_id, of_scene(scene)) for scene in range(scenes)]
    found = [stored(Thoughts, thoughts) for thoughts in desk.work.read_many(keys) if thoughts is not None]
    all_of_them = Thoughts(calls=tuple(call for thoughts in found for call in thoughts.calls))
    if not all_of_them.calls:
        return ()
    return (
        MadeThing(
            what="Critique",
            model=all_of_them.calls[-1].usage.model,
            key=of_scene(0),
            cost_usd=all_of_them.cost_usd,
            seconds=0,
            reused=False,
            note=all_of_them.told(),
        ),
    )


def passing(
    write: Callable[[tuple[Failed, ...]], Plan], failures: Callable[[Plan], tuple[Failed, ...]], *, what: str
) -> Plan:
    """A plan that passes its checks: failed ones go back by their names, twice at most.

    Raises PlanRejected, naming what still fails: nothing generic takes its place.
    """
    plan = write(())
    for _ in range(AGAIN):
        if not (failed := failures(plan)):
            return plan
        plan = write(failed)
    if not (failed := failures(plan)):
        return plan
    more = f"; and {len(failed) - _NAMED} more" if len(failed) > _NAMED else ""
    raise PlanRejected(
        f"{what} failed {len(failed)} check(s), asked {AGAIN + 1} times: "
        + "; ".join(map(str, failed[:_NAMED])) + more + ". Say more in the brief, or something else"
    )  # fmt: skip
