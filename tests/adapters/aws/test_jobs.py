"""Jobs, events and idempotency keys in the table."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from spotworks.adapters.aws.jobs import TableJobs
from spotworks.domain.job import Job
from spotworks.domain.progress import enter
from spotworks.errors import Conflict, NotFound


@pytest.fixture
def jobs(table, clock):
    return TableJobs(table, clock)


def make_job(clock, video_id="v1", tenant="acme"):
    now = clock.now().isoformat(timespec="milliseconds")
    return Job(tenant=tenant, video_id=video_id, title="T", created=now, updated=now)


@pytest.fixture
def job(jobs, clock):
    made = make_job(clock)
    assert jobs.create(made)
    return made


def test_a_job_is_created_once(jobs, job, clock):
    assert not jobs.create(make_job(clock))
    assert jobs.get("acme", "v1") == job


@pytest.mark.parametrize(("tenant", "video_id"), [("rival", "v1"), ("acme", "v2"), ("acme", "")])
def test_what_is_not_there_and_what_is_not_yours_are_the_same(jobs, job, tenant, video_id):
    for ask in (
        lambda: jobs.get(tenant, video_id),
        lambda: jobs.update(tenant, video_id, lambda j: j),
        lambda: jobs.record(tenant, video_id, lambda j: j, "hello"),
    ):
        with pytest.raises(NotFound):
            ask()
    assert jobs.events(tenant, video_id) == []
    jobs.delete(tenant, video_id)
    assert jobs.get("acme", "v1") == job


def test_an_update_raises_the_version_and_the_time(jobs, job, clock):
    clock.move(seconds=5)
    new = jobs.update("acme", "v1", lambda j: enter(j, "media"))
    assert (new.version, new.phase, new.updated) == (1, "media", clock.now().isoformat(timespec="milliseconds"))
    assert jobs.get("acme", "v1") == new


def test_an_update_without_a_change_writes_nothing(jobs, job):
    assert jobs.update("acme", "v1", lambda j: j).version == 0


def test_a_record_writes_the_job_and_its_event_together(jobs, job):
    row = jobs.record("acme", "v1", lambda j: enter(j, "media"), "Making", scene=2, reused=True)
    [event] = jobs.events("acme", "v1")
    assert (event.seq, event.phase, event.progress, event.message) == (1, "media", row.progress, "Making")
    assert (event.scene, event.reused, row.seq) == (2, True, 1)


def test_a_change_that_fails_writes_nothing(jobs, job):
    def refuse(_):
        raise Conflict("no")

    with pytest.raises(Conflict):
        jobs.record("acme", "v1", refuse, "hello")
    assert jobs.get("acme", "v1") == job
    assert jobs.events("acme", "v1") == []


def test_writers_at_once_lose_nothing_and_leave_no_gap(jobs, job):
    def write(writer):
        for turn in range(5):
            jobs.record("acme", "v1", lambda j: j.model_copy(update={"steps": j.steps + 1}), f"{writer}-{turn}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    row, events = jobs.get("acme", "v1"), jobs.events("acme", "v1")
    assert (row.steps, row.seq, row.version) == (40, 40, 40)
    assert [event.seq for event in events] == list(range(1, 41))
    assert {event.message for event in events} == {f"{w}-{t}" for w in range(8) for t in range(5)}


def test_events_are_replayed_from_any_number(jobs, job):
    for number in range(12):
        jobs.record("acme", "v1", lambda j: j, str(number))
    assert [event.seq for event in jobs.events("acme", "v1", after=9)] == [10, 11, 12]
    assert jobs.events("acme", "v1", after=12) == jobs.events("acme", "v1", after=10**9) == []


def test_the_list_shows_a_tenants_jobs_newest_first(jobs, clock):
    for number in range(4):
        jobs.create(make_job(clock, f"v{number}"))
        clock.move(seconds=1)
    jobs.create(make_job(clock, "other", tenant="rival"))
    first = jobs.list("acme", limit=3)
    assert [job.video_id for job in first] == ["v3", "v2", "v1"]
    rest = jobs.list("acme", limit=3, before=f"{first[-1].created}#{first[-1].video_id}")
    assert [job.video_id for job in rest] == ["v0"]


def test_jobs_of_the_same_moment_are_all_listed_across_pages(jobs, clock):
    for number in range(5):
        jobs.create(make_job(clock, f"v{number}"))
    seen, before = [], ""
    while page := jobs.list("acme", limit=2, before=before):
        seen += [job.video_id for job in page]
        before = f"{page[-1].created}#{page[-1].video_id}"
    assert sorted(seen) == [f"v{number}" for number in range(5)]


def test_deletion_leaves_only_the_ledgers_lines(jobs, job, table):
    jobs.record("acme", "v1", lambda j: j, "hello")
    table.put({"pk": "T#acme#J#v1", "sk": "SPEND#1"})
    jobs.delete("acme", "v1")
    assert [item["sk"] for item in table.query("T#acme#J#v1")] == ["SPEND#1"]


def test_a_key_gives_back_what_was_stored_first(jobs):
    assert jobs.once("acme", "k", "print", {"a": "1"}) == {"a": "1"}
    assert jobs.once("acme", "k", "print", {"a": "2"}) == {"a": "1"}
    assert jobs.once("rival", "k", "other", {"a": "3"}) == {"a": "3"}


def test_a_key_with_another_fingerprint_is_refused_until_it_expires(jobs, clock):
    jobs.once("acme", "k", "print", {"a": "1"})
    with pytest.raises(Conflict):
        jobs.once("acme", "k", "other", {"a": "2"})
    clock.move(hours=24, seconds=1)
    assert jobs.once("acme", "k", "other", {"a": "2"}) == {"a": "2"}


def test_of_many_at_once_one_is_first(jobs):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: jobs.once("acme", "k", "print", {"n": str(n)}), range(8)))
    assert len({value["n"] for value in found}) == 1
