"""ChooseStrategy: the idea behind the video."""

from spotworks.domain.angle import Angles
from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.channel import Edition
from spotworks.domain.research import References, Research
from spotworks.domain.screenplay import Strategy
from spotworks.ports import Writer
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.edition import plan_edition


class Chosen(Frozen):
    concept: str


def choose_strategy(job: JobRef, *, desk: Desk, writer: Writer, angles: Angles) -> Chosen:
    """A strategy that is there already (a retry) is kept; a channel's comes with its script. Raises PlanRejected."""
    desk.enter(job, "strategy", "Choosing a strategy")
    strategy = desk.find(job, "strategy.json", Strategy)
    if strategy is None and (edition := desk.find(job, "edition.json", Edition)):
        strategy = plan_edition(job, edition, desk=desk, writer=writer, angles=angles)
    if strategy is None:
        brief = desk.read(job, "brief.json", Brief)
        research = desk.find(job, "research.json", Research)
        strategy = writer.strategy(brief, research, desk.read(job, "references.json", References))
        desk.write(job, "strategy.json", strategy)
    inferred = ", ".join(f"{name}: {value}" for name, value in strategy.inferred.items())
    desk.note(job, strategy.concept + (f" (inferred {inferred})" if inferred else ""))
    return Chosen(concept=strategy.concept[:200])
