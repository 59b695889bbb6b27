"""MiniMax's own API, against its fake. There is no SDK; the format is that of its OpenAPI documents at
https://platform.minimax.io/docs/api-reference (v2) and of ComfyUI's comfy_api_nodes/apis/minimax.py (v1)."""

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.vendors.answers import answering, until
from local.vendors.faults import Faults
from local.vendors.serving import account_at, png_of
from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.minimax import MiniMax, MiniMaxV2
from spotworks.errors import (
    CreditGone,
    KeyRejected,
    ModerationRefused,
    OutcomeUnknown,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
)
from spotworks.ports import StillInput, VendorJob, VendorRequest
from tests.fakes.rows import MODELS

FAST, H3 = MODELS["hailuo_fast_direct"], MODELS["h3_direct"]
STILL = StillInput(content=png_of(360, 640), content_type="image/png")
JOB = VendorJob(id="the-job")


@pytest.fixture
def answer():
    with answering() as found:
        yield found


@pytest.fixture
def hailuo(shop):
    return MiniMax(account_at(shop, "minimax"))


@pytest.fixture
def h3(shop):
    return MiniMaxV2(account_at(shop, "minimax"))


def of(answer, wire: type[Any]) -> Any:
    return wire(Account("minimax", lambda name: "k", base=answer.base))


def wanted(**about: Any) -> VendorRequest:
    model = about.get("model", FAST)
    first = {"kind": "clip", "model": model, "prompt": "steam rises", "seconds": 6, "aspect": "9:16"}
    first |= {"resolution": model.resolutions[0], "first_frame": STILL}
    return VendorRequest(**(first | about))


def sent(shop) -> dict[str, Any]:
    [work] = shop.paid.values()
    return work.body


def test_hailuo_is_asked_by_the_first_version_and_its_file_by_a_second_look(shop, hailuo):
    job = hailuo.create(wanted())
    assert sent(shop).keys() == {"model", "prompt", "duration", "resolution", "first_frame_image"}
    assert sent(shop)["resolution"] == "768P"
    done = hailuo.poll(job, FAST)
    assert done.outputs[0].url.startswith(f"{shop.base}/files/")
    assert shop.asked[1].startswith("GET /minimax/v1/query/video_generation")
    assert shop.asked[2].startswith("GET /minimax/v1/files/retrieve")


def test_h3_is_asked_by_the_second_version_with_all_in_its_content(shop, h3):
    h3.create(wanted(model=H3, last_frame=STILL, references=(STILL,)))
    body = sent(shop)
    assert [(item["type"], item.get("role")) for item in body["content"]] == [
        ("text", None), ("image_url", "first_frame"), ("image_url", "last_frame"),
    ]  # fmt: skip
    assert (body["ratio"], body["resolution"], body["duration"]) == ("adaptive", "768P", 6)


def test_references_go_where_no_frame_is(shop, h3):
    h3.create(wanted(model=H3, first_frame=None, references=(STILL, STILL)))
    body = sent(shop)
    assert [item.get("role") for item in body["content"]] == [None, "reference_image", "reference_image"]
    assert body["ratio"] == "9:16"


@pytest.mark.parametrize(
    "about",
    [
        {"first_frame": None}, {"prompt": "a" * 2001}, {"seconds": 7}, {"resolution": "4k"},
        {"resolution": "1080p", "seconds": 10},
        {"first_frame": StillInput(content=png_of(200, 400), content_type="image/png")},
    ],
    ids=["no picture", "prompt", "length", "resolution", "10 s in 1080p", "small picture"],
)  # fmt: skip
def test_what_hailuo_does_not_take_is_refused_by_name(shop, hailuo, about):
    with pytest.raises(ProviderRejected, match="2013"):
        hailuo.create(wanted(**about))
    assert not shop.paid


@pytest.mark.parametrize(
    "about",
    [
        {"prompt": " "}, {"prompt": "a" * 7001}, {"seconds": 16}, {"resolution": "1080p"},
        {"first_frame": None, "aspect": "4:5"}, {"first_frame": None, "references": (STILL,) * 10},
    ],
    ids=["no prompt", "prompt", "length", "resolution", "ratio", "references"],
)  # fmt: skip
def test_what_h3_does_not_take_is_refused_by_name(shop, h3, about):
    with pytest.raises(ProviderRejected, match="2013"):
        h3.create(wanted(model=H3, **about))
    assert not shop.paid


def test_nobody_gets_in_without_a_key(shop):
    assert httpx.post(f"{shop.base}/minimax/v1/video_generation", json={}).json()["base_resp"]["status_code"] == 1004
    assert httpx.post(f"{shop.base}/minimax/v2/video_generation", json={}).status_code == 401


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (1002, ProviderThrottled), (1039, ProviderThrottled), (1004, KeyRejected), (2049, KeyRejected),
        (1008, CreditGone), (1026, ModerationRefused), (1027, ModerationRefused), (2013, ProviderRejected),
        (1000, ProviderUnavailable), (1033, ProviderUnavailable), (1001, OutcomeUnknown), (4711, ProviderRejected),
    ],
)  # fmt: skip
def test_the_first_version_says_its_errors_with_status_200(answer, code, error):
    answer.said = {"task_id": "", "base_resp": {"status_code": code, "status_msg": "no"}}
    with pytest.raises(error) as caught:
        of(answer, MiniMax).create(wanted())
    assert type(caught.value) is error


@pytest.mark.parametrize(
    ("status", "message", "error"),
    [
        (429, "rate limit (1002)", ProviderThrottled), (401, "login fail (1004)", KeyRejected),
        (402, "insufficient balance (1008)", CreditGone), (422, "sensitive (1026)", ModerationRefused),
        (400, "invalid params, ratio (2013)", ProviderRejected), (529, "overloaded", ProviderUnavailable),
        (402, "no code at all", CreditGone),
    ],
)  # fmt: skip
def test_the_second_version_says_its_code_at_the_end(answer, status, message, error):
    answer.status, answer.said = status, {"type": "error", "error": {"type": "x", "message": message}}
    with pytest.raises(error) as caught:
        of(answer, MiniMaxV2).create(wanted(model=H3))
    assert type(caught.value) is error


TASK = {"id": "the-job", "status": "succeeded", "content": {"url": "https://files.example/clip.mp4"}}


@pytest.mark.parametrize(
    "said",
    [{"task": TASK}, TASK, {"items": [{"id": "other", "status": "running"}, TASK]}],
    ids=["task", "bare", "items"],
)
def test_the_task_is_read_however_it_is_wrapped(answer, said):
    answer.said = said
    assert of(answer, MiniMaxV2).poll(JOB, H3).outputs[0].url == "https://files.example/clip.mp4"


@pytest.mark.parametrize("said", [{"items": [{"id": "other", "status": "succeeded"}]}, {"task": {"status": "resting"}}])
def test_another_task_or_state_says_nothing_of_ours(answer, said):
    answer.said = said
    with pytest.raises(ProviderUnavailable):
        of(answer, MiniMaxV2).poll(JOB, H3)


def test_work_that_is_unknown_is_not_called_failed(hailuo):
    with pytest.raises(ProviderRejected, match="2013"):
        hailuo.poll(JOB, FAST)


def test_what_runs_is_not_cancelled_and_what_is_done_not_deleted(shop, h3):
    shop.seconds, shop.faults = 60, Faults(script={"minimax": ["stuck"]})
    running = h3.create(wanted(model=H3))
    h3.cancel(running, H3)
    shop.seconds = 0
    done = h3.create(wanted(model=H3))
    h3.cancel(done, H3)
    assert len(shop.paid) == 2
    assert not [asked for asked in shop.asked if asked.startswith("DELETE")]


@pytest.mark.parametrize(("wire", "model"), [(MiniMax, FAST), (MiniMaxV2, H3)])
def test_a_callback_that_gives_the_challenge_back_is_told_the_news(shop, answer, wire, model):
    vendor = wire(account_at(shop, "minimax"))
    answer.said = lambda path, body: vendor.answer(body) or {}
    job = vendor.create(wanted(model=model, callback=f"{answer.base}/hooks/minimax/x"))
    assert until(lambda: len(answer.bodies) == 2)
    assert b"challenge" in answer.bodies[0]
    assert job.id.encode() in answer.bodies[1]


def test_a_callback_that_does_not_is_told_nothing(shop, answer, hailuo):
    hailuo.create(wanted(callback=f"{answer.base}/hooks/minimax/x"))
    assert not until(lambda: len(answer.bodies) > 1, seconds=0.3)


@given(st.binary(max_size=30) | st.sampled_from([b"[]", b'"challenge"', b'{"challenge": 7}', b'{"challenge": null}']))
def test_only_a_challenge_is_answered(body):
    vendor = MiniMax(Account("minimax", lambda name: ""))
    assert vendor.answer(body) is None
    assert vendor.answer(b'{"challenge": "abc"}') == {"challenge": "abc"}
