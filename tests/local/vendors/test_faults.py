"""Every fault that a fake can have is really had by it; what vendors charge for what became of it."""

import time
from dataclasses import replace
from decimal import Decimal
from importlib.metadata import entry_points

import pytest

from local.vendors import FAKES, media
from local.vendors.answers import answering, until
from local.vendors.contract import AT_ONCE, NAMED
from local.vendors.faults import ALL, LINKS, NEWS, Faults
from local.vendors.serving import account_at
from spotworks.adapters.providers.downloads import download
from spotworks.domain.model import price_of
from spotworks.errors import DeliveryUnusable, KeyRejected, ProviderUnavailable
from spotworks.ports import VendorStatus
from tests.fakes import cases
from tests.fakes.rows import MODELS

CALL = {*NAMED, "slow_drip"}
WORK = {*AT_ONCE, "revoked_midway"}
FILE = {"corrupt", "empty", "wrong_codec", "wrong_length"} | LINKS
CASES = cases.WITH_JOBS | cases.AT_ONCE
LACKS = {fake.provider: fake.lacks for fake in FAKES}
WIRES = {point.name: point for point in entry_points(group="spotworks.providers")}
TOLD = {name: case for name, case in cases.WITH_JOBS.items() if case.model.webhook != "no"}


def test_every_fault_is_of_a_call_of_the_work_of_the_file_or_of_the_news():
    assert set(ALL) == CALL | WORK | FILE | NEWS
    assert len(CALL) + len(WORK) + len(FILE) + len(NEWS) == len(ALL)


@pytest.mark.parametrize("fake", FAKES, ids=lambda fake: fake.__name__)
def test_a_seed_brings_every_fault_that_makes_sense_and_no_other(fake):
    faults = Faults(seed=7, rate=1.0)
    assert {faults.next(fake.provider, fake.lacks) for _ in range(600)} == set(ALL) - fake.lacks


def test_the_same_seed_brings_the_same_faults():
    runs = [[faults.next("fal") for _ in range(50)] for faults in (Faults(seed=3, rate=0.3), Faults(seed=3, rate=0.3))]
    assert runs[0] == runs[1]
    assert 5 < sum(fault is not None for fault in runs[0]) < 30


def test_what_each_fake_lacks_is_what_its_vendor_does_not_do():
    """The table: all that is not named here each fake can do."""
    later, at_once = NEWS, NEWS | LINKS | {"revoked_midway"}
    assert {fake.__name__: fake.lacks for fake in FAKES if fake.lacks} == {
        "FakeAnthropic": at_once, "FakeGoogleLanguage": at_once, "FakeOpenAILanguage": at_once,
        "FakeComfyUI": later | {"revoked_midway"}, "FakeEdge": at_once, "FakeElevenLabs": at_once,
        "FakeFastVideo": later, "FakeGeminiSpeech": at_once, "FakeGoogleSpeech": at_once, "FakeOpenAI": at_once,
        "FakeOpenAISpeech": at_once, "FakeOpenAIVideos": later, "FakeRunway": later, "FakeVertex": NEWS | LINKS,
        "FakeWaver": later,
    }  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_an_answer_that_drips_comes_whole_and_late(shop, name):
    case = CASES[name]
    shop.faults = Faults(script={case.model.provider: ["slow_drip"]})
    began = time.monotonic()
    made = case.at(shop).create(case.wanted())
    assert time.monotonic() - began > 0.3
    assert made.state == "succeeded" if isinstance(made, VendorStatus) else made.id


@pytest.mark.parametrize("name", cases.WITH_JOBS)
def test_a_key_that_is_revoked_midway_is_named_by_every_look_at_the_work(shop, name):
    case = cases.WITH_JOBS[name]
    if "revoked_midway" in LACKS[case.model.provider]:
        pytest.skip("it knows no keys")
    shop.faults = Faults(script={case.model.provider: ["revoked_midway"]})
    vendor = case.at(shop)
    job = vendor.create(case.wanted())
    with pytest.raises(KeyRejected):
        vendor.poll(job, case.model)


@pytest.mark.parametrize(
    "fault", [None, "corrupt", "empty", "wrong_codec", "wrong_length", "expired_url", "private_url"]
)
@pytest.mark.parametrize("name", cases.WITH_JOBS)
def test_the_file_has_the_fault_that_it_was_given(shop, name, fault, tmp_path):
    case = cases.WITH_JOBS[name]
    shop.faults, vendor = Faults(script={case.model.provider: [fault]}), case.at(shop)
    job = vendor.create(case.wanted())
    [work] = shop.paid.values()
    work.ask = replace(work.ask, prompt="p", picture=b"", width=64, height=64, seconds=0.25, sound=False)
    file, allow = tmp_path / "clip", account_at(shop, "").allow
    if fault in LACKS[case.model.provider]:
        pytest.skip("its files have no address")
    done = vendor.poll(job, case.model)
    if fault == "empty" or fault in LINKS:
        refused = ProviderUnavailable if fault == "expired_url" else DeliveryUnusable
        if done.state == "succeeded":
            with pytest.raises(refused):
                download(done.outputs[0], file, allow=allow)
        else:
            assert done.error == refused.__name__
        if fault != "expired_url":
            return
        done = vendor.poll(job, case.model)  # asking again gives another address
    download(done.outputs[0], file, allow=allow)
    good, _ = media.made(work.ask)
    assert file.read_bytes() == media.made(work.ask, fault)[0]
    assert (file.read_bytes() == good) is (fault in {None, "expired_url"})


@pytest.mark.parametrize("name", TOLD)
def test_the_news_have_the_fault_that_they_were_given(shop, name):
    case, faults = TOLD[name], sorted(NEWS)
    shop.faults = Faults(script={case.model.provider: [None, *faults]})
    vendor = case.at(shop)
    with answering() as hook:
        hook.said = lambda path, body: body  # MiniMax wants its challenge back
        jobs = [
            vendor.create(case.wanted(client_key=f"key {fault}", callback=f"{hook.base}/{fault}")).id
            for fault in ["good", *faults]
        ]
        until(lambda: len(_told(hook, "hook_late")) and len(_told(hook, "hook_replayed")) > 1, seconds=5)
        heard = {fault: _told(hook, fault) for fault in ["good", *faults]}
    own = dict(zip(["good", *faults], jobs, strict=True))
    counts = {fault: len(bodies) for fault, bodies in heard.items()}
    assert counts == {
        "good": 1, "hook_duplicated": 2, "hook_early": 2, "hook_forged": 2, "hook_late": 1, "hook_missing": 0,
        "hook_other_tenant": 2, "hook_out_of_order": 2, "hook_replayed": 2,
    }  # fmt: skip
    for fault in ("hook_duplicated", "hook_replayed"):
        assert heard[fault][0] == heard[fault][1]
    for fault in ("hook_early", "hook_out_of_order"):
        assert heard[fault][0] != heard[fault][1], "another state"
    stranger, ours = heard["hook_other_tenant"]
    assert own["hook_other_tenant"].encode() in ours
    assert own["hook_other_tenant"].encode() not in stranger


def _told(hook, fault):
    """The bodies of the news to this callback, without what only tries its address."""
    calls = zip(hook.asked, hook.bodies, strict=False)
    return [body for asked, body in calls if asked.endswith(f"/{fault}") and b"challenge" not in body]


@pytest.mark.parametrize("name", CASES)
def test_a_vendor_charges_for_what_it_delivered_by_the_catalogue(shop, name):
    case = CASES[name]
    vendor, wanted = case.at(shop), case.wanted()
    made = vendor.create(wanted)
    [cost] = shop.billed().values()
    shown = price_of(case.model, seconds=wanted.seconds) if case.model.prices else Decimal(0)
    assert cost == pytest.approx(shown, rel=Decimal("0.12")), "tokens come near to the price that is shown"
    [work] = shop.paid.values()
    work.ask = replace(work.ask, width=64, height=64)  # the file itself is no matter here
    done = made if isinstance(made, VendorStatus) else vendor.poll(made, case.model)
    assert done.cost_usd in {None, cost}


@pytest.mark.parametrize("name", ["elevenlabs_v3", "openai_tts_hd", "gemini_tts", "google_tts"])
def test_a_voice_is_charged_as_its_adapter_reckons(shop, name):
    model = MODELS[name]
    wire = WIRES[model.spoken_by].load()(account_at(shop, model.provider))
    said = wire.say("A lamp that follows your day.", language="en", mood="warm", model=model, seed=1)
    [cost] = shop.billed().values()
    assert cost == pytest.approx(said.cost_usd, rel=Decimal("0.05"))
    assert cost > 0


@pytest.mark.parametrize("fault", ["failed", "refused_output", "throttled", "broken_before"])
@pytest.mark.parametrize("name", CASES)
def test_a_vendor_charges_for_nothing_else_but_by_its_own_rules(shop, name, fault):
    case = CASES[name]
    shop.faults = Faults(script={case.model.provider: [fault]})
    case.outcome(case.at(shop))
    assert sum(shop.billed().values()) == (case.costs.get(fault) or 0)


def test_a_call_whose_answer_was_lost_is_charged_all_the_same(shop):
    case = CASES["replicate"]
    shop.faults = Faults(script={"replicate": ["broken_after", None]})
    assert [case.outcome(case.at(shop))[0] for _ in range(2)] == ["OutcomeUnknown", ""]
    lost, good = shop.billed().values()
    assert lost == good == Decimal("0.19")


def test_work_that_is_not_over_is_not_charged_yet(shop):
    shop.seconds = 60
    for case in cases.WITH_JOBS.values():
        case.at(shop).create(case.wanted())
    assert set(shop.billed().values()) == {Decimal(0)}
