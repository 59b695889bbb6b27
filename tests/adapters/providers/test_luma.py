"""Luma's Dream Machine and its Agents API, against their fakes; and those against Luma's own SDKs."""

import contextlib
import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local.vendors.faults import Faults
from local.vendors.luma import FakeLuma
from spotworks.adapters.providers.downloads import download
from spotworks.adapters.providers.luma import DreamMachine, LumaAgents
from spotworks.domain.model import Model
from spotworks.errors import (
    CreditGone,
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
from tests.fakes.liar import lying
from tests.fakes.vendors import account_at, png_of

RAY_2 = Model(id="ray_2", provider="luma", vendor_id="ray-2", name="Luma Ray 2", makes=("clip",), durations=(5, 9))
RAY_3 = Model(id="ray_3_2", provider="luma", vendor_id="ray-3.2", name="Ray 3.2", makes=("clip",), durations=(5, 10))
STILL = StillInput(content=png_of(90, 160), content_type="image/png")
THERE = StillInput(content=b"", content_type="image/png", url="https://pictures.example/1.png")
FAULTS = [
    ("throttled", ProviderThrottled), ("unavailable", ProviderUnavailable), ("no_credit", CreditGone),
    ("revoked", KeyRejected), ("refused_input", ModerationRefused), ("redirect", ProviderRejected),
    ("broken_before", OutcomeUnknown), ("broken_after", OutcomeUnknown),
]  # fmt: skip


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


@pytest.mark.parametrize("still", [STILL, StillInput(content=b"x", content_type="image/png", url="http://10.0.0.7/1")])
def test_a_picture_that_luma_cannot_read_is_said_before_anything_is_asked(shop, dream, still):
    with pytest.raises(ModelUnavailable, match="public addresses only"):
        dream.create(wanted(first_frame=still))
    assert shop.asked == []


def test_the_agents_take_pictures_themselves_at_any_length(shop, agents):
    job = agents.create(wanted(RAY_3, first_frame=STILL, last_frame=THERE, seconds=10))
    work = shop.paid[job.id]
    assert (work.body["type"], work.body["aspect_ratio"]) == ("video", "9:16")
    assert work.body["video"]["keyframe_indexes"] == [0, 240]
    assert work.body["video"]["keyframes"][1] == {"url": THERE.url}
    assert work.ask.picture == STILL.content
    done = agents.poll(job, RAY_3)
    assert (done.state, done.outputs[0].url.startswith(shop.base)) == ("succeeded", True)


@pytest.mark.parametrize(("fault", "error"), FAULTS)
def test_what_goes_wrong_has_a_name_and_is_asked_once(shop, dream, fault, error):
    shop.faults = Faults(script={"luma": [fault]})
    with pytest.raises(error):
        dream.create(wanted())
    assert shop.asked == ["POST /luma/dream-machine/v1/generations/video"]


@pytest.mark.parametrize(("fault", "error"), FAULTS)
def test_what_goes_wrong_at_the_agents_has_a_name_and_is_asked_once(shop, agents, fault, error):
    shop.faults = Faults(script={"luma": [fault]})
    with pytest.raises(error):
        agents.create(wanted(RAY_3))
    assert shop.asked == ["POST /luma/v1/generations"]


def test_what_a_model_does_not_take_is_refused_with_its_own_words(dream, agents):
    with pytest.raises(ProviderRejected, match="duration"):
        dream.create(wanted(seconds=10))
    with pytest.raises(ProviderRejected, match="duration"):
        agents.create(wanted(RAY_3, seconds=9))


@pytest.mark.parametrize(("made", "key"), [(DreamMachine, "LUMAAI_API_KEY"), (LumaAgents, "LUMA_AGENTS_API_KEY")])
def test_each_service_asks_for_its_own_key(shop, made, key):
    with pytest.raises(ModelUnavailable, match=key):
        made(account_at(shop, "luma", **{key: ""})).create(wanted())
    assert shop.asked == []


@pytest.mark.parametrize(
    ("fault", "error"), [("failed", "ProviderUnavailable"), ("refused_output", "ModerationRefused")]
)
def test_work_that_fails_says_why_and_costs_nothing_at_dream_machine(shop, dream, agents, fault, error):
    shop.faults = Faults(script={"luma": [fault, fault]})
    done = dream.poll(dream.create(wanted()), RAY_2)
    assert (done.state, done.error, done.cost_usd) == ("failed", error, Decimal(0))
    other = agents.poll(agents.create(wanted(RAY_3)), RAY_3)
    assert (other.state, other.error, other.cost_usd) == ("failed", error, None)


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        ("Contains blacklisted words", "ModerationRefused"), ("Frame moderation failed", "ModerationRefused"),
        ("Failed to read user input frames", "ProviderRejected"), ("Job failed", "ProviderUnavailable"),
    ],
)  # fmt: skip
def test_each_reason_of_dream_machine_has_a_name(reason, error):
    with lying() as liar:
        liar.body = json.dumps({"state": "failed", "failure_reason": reason}).encode()
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
    with lying() as liar:
        liar.body = json.dumps({"state": "failed", "failure_code": code}).encode()
        assert LumaAgents(liar.account("luma")).poll(VendorJob(id="1"), RAY_3).error == error


def test_a_call_whose_answer_was_lost_is_found_by_our_key(shop, dream):
    shop.faults = Faults(script={"luma": ["broken_after"]})
    with pytest.raises(OutcomeUnknown):
        dream.create(wanted(callback=f"{shop.base}/hooks/luma/the-key", client_key="the-key"))
    [work] = shop.paid.values()
    assert dream.find("the-key", RAY_2) == VendorJob(id=work.id)
    assert dream.find("another", RAY_2) is None
    assert dream.find("", RAY_2) is None, "no key is nobody's"


def test_one_without_a_callback_may_be_ours_so_nobody_can_tell(shop, dream):
    dream.create(wanted())
    with pytest.raises(ProviderRejected, match="cannot be told"):
        dream.find("the-key", RAY_2)


def test_the_agents_cannot_be_asked_about_a_lost_answer_and_are_not_stopped(shop, agents):
    shop.seconds = 60
    job = agents.create(wanted(RAY_3))
    agents.cancel(job, RAY_3)
    assert agents.poll(job, RAY_3).state == "queued"
    with pytest.raises(ProviderRejected, match="lists no generations"):
        agents.find("the-key", RAY_3)


def test_cancelling_reaches_dream_machine_but_deletes_nothing_finished(shop, dream):
    shop.seconds = 60
    job = dream.create(wanted())
    dream.cancel(job, RAY_2)
    assert dream.poll(job, RAY_2).state == "cancelled"
    dream.cancel(job, RAY_2)
    shop.seconds = 0
    done = dream.create(wanted())
    dream.cancel(done, RAY_2)
    assert dream.poll(done, RAY_2).state == "succeeded"


def test_news_are_believed_though_nobody_signed_them(shop, dream, agents):
    """They came by a path that cannot be guessed, and only make us ask."""
    job = dream.create(wanted())
    headers, body = FakeLuma(shop).news(shop.paid[job.id], "succeeded")
    for one in (dream, agents):
        one.believe(headers, body, now=0.0)


ANSWERS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["id", "assets", "video", "output", "url", "generations", "request"]), inner, max_size=4
        )
    ),
    max_leaves=6,
)
STATES = st.sampled_from(["queued", "dreaming", "processing", "completed", "failed", "new", 5, None])


@pytest.mark.parametrize(("made", "model"), [(DreamMachine, RAY_2), (LumaAgents, RAY_3)])
def test_an_answer_that_does_not_read_never_passes_for_one(made, model):
    with lying() as liar:
        luma = made(liar.account("luma"))

        @settings(max_examples=40, deadline=None)
        @given(ANSWERS, STATES)
        def told(answer, state):
            liar.body = json.dumps({**answer, "state": state} if isinstance(answer, dict) else answer).encode()
            calls = (
                (lambda: luma.poll(VendorJob(id="1"), model), VendorStatus),
                (lambda: luma.create(wanted(model)), VendorJob),
                (lambda: luma.find("the-key", model), VendorJob | None),
            )
            for call, kind in calls:
                with contextlib.suppress(SpotworksError):
                    found = call()
                    assert isinstance(found, kind)
                    assert found != VendorJob(id="")

        told()


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
