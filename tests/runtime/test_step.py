"""What every Lambda does round its stage: parse, name, log, dump."""

import io
import json
from decimal import Decimal
from fractions import Fraction

import pytest

from spotworks.adapters.providers.lifetime import left, patience
from spotworks.domain.base import Frozen, JobRef, Seconds, Usd
from spotworks.errors import InternalError, InvalidRequest, ProviderThrottled
from spotworks.runtime.log import logger
from spotworks.runtime.step import event_handler, step
from tests.fakes.handlers import Context

JOB = {"tenant": "acme", "video_id": "v1", "request_id": "req-1", "attempt": 2}


class Answer(Frozen):
    cost: Usd
    length: Seconds


def context(name="spotworks-dev-StartImage"):
    return Context(function_name=name)


@pytest.fixture
def log():
    """What was logged: call it for the JSON lines so far."""
    stream = io.StringIO()
    before = logger.registered_handler.setStream(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.registered_handler.setStream(before)


def test_the_event_becomes_a_model_and_the_result_plain_json():
    @step(JobRef)
    def handler(job):
        assert job == JobRef(**JOB)
        return Answer(cost=Decimal("0.10"), length=Fraction(5, 2))

    assert handler(JOB, context()) == {"cost": "0.10", "length": "5/2"}


def test_a_stage_without_a_result_gives_none():
    assert step(JobRef)(lambda job: None)(JOB, context()) is None


@pytest.mark.parametrize("event", [{}, JOB | {"extra": 1}, JOB | {"attempt": "two"}])
def test_an_event_that_does_not_parse_is_refused_by_name_with_the_stage(event):
    handler = step(JobRef)(lambda job: pytest.fail("the stage ran"))
    with pytest.raises(InvalidRequest, match=r"^\[StartImage\] ") as refused:
        handler(event, context())
    assert type(refused.value).__name__ == "InvalidRequest"


def test_a_failure_keeps_its_class_and_field_and_gets_its_stage():
    def run(job):
        raise InvalidRequest("too long", field="duration")

    with pytest.raises(InvalidRequest, match=r"^\[StartImage duration\] too long$") as failed:
        step(JobRef)(run)(JOB, context())
    assert failed.value.field == "duration"


def test_a_failure_that_names_its_stage_already_is_left_alone():
    def run(job):
        raise ProviderThrottled("[RenderSpot] slow down")

    with pytest.raises(ProviderThrottled, match=r"^\[RenderSpot\] slow down$"):
        step(JobRef)(run)(JOB, context())


def test_an_error_of_nobody_gets_a_name_and_its_stage():
    with pytest.raises(InternalError, match=r"^\[StartImage\] ZeroDivisionError: division by zero$"):
        step(JobRef)(lambda job: 1 / 0)(JOB, context())


def test_one_line_tells_the_stage_the_job_and_the_time(log):
    step(JobRef)(lambda job: None)(JOB, context())
    [line] = log()
    assert line["message"] == "done"
    assert line["stage"] == "StartImage"
    assert line["duration_ms"] >= 0
    assert (line["request_id"], line["tenant"], line["video_id"]) == ("req-1", "acme", "v1")


def test_a_failure_is_logged_with_its_name_and_reason(log):
    def run(job):
        raise ProviderThrottled("slow down")

    with pytest.raises(ProviderThrottled):
        step(JobRef)(run)(JOB, context())
    [line] = log()
    assert (line["level"], line["error"], line["reason"]) == ("ERROR", "ProviderThrottled", "slow down")


def test_fields_of_one_call_are_not_in_the_lines_of_the_next(log):
    handler = step(JobRef)(lambda job: None)
    handler(JOB, context())
    handler({"tenant": "rival", "video_id": "v2"}, context("NoPrefix"))
    _, second = log()
    assert (second["tenant"], second["video_id"], second["stage"]) == ("rival", "v2", "NoPrefix")
    assert "request_id" not in second


def test_the_target_of_an_event_gets_it_whole(log):
    seen = []

    @event_handler
    def handler(event):
        seen.append(event)
        return Answer(cost=Decimal(1), length=Fraction(1))

    assert handler({"detail": {"a": 1}}, context("RunDaily")) == {"cost": "1", "length": "1"}
    assert seen == [{"detail": {"a": 1}}]
    [line] = log()
    assert (line["stage"], line["request_id"]) == ("RunDaily", "lambda-request-1")


@pytest.mark.parametrize("decorate", [step(JobRef), event_handler], ids=["step", "event"])
def test_no_call_waits_for_longer_than_the_lambda_lives(decorate):
    living = context()
    living.get_remaining_time_in_millis = lambda: 60_000
    seen = []
    decorate(lambda told: seen.append(left()))(JOB, living)
    decorate(lambda told: seen.append(left()))(JOB, context())
    assert seen == [pytest.approx(50, abs=1), None], "with ten seconds to write down what came of it"
    assert left() is None


def test_fakes_that_never_answer_are_waited_for_no_longer_than_is_said(monkeypatch):
    seen = []
    handler = step(JobRef)(lambda told: seen.append(patience(180.0)))
    handler(JOB, context())
    monkeypatch.setenv("SPOTWORKS_PATIENCE", "20")
    handler(JOB, context())
    assert seen == [180.0, 20.0]
