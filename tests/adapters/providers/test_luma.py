"""Luma's Dream Machine and its Agents API, against their fakes; and those against Luma's own SDKs."""

import json

import pytest

from local.vendors.answers import answering
from local.vendors.luma import FakeLuma
from local.vendors.serving import account_at, png_of
from local.vendors.shop import Ask
from spotworks.adapters.providers.downloads import download
from spotworks.adapters.providers.luma import DreamMachine, LumaAgents
from spotworks.domain.model import Model
from spotworks.errors import (
    ModelUnavailable,
    ProviderRejected,
    ProviderUnavailable,
)
from spotworks.ports import StillInput, VendorJob, VendorRequest

RAY_2 = Model(id="ray_2", provider="luma", vendor_id="ray-2", name="Luma Ray 2", makes=("clip",), durations=(5, 9))
RAY_3 = Model(id="ray_3_2", provider="luma", vendor_id="ray-3.2", name="Ray 3.2", makes=("clip",), durations=(5, 10))
STILL = StillInput(content=png_of(90, 160), content_type="image/png")
THERE = StillInput(content=b"", content_type="image/png", url="https://pictures.example/1.png")


@pytest.fixture
def dream(shop):
    return DreamMachine(account_at(shop, "luma"))


@pytest.fixture
def agents(shop):
    return LumaAgents(account_at(shop, "luma"))


def wanted(model=RAY_2, **about):
    shape = {"seconds": 5, "aspect": "9:16", "resolution": "540p"}
    return VendorRequest(**({"kind": "clip", "model": model, "prompt": "steam rises"} | shape | about))


def test_a_clip_is_made_between_two_pictures_that_luma_can_read(shop, dream):
    job = dream.create(wanted(first_frame=THERE, last_frame=THERE, aspect="4:5", size="3:4"))
    assert shop.paid[job.id].body == {
        "model": "ray-2", "prompt": "steam rises", "aspect_ratio": "3:4", "resolution": "540p", "duration": "5s",
        "keyframes": {"frame0": {"type": "image", "url": THERE.url}, "frame1": {"type": "image", "url": THERE.url}},
    }  # fmt: skip
    assert dream.poll(job, RAY_2).state == "succeeded"


def test_a_clip_is_made_from_words(shop, dream, tmp_path):
    done = dream.poll(dream.create(wanted()), RAY_2)
    download(done.outputs[0], tmp_path / "clip.mp4", allow=account_at(shop, "luma").allow)
    assert (tmp_path / "clip.mp4").read_bytes()[4:8] == b"ftyp"


def test_a_picture_that_luma_cannot_read_is_said_before_anything_is_asked(shop, dream):
    with pytest.raises(ModelUnavailable, match="public addresses only"):
        dream.create(wanted(first_frame=STILL))
    assert shop.asked == []


def test_a_clip_begins_with_what_lies_at_its_pictures_address(shop, dream):
    """The fake's own: in a cloud on this machine it reads the work bucket."""
    lying = shop.begin(FakeLuma(shop), Ask(kind="image", prompt="a lamp", width=64, height=64), {})
    work = shop.paid[dream.create(wanted(first_frame=THERE.model_copy(update={"url": shop.url(lying)}))).id]
    assert work.ask.picture == shop.content(lying)[0]
    with pytest.raises(ProviderRejected, match="Failed to read user input frames"):
        dream.create(wanted(first_frame=THERE.model_copy(update={"url": f"{shop.base}/nothing"})))


def test_the_agents_take_pictures_themselves_at_any_length(shop, agents):
    job = agents.create(wanted(RAY_3, first_frame=STILL, last_frame=THERE, seconds=10))
    work = shop.paid[job.id]
    assert (work.body["type"], work.body["aspect_ratio"]) == ("video", "9:16")
    assert work.body["video"]["keyframe_indexes"] == [0, 240]
    assert work.body["video"]["keyframes"][1] == {"url": THERE.url}
    assert work.ask.picture == STILL.content
    done = agents.poll(job, RAY_3)
    assert (done.state, done.outputs[0].url.startswith(shop.base)) == ("succeeded", True)


def test_what_a_model_does_not_take_is_refused_with_its_own_words(dream, agents):
    with pytest.raises(ProviderRejected, match="duration"):
        dream.create(wanted(seconds=10))
    with pytest.raises(ProviderRejected, match="duration"):
        agents.create(wanted(RAY_3, seconds=9))


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        ("Contains blacklisted words", "ModerationRefused"), ("Frame moderation failed", "ModerationRefused"),
        ("Failed to read user input frames", "ProviderRejected"), ("Job failed", "ProviderUnavailable"),
    ],
)  # fmt: skip
def test_each_reason_of_dream_machine_has_a_name(reason, error):
    with answering() as liar:
        liar.said = json.dumps({"state": "failed", "failure_reason": reason}).encode()
        assert DreamMachine(liar.account("luma")).poll(VendorJob(id="1"), RAY_2).error == error


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("content_moderated", "ModerationRefused"), ("budget_exhausted", "CreditGone"),
        ("rate_limited", "ProviderThrottled"), ("image_too_large", "ProviderRejected"),
        ("corrupt_input", "ProviderRejected"), ("output_not_found", "ProviderUnavailable"),
        ("new_one", "ProviderUnavailable"),
    ],
)  # fmt: skip
def test_each_failure_code_of_the_agents_has_a_name(code, error):
    with answering() as liar:
        liar.said = json.dumps({"state": "failed", "failure_code": code}).encode()
        assert LumaAgents(liar.account("luma")).poll(VendorJob(id="1"), RAY_3).error == error


def test_no_key_is_nobodys(shop, dream):
    dream.create(wanted(callback="http://127.0.0.1:9/hooks/luma/the-key", client_key="the-key"))
    assert dream.find("", RAY_2) is None


def test_one_without_a_callback_may_be_ours_so_nobody_can_tell(shop, dream):
    dream.create(wanted())
    with pytest.raises(ProviderRejected, match="cannot be told"):
        dream.find("the-key", RAY_2)


def test_a_lost_call_is_looked_for_on_all_pages(answers):
    made = [{"id": str(n), "request": {"callback_url": f"https://hooks.example/key-{n}"}} for n in range(130)]

    def page(path, body):  # it gives fifty, whatever is asked
        start = int(path.partition("offset=")[2])
        return {"generations": made[start : start + 50], "has_more": start + 50 < len(made)}

    answers.says(page)
    dream = DreamMachine(answers.account("luma"))
    assert dream.find("key-129", RAY_2) == VendorJob(id="129")
    assert dream.find("another", RAY_2) is None
    made *= 10
    with pytest.raises(ProviderRejected, match="further on"):
        dream.find("another", RAY_2)


@pytest.mark.parametrize("said", [{}, {"generations": {}}, {"generations": [7]}, {"generations": [{"id": ""}]}, b"no"])
def test_a_list_that_does_not_read_denies_nothing(answers, said):
    answers.says(said)
    with pytest.raises(ProviderUnavailable):
        DreamMachine(answers.account("luma")).find("the-key", RAY_2)


def test_the_vendors_own_sdk_understands_dream_machine_s_fake(shop):
    sdk = pytest.importorskip("lumaai")
    client = sdk.LumaAI(auth_token="x", base_url=f"{shop.base}/luma/dream-machine/v1", max_retries=0)
    made = client.generations.video.create(
        model="ray-2", prompt="steam", duration="5s", resolution="540p", aspect_ratio="9:16",
        keyframes={"frame0": {"type": "image", "url": THERE.url}}, callback_url=f"{shop.base}/hooks",
    )  # fmt: skip
    again = client.generations.get(made.id)
    assert (again.state, again.assets.video.startswith(shop.base)) == ("completed", True)
    assert again.request.callback_url == f"{shop.base}/hooks"
    listed = client.generations.list(limit=5)
    assert ([one.id for one in listed.generations], listed.has_more) == ([made.id], False)
    client.generations.delete(made.id)
    with pytest.raises(sdk.NotFoundError):
        client.generations.get(made.id)
    with pytest.raises(sdk.BadRequestError, match="duration"):
        client.generations.video.create(model="ray-2", prompt="steam", duration="7s")


def test_the_vendors_own_sdk_understands_the_agents_fake(shop):
    sdk = pytest.importorskip("luma_agents")
    client = sdk.Luma(auth_token="x", base_url=f"{shop.base}/luma/v1", max_retries=0)
    frame = {"url": THERE.url}
    video = {"duration": "5s", "resolution": "720p", "start_frame": frame}
    made = client.generations.create(prompt="steam", model="ray-3.2", type="video", aspect_ratio="9:16", video=video)
    again = client.generations.get(made.id)
    assert (again.state, again.output[0].type) == ("completed", "video")
    video["keyframes"], video["keyframe_indexes"] = [frame], [0]
    with pytest.raises(sdk.UnprocessableEntityError):
        client.generations.create(prompt="steam", model="ray-3.2", type="video", video=video)
