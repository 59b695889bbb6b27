"""The GPU container's main, from an order to its end: the real adapter, Batch on the wire, a model without PyTorch."""

import json
import os
import signal
import time
from decimal import Decimal
from pathlib import Path

import pytest

from spotworks.domain.base import stored
from spotworks.domain.clip import ClipDocument
from spotworks.errors import ModelUnavailable, RenderFailed, StorageUnavailable
from spotworks.runtime import diffuse
from spotworks.runtime.diffuse import INTERRUPTED
from spotworks.stages.shared.generation import made_for
from tests.fakes.aws import make_table
from tests.fakes.cluster import cluster
from tests.fakes.diffusing import Sketcher
from tests.fakes.gpu import Gpu
from tests.fakes.studio import Studio


@pytest.fixture
def gpu(aws, monkeypatch):
    with cluster() as batch:
        monkeypatch.setenv("AWS_ENDPOINT_URL_BATCH", batch.answer.base)
        yield Gpu(Studio(make_table()), batch)


@pytest.fixture
def job(gpu):
    job = gpu.job()
    gpu.clip(job)
    return job


@pytest.fixture(autouse=True)
def _same_signals():
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def order(gpu, job):
    return gpu.studio.orders(job)[-1]


def last(gpu):
    _, kind, body = gpu.studio.tokens.sent[-1]
    return kind, body


def line(gpu, job):
    [found] = [line for line in gpu.studio.lines(job) if line.what.startswith("Clip of scene 1")]
    return found


def test_a_clip_drawn_by_the_container_ends_the_wait_and_costs_its_gpu_time(gpu, job):
    assert (line(gpu, job).state, line(gpu, job).estimate) == ("held", Decimal("0.310"))
    assert gpu.container() == 0
    assert order(gpu, job).phase == "accepted", "the container ends nothing by itself"
    gpu.cluster.move("batch-1", "RUNNING", seconds=(90.0,))  # a first attempt, that was reclaimed
    gpu.studio.tend(job)
    assert last(gpu)[0] == "succeed"
    made = made_for(gpu.studio.desk, job, "clip", 0)
    assert stored(ClipDocument, gpu.studio.work.read(made.key)).source.type == "footage"
    assert (line(gpu, job).state, line(gpu, job).provider) == ("spent", "diffuse")
    assert Decimal("0.046") < line(gpu, job).amount < Decimal("0.060"), "90 seconds and those of the last attempt"
    assert "Clip of scene 1 drawn on our own GPU (libx264 medium crf 14)" in gpu.studio.messages(job)


def test_word_of_the_end_makes_somebody_look_at_once(gpu, job):
    gpu.studio.looks.looks.clear()
    gpu.container()
    assert gpu.studio.looks.looks == [(order(gpu, job).id, 0.0)]


def test_a_spot_reclaim_keeps_what_is_done_and_the_next_try_takes_it_up(gpu, job):
    def reclaimed(number):
        if number == 3:
            os.kill(os.getpid(), signal.SIGTERM)

    gpu.sketcher = Sketcher(before=reclaimed)
    assert gpu.container() == INTERRUPTED
    assert (order(gpu, job).phase, order(gpu, job).about) == ("accepted", {})
    assert gpu.studio.tokens.sent == []
    gpu.sketcher = Sketcher()
    assert gpu.container() == 0
    assert gpu.sketcher.done == [4, 5, 6]
    assert "taken up after step 3" in gpu.studio.messages(job)[-1]
    gpu.studio.tend(job)
    assert last(gpu)[0] == "succeed"


def test_another_order_of_the_same_clip_takes_the_work_up_too(gpu, job):
    gpu.sketcher = Sketcher(before=lambda number: number == 5 and os.kill(os.getpid(), signal.SIGTERM))
    gpu.container()
    gpu.cluster.move("batch-1", "FAILED", reason="Host EC2 (instance i-1) terminated.", seconds=(60.0,))
    gpu.studio.tend(job)
    assert (last(gpu)[0], last(gpu)[1]["error"]) == ("fail", "ProviderUnavailable")
    assert "Host EC2" in last(gpu)[1]["cause"]
    gpu.clip(job)
    gpu.sketcher = Sketcher()
    assert gpu.container() == 0
    assert gpu.sketcher.done == [6]
    gpu.studio.tend(job)
    assert last(gpu)[0] == "succeed"


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (ModelUnavailable("it is not there: `hf download`"), "ModelUnavailable"),
        (RenderFailed("ffmpeg gave up"), "ModelUnavailable"),
        (StorageUnavailable("S3 is away"), "ProviderUnavailable"), (ZeroDivisionError("a bug"), "ModelUnavailable"),
    ],
)  # fmt: skip
def test_a_failure_has_a_name_that_the_state_has_a_way_round_for(gpu, job, error, name):
    def load(*_):
        raise error

    assert gpu.container(load) == 0
    gpu.studio.tend(job)
    kind, body = last(gpu)
    assert (kind, body["error"]) == ("fail", name)
    assert "[DiffuseClip]" in body["cause"]
    assert str(error).split(":")[0] in body["cause"]


def test_every_such_name_is_caught_by_the_state():
    asl = (Path(__file__).parents[2] / "statemachines" / "make_spot.asl.json").read_text()
    state = asl[asl.index('"MakeClip": {') :]
    caught = json.JSONDecoder().raw_decode(state[state.index('"Catch": ') + 9 :])[0]
    assert {error.__name__ for error in diffuse._KNOWN} <= {name for one in caught for name in one["ErrorEquals"]}


def test_a_container_that_nobody_waits_for_any_more_draws_nothing(gpu, job):
    gpu.studio.cancel(job)
    gpu.studio.tend(job)
    assert gpu.cluster.calls[-2:] == ["terminatejob", "describejobs"]
    assert order(gpu, job).phase == "cancelled"
    assert gpu.container() == 0
    assert gpu.sketcher.done == []


def test_work_that_loses_its_order_stops_after_the_step_that_runs(gpu, job):
    def cancelled(number):
        if number == 2:
            gpu.studio.cancel(job)
            gpu.studio.tend(job)
            time.sleep(0.1)

    gpu.sketcher = Sketcher(before=cancelled)
    assert gpu.container(heartbeat=0.02) == 0
    assert gpu.sketcher.done == [1, 2]


def test_the_token_is_kept_alive_whichever_the_state_waits_with_by_now(gpu, job):
    heard: list[str] = []
    gpu.studio.tokens.heartbeat = lambda token: heard.append(token) or True

    def retried(number):
        if number in {2, 4}:
            time.sleep(0.08)
        if number == 3:  # the state runs again, with another token
            gpu.clip(job)

    gpu.sketcher = Sketcher(before=retried)
    assert gpu.container(heartbeat=0.02) == 0
    _, second = dict.fromkeys(heard)
    gpu.studio.tend(job)
    assert gpu.studio.tokens.sent[-1][:2] == (second, "succeed")


def test_a_token_that_nobody_hears_is_given_a_while_and_then_the_work_stops(gpu, job):
    gpu.studio.tokens.waited_for = False
    gpu.sketcher = Sketcher(before=lambda number: time.sleep(0.06))
    assert gpu.container(heartbeat=0.02) == 0
    assert 1 < len(gpu.sketcher.done) < 6
    assert order(gpu, job).about == {}
