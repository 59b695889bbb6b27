"""What lines add up to, by each of what they can be asked for."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.costs import Spend, grouped, total


def line(amount="1", **about):
    values = {"spend_id": "s", "video_id": "v1", "what": "Clip", "model": "hailuo", "provider": "replicate"}
    return Spend.model_validate(
        values | {"phase": "clip", "at": "2026-11-21T06:30:00+00:00"} | about | {"amount": amount}
    )


LINES = (
    line("0.30", estimate="0.28"),
    line("0.10", video_id="v2", model="voice", provider="elevenlabs", phase="voice", at="2026-11-22T00:10:00+02:00"),
    line("0.002", video_id="v2", model="local", provider="", phase="render", at="2026-11-22"),
    line("0", estimate="0.50", state="held"),
    line("0.28", estimate="0.28", state="unconfirmed", video_id="v2", at="2026-11-20T00:00:00+00:00"),
)


def test_the_estimate_is_of_what_was_spent_and_what_is_out_or_uncertain_stands_apart():
    found = total(LINES)
    assert (found.lines, found.spent_usd, found.estimate_usd) == (5, Decimal("0.402"), Decimal("0.382"))
    assert (found.held_usd, found.unconfirmed_usd) == (Decimal("0.50"), Decimal("0.28"))


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("job", ["v1", "v2"]),
        ("phase", ["clip", "voice", "render"]),
        ("provider", ["replicate", "elevenlabs", ""]),
        ("model", ["hailuo", "voice", "local"]),
        ("day", ["2026-11-20", "2026-11-21", "2026-11-22"]),
    ],
)
def test_the_dearest_come_first_and_days_in_their_order(by, names):
    assert [one.name for one in grouped(LINES, by)] == names


def test_a_day_is_that_of_utc():
    days = {one.name: one.lines for one in grouped(LINES, "day")}
    assert days == {"2026-11-20": 1, "2026-11-21": 3, "2026-11-22": 1}


def test_nothing_adds_up_to_nothing():
    assert grouped((), "job") == ()
    assert total(()).spent_usd == 0


money = st.decimals(0, 100, places=6)
lines = st.builds(
    line,
    amount=money,
    estimate=st.none() | money,
    state=st.sampled_from(["held", "spent", "unconfirmed"]),
    video_id=st.sampled_from("abc"),
    provider=st.sampled_from(["", "fal", "luma"]),
)


@given(st.lists(lines), st.sampled_from(["job", "phase", "provider", "model", "day"]))
def test_the_groups_add_up_to_the_whole_to_the_last_digit(lines, by):
    whole, groups = total(lines), grouped(lines, by)
    for name in ("lines", "estimate_usd", "spent_usd", "held_usd", "unconfirmed_usd"):
        assert sum(getattr(one, name) for one in groups) == getattr(whole, name)
