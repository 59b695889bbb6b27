"""ShowCosts: what a tenant's month has cost, by what is asked for; what one video has cost, line by line."""

from spotworks.domain.base import Frozen, Usd
from spotworks.domain.costs import Grouping, Spend, Sum, grouped, total
from spotworks.stages.shared.desk import Desk


class Costs(Frozen):
    """month: "2026-11"; its lines are those of the jobs whose money was reserved in it. group: what `groups` are by."""

    month: str
    group: Grouping
    groups: tuple[Sum, ...]
    total: Sum


class CostLine(Frozen):
    """what: for people. state: "spent"; "held" while the call is out; "unconfirmed": perhaps charged.

    estimate_usd: what was set aside for it, null where nothing was; spent_usd: 0 while it is out.
    """

    what: str
    model: str
    provider: str
    phase: str
    at: str
    state: str
    estimate_usd: Usd | None
    spent_usd: Usd


class VideoCosts(Frozen):
    video_id: str
    lines: tuple[CostLine, ...]
    total: Sum


def show_costs(tenant: str, month: str, group: Grouping, *, desk: Desk) -> Costs:
    """month: "2026-11", or "" for this one (UTC)."""
    month = month or desk.clock.now().strftime("%Y-%m")
    lines = desk.ledger.lines(tenant, month=month)
    return Costs(month=month, group=group, groups=grouped(lines, group), total=total(lines))


def show_video_costs(tenant: str, video_id: str, *, desk: Desk) -> VideoCosts:
    """Also of a video that was deleted. Raises NotFound."""
    lines = sorted(desk.ledger.spends(tenant, video_id), key=lambda line: (line.at, line.spend_id))
    if not lines:
        desk.jobs.get(tenant, video_id)
    return VideoCosts(video_id=video_id, lines=tuple(map(_line, lines)), total=total(lines))


def _line(line: Spend) -> CostLine:
    about = line.model_dump(include={"what", "model", "provider", "phase", "at", "state"})
    return CostLine(**about, estimate_usd=line.estimate, spent_usd=line.amount)
