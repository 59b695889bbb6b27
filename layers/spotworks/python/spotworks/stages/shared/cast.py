"""Who makes a plan's things: chosen once, when it is written, and kept with it."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from spotworks.domain.base import JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.casting import Casting, cast
from spotworks.domain.estimate import dearest
from spotworks.domain.lifecycle import replanned
from spotworks.domain.model import Model
from spotworks.domain.routing import Record
from spotworks.domain.screenplay import Screenplay
from spotworks.stages.shared.admission import planners
from spotworks.stages.shared.desk import Desk

DOCUMENT = "casting.json"


def cast_plan(
    job: JobRef, play: Screenplay, brief: Brief, *, desk: Desk, models: Sequence[Model],
    records: Callable[[], Mapping[str, Record]],
) -> Screenplay:  # fmt: skip
    """The plan with its makers. One that has them keeps them, as what they made is found by their names; those that
    are gone since give way to what follows them."""
    if desk.find(job, DOCUMENT, Casting) is not None:
        found, told = replanned(play, models, desk.clock.now().date())
        if told:
            desk.write(job, "screenplay.json", found)
    else:
        found, casting = cast(
            play, brief, models, records(), language=dearest(planners(models, desk, desk.clock.now().date())),
            spent=sum((line.committed for line in desk.ledger.spends(job.tenant, job.video_id)), Decimal(0)),
        )  # fmt: skip
        told = casting.told
        desk.write(job, "screenplay.json", found)
        desk.write(job, DOCUMENT, casting)
        for kind, links in casting.links.items():
            desk.note(job, f"{kind.capitalize()}: {', then '.join(f'{link.model} ({link.why})' for link in links)}")
    for words in told:
        desk.note(job, f"Warning: {words}")
    return found
