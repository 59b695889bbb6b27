"""The alignment container's main."""

import signal

import pytest

from spotworks.errors import ModelUnavailable
from spotworks.ports import Wait
from spotworks.runtime.job import run_align
from spotworks.stages.start_voice import start_voice
from tests.fakes.aws import make_table
from tests.fakes.studio import Studio
from tests.stages.test_align_voice import Ear


class Deaf(Ear):
    def align(self, *_: object, **__: object):
        raise ModelUnavailable("there is no model that aligns 'en'")


@pytest.fixture
def studio(aws):
    return Studio(make_table())


@pytest.fixture
def wait(studio):
    """An alignment that the machine waits for, of a voice whose times are estimated."""
    job = studio.planned()
    start_voice(studio.sound(job), desk=studio.desk, maker=studio.voices)
    request = studio.sound(job)
    wait = Wait(
        wait_id="align", tenant=job.tenant, video_id=job.video_id, kind="align", token=request.token,
        request_id=job.request_id, attempt=job.attempt,
    )  # fmt: skip
    studio.desk.waits.open(wait)
    return wait


@pytest.fixture(autouse=True)
def _same_signals():
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def test_an_alignment_ends_its_wait_with_the_document(studio, wait):
    assert run_align(wait, desk=studio.desk, aligner=Ear()) == 0
    _, kind, body = studio.tokens.sent[-1]
    assert kind == "succeed"
    assert body["key"].endswith("/aligned.json")


def test_a_language_without_a_model_is_reported_by_its_name(studio, wait):
    from spotworks.domain.sound import Voice
    from spotworks.stages.shared.generation import made_for

    key = made_for(studio.desk, wait, "voice").key
    voice = Voice.model_validate_json(studio.work.read(key))
    lines = tuple(line.model_copy(update={"estimated": True}) for line in voice.lines)
    studio.work.write(key, voice.model_copy(update={"lines": lines}).model_dump_json().encode())
    for line in lines:
        studio.work.write(line.key, b"sound")
    assert run_align(wait, desk=studio.desk, aligner=Deaf()) == 0
    _, kind, body = studio.tokens.sent[-1]
    assert (kind, body["error"]) == ("fail", "ModelUnavailable")
