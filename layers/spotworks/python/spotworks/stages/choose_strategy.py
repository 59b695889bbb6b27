"""ChooseStrategy: the idea behind the video, or several of which one is chosen, by score or by a person at a gate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from spotworks.domain.angle import Angles
from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.channel import Edition
from spotworks.domain.concepts import Concept, Concepts, decided, distinct, told, weighed
from spotworks.domain.job import Job
from spotworks.domain.model import Model
from spotworks.domain.plan_checks import Failed, strategy_failures
from spotworks.domain.research import References, Research
from spotworks.domain.screenplay import Strategy
from spotworks.domain.thought import SCREENPLAY_CALLS
from spotworks.errors import AnswerUnusable, PlanRejected
from spotworks.ports import Writer
from spotworks.stages.shared.admission import estimated
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.edition import plan_edition
from spotworks.stages.shared.planning import JobMeter, passing
from spotworks.stages.shared.truth import still_offered
from spotworks.stages.shared.understudy import understudied


class Chosen(Frozen):
    """open: whether a person has to choose first: the machine waits at the gate and comes back with the answer."""

    concept: str = ""
    open: bool = False


def choose_strategy(
    job: JobRef, *, desk: Desk, writer: Writer, angles: Angles, models: Sequence[Model] = (),
    rules: Callable[[], Writer] | None = None, retries: int = 0,
) -> Chosen:  # fmt: skip
    """A strategy that is there already (a retry) is kept; a channel's comes with its script.

    models: for what making each concept may cost; rules, retries: see shared.understudy. Raises PlanRejected,
    BudgetExceeded and the writer's errors.
    """
    writer = understudied(writer, rules, job, desk, retries)
    row = desk.jobs.get(job.tenant, job.video_id)
    if row.phase != "strategy":  # else it comes back from its gate
        row = desk.enter(job, "strategy", "Choosing a strategy")
    strategy = desk.find(job, "strategy.json", Strategy)
    if strategy is None and (edition := desk.find(job, "edition.json", Edition)):
        strategy = plan_edition(job, edition, desk=desk, writer=writer, angles=angles)
    brief = desk.read(job, "brief.json", Brief)
    gated = "concept" in brief.approvals and not row.parent  # an iteration has its parent's idea
    if strategy is None or gated:
        concepts = _Thinker(job, row, brief, desk, writer, models).concepts(strategy)
        if gated and "concept" not in row.approved:
            return Chosen(open=True)
        strategy = _decide(job, row, brief, concepts, desk)
    inferred = ", ".join(f"{name}: {value}" for name, value in strategy.inferred.items())
    desk.note(job, strategy.concept + (f" (inferred {inferred})" if inferred else ""))
    return Chosen(concept=strategy.concept[:200])


@dataclass(frozen=True)
class _Thinker:
    job: JobRef
    row: Job
    brief: Brief
    desk: Desk
    writer: Writer
    models: Sequence[Model]

    def concepts(self, script: Strategy | None) -> Concepts:
        """As many as brief and gate ask for; those that are there already are kept and not paid for again.

        script: of a channel or of an earlier run: beside it nothing is thought of.
        """
        found = self.desk.find(self.job, "strategies.json", Concepts) or Concepts(options=())
        if script is None:
            return self._more(found)
        return found if found.options else self._kept(found, script, JobMeter(self.desk, self.job).thoughts.cost_usd)

    def _more(self, found: Concepts) -> Concepts:
        asked = self.brief.concepts
        began, wanted = self.desk.clock.now(), max(asked, self.row.concepts)
        meter = JobMeter(self.desk, self.job, keep=SCREENPLAY_CALLS if wanted > asked else 0)
        while len(found.options) < wanted:
            before = meter.thoughts.cost_usd
            try:
                strategy = self._another(found, meter)
            except (PlanRejected, AnswerUnusable) as error:
                if len(found.options) < asked:
                    raise
                self.desk.note(self.job, f"No other concept was found: {error.message}"[:1000])
                break  # a person still has those to choose from
            found = self._kept(found, strategy, meter.thoughts.cost_usd - before)
        meter.tell("strategies", "Strategy", (self.desk.clock.now() - began).total_seconds())
        return found

    def _another(self, found: Concepts, meter: JobMeter) -> Strategy:
        """An idea that passes the checks and is none of those that are there."""
        others = tuple(option.strategy for option in found.options)
        research, references = self._research, self.desk.read(self.job, "references.json", References)
        offered = still_offered(self.brief, research, self.desk)

        def write(failed: tuple[Failed, ...]) -> Strategy:
            return self.writer.strategy(*offered, references, others=others, failed=failed, meter=meter)

        def failures(strategy: Strategy) -> tuple[Failed, ...]:
            return (*strategy_failures(strategy, self.brief, research), *distinct(strategy, others))

        return passing(write, failures, what="the strategy")

    def _kept(self, found: Concepts, strategy: Strategy, cost: Decimal) -> Concepts:
        making = estimated(self.brief, self.models, self.desk).total
        option = weighed(strategy, self.brief, self._research, cost_usd=cost, estimate_usd=making)
        found = Concepts(options=(*found.options, option))
        self.desk.write(self.job, "strategies.json", found)
        if self.brief.concepts > 1 or "concept" in self.brief.approvals:
            self.desk.note(self.job, described(len(found.options), option))
        return found

    @property
    def _research(self) -> Research | None:
        return self.desk.find(self.job, "research.json", Research)


def _decide(job: JobRef, row: Job, brief: Brief, concepts: Concepts, desk: Desk) -> Strategy:
    chosen = decided(concepts, asked=brief.concept, pick=row.pick)
    count = len(chosen.options)
    if count > brief.concepts:  # asked for at the gate; a film of several ideas tells its own
        desk.write(job, "brief.json", brief.model_copy(update={"concepts": count}))
    if count > 1 and chosen.by != "person":  # who told it when they chose
        desk.note(job, told(chosen)[:1000])
    desk.write(job, "strategies.json", chosen)
    strategy = chosen.options[chosen.chosen - 1].strategy
    desk.write(job, "strategy.json", strategy)
    return strategy


def described(number: int, option: Concept) -> str:
    """A concept in a line: "Concept 2, 7.5 of 10, $0.0020 + at most $0.0123 to make: ..."."""
    cost = f"${option.cost_usd:f} + at most ${option.estimate_usd:f} to make"
    return f"Concept {number}, {option.score:g} of 10, {cost}: {option.strategy.concept} Opens: {option.strategy.hook}"
