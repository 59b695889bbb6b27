"""How long each phase took."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.job import PHASE_START, Event
from spotworks.domain.report import last_attempt, phase_times

BEGIN = datetime.fromisoformat("2026-11-21T06:30:00+00:00")


def story(*steps):
    """Events from (phase, seconds since the one before)."""
    at, events = BEGIN, []
    for number, (phase, seconds) in enumerate(steps, 1):
        at += timedelta(seconds=seconds)
        events.append(
            Event(seq=number, at=at.isoformat(), status="running", phase=phase, progress=0, message="m")
        )  # fmt: skip
    return tuple(events)


def test_a_phase_lasts_until_the_next_begins():
    events = story(("queued", 0), ("media", 2), ("media", 10), ("render", 5), ("done", 30))
    times = {time.phase: time.seconds for time in phase_times(events)}
    assert times == {"queued": 2.0, "media": 15.0, "render": 30.0, "done": 0.0}


def test_no_events_took_no_time():
    assert phase_times(()) == ()


@given(st.lists(st.tuples(st.sampled_from(list(PHASE_START)), st.integers(0, 100)), min_size=1, max_size=20))
def test_the_phases_add_up_to_the_whole(steps):
    events = story(*steps)
    times = phase_times(events)
    assert all(time.seconds >= 0 for time in times)
    whole = datetime.fromisoformat(events[-1].at) - datetime.fromisoformat(last_attempt(events)[0].at)
    assert sum(time.seconds for time in times) == whole.total_seconds()
