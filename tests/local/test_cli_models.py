"""`spotworks models`, and the models that `make` is asked for."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.cli import main
from local.cli.advice import heeds_the_planner
from local.cli.session import Session
from local.client import Client
from spotworks import wiring
from spotworks.catalogue import models
from tests.fakes.api import FakeApi, serving
from tests.fakes.media import make_media


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """One key, whatever the machine has that this runs on."""
    for model in models():
        for name in filter(None, (*model.secrets, model.endpoint)):
            monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REPLICATE_API_TOKEN", "r8_x")


def told(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert main(["models", *options]) == 0
    return capsys.readouterr().out


def row(text: str, name: str) -> str:
    [found] = [" ".join(line.split()) for line in text.splitlines() if line.startswith(f"{name} ")]
    return found


def test_each_kind_has_its_table_with_prices_and_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys)
    assert row(text, "hailuo_fast") == "hailuo_fast replicate 6, 10 any $0.19/6 s, $0.32/10 s first, needed yes"
    assert row(text, "kling_direct") == (
        "kling_direct kling 5, 10 9:16 16:9 1:1 $0.07/s first, last can needs KLING_ACCESS_KEY KLING_SECRET_KEY"
    )
    assert row(text, "gpt_sol") == "gpt_sol openai $2.00/M in, $10.00/M out needs OPENAI_API_KEY"
    assert row(text, "elevenlabs") == "elevenlabs elevenlabs $0.18/1,000 characters needs ELEVENLABS_API_KEY"
    assert row(text, "sora_2").endswith("gone: use gemini_omni")
    assert text.index("Clips") < text.index("Pictures") < text.index("Voices")


def test_a_key_that_cannot_be_one_says_so_and_of_two_keys_the_missing_one_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {"FAL_KEY": '"quoted"', "KLING_ACCESS_KEY": "abc", "COMFYUI_BASE_URL": "gpu:8188"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    text = told(capsys, "--makes", "clip")
    assert row(text, "pika").endswith("FAL_KEY stands in quotes: leave them out")
    assert row(text, "kling_direct").endswith("can needs KLING_SECRET_KEY")
    assert row(text, "comfyui").endswith("COMFYUI_BASE_URL is no address: it must begin with http:// or https://")
    assert "`spotworks models NAME` tells everything of one, and where its key is to be had." in text


def test_a_narrow_terminal_has_a_line_a_model_with_the_key_that_it_needs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    text = told(capsys, "--makes", "clip")
    assert "Usable, or needs" in text
    assert row(text, "gen4_5") == "gen4_5 2-10 $0.12/s RUNWAYML_API_SECRET"
    assert row(text, "hailuo_fast") == "hailuo_fast 6, 10 $0.19/6 s, $0.32/10 s yes"


def test_a_package_that_is_missing_is_named_with_what_installs_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "edge_tts", None)
    wiring.accounts._found.cache_clear()
    try:
        assert row(told(capsys, "--makes", "voice"), "edge_tts").endswith("free needs the package edge_tts")
        assert "`make extra NAME=edge` installs it" in told(capsys, "edge_tts")
    finally:
        wiring.accounts._found.cache_clear()


def test_who_plans_is_told_and_where_another_one_was_set_than_the_server_has(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("SPOTWORKS_LANGUAGE_MODEL", raising=False)
    assert "The rules plan. SPOTWORKS_LANGUAGE_MODEL=NAME" in told(capsys, "--makes", "language")
    monkeypatch.setenv("SPOTWORKS_LANGUAGE_MODEL", "claude_opus,gpt_sol")
    assert "SPOTWORKS_LANGUAGE_MODEL=claude_opus,gpt_sol plans." in told(capsys)
    with Client("http://127.0.0.1:9") as client:
        heeds_the_planner(Session(client, "http://127.0.0.1:9", lasting=True, planner="claude_opus,gpt_sol"))
        assert capsys.readouterr().err == ""
        heeds_the_planner(Session(client, "http://127.0.0.1:9", lasting=True))
        assert "the rules will plan, not claude_opus,gpt_sol" in capsys.readouterr().err


def test_they_can_be_had_by_kind_and_only_those_that_can_be_used(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(told(capsys, "--makes", "image", "--usable", "--json"))["models"]
    assert {one["id"] for one in found} == {"local", "flux_dev", "flux_schnell", "flux_kontext"}
    assert all(one["available"] and one["prices"] is not None for one in found)


def test_one_is_shown_whole_by_any_of_its_names(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "kling")
    for words in (
        "kling_2_5 (Kling 2.5 Turbo Pro)", "Also called kling", "$0.07 a second", "unverified: the last frame",
        "Source research/providers.md", "looked up on 2026-11-20", "REPLICATE_API_TOKEN", "Usable here yes",
    ):  # fmt: skip
        assert words in " ".join(text.split())


def test_pictures_say_who_is_given_your_photo(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "--makes", "image")
    assert row(text, "flux_kontext") == "flux_kontext replicate any $0.04/image seen yes"
    assert row(text, "flux_dev") == "flux_dev replicate any $0.025/image not seen yes"
    assert "Your photo seen" in " ".join(told(capsys, "gpt_image").split())


def test_one_that_reads_public_addresses_only_cannot_be_used_at_home_but_with_the_fakes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LUMAAI_API_KEY", "luma-0123456789abcdef")
    assert row(told(capsys, "--makes", "clip"), "ray_2").endswith("first, last needs a public address")
    assert "no: reads pictures from public addresses only, and this installation has none" in told(capsys, "ray_2")
    monkeypatch.setenv("SPOTWORKS_HOOKS", "https://api.example")
    assert row(told(capsys, "--makes", "clip"), "ray_2").endswith("first, last yes")
    monkeypatch.delenv("SPOTWORKS_HOOKS")
    monkeypatch.setenv("SPOTWORKS_VENDORS", "http://127.0.0.1:9")
    assert row(told(capsys, "--makes", "clip"), "ray_2").endswith("first, last yes")


def test_a_name_of_a_service_that_is_gone_says_what_is_used_instead(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "openai_shorts")
    assert text.startswith("openai_shorts: Sora was shut down on 2026-09-24; gemini_omni is used instead\n")
    assert "no: needs GEMINI_API_KEY; get it at https://aistudio.google.com/apikey" in text
    assert json.loads(told(capsys, "openai_shorts", "--json"))["model"]["id"] == "gemini_omni"


def test_what_is_not_there_is_refused_with_what_it_might_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "hailou-fast"]) == 2
    assert "name: there is no 'hailou-fast'; did you mean hailuo_fast" in capsys.readouterr().err
    assert main(["models", "--makes", "tea"]) == 2
    assert "makes: must be clip, image, voice, effects, music or language, not 'tea'" in capsys.readouterr().err


def test_a_mistake_in_a_packages_catalogue_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    installed = tmp_path / "acme_films-1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-films\nVersion: 1.0\n")
    (installed / "entry_points.txt").write_text("[spotworks.catalogues]\nacme = acme_films:CATALOGUE\n")
    (tmp_path / "acme_films.py").write_text('CATALOGUE = \'[[models]]\\nid = "local"\\nmakes = ["clip"]\'\n')
    monkeypatch.syspath_prepend(tmp_path)
    wiring.accounts._catalogue.cache_clear()
    try:
        assert main(["models"]) == 1
    finally:
        wiring.accounts._catalogue.cache_clear()
    said = capsys.readouterr().err
    assert "acme line 1, local.name: is missing" in said
    assert "Traceback" not in said


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeApi]:
    monkeypatch.chdir(tmp_path)
    with serving(FakeApi(make_media(tmp_path / "media"))) as api:
        api.pace = 0.005
        yield api


def test_a_servers_models_are_those_that_it_can_use(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "--server", api.url)
    assert row(text, "hailuo_fast").endswith("needs REPLICATE_API_TOKEN")
    assert "gen4_turbo" not in text


def test_each_part_can_be_made_by_another_model(api: FakeApi) -> None:
    models = {"image": "flux_dev", "voice": "elevenlabs", "effects": "auto", "music": "musicgen"}
    options = [text for part, name in models.items() for text in (f"--{part}-model", name)]
    assert main(["make", "Tea", "--model", "kling", *options, "--server", api.url, "--json"]) == 0
    brief = next(iter(api.jobs.values())).brief
    assert brief["model"] == "kling"
    assert {part: brief[f"{part}_model"] for part in models} == models
