"""Progress never goes back, and an ended job does not move."""

from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.job import ENDED, PHASE_START, RETRIABLE, Job
from spotworks.domain.progress import enter, segment_done, step_done, within

PHASES = st.sampled_from(list(PHASE_START))
MOVES = st.one_of(
    st.tuples(st.just("enter"), PHASES, st.just(0.0)),
    st.tuples(st.just("within"), PHASES.filter(lambda p: p != "done"), st.floats(-1, 2)),
    st.tuples(st.just("step"), st.just("media"), st.integers(0, 15)),
    st.tuples(st.just("segment"), st.just("render"), st.integers(0, 9)),
)


def make_job(**about):
    return Job(tenant="acme", video_id="v1", title="T", created="2026", updated="2026", **about)


def moved(job, kind, phase, part):
    if kind == "enter":
        return enter(job, phase)
    if kind == "segment":
        return segment_done(job, f"segment#0#{part}", there=2, of=12)
    return within(job, phase, part) if kind == "within" else step_done(job, f"clip#{part}#0")


def segments_done(*names, there=0, of=4):
    job = make_job(phase="render", progress=PHASE_START["render"])
    for name in names:
        job = segment_done(job, name, there=there, of=of)
    return job.progress


def test_segments_of_a_render_share_its_phase_whatever_order_they_end_in():
    start, end = PHASE_START["render"], PHASE_START["quality"]
    assert segments_done("segment#0#3", "segment#0#1") == start + round((end - start) * 0.95 / 2)
    assert segments_done("segment#0#3", "segment#0#1", "segment#0#3") == segments_done("segment#0#1", "segment#0#3")
    assert segments_done("segment#0#3", there=1) == segments_done("segment#0#3", "segment#0#1")
    assert segments_done(*(f"segment#0#{n}" for n in range(4))) < end


def test_segments_of_another_output_are_another_render():
    assert segments_done("segment#0#0", "segment#1#0", "segment#2#0", "segment#10#0") == segments_done("segment#0#0")


@given(st.lists(MOVES, max_size=30), st.integers(0, 12))
def test_progress_never_goes_back(moves, steps):
    job = make_job(steps=steps)
    for move in moves:
        after = moved(job, *move)
        assert job.progress <= after.progress <= 100
        assert list(PHASE_START).index(after.phase) >= list(PHASE_START).index(job.phase)
        job = after


@given(st.sampled_from(sorted(ENDED)), PHASES, MOVES)
def test_an_ended_job_does_not_move(status, phase, move):
    job = make_job(status=status, phase=phase, steps=3, progress=PHASE_START[phase])
    assert moved(job, *move) == job


def test_phases_begin_in_order_from_0_to_100():
    starts = list(PHASE_START.values())
    assert starts == sorted(set(starts))
    assert (starts[0], starts[-1]) == (0, 100)


def test_a_job_runs_once_a_phase_begins():
    assert enter(make_job(), "admission").status == "running"
    assert enter(make_job(status="awaiting_approval", phase="media"), "captions").status == "running"


def test_half_of_a_phase_is_half_of_its_way():
    job = within(make_job(), "render", 0.5)
    assert job.progress == round((PHASE_START["render"] + PHASE_START["quality"]) / 2)


def test_all_steps_done_end_the_media_phase():
    job = make_job(steps=2, chunks=1)
    job = step_done(step_done(job, "image#0#0"), "clip#0#0")
    assert (job.progress, job.chunks_done) == (PHASE_START["captions"], 1)


def test_a_step_that_is_told_twice_counts_once():
    once = step_done(make_job(steps=2, chunks=1), "clip#0#0")
    assert step_done(once, "clip#0#0") == once


def test_only_ends_can_be_retried_and_not_the_good_one():
    assert ENDED - {"completed"} == RETRIABLE
