"""Acme's models by their names, where its package is installed: run by test_acme.py, in a Python of its own."""

import json
import os

import boto3
import pytest
from spotworks_acme.fake import served

from local.cli import main
from local.vendors.serving import png_of
from spotworks import wiring
from spotworks.domain.base import JobRef
from spotworks.domain.clip import ClipDocument
from spotworks.domain.generation import ClipRequest, digest
from spotworks.errors import ModelUnavailable
from spotworks.stages.shared.generation import find_made
from tests.fakes.aws import aws_in_memory, environment
from tests.fakes.handlers import Api, invoke
from tests.fakes.plans import CAMERA


@pytest.fixture(scope="module")
def acme():
    """Acme's fake, and AWS with all that functions find there."""
    with served() as found, aws_in_memory():
        queue = boto3.client("sqs").create_queue(QueueName="orders")["QueueUrl"]
        os.environ.update(
            environment(), SPOTWORKS_WEB="web", SPOTWORKS_ORDERS=queue, SPOTWORKS_VENDORS=found.base, SPOTWORKS_PACE="0"
        )
        yield found


def test_the_command_shows_it_with_its_price_and_what_it_needs(capsys, monkeypatch):
    assert main(["models"]) == 0
    rows = {line.split()[0]: " ".join(line.split()) for line in capsys.readouterr().out.splitlines() if line.strip()}
    assert rows["acme_film"] == "acme_film acme 4, 8 9:16 16:9 1:1 $0.05/s first, needed needs ACME_API_KEY"
    assert rows["acme_words"] == "acme_words acme $1.00/M in, $4.00/M out needs ACME_API_KEY"
    monkeypatch.setenv("ACME_API_KEY", "k-1")
    assert main(["models", "acme_classic", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["model"]
    assert (told["id"], told["available"], told["replaced_by"]) == ("acme_film_1", True, "acme_film")


def test_the_api_lists_it(acme):
    models = {model["id"]: model for model in Api().call("GET", "/api/models").json["models"]}
    assert models["acme_photo"]["prices"][0]["usd"] == "0.02"
    assert models["acme_film"]["available"]


def test_a_clip_that_is_ordered_by_its_name_is_stored_and_paid_for(acme):
    about = {"prompt": "A red mug", "model": "acme_film", "budget": "20"}
    video = Api().call("POST", "/api/generate", about, {"idempotency-key": "one"}).json["video_id"]
    job = JobRef(tenant="acme", video_id=video, request_id="r1")
    invoke("AdmitSpot", job.model_dump(mode="json"))
    wiring.work().write("t/acme/first.png", png_of(360, 640))
    request = ClipRequest(
        model="acme_film", prompt="Steam rises.", first_frame="t/acme/first.png", camera=CAMERA, duration=3, fps=24,
        width=1080, height=1920, seed=7,
    )  # fmt: skip
    wiring.ordering().place(request, wiring.model("acme_film"), job=job, token="token-1", scene=0)
    looked_after()
    made = find_made(wiring.desk(), job, digest(request))
    clip = ClipDocument.model_validate_json(wiring.work().read(made.key))
    assert wiring.work().read(clip.source.key)[4:8] == b"ftyp"
    assert wiring.prober().picture_size(wiring.work().read(clip.last_frame)) == (1080, 1920)
    [work] = acme.works.values()
    assert (work["asked"]["prompt"], work["asked"]["seconds"]) == ("Steam rises.", 4)
    [line] = wiring.desk().ledger.spends("acme", video)
    assert (line.what, line.provider, line.model) == ("Clip of scene 1", "acme", "acme_film")
    assert (str(line.amount), line.state) == ("0.20", "spent")


def looked_after() -> None:
    """What the queue does: it hands each message to TendOrder."""
    sqs, queue = boto3.client("sqs"), os.environ["SPOTWORKS_ORDERS"]
    while messages := sqs.receive_message(QueueUrl=queue).get("Messages"):
        for message in messages:
            invoke("TendOrder", {"Records": [{"body": message["Body"]}]})
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])


def test_its_voice_its_effects_and_its_words_are_found_by_their_names(acme, monkeypatch):
    made = [type(wiring.vendor(wiring.model(name))).__name__ for name in ("acme_photo", "acme_speech", "acme_effects")]
    assert made == ["Works", "Speech", "Effects"]
    monkeypatch.setenv("SPOTWORKS_LANGUAGE_MODEL", "acme_words")
    assert type(wiring.language_model().model).__name__ == "Words"
    monkeypatch.setenv("SPOTWORKS_LANGUAGE_MODEL", "acme_words_2")
    wiring.language_model.cache_clear()
    with pytest.raises(ModelUnavailable):
        wiring.language_model()
