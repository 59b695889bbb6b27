"""When Scheduler's expressions fall due."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from local.events import due_after


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("expression", "zone", "since", "due"),
    [
        ("cron(0 6 * * ? *)", "UTC", "2026-11-20T05:59:59", "2026-11-20T06:00:00"),
        ("cron(0 6 * * ? *)", "UTC", "2026-11-20T06:00:00", "2026-11-21T06:00:00"),
        ("cron(0 6 * * ? *)", "Asia/Almaty", "2026-11-20T00:00:00", "2026-11-20T01:00:00"),
        ("cron(30 2 ? * MON-FRI *)", "UTC", "2026-11-20T03:00:00", "2026-11-23T02:30:00"),
        ("cron(0 9 ? * 1 *)", "UTC", "2026-11-20T00:00:00", "2026-11-22T09:00:00"),
        ("cron(0 0 1 1 ? 2028)", "UTC", "2026-11-20T00:00:00", "2028-01-01T00:00:00"),
        ("cron(0/15 * * * ? *)", "UTC", "2026-11-20T00:01:00", "2026-11-20T00:15:00"),
        ("at(2026-11-20T10:00:00)", "Europe/Berlin", "2026-11-20T00:00:00", "2026-11-20T09:00:00"),
    ],
)
def test_the_next_time_is_the_one_that_scheduler_would_take(expression: str, zone: str, since: str, due: str) -> None:
    assert due_after(expression, zone, at(since)) == at(due)


def test_what_is_past_never_falls_due() -> None:
    assert due_after("at(2026-11-20T10:00:00)", "UTC", at("2026-11-20T10:00:00")) is None
    assert due_after("cron(0 0 1 1 ? 2020)", "UTC", at("2026-11-20T00:00:00")) is None


def test_a_rate_counts_from_the_schedules_creation() -> None:
    made = SimpleNamespace(creation_date=1000.0)
    assert due_after("rate(5 minutes)", "UTC", 1000.0, made) == 1300.0
    assert due_after("rate(5 minutes)", "UTC", 1299.0, made) == 1300.0
    assert due_after("rate(1 hour)", "UTC", 9000.0, made) == 1000.0 + 3 * 3600


def test_an_expression_that_makes_no_sense_is_refused() -> None:
    for nonsense in ("daily", "cron(0 6 * *)", "rate(x days)"):
        with pytest.raises(ValueError, match=r"."):
            due_after(nonsense, "UTC", 0.0)
