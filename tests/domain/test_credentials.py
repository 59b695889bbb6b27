"""What people set as keys and addresses by mistake."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.credentials import naming_key, wrong_with_address, wrong_with_key, wrong_with_secret
from spotworks.domain.lifecycle import with_availability
from spotworks.domain.model import Model
from spotworks.errors import CreditGone, KeyRejected, ProviderUnavailable
from tests.fakes.rows import MODELS

KEY = "r8_0123456789abcdefABCDEF"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (f'"{KEY}"', "quotes"), (f"'{KEY}'", "quotes"), (f"{KEY}'", "quotes"), (f"“{KEY}”", "quotes"),
        (f"Bearer {KEY}", "begins with 'Bearer'"), (f"bearer\t{KEY}", "begins with"), (f"Key {KEY}", "begins with"),
        (f"Authorization: {KEY}", "begins with"),
        ("FAL_KEY", "its own name"), (f"FAL_KEY={KEY}", "its own name"), (f"export FAL_KEY={KEY}", "its own name"),
        ("$FAL_KEY", "its own name"), ("${FAL_KEY}", "its own name"),
        ("r8_0123 4567", "blank or a line break"), ("r8_0123\n4567", "blank or a line break"),
        ("r8_0123\r\nX-Other: 1", "blank or a line break"), ("r8_012\u00a0345", "blank or a line break"),
        ("r8_ключ", "no key has"), ("r8_0\x00123", "no key has"), ("r8_\u200b0123", "no key has"),
        ("<your key>", "stands for"), ("your-api-key-here", "stands for"), ("YOUR_API_KEY", "stands for"),
        ("xxxxxxxx", "stands for"), ("...", "stands for"), ("changeme", "stands for"), ("None", "stands for"),
    ],
)  # fmt: skip
def test_what_is_no_key_is_said_without_showing_it(value, said):
    told = wrong_with_key("FAL_KEY", value)
    assert said in told
    assert "0123" not in told


@given(st.from_regex(r"[A-Za-z0-9_.:/+=-]{16,80}", fullmatch=True))
def test_what_vendors_hand_out_is_one(value):
    assert wrong_with_key("FAL_KEY", value) == wrong_with_key("FAL_KEY", f" {value}\n") == ""


@given(st.text(max_size=60))
def test_what_passes_can_stand_in_a_header(value):
    if not value.strip().startswith("{") and not wrong_with_key("FAL_KEY", value):
        value.strip().encode("ascii")
        assert "\n" not in value.strip()
        assert "\r" not in value.strip()


def test_a_key_that_is_json_is_judged_by_who_reads_it():
    assert wrong_with_key("GOOGLE_SERVICE_ACCOUNT", '{\n "private_key": "a b"\n}') == ""


ACCOUNT = {
    "type": "service_account", "project_id": "p", "private_key_id": "0123", "client_email": "a@p.example",
    "private_key": "-----BEGIN PRIVATE KEY-----\n0123\n-----END PRIVATE KEY-----\n",
}  # fmt: skip
PUT = "put the content of the key's JSON file there, not its path"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("/home/me/key-0123.json", f"is not JSON: {PUT}"), ("AIza0123", f"is not JSON: {PUT}"),
        (json.dumps(ACCOUNT)[:-1], f"is not JSON: {PUT}"), (f"'{json.dumps(ACCOUNT)}'", f"is not JSON: {PUT}"),
        ("[" * 100_000, f"is not JSON: {PUT}"),
        ('["0123"]', "it lacks project_id, client_email, private_key, private_key_id"),
        (json.dumps({"installed": ACCOUNT}), "is not the key of a service account, it lacks project_id"),
        (json.dumps(ACCOUNT | {"private_key_id": " "}), "it lacks private_key_id: "),
        (json.dumps(ACCOUNT | {"private_key": "0123"}), "holds a private_key that is not a PEM key"),
    ],
)  # fmt: skip
def test_what_is_no_service_account_is_said_before_anything_is_bought(value, said):
    lite = MODELS["veo_lite"]
    [found] = with_availability((lite,), lambda name: value, date(2026, 11, 29))
    assert (found.available, found.why_not.startswith("GOOGLE_SERVICE_ACCOUNT ")) == (False, True)
    assert said in found.why_not
    assert found.why_not.endswith(f"; see {lite.key_from}")
    assert "0123" not in found.why_not


def test_a_gateway_takes_any_token():
    assert wrong_with_secret("GOOGLE_SERVICE_ACCOUNT", "opaque", gateway=True) == ""
    assert "not JSON" in wrong_with_secret("GOOGLE_SERVICE_ACCOUNT", "{opaque", gateway=True)
    assert "quotes" in wrong_with_secret("GOOGLE_SERVICE_ACCOUNT", "'opaque'", gateway=True)
    lite = MODELS["veo_lite"]
    for about, faked in (({}, True), ({"endpoint": "GATEWAY_URL"}, False)):
        row = lite.model_copy(update=about)
        [found] = with_availability((row,), lambda name: "https://gateway.example", date(2026, 11, 29), faked=faked)
        assert found.available


@pytest.mark.parametrize("value", ["", "http://10.0.0.7:8188", "https://gpu.example/v1/", " http://h\n"])
def test_an_address_may_have_a_port_and_a_path(value):
    assert wrong_with_address(value) == ""


@pytest.mark.parametrize("value", ["localhost:8188", "gpu.example", "ftp://h", "http://", "http://a b", "http://u@h"])
def test_what_is_no_address_is_said(value):
    assert "must begin with http" in wrong_with_address(value)


@pytest.mark.parametrize(
    ("model", "name", "value", "said"),
    [
        ("pika", "FAL_KEY", '"k"', "FAL_KEY stands in quotes: leave them out; see https://fal.ai/dashboard/keys"),
        ("kling_direct", "KLING_SECRET_KEY", "a b", "KLING_SECRET_KEY holds a blank or a line break; see https://"),
        ("hailuo_fast", "REPLICATE_API_TOKEN", "Bearer k,old", "REPLICATE_API_TOKEN begins with 'Bearer'"),
        ("comfyui", "COMFYUI_BASE_URL", "localhost:8188", "COMFYUI_BASE_URL is no address"),
    ],
)
def test_a_model_with_a_key_that_is_none_cannot_be_used_and_says_why(model, name, value, said):
    values = {name: value}
    [found] = with_availability([MODELS[model]], lambda asked: values.get(asked, "fine"), date(2026, 11, 29))
    assert not found.available
    assert found.why_not.startswith(said)
    [fine] = with_availability([MODELS[model]], lambda asked: "https://fine.example", date(2026, 11, 29))
    assert fine.available


def test_a_model_without_its_package_cannot_be_used_and_says_who_installs_it():
    about = {"package": "acme_sdk", "extra": "acme"}
    for extra, said in (("acme", "; `make extra NAME=acme` installs it"), ("", "")):
        model = MODELS["hailuo_fast"].model_copy(update=about | {"extra": extra})
        [found] = with_availability(
            [model], lambda _: "k", date(2026, 11, 29), lacks=lambda one: one.package == "acme_sdk"
        )
        assert (found.available, found.why_not) == (False, f"needs the package acme_sdk{said}")
    [keyless] = with_availability([model], lambda _: "", date(2026, 11, 29), lacks=lambda _: True)
    assert keyless.why_not.startswith("needs REPLICATE_API_TOKEN")  # one thing after the other


def test_an_account_of_google_s_is_no_mistake_for_its_commas_and_blanks():
    [found] = with_availability([MODELS["veo_lite"]], lambda asked: f" {json.dumps(ACCOUNT)}\n", date(2026, 11, 29))
    assert found.available


KLING = Model(
    id="m", provider="kling", name="m", makes=("clip",), secrets=("KLING_ACCESS_KEY", "KLING_SECRET_KEY"),
    key_from="https://kling.example/keys",
)  # fmt: skip


@pytest.mark.parametrize("kind", [KeyRejected, CreditGone])
def test_a_key_that_its_vendor_refuses_is_named_once_with_where_there_are_others(kind):
    refused = kind("kling said 401: no such key")
    refused.spent = Decimal("0.02")
    told = naming_key(refused, KLING)
    hint = "(KLING_ACCESS_KEY and KLING_SECRET_KEY; see https://kling.example/keys)"
    assert (type(told), told.message, told.spent) == (kind, f"kling said 401: no such key {hint}", Decimal("0.02"))
    assert naming_key(told, KLING) is told


@pytest.mark.parametrize(("model", "key"), [("openai_videos", "OPENAI_VIDEOS_API_KEY"), ("waver", "WAVER_API_KEY")])
def test_the_key_that_a_server_of_one_s_own_may_want_is_named_as_well(model, key):
    told = naming_key(KeyRejected("the server said 401: no"), MODELS[model])
    assert told.message == f"the server said 401: no ({key}; see {MODELS[model].key_from})"
    without = MODELS[model].model_copy(update={"options": {}})
    refused = KeyRejected("no")
    assert naming_key(refused, without) is refused


def test_what_is_no_matter_of_the_key_stays_as_it_was_said():
    for error, model in (
        (ProviderUnavailable("down"), KLING),
        (KeyRejected("no"), KLING.model_copy(update={"secrets": ()})),
    ):
        assert naming_key(error, model) is error
