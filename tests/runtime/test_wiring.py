"""The composition root."""

import json
import sys
import time
from datetime import UTC, datetime
from fractions import Fraction

import boto3
import numpy as np
import pytest

from spotworks import wiring
from spotworks.adapters.local.sound.signal import RATE, wav
from spotworks.domain.captions import Captions
from spotworks.domain.generation import MusicRequest
from spotworks.domain.screenplay import MusicBrief
from spotworks.domain.timeline import Timeline
from spotworks.errors import ModelUnavailable
from spotworks.ports import Output
from spotworks.wiring import accounts


def test_what_is_made_once_is_kept(aws):
    assert wiring.desk() is wiring.desk()
    assert wiring.desk().work is wiring.work()


def test_every_port_has_an_adapter_behind_it(aws):
    for make in (
        wiring.uploads, wiring.published, wiring.machine, wiring.render_queue, wiring.announcer, wiring.watchers,
        wiring.writer, wiring.researcher, wiring.intake, wiring.artist, wiring.prober, wiring.renderer, wiring.checker,
    ):  # fmt: skip
        assert make() is make()
    for maker in (wiring.image_maker, wiring.voice_maker, wiring.effects_maker, wiring.music_maker):
        assert callable(maker("acme").make)
    assert callable(wiring.clip_maker().make)


def test_bought_music_is_found_by_its_tenant_and_by_a_fresh_job_only_if_it_is_its_own(aws):
    model, before = wiring.model("musicgen"), datetime.now(UTC)
    brief = MusicBrief(mood="calm", tempo=96, seed=5)
    wanted = MusicRequest(model=model.id, brief=brief, duration=Fraction(2))
    piece = np.random.default_rng(1).normal(0, 0.1, (2, 2 * RATE))
    sent = Output(content=wav(piece), content_type="audio/wav")
    wiring.composer("acme", model).delivered(wanted, (sent,))
    assert wiring.composer("acme", model, fresh=before).find(wanted) is not None
    assert wiring.composer("acme", model, fresh=datetime.now(UTC)).find(wanted) is None
    assert wiring.composer("rival", model).find(wanted) is None


def test_a_model_without_an_adapter_is_unavailable(aws):
    with pytest.raises(ModelUnavailable, match="sora"):
        wiring.model("sora")
    with pytest.raises(ModelUnavailable, match="nobody"):
        wiring.provider("nobody", "nobody")


def test_our_own_gpu_is_usable_where_its_models_are_and_has_no_fake(aws, monkeypatch):
    monkeypatch.setenv("SPOTWORKS_VENDORS", "http://127.0.0.1:9")
    assert wiring.model("hailuo_fast").available
    wan = wiring.model("diffuse_wan")
    assert (wan.available, "SPOTWORKS_DIFFUSE_MODELS" in wan.why_not) == (False, True)
    monkeypatch.setenv("SPOTWORKS_DIFFUSE_MODELS", "s3://our-models")
    assert wiring.model("diffuse_wan").available
    with pytest.raises(ModelUnavailable, match="no GPU container is set up here"):
        wiring.vendor(wiring.model("diffuse_wan"))


def test_servers_of_ones_own_are_faked_too_and_one_s_own_address_is_kept(aws, monkeypatch):
    assert not wiring.model("comfyui").available
    monkeypatch.setenv("SPOTWORKS_VENDORS", "http://127.0.0.1:9")
    assert all(wiring.model(name).available for name in ("comfyui", "waver", "fast_hunyuan", "openai_videos"))
    assert wiring.account("comfyui", "COMFYUI_BASE_URL").base == "http://127.0.0.1:9/comfyui"
    monkeypatch.setenv("COMFYUI_BASE_URL", "http://gpu.home")
    assert wiring.secret("COMFYUI_BASE_URL") == "http://gpu.home"


@pytest.mark.parametrize(
    ("name", "package", "extra"), [("edge_tts", "edge_tts", "edge"), ("diffuse_wan", "diffusers", "diffuse")]
)
def test_a_model_whose_package_is_not_installed_says_how_it_is(aws, monkeypatch, name, package, extra):
    monkeypatch.setenv("SPOTWORKS_DIFFUSE_MODELS", "/models")  # a folder of this machine, so that it is run here
    monkeypatch.setitem(sys.modules, package, None)
    accounts._found.cache_clear()
    try:
        found = wiring.model(name)
    finally:
        accounts._found.cache_clear()
    assert (found.available, found.why_not) == (
        False,
        f"needs the package {package}; `make extra NAME={extra}` installs it",
    )


def test_a_setting_that_is_missing_is_named(aws, monkeypatch):
    monkeypatch.delenv("SPOTWORKS_SOCKET_URL")
    with pytest.raises(KeyError, match="SPOTWORKS_SOCKET_URL"):
        wiring.socket_url()


def test_there_is_an_aligner_where_its_job_has_a_name(aws, monkeypatch):
    assert not wiring.has_aligner()
    monkeypatch.setenv("SPOTWORKS_ALIGN_JOB", "spotworks-align")
    assert wiring.has_aligner()


def test_short_videos_can_be_tried_in_segments(aws, monkeypatch):
    words = Captions(language="en", source="voice")
    spot = Timeline(fps=30, width=64, height=64, length=300, picture=(), captions=words)
    assert len(wiring.renderer().parts(spot, profile="draft")) == 1
    monkeypatch.setenv("SPOTWORKS_SEGMENT_SECONDS", "2")
    wiring.renderer.cache_clear()
    assert len(wiring.renderer().parts(spot, profile="draft")) == 5
    wiring.renderer.cache_clear()


def test_a_maker_can_be_made_as_slow_as_a_vendor(aws, monkeypatch):
    plain = type(wiring.clip_maker())
    monkeypatch.setenv("SPOTWORKS_SCRIPTED_DELAYS", "clip=0.5,image=1")
    assert type(wiring.clip_maker()) is not plain


def test_scratch_is_empty_and_gone_afterwards():
    with wiring.scratch() as folder:
        assert list(folder.iterdir()) == []
        (folder / "x").write_bytes(b"x")
    assert not folder.exists()


def test_tickets_are_not_guessed():
    assert len({wiring.new_ticket() for _ in range(100)}) == 100
    assert len(wiring.new_ticket()) >= 32


def test_a_language_model_plans_and_judges_where_a_package_brings_one_and_its_name_is_set(aws, monkeypatch, tmp_path):
    assert wiring.language_model() is None
    (tmp_path / "acme_words.py").write_text("class Words:\n    def answer(self, question, model): ...\n")
    installed = tmp_path / "acme_words-1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-words\nVersion: 1\n")
    (installed / "entry_points.txt").write_text("[spotworks.language_models]\nacme = acme_words:Words\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert type(wiring.critic()).__name__ == "MeasuredCritic"
    for made in (wiring.language_model, wiring.writer, wiring.critic):
        made.cache_clear()
    monkeypatch.setenv("SPOTWORKS_LANGUAGE_MODEL", "acme")
    try:
        assert type(wiring.language_model()).__name__ == "Words"
        assert type(wiring.writer()).__name__ == "ModelWriter"
        assert type(wiring.critic()).__name__ == "ModelCritic"
        wiring.language_model.cache_clear()
        monkeypatch.setenv("SPOTWORKS_LANGUAGE_MODEL", "nobody")
        with pytest.raises(ModelUnavailable, match="no package that is installed here has a language model 'nobody'"):
            wiring.language_model()
    finally:
        for made in (wiring.language_model, wiring.writer, wiring.critic):
            made.cache_clear()


@pytest.fixture
def thinker(aws, monkeypatch):
    """The language model for what SPOTWORKS_LANGUAGE_MODEL says."""

    def made(name, **environment):
        for variable, value in environment.items():
            monkeypatch.setenv(variable, value)
        monkeypatch.setenv("SPOTWORKS_LANGUAGE_MODEL", name)
        wiring.language_model.cache_clear()
        return wiring.language_model()

    yield made
    wiring.language_model.cache_clear()


@pytest.mark.parametrize(
    ("name", "kind", "key"),
    [("gpt_sol", "Responses", "OPENAI_API_KEY"), ("gemini_flash", "Gemini", "GEMINI_API_KEY"),
     ("claude_haiku", "Claude", "ANTHROPIC_API_KEY")],
)  # fmt: skip
def test_a_language_model_of_the_catalogue_is_spoken_to_with_its_key(thinker, name, kind, key):
    with pytest.raises(ModelUnavailable, match=f"SPOTWORKS_LANGUAGE_MODEL: {name}: needs {key}; get it at https://"):
        thinker(name)
    model = thinker(name, **{key: "k"})
    assert (type(model.model).__name__, model.id) == (kind, name)


def test_a_key_that_was_replaced_is_used_within_minutes(aws, monkeypatch):
    secrets = boto3.client("secretsmanager")
    arn = secrets.create_secret(Name="keys", SecretString='{"FAL_KEY": "old"}')["ARN"]
    monkeypatch.setenv("SPOTWORKS_KEYS", arn)
    assert wiring.secret("FAL_KEY") == "old"
    secrets.put_secret_value(SecretId=arn, SecretString='{"FAL_KEY": "new"}')
    assert wiring.secret("FAL_KEY") == "old"
    now = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: now() + 300)
    assert wiring.secret("FAL_KEY") == "new"


def test_fakes_need_no_key(thinker):
    assert thinker("gpt_sol", SPOTWORKS_VENDORS="http://127.0.0.1:1").id == "gpt_sol"


def test_several_language_models_stand_in_line_and_each_needs_its_key(thinker):
    with pytest.raises(ModelUnavailable, match="claude_sonnet: needs ANTHROPIC_API_KEY"):
        thinker("gpt_sol, claude_sonnet", OPENAI_API_KEY="k")
    assert thinker("gpt_sol, claude_sonnet", ANTHROPIC_API_KEY="k").id == "gpt_sol,claude_sonnet"


WORDS = """
[[models]]
id = "acme_words"
provider = "anthropic"
name = "Acme Words"
makes = ["language"]
lifecycle = "shut_down"
shut_down_on = 2026-01-01
replaced_by = "claude_sonnet"
source = "acme"
checked = 2026-11-20
"""


def test_what_follows_a_language_model_that_is_gone_thinks_in_its_place(thinker, monkeypatch, tmp_path):
    (tmp_path / "acme_gone.py").write_text(f"CATALOGUE = {WORDS!r}\n")
    installed = tmp_path / "acme_gone-1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-gone\nVersion: 1\n")
    (installed / "entry_points.txt").write_text("[spotworks.catalogues]\nacme = acme_gone:CATALOGUE\n")
    monkeypatch.syspath_prepend(tmp_path)
    accounts._catalogue.cache_clear()
    try:
        assert thinker("acme_words", ANTHROPIC_API_KEY="k").id == "claude_sonnet"
    finally:
        accounts._catalogue.cache_clear()


FILMS = """
[[models]]
id = "acme_film"
provider = "acme"
name = "Acme Film"
makes = ["clip"]
source = "acme"
checked = 2026-11-20
"""


@pytest.mark.parametrize(
    ("brings", "why_not"),
    [("", "no package that is installed here speaks 'acme'"), ("[spotworks.providers]\nacme = acme_film:Film\n", "")],
)
def test_a_row_is_usable_where_a_package_speaks_its_wire(aws, monkeypatch, tmp_path, brings, why_not):
    (tmp_path / "acme_film.py").write_text(f"CATALOGUE = {FILMS!r}\n")
    installed = tmp_path / "acme_film-1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-film\nVersion: 1\n")
    (installed / "entry_points.txt").write_text(f"[spotworks.catalogues]\nacme = acme_film:CATALOGUE\n{brings}")
    monkeypatch.syspath_prepend(tmp_path)
    kept = (accounts._catalogue, accounts._wires)
    for one in kept:
        one.cache_clear()
    try:
        assert wiring.model("acme_film").why_not == why_not
        assert wiring.model("local").available
    finally:
        for one in kept:
            one.cache_clear()
        sys.modules.pop("acme_film", None)


def test_the_address_and_the_key_of_a_server_of_ones_own_may_be_in_the_secret(aws, monkeypatch):
    held = {"OPENAI_VIDEOS_BASE_URL": "http://gpu.home:8000/v1", "OPENAI_VIDEOS_API_KEY": "k-1"}
    client = boto3.client("secretsmanager")
    secret = client.create_secret(Name="servers", SecretString=json.dumps(held))
    monkeypatch.setenv("SPOTWORKS_KEYS", secret["ARN"])
    model = wiring.model("openai_videos")
    account = wiring.account(model.provider, model.endpoint)
    assert (model.available, account.base) == (True, "http://gpu.home:8000/v1")
    assert account.keys(model.options["key"]) == ("k-1",)
    assert accounts.allowed(model.provider) == {"gpu.home:8000"}
