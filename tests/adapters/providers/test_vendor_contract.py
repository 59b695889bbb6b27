"""What holds for Kling, MiniMax, RunPod, ComfyUI and servers with the shape of OpenAI's videos alike."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local.vendors.faults import Faults
from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.comfyui import ComfyUI
from spotworks.adapters.providers.downloads import download
from spotworks.adapters.providers.kling import Kling
from spotworks.adapters.providers.minimax import MiniMax, MiniMaxV2
from spotworks.adapters.providers.openai_videos import OpenAIVideos
from spotworks.adapters.providers.runpod import RunPod
from spotworks.domain.model import Model
from spotworks.errors import (
    CreditGone,
    DeliveryUnusable,
    KeyRejected,
    ModelUnavailable,
    ModerationRefused,
    OutcomeUnknown,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    SpotworksError,
)
from spotworks.ports import StillInput, VendorJob, VendorRequest, VendorStatus
from tests.fakes.answering import answering
from tests.fakes.rows import rows
from tests.fakes.vendors import account_at, png_of

KLING, MINIMAX, OURS = rows("kling"), rows("minimax"), rows("selfhosted")


@dataclass(frozen=True)
class Case:
    """path: of the paid call; finds: whether the API tells of a lost call; stops: whether it can be cancelled."""

    wire: type[Any]
    model: Model
    path: str
    finds: bool = False
    stops: bool = True


CASES = {
    "kling": Case(Kling, KLING["kling_direct"], "/v1/videos/text2video", finds=True, stops=False),
    "hailuo": Case(MiniMax, MINIMAX["hailuo_direct"], "/v1/video_generation", stops=False),
    "h3": Case(MiniMaxV2, MINIMAX["h3_direct"], "/v2/video_generation"),
    "openai_videos": Case(OpenAIVideos, OURS["openai_videos"], "/v1/videos"),
    "fastvideo": Case(OpenAIVideos, OURS["fasthunyuan"], "/v1/videos"),
    "waver": Case(OpenAIVideos, OURS["waver"], "/v1/videos"),
    "openv": Case(RunPod, OURS["openv"], "/v2/test-key/run"),
    "comfyui": Case(ComfyUI, OURS["comfyui"], "/prompt", finds=True),
}


@pytest.fixture(params=CASES.values(), ids=CASES.keys())
def case(request):
    return request.param


@pytest.fixture
def vendor(shop, case):
    return case.wire(account_at(shop, case.model.provider))


def wanted(model: Model, **about: Any) -> VendorRequest:
    aspect = "16:9"
    first = {
        "kind": "clip", "model": model, "prompt": "steam rises", "seconds": model.lengths[0], "aspect": aspect,
        "size": model.sizes.get(aspect, ""), "resolution": next(iter(model.resolutions), ""), "client_key": "the-key",
        "seed": 7,
    }  # fmt: skip
    return VendorRequest(**(first | about))


def test_a_clip_is_made_from_a_prompt(shop, vendor, case, tmp_path):
    done = vendor.poll(vendor.create(wanted(case.model)), case.model)
    assert done.state == "succeeded", done
    [work] = shop.paid.values()
    assert (work.ask.prompt, work.ask.width > work.ask.height) == ("steam rises", True)
    assert work.ask.seconds == pytest.approx(case.model.lengths[0], abs=0.21)
    shop.paid[work.id].fault = "empty"  # of the files themselves test_the_file_... tells
    with pytest.raises(DeliveryUnusable, match="empty"):
        download(done.outputs[0], tmp_path / "clip", allow=account_at(shop, "").allow)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("throttled", ProviderThrottled), ("unavailable", ProviderUnavailable), ("no_credit", CreditGone),
        ("revoked", KeyRejected), ("refused_input", ModerationRefused), ("redirect", ProviderRejected),
        ("broken_before", OutcomeUnknown), ("broken_after", OutcomeUnknown),
    ],
)  # fmt: skip
def test_what_goes_wrong_has_a_name_and_is_asked_once(shop, vendor, case, fault, error):
    shop.faults = Faults(script={case.model.provider: [fault]})
    if case.wire is ComfyUI and fault == "refused_input":
        error = ProviderRejected  # a node of the graph is what it refuses
    with pytest.raises(error) as caught:
        vendor.create(wanted(case.model))
    assert type(caught.value) is error
    assert shop.asked == [f"POST /{case.model.provider}{case.path}"]


@pytest.mark.parametrize(
    ("fault", "error"), [("failed", "ProviderUnavailable"), ("refused_output", "ModerationRefused")]
)
def test_work_that_fails_says_why(shop, vendor, case, fault, error):
    shop.faults = Faults(script={case.model.provider: [fault]})
    done = vendor.poll(vendor.create(wanted(case.model)), case.model)
    assert (done.state, done.error) == ("failed", error)
    assert len(done.message) > len("RunPod: ")


def test_work_that_is_under_way_is_neither_done_nor_lost(shop, vendor, case):
    shop.faults, shop.seconds = Faults(script={case.model.provider: [None, "stuck"]}), 60
    waiting, running = vendor.create(wanted(case.model)), vendor.create(wanted(case.model, client_key="other"))
    assert vendor.poll(waiting, case.model).state == "queued"
    assert vendor.poll(running, case.model).state == "running"


def test_cancelling_reaches_the_vendor_or_is_known_to_be_impossible(shop, vendor, case):
    shop.seconds = 60
    job = vendor.create(wanted(case.model))
    asked = len(shop.asked)
    vendor.cancel(job, case.model)
    [work] = shop.paid.values()
    assert work.cancelled is case.stops
    assert (len(shop.asked) > asked) is case.stops
    assert vendor.poll(job, case.model).state in ({"cancelled", "failed"} if case.stops else {"queued"})


def test_cancelling_what_is_over_takes_nothing_away(shop, vendor, case):
    job = vendor.create(wanted(case.model))
    vendor.cancel(job, case.model)
    assert vendor.poll(job, case.model).state == "succeeded"


def test_a_call_whose_answer_was_lost_is_found_by_our_key_where_the_api_can_tell(shop, vendor, case):
    shop.faults = Faults(script={case.model.provider: ["broken_after"]})
    with pytest.raises(OutcomeUnknown):
        vendor.create(wanted(case.model))
    [work] = shop.paid.values()
    if not case.finds:
        with pytest.raises(ProviderRejected):
            vendor.find("the-key", case.model)
        return
    found = vendor.find("the-key", case.model)
    assert found is not None
    assert (found.id, vendor.poll(found, case.model).state) == (work.id, "succeeded")
    assert vendor.find("another", case.model) is None


def test_unsigned_news_is_believed_and_only_makes_us_ask(vendor):
    vendor.believe({}, b"whatever", now=0)


def test_a_key_or_address_that_is_missing_is_named_before_anything_is_sent(shop, case):
    vendor = case.wire(Account(case.model.provider, lambda name: "", base="" if case.model.endpoint else shop.base))
    with pytest.raises(ModelUnavailable, match=case.model.endpoint or "|".join(case.model.secrets)):
        vendor.create(wanted(case.model))
    assert shop.asked == []


KEYS = (
    "id", "status", "data", "code", "message", "task_id", "task_status", "task_status_msg", "task_result", "videos",
    "url", "task", "items", "content", "error", "output", "result", "file", "file_id", "download_url", "base_resp",
    "status_code", "prompt_id", "the-job", "outputs", "status_str", "messages", "queue_running", "queue_pending",
    "progress", "detail", "node_errors", "task_info", "external_task_id", "final_unit_deduction",
)  # fmt: skip
WORDS = (
    "", "succeed", "failed", "Success", "Fail", "succeeded", "completed", "COMPLETED", "FAILED", "queued", "error",
    "FAILED: no", "https://files.example/clip.mp4", "submitted", "the-key", "clip.mp4", "execution_error",
)  # fmt: skip
LEAVES = st.none() | st.booleans() | st.sampled_from([0, -1, 1002, 1301, 10**30, 0.5]) | st.sampled_from(WORDS)
ANSWERS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def answer():
    with answering() as found:
        yield found


@given(said=ANSWERS, status=st.sampled_from([200, 200, 200, 400, 429, 500]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_answer_gets_past_the_names_of_errors(answer, case, said, status):
    answer.said, answer.status = said, status
    vendor = case.wire(Account(case.model.provider, lambda name: "k", base=answer.base))
    job = VendorJob(id="the-job")
    for ask in (
        lambda: vendor.create(wanted(case.model)), lambda: vendor.poll(job, case.model),
        lambda: vendor.cancel(job, case.model), lambda: vendor.find("the-key", case.model),
    ):  # fmt: skip
        try:
            found = ask()
        except SpotworksError:
            continue
        assert found is None or (isinstance(found, VendorJob) and found.id) or isinstance(found, VendorStatus)


@pytest.mark.parametrize("said", [b"<html>busy</html>", b"", b'{"id": 7}', b"[]", b"null"])
def test_a_paid_call_answered_with_something_else_may_have_begun(answer, case, said):
    answer.said, answer.status = said, 200
    vendor = case.wire(Account(case.model.provider, lambda name: "k", base=answer.base))
    with pytest.raises(OutcomeUnknown):
        vendor.create(wanted(case.model))


@pytest.mark.parametrize("said", [b"<html>busy</html>", b"[]", b"null", b'{"status": "dancing"}'])
def test_an_answer_that_says_nothing_of_the_work_does_not_end_it(answer, case, said):
    answer.said, answer.status = said, 200
    vendor = case.wire(Account(case.model.provider, lambda name: "k", base=answer.base))
    with pytest.raises(ProviderUnavailable):
        vendor.poll(VendorJob(id="the-job"), case.model)


def test_a_picture_that_the_model_takes_is_what_the_clip_begins_with(shop, vendor, case):
    if case.model.first_frame == "no":
        pytest.skip("the model takes none")
    still = StillInput(content=png_of(360, 640), content_type="image/png")
    done = vendor.poll(vendor.create(wanted(case.model, first_frame=still)), case.model)
    assert done.state == "succeeded", done
    [work] = shop.paid.values()
    assert work.ask.picture == still.content
