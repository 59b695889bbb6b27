"""PushProgress and replay."""

import json

from spotworks.domain.job import Event
from spotworks.stages.push_progress import NewEvent, push_progress, replay
from tests.fakes.ports import RecordingWatchers

EVENT = Event(seq=3, at="2026-11-21T06:30:00+00:00", status="running", phase="media", progress=20, message="On it")


def new(tenant="acme", video_id="v1"):
    return NewEvent(tenant=tenant, video_id=video_id, event=EVENT)


def test_an_event_goes_to_everyone_who_watches_that_video_and_to_nobody_else():
    watchers = RecordingWatchers({"a": ("acme", "v1"), "b": ("acme", "v1"), "c": ("acme", "v2"), "d": ("rival", "v1")})
    assert push_progress((new(), new(video_id="v9")), watchers=watchers) == 2
    assert [connection for connection, _ in watchers.sent] == ["a", "b"]
    message = json.loads(watchers.sent[0][1])
    assert message["type"] == "event"
    assert (message["seq"], message["message"], message["progress"]) == (3, "On it", 20)


def test_a_reconnect_with_the_last_number_seen_misses_nothing(studio):
    job = studio.planned()
    events = studio.desk.jobs.events("acme", job.video_id)
    watchers = RecordingWatchers({"a": ("acme", job.video_id)})
    assert replay("a", 2, watchers=watchers, jobs=studio.desk.jobs) == len(events) - 2
    assert [json.loads(message)["seq"] for _, message in watchers.sent] == [e.seq for e in events[2:]]
    assert replay("a", events[-1].seq, watchers=watchers, jobs=studio.desk.jobs) == 0


def test_a_connection_that_watches_nothing_is_sent_nothing(studio):
    watchers = RecordingWatchers()
    assert replay("a", 0, watchers=watchers, jobs=studio.desk.jobs) == 0
    assert watchers.sent == []
