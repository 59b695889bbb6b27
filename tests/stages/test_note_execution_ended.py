"""NoteExecutionEnded."""

from spotworks.stages.note_execution_ended import note_execution_ended


def note(studio, job, status="ABORTED", cause="", execution=None):
    return note_execution_ended(
        job,
        status=status,
        cause=cause,
        execution=execution or studio.row(job).execution,
        desk=studio.desk,
        announcer=studio.announcer,
        orders=studio.ordering.orders,
        queue=studio.looks,
    ).changed


def test_an_execution_that_was_stopped_leaves_an_interrupted_job_that_retry_finishes(studio, tmp_path):
    job = studio.admitted()
    assert note(studio, job)
    row = studio.row(job)
    assert (row.status, row.failure.error) == ("interrupted", "Interrupted")
    assert "retry" in row.failure.message
    assert studio.budget()["committed"] == 0

    again = studio.retry(job)
    studio.plan(again)
    studio.make_media(again)
    studio.assemble(again)
    studio.finish(again, tmp_path)
    assert studio.row(job).status == "completed"


def test_an_execution_that_ran_out_of_time_leaves_a_failed_job(studio):
    job = studio.admitted()
    assert note(studio, job, status="TIMED_OUT")
    row = studio.row(job)
    assert (row.status, row.failure.category, row.failure.message) == (
        "failed", "system", "the execution ended as TIMED_OUT",
    )  # fmt: skip


def test_the_cause_is_told_if_there_is_one(studio):
    job = studio.admitted()
    note(studio, job, status="FAILED", cause="the state machine broke")
    assert studio.row(job).failure.message == "the state machine broke"


def test_a_job_that_ended_by_itself_keeps_its_end(studio, tmp_path):
    job = studio.assembled()
    studio.finish(job, tmp_path)
    before = studio.row(job)
    assert not note(studio, job, status="FAILED")
    assert studio.row(job) == before


def test_a_cancelled_job_stays_cancelled(studio):
    job = studio.admitted()
    studio.cancel(job)
    assert not note(studio, job)
    assert studio.row(job).status == "cancelled"


def test_the_end_of_an_earlier_attempt_does_not_touch_the_one_that_runs(studio):
    job = studio.admitted()
    studio.cancel(job)
    again = studio.retry(job)
    held = studio.budget()["committed"]
    assert not note(studio, job)
    assert not note(studio, again, execution="arn:execution:another")
    assert studio.row(again).status == "running"
    assert studio.budget()["committed"] == held > 0


def test_nor_one_whose_execution_is_not_known_yet(studio):
    job = studio.admitted()
    studio.cancel(job)
    again = studio.retry(job)
    studio.desk.jobs.update("acme", job.video_id, lambda j: j.model_copy(update={"execution": ""}))
    assert not note(studio, job)
    assert studio.row(again).status == "running"


def test_a_deleted_job_is_none_of_its_business(studio):
    job = studio.admitted()
    execution = studio.row(job).execution
    studio.desk.jobs.delete("acme", job.video_id)
    assert not note(studio, job, execution=execution)
