"""Where the times of the words come from, with a voice that gives none: the aligner's container, or an estimate."""

import os
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import httpx
import pytest

from spotworks.domain.captions import Captions
from spotworks.domain.keys import document_key
from tests.fakes.cloud import Cloud, running_cloud
from tests.flows.conftest import ROOT, Client
from tests.flows.fixtures import fluent

pytestmark = pytest.mark.flow
# In the mode that draws no pictures: this is about its words.
ENGLISH = {"prompt": "Fresh bread from the corner bakery", "duration": 6, "mode": "minimal_text", "seed": 3}
ARABIC = {"prompt": fluent.PROMPT, "language": "ar", "duration": 6, "mode": "minimal_text", "seed": 3}
RUSSIAN = {"prompt": "Свежий хлеб из пекарни на углу", "language": "ru", "mode": "minimal_text", "seed": 3}


def server(folder: Path, aligner: str) -> Iterator[Cloud]:
    """With the fixtures' voice, and their aligner if it is "1"."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPOTWORKS_ALIGN", aligner)
        with running_cloud(folder / "state", "--catalogue", "tests.flows.fixtures.untimed.catalogue") as running:
            yield running


@pytest.fixture(scope="module")
def untimed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    yield from server(tmp_path_factory.mktemp("untimed"), "1")


@pytest.fixture
def speaker(untimed):
    return Client(untimed)


def captions(cloud, status):
    key = document_key("local", status["video_id"], "captions.json")
    body = cloud.client("s3").get_object(Bucket="spotworks-work", Key=key)["Body"].read()
    return Captions.model_validate_json(body)


def report(status):
    return httpx.get(status["files"]["report.json"]).json()


def test_words_are_found_by_the_aligner_even_if_it_dies_once(speaker, untimed):
    (untimed.state / "stumble").touch()
    status = speaker.completed(speaker.generate(**ENGLISH))
    found = captions(untimed, status)
    assert (found.source, found.aligner, found.note) == ("alignment", "English ear", "")
    assert {word.end - word.start for cue in found.cues for word in cue.words} == {Fraction(1, 10)}
    assert not (untimed.state / "stumble").exists()
    assert (untimed.state / "logs" / "StartAlign.log").exists()
    messages = [event["message"] for event in speaker.events(status["video_id"])]
    assert "The alignment process died; it is started again" in messages
    told = report(status)
    assert (told["caption_source"], told["caption_note"]) == ("alignment", "")
    assert [thing["model"] for thing in told["made"] if thing["what"] == "Word times"] == ["English ear"]


def test_an_alignment_that_fails_costs_the_video_nothing_but_exact_times(speaker, untimed):
    status = speaker.completed(speaker.generate(**RUSSIAN))
    found = captions(untimed, status)
    assert (found.source, found.aligner) == ("estimate", "")
    assert found.note == "there is no model that aligns 'ru'"
    assert found.cues
    told = report(status)
    assert (told["caption_source"], told["caption_note"]) == ("estimate", "there is no model that aligns 'ru'")
    messages = [event["message"] for event in speaker.events(status["video_id"])]
    assert any(m.startswith("Warning: the times of the captions' words are an estimate") for m in messages)


@pytest.fixture
def deaf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """Without an aligner, and with a language model that speaks Arabic."""
    fluent.install(tmp_path / "packages")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'packages'}{os.pathsep}{ROOT}")
    monkeypatch.setenv("SPOTWORKS_LANGUAGE_MODEL", "fluent")
    yield from server(tmp_path, "0")


def test_a_video_in_arabic_is_whole_and_without_an_aligner_the_report_says_so(deaf):
    client = Client(deaf)
    status = client.completed(client.generate(**ARABIC))
    why = "the voice gave none, and no aligner is set up here"
    told = report(status)
    assert (told["caption_source"], told["caption_note"]) == ("estimate", why)
    assert not (deaf.state / "logs" / "StartAlign.log").exists()
    assert [made["model"] for made in told["made"] if made["what"] in {"Voice-over", "Screenplay"}] == [
        "espeak-ng", "scripted-1",
    ]  # fmt: skip
    found = captions(deaf, status)
    words = [word.text for cue in found.cues for word in cue.words]
    assert (found.language, words) == ("ar", " ".join(fluent.LINES).split())
    assert all(check["passed"] for check in httpx.get(status["files"]["quality.json"]).json()["checks"])
