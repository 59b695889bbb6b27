"""complete(): every wait ends once, whoever calls it, however often and in whatever order."""

import json
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from spotworks.domain.generation import Made
from spotworks.errors import BudgetExceeded, RenderFailed, RenderInterrupted, StorageUnavailable
from spotworks.ports import Wait
from spotworks.stages.complete import complete, describe
from spotworks.stages.shared.desk import hold_name
from spotworks.stages.shared.generation import made_for, wait_id

MADE = Made(key="t/acme/cas/aa/aa.mp4", model="tiny", cost_usd=Decimal("0.02"))


@pytest.fixture
def job(studio):
    return studio.admitted()


@pytest.fixture
def wait(studio, job):
    return opened(studio, job, "token-a")


def opened(studio, job, token, kind="clip", scene=0):
    wait = Wait(
        wait_id=wait_id(kind, scene),
        tenant=job.tenant,
        video_id=job.video_id,
        kind=kind,
        token=token,
        address="ab" * 32,
        scene=scene,
        attempt=job.attempt,
    )
    studio.desk.waits.open(wait)
    return wait


def test_the_first_call_books_the_money_tells_the_story_and_sends_the_token(studio, job, wait):
    assert complete(wait, MADE, desk=studio.desk)
    assert studio.tokens.sent == [("token-a", "succeed", {"key": MADE.key, "model": "tiny"})]
    assert [(line.what, line.amount) for line in studio.lines(job)] == [("Clip of scene 1", Decimal("0.02"))]
    assert studio.messages(job)[-1] == "Clip of scene 1 ready"
    assert made_for(studio.desk, job, "clip", 0) == MADE


@pytest.mark.parametrize("second", [MADE, MADE.model_copy(update={"key": "other"}), RenderFailed("too late")])
def test_a_second_call_changes_nothing(studio, job, wait, second):
    complete(wait, MADE, desk=studio.desk)
    before = (studio.tokens.sent[:], studio.lines(job), studio.messages(job))
    assert not complete(wait, second, desk=studio.desk)
    assert (studio.tokens.sent, studio.lines(job), studio.messages(job)) == before


def test_a_result_after_a_failure_changes_nothing(studio, job, wait):
    complete(wait, RenderInterrupted("[RenderSpot] died"), desk=studio.desk)
    assert not complete(wait, MADE, desk=studio.desk)
    assert [kind for _, kind, _ in studio.tokens.sent] == ["fail"]
    assert studio.lines(job) == []


def test_a_failure_carries_its_bare_name_and_its_message(studio, wait):
    complete(wait, RenderInterrupted("[RenderSpot] died"), desk=studio.desk)
    [(_, _, body)] = studio.tokens.sent
    assert body["error"] == "RenderInterrupted"
    assert json.loads(body["cause"]) == {"errorMessage": "[RenderSpot] died"}


def test_what_was_decided_before_a_crash_is_sent_by_the_next_caller(studio, job, wait):
    """The process died between the decision and the token; a second one comes with another outcome."""
    studio.tokens.crash = StorageUnavailable("Step Functions is away")
    with pytest.raises(StorageUnavailable):
        complete(wait, MADE, desk=studio.desk)
    assert complete(wait, RenderFailed("a different outcome"), desk=studio.desk)
    assert [(kind, body["key"]) for _, kind, body in studio.tokens.sent] == [("succeed", MADE.key)]
    assert [line.amount for line in studio.lines(job)] == [Decimal("0.02")]
    assert studio.budget()["committed"] == Decimal("0.50")


def test_a_newer_token_replaces_an_older_one(studio, job, wait):
    newer = opened(studio, job, "token-b")
    assert not complete(wait, MADE, desk=studio.desk)
    assert studio.tokens.sent == []
    assert complete(newer, MADE, desk=studio.desk)
    assert [token for token, _, _ in studio.tokens.sent] == ["token-b"]


def test_a_wait_that_nobody_opened_is_over(studio, job, wait):
    strange = wait.model_copy(update={"wait_id": "clip#7#0"})
    assert not complete(strange, MADE, desk=studio.desk)
    assert studio.tokens.sent == []


def test_what_was_there_before_costs_nothing(studio, job, wait):
    complete(wait, MADE.model_copy(update={"reused": True}), desk=studio.desk)
    assert studio.lines(job) == []
    assert studio.messages(job)[-1] == "Clip of scene 1 reused"


def test_what_costs_more_than_is_held_is_booked_and_ends_the_wait_by_that_name(studio, job, wait):
    dear = MADE.model_copy(update={"cost_usd": Decimal("0.51")})
    assert complete(wait, dear, desk=studio.desk)
    [(token, kind, body)] = studio.tokens.sent
    assert (token, kind, body["error"]) == ("token-a", "fail", BudgetExceeded.__name__)
    assert [line.amount for line in studio.lines(job)] == [Decimal("0.51")]
    assert studio.desk.waits.pending(job.tenant, job.video_id) == []


def test_an_ending_after_cancel_leaves_the_job_cancelled_and_the_money_accounted_for(studio, job, wait):
    studio.cancel(job)
    complete(wait, MADE, desk=studio.desk)
    row = studio.row(job)
    assert (row.status, row.made) == ("cancelled", ())
    assert studio.budget()["spent"] == studio.budget()["committed"] == Decimal("0.02")


def test_an_ending_after_deletion_changes_nothing(studio, job, wait):
    studio.delete(job)
    assert not complete(wait, MADE, desk=studio.desk)
    assert studio.tokens.sent == []


def test_callers_at_the_same_moment_agree_on_one_outcome(studio, job, wait):
    results = [MADE.model_copy(update={"key": f"key-{n}"}) for n in range(4)] + [RenderFailed(str(n)) for n in range(4)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda result: complete(wait, result, desk=studio.desk), results))
    assert len({json.dumps(body, sort_keys=True) for _, _, body in studio.tokens.sent}) == 1
    assert len(studio.lines(job)) <= 1
    assert studio.ledger.settle(job.tenant, hold_name(job)) == sum(line.amount for line in studio.lines(job))


@pytest.mark.parametrize(
    ("kind", "scene", "words"),
    [("image", 2, "Picture of scene 3"), ("voice", None, "Voice-over"), ("render", None, "Render")],
)
def test_what_is_made_is_described_for_people(kind, scene, words):
    assert describe(kind, scene) == words
