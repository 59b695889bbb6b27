"""ChooseStrategy: the idea behind the video, or several of which one is chosen."""

from collections.abc import Sequence
from decimal import Decimal

from spotworks.domain.angle import Angles
from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.channel import Edition
from spotworks.domain.concepts import Concept, Concepts, choice, distinct, weighed
from spotworks.domain.model import Model
from spotworks.domain.money import estimate
from spotworks.domain.plan_checks import Failed, strategy_failures
from spotworks.domain.research import References, Research
from spotworks.domain.screenplay import Strategy
from spotworks.ports import Writer
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.edition import plan_edition
from spotworks.stages.shared.planning import JobMeter, passing


class Chosen(Frozen):
    concept: str


def choose_strategy(job: JobRef, *, desk: Desk, writer: Writer, angles: Angles, models: Sequence[Model] = ()) -> Chosen:
    """A strategy that is there already (a retry) is kept; a channel's comes with its script.

    models: for what making each concept may cost. Raises PlanRejected, BudgetExceeded and the writer's errors.
    """
    desk.enter(job, "strategy", "Choosing a strategy")
    strategy = desk.find(job, "strategy.json", Strategy)
    if strategy is None and (edition := desk.find(job, "edition.json", Edition)):
        strategy = plan_edition(job, edition, desk=desk, writer=writer, angles=angles, models=models)
    if strategy is None:
        brief = desk.read(job, "brief.json", Brief)
        concepts = _concepts(job, brief, desk, writer, models)
        strategy = concepts.options[concepts.chosen - 1].strategy
        desk.write(job, "strategy.json", strategy)
    inferred = ", ".join(f"{name}: {value}" for name, value in strategy.inferred.items())
    desk.note(job, strategy.concept + (f" (inferred {inferred})" if inferred else ""))
    return Chosen(concept=strategy.concept[:200])


def _concepts(job: JobRef, brief: Brief, desk: Desk, writer: Writer, models: Sequence[Model]) -> Concepts:
    """As many as the brief asks for; those that are there already (a retry) are kept and not paid for again."""
    found = desk.find(job, "strategies.json", Concepts) or Concepts(options=())
    research = desk.find(job, "research.json", Research)
    references = desk.read(job, "references.json", References)
    began, meter = desk.clock.now(), JobMeter(desk, job)
    price = next((model.price for model in models if model.id == brief.model), Decimal(0))
    while len(found.options) < brief.concepts:
        before = meter.thoughts.cost_usd
        strategy = _another(found, brief, research, references, writer, meter)
        cost = meter.thoughts.cost_usd - before
        option = weighed(strategy, brief, research, cost_usd=cost, estimate_usd=estimate(brief, price))
        found = Concepts(options=(*found.options, option))
        desk.write(job, "strategies.json", found)
    found = Concepts(options=found.options, chosen=choice(found.options, brief.concept))
    desk.write(job, "strategies.json", found)
    meter.tell("strategies", "Strategy", (desk.clock.now() - began).total_seconds())
    if len(found.options) > 1:
        _show(job, found, desk)
    return found


def _another(
    found: Concepts, brief: Brief, research: Research | None, references: References, writer: Writer, meter: JobMeter
) -> Strategy:
    """An idea that passes the checks and is none of those that are there."""
    others = tuple(option.strategy for option in found.options)

    def write(failed: tuple[Failed, ...]) -> Strategy:
        return writer.strategy(brief, research, references, others=others, failed=failed, meter=meter)

    def failures(strategy: Strategy) -> tuple[Failed, ...]:
        return (*strategy_failures(strategy, brief, research), *distinct(strategy, others))

    return passing(write, failures, what="the strategy")


def _show(job: JobRef, concepts: Concepts, desk: Desk) -> None:
    for number, option in enumerate(concepts.options, 1):
        desk.note(job, described(number, option, chosen=number == concepts.chosen))


def described(number: int, option: Concept, *, chosen: bool) -> str:
    """A concept in a line: "Concept 2 (chosen), 7.5 of 10, $0.0020 + at most $0.0123 to make: ..."."""
    mark = " (chosen)" if chosen else ""
    cost = f"${option.cost_usd:f} + at most ${option.estimate_usd:f} to make"
    idea = f"{option.strategy.concept} Opens: {option.strategy.hook}"
    return f"Concept {number}{mark}, {option.score:g} of 10, {cost}: {idea}"
