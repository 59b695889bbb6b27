"""The alignment container's main."""

import signal
import time

import pytest

from spotworks.domain.money import compute_cost
from spotworks.errors import ModelUnavailable
from spotworks.runtime.job import run_align
from tests.fakes.aws import make_table
from tests.fakes.ports import Ear
from tests.fakes.studio import Studio


@pytest.fixture
def studio(aws):
    return Studio(make_table())


@pytest.fixture
def wait(studio):
    """An alignment that the machine waits for, of a voice whose times are estimated."""
    job = studio.planned()
    studio.untimed(job, 0, 1)
    return studio.start_align(job)


@pytest.fixture(autouse=True)
def _same_signals():
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def test_an_alignment_ends_its_wait_with_the_document(studio, wait):
    assert run_align(wait, desk=studio.desk, aligner=Ear()) == 0
    _, kind, body = studio.tokens.sent[-1]
    assert kind == "succeed"
    assert body["key"].endswith(".json")
    assert body["model"] == "ear"


def test_a_language_without_a_model_is_reported_by_its_name(studio, wait):
    deaf = Ear(ModelUnavailable("there is no model that aligns 'en'"))
    assert run_align(wait, desk=studio.desk, aligner=deaf) == 0
    _, kind, body = studio.tokens.sent[-1]
    assert (kind, body["error"]) == ("fail", "ModelUnavailable")


def test_its_compute_is_a_line_of_the_ledger(studio, wait):
    class Slow(Ear):
        def align(self, *about, **more):
            until = time.process_time() + 0.1
            while time.process_time() < until:
                pass
            return super().align(*about, **more)

    run_align(wait, desk=studio.desk, aligner=Slow())
    [line] = [line for line in studio.ledger.spends(wait.tenant, wait.video_id) if line.what == "Word times"]
    assert compute_cost(0.2) <= line.amount < compute_cost(3)
