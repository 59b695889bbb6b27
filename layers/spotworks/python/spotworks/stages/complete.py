"""The one end of every wait (design section 3): starters, containers, pollers and webhooks call it.

The first outcome stands. Whoever finds it undelivered books the money, tells the story and sends the
token; a second, late or out-of-order call changes nothing.

What a vendor promised (a wait with a ticket) is found under its address from then on; a picture has yet to be
judged, which the machine is told with the token: see stages/shared/judging.py.
"""

import json
from typing import Any

from spotworks.domain.base import JobRef
from spotworks.domain.caches import MADE
from spotworks.domain.costs import phase_of
from spotworks.domain.generation import Made
from spotworks.domain.progress import step_done
from spotworks.domain.routing import LOCAL
from spotworks.errors import BudgetExceeded, SpotworksError
from spotworks.ports import Spend, Wait
from spotworks.stages.shared.caching import keep
from spotworks.stages.shared.desk import Desk

_COUNTED = {"image", "clip", "voice", "effects", "music"}


def complete(wait: Wait, result: Made | SpotworksError, *, desk: Desk) -> bool:
    """Ends a wait. False if it was over already."""
    standing = desk.waits.decide(wait, _outcome(result))
    if standing is None or standing.outcome is None:
        return False
    job = standing.job
    if "made" in standing.outcome:
        made = Made.model_validate(standing.outcome["made"])
        if standing.ticket:
            remember_made(desk, job, standing.address, made)
        try:
            _book(job, standing, made, desk)
        except BudgetExceeded as error:  # said to the machine: whoever called us may have nobody to tell
            _fail(wait.token, _outcome(error)["error"], desk)
        else:
            told = {"key": made.key, "model": made.model}
            desk.tokens.succeed(wait.token, told | ({"promised": True} if _unjudged(standing) else {}))
    else:
        if standing.ticket:
            not_had(job, standing.kind, standing.outcome["error"]["message"], desk, scene=standing.scene)
        _fail(wait.token, standing.outcome["error"], desk)
    desk.waits.delivered(standing)
    return True


def _fail(token: str, error: dict[str, str], desk: Desk) -> None:
    desk.tokens.fail(token, error["name"], json.dumps({"errorMessage": error["message"]}))


def remember_made(desk: Desk, job: JobRef, address: str, made: Made) -> None:
    """After its content is written, so that what is found is whole."""
    keep(desk, job, MADE, address, made)


def _unjudged(wait: Wait) -> bool:
    return wait.kind == "image" and bool(wait.ticket)


def _outcome(result: Made | SpotworksError) -> dict[str, Any]:
    if isinstance(result, Made):
        return {"made": result.model_dump(mode="json")}
    return {"error": {"name": type(result).__name__, "message": result.message}}


def _book(job: JobRef, wait: Wait, made: Made, desk: Desk) -> None:
    what = describe(wait.kind, wait.scene)
    book(job, wait, wait.address, made, what, desk)
    if _unjudged(wait):
        desk.note(job, f"{what} fetched", scene=wait.scene)
    elif wait.kind in _COUNTED:
        desk.jobs.record(
            job.tenant,
            job.video_id,
            lambda j: step_done(j, wait.wait_id),
            what + (" reused" if made.reused else " ready"),
            scene=wait.scene,
            reused=made.reused,
        )


def book(job: JobRef, wait: Wait, address: str, made: Made, what: str, desk: Desk) -> None:
    """Writes what was made here for this wait into the ledger, once for each address; what was there already is free,
    and what was bought is booked by its buyer.

    Found again after a crash, it may not be booked yet. what: for people. Raises BudgetExceeded.
    """
    if made.spend_id or (made.reused and made.bought_by != wait.buyer):
        return
    desk.spend(
        job,
        Spend(
            spend_id=f"{wait.wait_id}#{address[:16]}",
            video_id=job.video_id,
            what=what,
            model=made.model,
            amount=made.cost_usd,
            at=desk.clock.now().isoformat(),
            provider=LOCAL,
            phase=phase_of(wait.kind),
        ),
    )


def not_had(job: JobRef, kind: str, why: str, desk: Desk, *, scene: int | None = None) -> None:
    """Tells that a vendor did not make it, which leaves it to the next one."""
    desk.note(job, f"{describe(kind, scene)} could not be had: {why}"[:500], scene=scene)


def describe(kind: str, scene: int | None) -> str:
    """What is made, for people: "Picture of scene 3"."""
    names = {"image": "Picture", "voice": "Voice-over", "align": "Word times"}
    what = names.get(kind, kind.capitalize())
    return f"{what} of scene {scene + 1}" if scene is not None else what
