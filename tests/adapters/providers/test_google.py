"""Google's Interactions API, against its fake; and the fake against Google's own SDK.

The format: https://ai.google.dev/gemini-api/docs/omni, .../music-generation, .../webhooks; google-genai 3.6.
"""

import json
import time
from contextlib import suppress
from decimal import Decimal

import pytest
import urllib3
from hypothesis import given, settings
from hypothesis import strategies as st

from local.vendors.contract import odd
from local.vendors.faults import Faults
from local.vendors.google import FakeGoogle
from local.vendors.serving import account_at, png_of
from spotworks.adapters.providers.downloads import download
from spotworks.adapters.providers.google.failures import judged
from spotworks.adapters.providers.google.interactions import Interactions
from spotworks.adapters.providers.wire import Reply
from spotworks.errors import (
    CreditGone,
    DeliveryUnusable,
    Forged,
    KeyRejected,
    ModerationRefused,
    OutcomeUnknown,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
)
from spotworks.ports import Output, StillInput, VendorJob, VendorRequest, VendorStatus
from tests.fakes.rows import MODELS

OMNI, LYRIA = MODELS["gemini_omni"], MODELS["lyria"]
STILL = StillInput(content=png_of(36, 64), content_type="image/png")


@pytest.fixture
def google(shop):
    return Interactions(account_at(shop, "google"))


def wanted(**about):
    clip = {"kind": "clip", "model": OMNI, "prompt": "steam rises", "seconds": 3, "aspect": "9:16"}
    return VendorRequest(**(clip | {"resolution": "360p", "first_frame": STILL, "client_key": "the-key"} | about))


def test_a_clip_is_made_from_a_picture_and_a_prompt(shop, google, tmp_path):
    job = google.create(wanted())
    [work] = shop.paid.values()
    assert work.body["background"] is True
    assert work.body["generation_config"] == {"video_config": {"task": "image_to_video"}}
    assert work.body["response_format"] == {
        "type": "video", "delivery": "uri", "aspect_ratio": "9:16", "resolution": "360p", "duration": "3s"
    }  # fmt: skip
    done = google.poll(job, OMNI)
    assert (done.state, done.cost_usd) == ("succeeded", Decimal("0.30408"))
    download(done.outputs[0], tmp_path / "clip.mp4", allow=account_at(shop, "google").allow)
    assert (tmp_path / "clip.mp4").read_bytes()[4:8] == b"ftyp"


def test_the_news_bring_our_key_back(shop, google):
    shop.faults = Faults(script={"google": ["hook_missing"]})
    google.create(wanted(callback="https://spots.example/hooks/x"))
    [work] = shop.paid.values()
    config = {"uris": ["https://spots.example/hooks/x"], "user_metadata": {"client_key": "the-key"}}
    assert work.body["webhook_config"] == config
    assert b'"client_key": "the-key"' in FakeGoogle(shop).news(work, "succeeded")[1]


@pytest.mark.parametrize(
    ("pictures", "task", "tags"),
    [
        ({"first_frame": None}, "text_to_video", ""),
        ({}, "image_to_video", "[# Sources <FIRST_FRAME>@Image1] "),
        ({"last_frame": STILL}, "image_to_video", "[# Sources <FIRST_FRAME>@Image1 <LAST_FRAME>@Image2] "),
        (
            {"first_frame": None, "references": (STILL, STILL)},
            "reference_to_video",
            "[# References <IMAGE_REF_0>@Image1 <IMAGE_REF_1>@Image2] ",
        ),
        ({"references": (STILL,)}, None, "[# Sources <FIRST_FRAME>@Image1] [# References <IMAGE_REF_0>@Image2] "),
    ],
)
def test_what_a_picture_is_for_is_said_by_its_tag(shop, google, pictures, task, tags):
    google.create(wanted(**pictures, negative_prompt="rain"))
    [work] = shop.paid.values()
    assert work.body.get("generation_config", {}).get("video_config", {}).get("task") == task
    [*images, text] = work.body["input"][0]["content"]
    assert len(images) == tags.count("@")
    assert text["text"] == f"{tags}steam rises Do not show: rain. {OMNI.options['suffix']}"


@pytest.mark.parametrize(
    ("about", "before", "after"),
    [
        ({"references": (STILL,)}, "[# Sources <FIRST_FRAME>@Image1] [# References <IMAGE_REF_0>@Image2] ", ""),
        ({"first_frame": None, "negative_prompt": "rain"}, "", " Do not show: rain."),
        ({"kind": "music", "model": LYRIA, "seconds": 20, "first_frame": None}, "", " Length: 20 seconds."),
    ],
    ids=["tags", "negative", "length"],
)
def test_a_prompt_gives_way_to_what_is_said_beside_it(shop, google, about, before, after):
    asked = wanted(prompt="Steam rises. " * 200, **about)
    google.create(asked)
    [work] = shop.paid.values()
    text = work.body["input"][0]["content"][-1]["text"]
    most, suffix = asked.model.prompt_max, f"{after} {asked.model.options['suffix']}"
    assert text.startswith(f"{before}Steam rises.")
    assert text.endswith(f"Steam rises.{suffix}")
    assert most - len("Steam rises. ") < len(text) <= most


@pytest.mark.parametrize(("model", "length"), [(LYRIA, " Length: 20 seconds."), (MODELS["lyria_clip"], "")])
def test_music_comes_with_the_answer(shop, google, tmp_path, model, length):
    done = google.create(VendorRequest(kind="music", model=model, prompt="a warm piano", seconds=20))
    [work] = shop.paid.values()
    assert work.body["input"][0]["content"][0]["text"] == f"a warm piano{length} Instrumental only, no vocals."
    assert work.body.keys() == {"model", "input", "response_format"}
    download(done.outputs[0], tmp_path / "song", allow=frozenset())
    assert (tmp_path / "song").read_bytes()[:4] == b"RIFF"


def test_the_key_goes_to_googles_own_host_only(shop, google, tmp_path):
    shop.faults = Faults(script={"google": ["private_url", None]})
    [strange] = google.poll(google.create(wanted()), OMNI).outputs
    [own] = google.poll(google.create(wanted()), OMNI).outputs
    assert not strange.headers
    assert own.headers == {"x-goog-api-key": "test-key"}
    with pytest.raises(DeliveryUnusable):
        download(strange, tmp_path / "clip", allow=account_at(shop, "google").allow)
    with pytest.raises(ProviderUnavailable, match="400"):
        download(Output(url=own.url), tmp_path / "clip", allow=account_at(shop, "google").allow)


@pytest.mark.parametrize(
    "uri", ["files/abc", "{base}/v1/files/abc", "{base}/v1/files/abc:download?alt=media"], ids=["name", "file", "media"]
)
def test_a_file_is_fetched_however_google_names_it(answers, uri):
    content = {"type": "video", "uri": uri.format(base=answers.base)}
    steps = [{"type": "model_output", "content": [content]}]
    answers.says({"status": "completed", "steps": steps})
    [output] = Interactions(answers.account("google")).poll(VendorJob(id="a/b"), OMNI).outputs
    assert output.url == f"{answers.base}/v1/files/abc:download?alt=media"
    assert output.headers == {"x-goog-api-key": "test-key"}


def test_only_a_whole_token_of_googles_is_believed_and_while_it_lasts(shop, google):
    google.create(wanted())
    [work] = shop.paid.values()
    fake, now = FakeGoogle(shop), time.time()
    headers, body = fake.news(work, "succeeded")
    google.believe(headers, body, now=now)
    google.believe(headers, body, now=now)
    assert len([one for one in shop.asked if "jwks" in one]) <= 1, "by no process more often"
    head, claims, signature = headers["webhook-signature"].split(".")
    for told, at in (
        ({**headers, "webhook-timestamp": str(int(now) + 302)}, now + 302),
        ({**headers, "webhook-signature": f"{head}.{claims[:-4]}AAAA.{signature}"}, now),
        ({**headers, "webhook-signature": f"{head}.{claims}."}, now),
        ({**headers, "webhook-signature": "v1,QUJD"}, now),
    ):
        with pytest.raises(Forged):
            google.believe(told, body, now=at)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (429, {"message": "Your prepayment credits are depleted. Please go to AI Studio"}, CreditGone),
        (429, {"message": "Quota exceeded for metric: requests, limit: 0, model: veo"}, CreditGone),
        (429, {"details": [{"violations": [{"quotaId": "RequestsPerDayPerProject"}]}]}, CreditGone),
        (429, {"details": [{"violations": [{"quotaId": "RequestsPerMinutePerProject"}]}]}, ProviderThrottled),
        (429, {"details": [{"reason": "MODEL_CAPACITY_EXHAUSTED"}]}, ProviderThrottled),
        (429, {"message": "Resource has been exhausted (e.g. check quota)."}, ProviderThrottled),
        (400, {"details": [{"reason": "API_KEY_INVALID"}], "message": "API key not valid."}, KeyRejected),
        (403, {"details": [{"reason": "BILLING_DISABLED"}]}, CreditGone),
        (400, {"status": "FAILED_PRECONDITION", "message": "only accessible to billed users"}, CreditGone),
        (400, {"code": "SAFETY", "message": "no"}, ModerationRefused),
        (400, {"message": "It has sensitive words that violate Google's Responsible AI practices"}, ModerationRefused),
        (400, {"message": "safety_settings: unknown field"}, type(None)),
        (403, {"status": "PERMISSION_DENIED"}, type(None)),
        (500, {"message": "internal"}, type(None)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("shape", [lambda error: {"error": error}, lambda error: [{"error": error}]])
def test_quotas_credit_keys_and_refusals_are_told_apart(status, body, error, shape):
    assert type(judged(Reply(status, {}, json.dumps(shape(body)).encode()))) is error


@pytest.mark.parametrize(("said", "seconds"), [("22s", 22), ("10.7s", 10.7), ("soon", 7), (None, 7)])
def test_patience_is_asked_for_in_details_or_in_a_header(said, seconds):
    body = json.dumps({"error": {"details": [{"retryDelay": said}]}}).encode()
    assert judged(Reply(429, {"retry-after": "7"}, body)).retry_after == seconds


def output(**content):
    return {"steps": [{"type": "thought"}, {"type": "model_output", "content": [content]}]}


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({"status": "completed"}, "DeliveryUnusable"),
        ({"status": "completed", **output(type="video", data="not base64")}, "DeliveryUnusable"),
        (
            {
                "status": "completed",
                **output(type="text", text="Here it is."),
                "usage": {"output_tokens_by_modality": [{"modality": "VIDEO", "tokens": 9}]},
            },
            "DeliveryUnusable",
        ),
        ({"status": "completed", **output(type="text", text="I can't.")}, "ModerationRefused"),
        ({"status": "failed", "errors": [{"message": "blocked by our safety filters"}]}, "ModerationRefused"),
        ({"status": "failed", "error": {"code": "internal"}}, "ProviderUnavailable"),
        ({"status": "incomplete"}, "ProviderUnavailable"),
        ({"status": "budget_exceeded"}, "ProviderRejected"),
        ({"status": "requires_action"}, "ProviderRejected"),
    ],
)
def test_the_end_of_an_interaction_is_told_by_what_it_holds(answers, told, error):
    answers.says({"id": "i", **told})
    google = Interactions(answers.account("google"))
    assert google.poll(VendorJob(id="i"), OMNI).error == error
    assert google.create(wanted()).error == error


@pytest.mark.parametrize(
    ("message", "error"), [("Invalid interaction name", ProviderRejected), ("Odd", ProviderUnavailable)]
)
def test_only_an_unknown_name_ends_the_asking(answers, message, error):
    answers.says({"error": {"code": "invalid_request", "message": message}}, 400)
    with pytest.raises(error):
        Interactions(answers.account("google")).poll(VendorJob(id="i"), OMNI)


NAMES = ("id", "status", "steps", "content", "type", "uri", "data", "usage", "output_tokens_by_modality", "modality",
         "tokens", "errors", "error", "message", "code", "text")  # fmt: skip
STATES = st.sampled_from(["completed", "failed", "in_progress", "gone"])


@settings(max_examples=60, deadline=None)
@given(
    odd(*NAMES, "model_output", "video")
    | st.fixed_dictionaries(
        {"status": STATES},
        optional={
            "id": odd(*NAMES),
            "usage": odd(*NAMES),
            "errors": odd(*NAMES),
            "steps": st.lists(
                st.fixed_dictionaries({"type": st.just("model_output"), "content": odd(*NAMES, "video")})
            ),
        },
    )
)
def test_no_answer_is_odd_enough_to_break_us(answers, body):
    answers.says(body)
    google = Interactions(answers.account("google"))
    for ask in (lambda: google.create(wanted()), lambda: google.poll(VendorJob(id="x"), OMNI)):
        with suppress(OutcomeUnknown, ProviderUnavailable):
            assert isinstance(ask(), VendorJob | VendorStatus)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("google/v1/interactions", 400),
        ("google/v1/models/gemini:generateContent", 400),
        ("vertex/v1/projects/p/locations/l/publishers/google/models/veo:predictLongRunning", 401),
        ("openai/v1/images/generations", 401),
    ],
)
def test_the_fakes_take_nothing_without_a_key(shop, path, status):
    assert urllib3.request("POST", f"{shop.base}/{path}", json={"prompt": "steam"}).status == status
    assert shop.paid == {}


@pytest.fixture
def sdk(shop):
    genai = pytest.importorskip("google.genai")
    options = genai.types.HttpOptions(base_url=f"{shop.base}/google")
    return genai.Client(api_key="test-key", http_options=options)


def test_the_vendors_own_sdk_understands_the_fakes_clips(shop, sdk):
    made = sdk.interactions.create(
        model="gemini-omni-1.1-flash", background=True, input="steam rises",
        response_format={"type": "video", "delivery": "uri", "duration": "3s", "resolution": "360p"},
    )  # fmt: skip
    done = sdk.interactions.get(made.id)
    assert done.status == "completed"
    name = done.output_video.uri.partition("/files/")[2].partition(":")[0]
    assert sdk.files.download(file=f"files/{name}")[4:8] == b"ftyp"
    shop.seconds = 60
    slow = sdk.interactions.create(model="gemini-omni-1.1-flash", background=True, input="steam rises")
    assert sdk.interactions.cancel(slow.id).status == "cancelled"


def test_the_vendors_own_sdk_understands_the_fakes_music(sdk):
    made = sdk.interactions.create(model="lyria-3.5", input="a piano, 5 seconds", response_format={"type": "audio"})
    assert (made.status, made.output_audio.mime_type) == ("completed", "audio/wav")


@pytest.mark.parametrize(
    "wrong",
    [
        {"response_format": {"type": "video", "aspect_ratio": "1:1"}},
        {"response_format": {"type": "video", "duration": "12s"}},
        {"background": False, "webhook_config": {"uris": ["https://x.example"]}},
        {"generation_config": {"video_config": {"task": "image_to_video"}}},
    ],
    ids=["ratio", "length", "hook without background", "no picture"],
)
def test_the_fake_refuses_what_google_would(shop, sdk, wrong):
    with pytest.raises(Exception, match="400") as caught:
        sdk.interactions.create(**({"model": "gemini-omni-1.1-flash", "input": "steam", "background": True} | wrong))
    assert caught.value.status_code == 400
    assert shop.paid == {}
