"""Servers with the shape of OpenAI's videos, against the fakes of three; and those against OpenAI's own SDK.

FastVideo and vLLM-Omni have no SDK: their fields are those of hao-ai-lab/FastVideo fastvideo/entrypoints/openai and of
vllm-project/vllm-omni docs/serving/videos_api.md.
"""

from dataclasses import replace
from typing import Any

import httpx
import pytest

from local.vendors.answers import answering
from local.vendors.faults import Faults
from local.vendors.serving import account_at, png_of
from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.downloads import download
from spotworks.adapters.providers.openai_videos import OpenAIVideos
from spotworks.errors import (
    CreditGone,
    DeliveryUnusable,
    ModerationRefused,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
)
from spotworks.ports import StillInput, VendorJob, VendorRequest
from tests.fakes.rows import MODELS

WAN, HUNYUAN, WAVER = MODELS["openai_videos"], MODELS["fast_hunyuan"], MODELS["waver"]


@pytest.fixture
def answer():
    with answering() as found:
        yield found


def of(shop, model) -> OpenAIVideos:
    return OpenAIVideos(account_at(shop, model.provider))


def wanted(**about: Any) -> VendorRequest:
    model = about.get("model", WAN)
    first = {"kind": "clip", "model": model, "prompt": "steam rises", "seconds": model.lengths[0], "seed": 7}
    return VendorRequest(**(first | {"aspect": "9:16", "size": model.sizes["9:16"]} | about))


def sent(shop) -> dict[str, Any]:
    [work] = shop.paid.values()
    return work.body


def test_the_file_is_fetched_with_the_servers_key(shop, tmp_path):
    wan, to = of(shop, WAN), tmp_path / "clip"
    done = wan.poll(wan.create(wanted()), WAN)
    assert done.outputs[0].headers == {"Authorization": "Bearer test-key"}
    assert httpx.get(done.outputs[0].url).status_code == 401
    download(done.outputs[0], to, allow=account_at(shop, "").allow)
    assert to.read_bytes()[4:8] == b"ftyp"


def test_a_server_of_ones_own_must_be_allowed_by_name(shop, tmp_path):
    wan = of(shop, WAN)
    done = wan.poll(wan.create(wanted()), WAN)
    with pytest.raises(DeliveryUnusable):
        download(done.outputs[0], tmp_path / "clip", allow=frozenset())


@pytest.mark.parametrize(("fault", "error"), [("expired_url", ProviderUnavailable), ("private_url", DeliveryUnusable)])
def test_a_file_that_is_not_there_or_lies_elsewhere_is_not_taken(shop, fault, error, tmp_path):
    shop.faults, wan = Faults(script={"openai_videos": [fault]}), of(shop, WAN)
    done = wan.poll(wan.create(wanted()), WAN)
    with pytest.raises(error):
        download(done.outputs[0], tmp_path / "clip", allow=account_at(shop, "").allow)


def test_wan_is_asked_for_its_number_of_frames(shop):
    of(shop, WAN).create(wanted(seconds=5, negative_prompt="blur", sound=True))
    assert sent(shop) == {
        "prompt": "steam rises", "negative_prompt": "blur", "size": "480x832", "seed": "7", "num_frames": "81",
        "fps": "16", "generate_sound": "true",
    }  # fmt: skip


def test_fasthunyuan_is_asked_with_its_own_steps_and_without_a_key(shop):
    of(shop, HUNYUAN).create(wanted(model=HUNYUAN, seconds=5))
    assert sent(shop) == {
        "prompt": "steam rises", "model": "FastVideo/FastHunyuan-diffusers", "size": "720x1280", "seed": "7",
        "num_frames": "121", "fps": "24", "num_inference_steps": "6",
    }  # fmt: skip


def test_a_server_that_is_not_told_of_frames_is_asked_for_seconds(shop):
    of(shop, WAVER).create(wanted(model=WAVER))
    assert sent(shop) == {"prompt": "steam rises", "model": "waver", "size": "720x1280", "seconds": "5"}


def test_a_picture_is_uploaded_as_a_file(shop):
    still = StillInput(content=png_of(90, 160), content_type="image/png", url="https://pictures.example/a.png")
    of(shop, WAN).create(wanted(first_frame=still))
    [work] = shop.paid.values()
    assert work.ask.picture == still.content


@pytest.mark.parametrize("end", ["", "/", "/v1", "/v1/"])
def test_the_servers_address_may_end_as_people_write_it(answer, end):
    answer.said = {"id": "v", "status": "queued"}
    OpenAIVideos(Account("waver", lambda name: "", base=answer.base + end)).create(wanted(model=WAVER))
    assert answer.asked == ["POST /v1/videos"]


@pytest.mark.parametrize(
    "about",
    [{"prompt": ""}, {"size": "9:16"}, {"model": WAVER.model_copy(update={"options": {"key": "K", "input.fps": "x"}})}],
)
def test_what_the_server_does_not_take_is_refused_by_name(shop, about):
    with pytest.raises(ProviderRejected):
        of(shop, about.get("model", WAN)).create(wanted(**about))
    assert not shop.paid


@pytest.mark.parametrize(
    ("status", "said", "error"),
    [
        (429, {"error": {"message": "You exceeded your quota", "code": "insufficient_quota"}}, CreditGone),
        (429, {"error": {"message": "slow down", "code": "rate_limit_exceeded"}}, ProviderThrottled),
        (400, {"error": {"message": "no", "type": "x", "code": "moderation_blocked"}}, ModerationRefused),
        (400, {"error": {"message": "Rejected by our safety system", "code": None}}, ModerationRefused),
        (422, {"detail": [{"loc": ["body", "size"], "msg": "should match", "type": "x"}]}, ProviderRejected),
        (400, {"error": "image is too large"}, ProviderRejected),
        (500, {"detail": "Internal Server Error"}, ProviderUnavailable),
    ],
)
def test_errors_are_read_in_both_shapes(answer, status, said, error):
    answer.status, answer.said = status, said
    with pytest.raises(error) as caught:
        OpenAIVideos(Account("waver", lambda name: "", base=answer.base)).create(wanted(model=WAVER))
    assert type(caught.value) is error


def test_work_that_a_restarted_server_forgot_is_over(shop):
    done = of(shop, WAN).poll(VendorJob(id="from-before"), WAN)
    assert (done.state, done.error) == ("failed", "ProviderUnavailable")


@pytest.mark.parametrize(("said", "part"), [(50, 0.5), (170, 1.0), (-1, 0.0), ("half", None), (None, None)])
def test_progress_is_a_part_of_one_or_unknown(answer, said, part):
    answer.said = {"id": "v", "status": "in_progress", "progress": said}
    assert (
        OpenAIVideos(Account("waver", lambda name: "", base=answer.base)).poll(VendorJob(id="v"), WAVER).progress
        == part
    )


def test_openais_own_sdk_understands_the_fake(shop):
    openai = pytest.importorskip("openai")
    client = openai.OpenAI(api_key="k", base_url=f"{shop.base}/openai_videos/v1", max_retries=0)
    made = client.videos.create(
        prompt="steam", model="wan", seconds="4", size="720x1280",
        input_reference=("frame.png", png_of(90, 160), "image/png"),
    )  # fmt: skip
    [work] = shop.paid.values()
    assert (made.status, work.ask.picture) == ("queued", png_of(90, 160))
    work.ask = replace(work.ask, width=72, height=128)  # the file's size is no matter here
    assert client.videos.retrieve(made.id).status == "completed"
    assert [video.id for video in client.videos.list()] == [made.id]
    assert client.videos.download_content(made.id).read()[4:8] == b"ftyp"
    assert client.videos.delete(made.id).deleted
    with pytest.raises(openai.NotFoundError):
        client.videos.retrieve(made.id)
    with pytest.raises(openai.BadRequestError):
        client.videos.create(prompt="steam", size="tall")
