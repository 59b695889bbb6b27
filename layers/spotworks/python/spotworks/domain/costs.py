"""What was bought, line by line, and what it adds up to. US dollars, exact: never floats."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal

from pydantic import Field

from spotworks.domain.base import Frozen, Usd

Grouping = Literal["job", "phase", "provider", "model", "day"]
Part = Literal["planning", "judging", "image", "clip", "voice", "effects", "music", "render", "running"]
"""What money goes to: the items of an estimate, and the phases of the ledger's lines."""

_ZERO = Decimal(0)


class Spend(Frozen):
    """One line of the ledger. spend_id: unique within the job; what: for people ("clip of scene 3").

    phase: a Part; provider: of the catalogue, "local" for this machine; older lines lack them.
    estimate: what was held for it before the call, or None. state: "held" while the call is out, with an amount of 0;
    "unconfirmed" for one that may have been charged, which the vendor never said.
    """

    spend_id: str
    video_id: str
    what: str
    model: str
    amount: Usd = Field(ge=0)
    at: str
    provider: str = ""
    phase: str = ""
    estimate: Usd | None = Field(default=None, ge=0)
    state: Literal["held", "spent", "unconfirmed"] = "spent"

    @property
    def committed(self) -> Decimal:
        """What it takes of the job's money: its estimate while the call is out, then its amount."""
        return (self.estimate or _ZERO) if self.state == "held" else self.amount


def replaces(new: Spend, old: Spend) -> bool:
    """Whether it says more of the same purchase: of a call that was out, or of one in doubt that became certain."""
    return old.state == "held" or (old.state, new.state) == ("unconfirmed", "spent")


_PHASES: dict[str, Part] = {
    "image": "image", "clip": "clip", "voice": "voice", "align": "voice", "effects": "effects", "music": "music",
}  # fmt: skip


def phase_of(kind: str) -> Part:
    """The phase of a generation's line. kind: of its wait ("segment")."""
    return _PHASES.get(kind, "render")


class Sum(Frozen):
    """name: what the lines have in common, "" where it is not told. lines: how many they are.

    spent_usd: what was charged; estimate_usd: what had been expected of just that, which for a line that nobody
    estimated is its amount. held_usd: set aside for calls that are still out; unconfirmed_usd: perhaps charged.
    """

    name: str
    lines: int
    estimate_usd: Usd
    spent_usd: Usd
    held_usd: Usd
    unconfirmed_usd: Usd


def total(lines: Iterable[Spend], name: str = "") -> Sum:
    lines = tuple(lines)
    spent = [line for line in lines if line.state == "spent"]
    return Sum(
        name=name,
        lines=len(lines),
        estimate_usd=sum((line.amount if line.estimate is None else line.estimate for line in spent), start=_ZERO),
        spent_usd=sum((line.amount for line in spent), start=_ZERO),
        held_usd=sum((line.estimate or _ZERO for line in lines if line.state == "held"), start=_ZERO),
        unconfirmed_usd=sum((line.amount for line in lines if line.state == "unconfirmed"), start=_ZERO),
    )


def grouped(lines: Iterable[Spend], by: Grouping) -> tuple[Sum, ...]:
    """A sum for each; days in their order, everything else with the dearest first."""
    found: dict[str, list[Spend]] = {}
    for line in lines:
        found.setdefault(_NAMES[by](line), []).append(line)
    sums = [total(lines, name) for name, lines in sorted(found.items())]
    return tuple(sums if by == "day" else sorted(sums, key=_weight, reverse=True))


def _weight(one: Sum) -> Decimal:
    return one.spent_usd + one.unconfirmed_usd + one.held_usd


def _day(line: Spend) -> str:
    """UTC, as the day's cap counts."""
    at = datetime.fromisoformat(line.at)
    return (at.astimezone(UTC) if at.tzinfo else at).date().isoformat()


_NAMES: dict[Grouping, Callable[[Spend], str]] = {
    "job": lambda line: line.video_id,
    "phase": lambda line: line.phase,
    "provider": lambda line: line.provider,
    "model": lambda line: line.model,
    "day": _day,
}
