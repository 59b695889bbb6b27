"""Who of a chain is tried, as it can be tried today: models may have ended while a plan waited for a person."""

from collections.abc import Sequence

from spotworks.domain.base import JobRef
from spotworks.domain.lifecycle import rewritten
from spotworks.domain.model import Model
from spotworks.stages.shared.desk import Desk


def living(
    job: JobRef, chain: Sequence[str], *, desk: Desk, models: Sequence[Model], tell: bool, scene: int | None = None
) -> tuple[str, ...]:
    """The chain without models that are gone, never empty. tell: whether what gave way to what is noted; once a thing
    is enough."""
    found = rewritten(chain, models, desk.clock.now().date())
    for words in found.told if tell else ():
        desk.note(job, f"Warning: {words}", scene=scene)
    return found.chain


def at_link(
    job: JobRef, chain: Sequence[str], link: int, *, desk: Desk, models: Sequence[Model], scene: int | None = None,
    tell: bool = True,
) -> str:  # fmt: skip
    """The model that is tried at that place of the chain; the last one beyond its end. What gave way is noted with the
    first."""
    found = living(job, chain, desk=desk, models=models, tell=tell and link == 0, scene=scene)
    return found[min(link, len(found) - 1)]
