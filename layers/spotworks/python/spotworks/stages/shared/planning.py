"""How often a writer is asked and what it may cost: calls counted and booked, failed checks sent back by name."""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from spotworks.domain.base import JobRef
from spotworks.domain.plan_checks import Failed
from spotworks.domain.report import MadeThing
from spotworks.domain.thought import MAX_CALLS, Thought, Thoughts, Usage
from spotworks.errors import PlanRejected
from spotworks.ports import Spend
from spotworks.stages.shared.desk import Desk

AGAIN = 2  # times that failed checks go back to the writer
_NAMED = 4  # failures that are told to a person

Plan = TypeVar("Plan")


class JobMeter:
    """ports.Meter of one job. What it counts is kept with the job: a state that runs again goes on counting."""

    def __init__(self, desk: Desk, job: JobRef, *, keep: int = 0) -> None:
        """keep: calls of the plan that are left for what comes after."""
        self._desk, self._job, self._most = desk, job, MAX_CALLS - keep
        self.thoughts = desk.find(job, "thoughts.json", Thoughts) or Thoughts()
        self._before, self._asked = len(self.thoughts.calls), False

    def ask(self, what: str, *, repair: bool = False) -> None:
        if not repair and self.thoughts.asked(self._job.attempt) >= self._most:
            raise PlanRejected(
                f"{what}: the plan has had its {self._most} calls of the language model and is not done; "
                "ask for fewer concepts or say more in the brief"
            )
        self._asked = repair

    def paid(self, what: str, usage: Usage) -> None:
        thought = Thought(what=what, usage=usage, repair=self._asked, attempt=self._job.attempt)
        self.thoughts = Thoughts(calls=(*self.thoughts.calls, thought))
        number = len(self.thoughts.calls)
        digest = hashlib.sha256(usage.model_dump_json().encode()).hexdigest()[:8]
        # Kept first: a call that the cap refuses was made all the same, and counts.
        self._desk.write(self._job, "thoughts.json", self.thoughts)
        self._desk.spend(
            self._job,
            Spend(
                spend_id=f"thought#{number}#{digest}",
                video_id=self._job.video_id,
                what=f"{what}, asked again" if self._asked else what,
                model=usage.model,
                amount=usage.cost_usd,
                at=self._desk.clock.now().isoformat(),
            ),
        )

    @property
    def new(self) -> Thoughts:
        """The calls since this meter was made."""
        return Thoughts(calls=self.thoughts.calls[self._before :])

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
