"""RunPod's serverless endpoints with OpenV's worker, against the fake; and the fake against RunPod's own SDK.

The SDK brings 58 packages, one of which (uvloop) changes how every server here runs: it is no development dependency.
The last test runs where it lies on the path: `pip install --target X runpod`, `PYTHONPATH=X pytest <this file>`.
"""

from typing import Any

import httpx
import pytest

from local.vendors.answers import answering, until
from local.vendors.serving import account_at
from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.runpod import RunPod
from spotworks.errors import CreditGone, KeyRejected, ModerationRefused, ProviderRejected, ProviderThrottled
from spotworks.ports import StillInput, VendorJob, VendorRequest
from tests.fakes.rows import MODELS

MODEL = MODELS["openv"]
JOB = VendorJob(id="the-job")


@pytest.fixture
def openv(shop):
    return RunPod(account_at(shop, "openv", RUNPOD_ENDPOINT_ID="ep1"))


@pytest.fixture
def answer():
    with answering() as found:
        yield found


def of(answer) -> RunPod:
    return RunPod(Account("openv", lambda name: "k", base=answer.base))


def wanted(**about: Any) -> VendorRequest:
    first = {"kind": "clip", "model": MODEL, "prompt": "steam rises", "seconds": 5, "aspect": "9:16", "seed": 7}
    return VendorRequest(**(first | {"size": "480x848"} | about))


def sent(shop) -> dict[str, Any]:
    [work] = shop.paid.values()
    return work.body


def test_mochi_is_asked_in_its_workers_words_with_numbers_as_numbers(shop, openv):
    openv.create(wanted(negative_prompt="blur"))
    assert sent(shop) == {
        "input": {
            "positive_prompt": "steam rises", "negative_prompt": "blur", "width": 480, "height": 848, "seed": 7,
            "num_frames": 121, "steps": 40, "cfg": 6,
        }
    }  # fmt: skip
    assert shop.asked == ["POST /openv/v2/ep1/run"]


def test_another_worker_is_asked_in_others(answer):
    answer.said = {"id": "j", "status": "IN_QUEUE"}
    options = {"first_frame": "image_url", "seconds": "duration", "endpoint_id": "OTHER_ENDPOINT", "input.fast": "true"}
    model = MODEL.model_copy(update={"options": options})
    still = StillInput(content=b"x", content_type="image/png")
    vendor = RunPod(Account("openv", {"RUNPOD_API_KEY": "k", "OTHER_ENDPOINT": "ep2"}.get, base=answer.base))
    vendor.create(wanted(model=model, first_frame=still, callback="https://hooks.example/x"))
    assert answer.asked == ["POST /v2/ep2/run"]
    assert httpx.Response(200, content=answer.bodies[0]).json() == {
        "input": {"prompt": "steam rises", "duration": 5, "image_url": "data:image/png;base64,eA==", "fast": True},
        "webhook": "https://hooks.example/x",
    }


@pytest.mark.parametrize(
    "output",
    [
        {"result": "https://f.example/c.mp4", "status": "DONE"}, "https://f.example/c.mp4",
        ["https://f.example/c.mp4"], {"video_url": "https://f.example/c.mp4"}, [{"video": "https://f.example/c.mp4"}],
        {"output": {"url": "https://f.example/c.mp4"}},
    ],
)  # fmt: skip
def test_the_address_is_found_where_workers_put_it(answer, output):
    answer.said = {"id": "the-job", "status": "COMPLETED", "output": output}
    done = of(answer).poll(JOB, MODEL)
    assert (done.state, done.outputs[0].url) == ("succeeded", "https://f.example/c.mp4")


@pytest.mark.parametrize(
    ("output", "error"),
    [
        ({"result": "FAILED: CUDA out of memory"}, "ProviderUnavailable"),
        ({"error": "Error: no GPU"}, "ProviderUnavailable"),
        ({"result": "FAILED: blocked by the safety filter"}, "ModerationRefused"),
        (None, "DeliveryUnusable"), ({"status": "DONE"}, "DeliveryUnusable"), ("/tmp/clip.mp4", "DeliveryUnusable"),
        ("file:///c", "DeliveryUnusable"), ("AAAAIGZ0eXA=", "DeliveryUnusable"), (7, "DeliveryUnusable"),
        ([], "DeliveryUnusable"),
    ],
)  # fmt: skip
def test_completed_without_an_address_is_a_failure(answer, output, error):
    answer.said = {"id": "the-job", "status": "COMPLETED", "output": output}
    done = of(answer).poll(JOB, MODEL)
    assert (done.state, done.error) == ("failed", error)


@pytest.mark.parametrize(
    ("status", "state"),
    [("IN_QUEUE", "queued"), ("IN_PROGRESS", "running"), ("RUNNING", "running"), ("TIMED_OUT", "failed"),
     ("FAILED", "failed"), ("CANCELLED", "cancelled")],
)  # fmt: skip
def test_all_of_its_states_are_known(answer, status, state):
    answer.said = {"id": "the-job", "status": status}
    assert of(answer).poll(JOB, MODEL).state == state


@pytest.mark.parametrize(
    ("status", "said", "error"),
    [
        (401, {"error": "unauthorized"}, KeyRejected), (400, {"error": "insufficient balance"}, CreditGone),
        (429, {"error": "too many"}, ProviderThrottled), (400, {"error": "input is required"}, ProviderRejected),
        (404, {"error": "endpoint not found"}, ProviderRejected),
        (400, {"error": "content policy"}, ModerationRefused),
    ],
)  # fmt: skip
def test_errors_are_told_apart(answer, status, said, error):
    answer.status, answer.said = status, said
    with pytest.raises(error) as caught:
        of(answer).create(wanted())
    assert type(caught.value) is error


def test_what_it_forgot_after_half_an_hour_is_over(openv):
    done = openv.poll(JOB, MODEL)
    assert (done.state, done.error) == ("failed", "ProviderUnavailable")
    openv.cancel(JOB, MODEL)


def test_news_reaches_the_callback(shop, openv, answer):
    job = openv.create(wanted(callback=f"{answer.base}/hooks/openv/x"))
    assert until(lambda: answer.bodies)
    assert job.id.encode() in answer.bodies[0]


def test_nobody_gets_in_without_a_key_or_an_input(shop):
    at = f"{shop.base}/openv/v2/ep1/run"
    assert httpx.post(at, json={"input": {"prompt": "x"}}).status_code == 401
    assert httpx.post(at, json={"prompt": "x"}, headers={"Authorization": "Bearer k"}).status_code == 400


def test_runpods_own_sdk_understands_the_fake(shop, monkeypatch):
    runpod = pytest.importorskip("runpod")
    monkeypatch.setattr(runpod, "endpoint_url_base", f"{shop.base}/openv/v2")
    endpoint = runpod.Endpoint("ep1", api_key="k")
    job = endpoint.run({"positive_prompt": "steam", "num_frames": 31})
    assert job.status() == "COMPLETED"
    assert job.output()["result"].startswith(shop.base)
    shop.seconds = 60
    waiting = endpoint.run({"input": {"positive_prompt": "steam"}})
    assert waiting.status() == "IN_QUEUE"
    assert endpoint.health()["jobs"]["inQueue"] >= 1
    assert waiting.cancel()["status"] == "CANCELLED"
    assert waiting.status() == "CANCELLED"
