"""`costs`: what a month or a video has cost, with the estimate beside the actual."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from local.cli.faults import bad_input
from local.cli.jobs import print_json
from local.cli.session import session
from local.cli.table import show_table
from local.cli.words import money, single_line

_GROUPS = ("job", "phase", "provider", "model", "day")
_SUMS = ("Expected", "Spent", "Still out", "Perhaps charged")


def costs(
    video_id: str | None, *, month: str | None, by: str | None, as_json: bool, state: Path, server: str | None,
    token: str | None,
) -> int:  # fmt: skip
    if video_id is None:
        _fits(month, by)
    with session(state, server, token) as here:
        if video_id is None:
            found = here.client.costs(month=month, group=by or "job")
        else:
            found = here.client.video_costs(video_id)
            if month or by:
                wrong = "month" if month else "by"
                raise bad_input(wrong, "goes without an ID: a video's costs are shown line by line")
    if as_json:
        print_json(found)
    elif video_id:
        _show_video(found)
    else:
        _show_month(found)
    return 0


def _fits(month: str | None, by: str | None) -> None:
    if by not in {None, *_GROUPS}:
        raise bad_input("by", f"must be {', '.join(_GROUPS[:-1])} or {_GROUPS[-1]}, not {by!r}")
    if month is not None and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
        raise bad_input("month", f'must be a year and a month such as "2026-11", not {month!r}')


def _show_month(found: dict[str, Any]) -> None:
    if not found["groups"]:
        print(f"Nothing was bought in {found['month']}.")
        return
    group = found["group"]
    rows = [(single_line(one["name"] or "(not told)"), str(one["lines"]), *_sums(one)) for one in found["groups"]]
    total = found["total"]
    head = ("ID" if group == "job" else group.capitalize(), "Lines", *_SUMS)
    show_table(head, [*rows, (f"All of {found['month']}", str(total["lines"]), *_sums(total))], wide=0)


def _sums(sums: Mapping[str, Any]) -> tuple[str, ...]:
    about = (money(sums["estimate_usd"]), money(sums["spent_usd"]))
    return (*about, _some(sums["held_usd"]), _some(sums["unconfirmed_usd"]))


def _some(cost: str) -> str:
    return money(cost) if Decimal(cost) else ""


def _show_video(found: dict[str, Any]) -> None:
    if not found["lines"]:
        print(f"Nothing was bought for {found['video_id']} yet.")
        return
    rows = [(single_line(line["what"]), line["model"], line["provider"], *_line(line)) for line in found["lines"]]
    rows.append(("All", "", "", *_sums(found["total"])))
    head = ("What", "Model", "Provider", *_SUMS)
    needed = [column for column in range(len(head)) if any(row[column] for row in rows)]
    show_table(_only(needed, head), [_only(needed, row) for row in rows], wide=0)


def _line(line: Mapping[str, Any]) -> tuple[str, ...]:
    """In the columns of sums, so that each adds up: what nobody had estimated was expected as it was."""
    spent, expected = money(line["spent_usd"]), line["estimate_usd"]
    match line["state"]:
        case "held":
            return ("", "", money(expected), "")
        case "unconfirmed":
            return ("", "", "", spent)
    return (spent if expected is None else money(expected), spent, "", "")


def _only(columns: Sequence[int], row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(row[column] for column in columns)
