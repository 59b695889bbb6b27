"""Every fault that a fake can have is really had by it; what vendors charge for what became of it."""

import math
import time
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from importlib.metadata import entry_points

import pytest

from local.vendors import FAKES, media
from local.vendors.answers import answering, until
from local.vendors.contract import AT_ONCE, NAMED
from local.vendors.faults import ALL, FILE, LINKS, NEWS, Faults
from local.vendors.serving import account_at
from spotworks.adapters.model_writer.drafts import StrategyDraft
from spotworks.adapters.providers.downloads import download
from spotworks.adapters.providers.elevenlabs import ElevenLabs, ElevenLabsAligner
from spotworks.adapters.providers.lifetime import living
from spotworks.domain.generation import EffectCue
from spotworks.domain.model import price_of
from spotworks.errors import (
    AnswerUnusable,
    DeliveryUnusable,
    KeyRejected,
    ModerationRefused,
    ProviderUnavailable,
    SpotworksError,
)
from spotworks.ports import VendorStatus
from tests.fakes import cases
from tests.fakes.language import VENDORS, Reply, asked, speaking
from tests.fakes.rows import MODELS

CALL = {*NAMED, "slow_drip"}
WORK = {*AT_ONCE, "revoked_midway"}
CASES = cases.WITH_JOBS | cases.AT_ONCE
WIRES = {point.name: point for point in entry_points(group="spotworks.providers")}
TOLD = {name: case for name, case in cases.WITH_JOBS.items() if case.model.webhook != "no"}


def test_every_fault_is_of_a_call_of_the_work_of_the_file_or_of_the_news():
    assert set(ALL) == CALL | WORK | FILE | LINKS | NEWS
    assert len(CALL) + len(WORK) + len(FILE) + len(LINKS) + len(NEWS) == len(ALL)


@pytest.mark.parametrize("fake", FAKES, ids=lambda fake: fake.__name__)
def test_a_seed_brings_every_fault_that_makes_sense_and_no_other(fake):
    faults = Faults(seed=7, rate=1.0)
    assert {faults.next(fake.provider, fake.lacks) for _ in range(600)} == set(ALL) - fake.lacks


def test_the_same_seed_brings_the_same_faults():
    runs = [[faults.next("fal") for _ in range(50)] for faults in (Faults(seed=3, rate=0.3), Faults(seed=3, rate=0.3))]
    assert runs[0] == runs[1]
    assert 5 < sum(fault is not None for fault in runs[0]) < 30


@dataclass
class Noted(Faults):
    """Notes what the next call is said to lack; None until it has come."""

    lacks: set | None = None

    def next(self, provider, lacks=()):
        self.lacks = set(lacks)
        return super().next(provider, lacks)


def ordered(case, shop, folder):
    """What comes of an order, its file too."""
    vendor = case.at(shop)
    done = vendor.create(case.wanted())
    if not isinstance(done, VendorStatus):
        [work] = shop.paid.values()
        work.ask = replace(work.ask, prompt="p", picture=b"", width=64, height=64, seconds=0.25, sound=False)
        done = vendor.poll(done, case.model)
    if done.state != "succeeded":
        return done.state, done.error
    download(done.outputs[0], folder / "file", allow=account_at(shop, "").allow)
    return (folder / "file").read_bytes()


def said(name, shop, folder):
    model = MODELS[name]
    wire = WIRES[model.spoken_by].load()(account_at(shop, model.provider))
    return wire.say("A lamp that follows your day.", language="en", mood="warm", model=model, seed=1).content


def sounded(shop, folder):
    wire = ElevenLabs(account_at(shop, "elevenlabs"))
    cue = EffectCue(name="pop", at=Fraction(0))
    return wire.sound(cue, seconds=1, model=MODELS["elevenlabs_effects"], seed=1).content


def heard(way, shop, folder):
    (folder / "line").write_bytes(b"RIFF")
    return way(ElevenLabsAligner(account_at(shop, "elevenlabs")), folder / "line")


def thought(vendor, form, shop, folder):
    return speaking(shop, vendor).answer(asked(max_tokens=4_000), form).value


CALLS = {
    **{name: (case.model.provider, partial(ordered, case)) for name, case in CASES.items()},
    **{name: (MODELS[name].provider, partial(said, name))
       for name in ("elevenlabs_v3", "openai_tts_hd", "gemini_tts", "google_tts", "edge_tts")},
    "effects": ("elevenlabs", sounded),
    "alignment": ("elevenlabs", partial(heard, lambda wire, file: wire.align(file, "Light.", language="en"))),
    "transcript": ("elevenlabs", partial(heard, lambda wire, file: wire.transcribe(file, language="en"))),
    **{f"{vendor} {form.__name__}": (vendor, partial(thought, vendor, form))
       for vendor, form in (("anthropic", Reply), ("google", Reply), ("openai", Reply), ("openai", StrategyDraft))},
}  # fmt: skip
"""Every kind of paid call: its provider, and what is seen of it."""


def seen(shop, name, fault, folder):
    """What a call with that fault looks like, how many requests it takes, and what is said to be senseless in it."""
    provider, call = CALLS[name]
    shop.faults = Noted(script={provider: [fault]})
    shop.asked.clear()
    shop.paid.clear()
    try:
        with living(None, most=0.1 if fault in {"hangs_before", "hangs_after", "endless_drip"} else math.inf):
            told = call(shop, folder)
    except SpotworksError as error:
        told = type(error)
    assert until(lambda: shop.faults.lacks is not None), "who has no patience may be gone before it is heard"
    return (told, len(shop.asked)), shop.faults.lacks


@pytest.mark.parametrize("name", CALLS)
def test_a_fault_shows_in_a_call_or_is_known_to_make_no_sense_in_it(shop, name, tmp_path):
    plain, lacks = seen(shop, name, None, tmp_path)
    assert not isinstance(plain[0], type | tuple), "a call without a fault goes well"
    shown = {fault for fault in set(ALL) - NEWS - {"slow_drip"} if seen(shop, name, fault, tmp_path)[0] != plain}
    assert shown == set(ALL) - NEWS - {"slow_drip"} - lacks
    assert lacks >= NEWS, "none of these has a callback"
    began = time.monotonic()
    assert seen(shop, name, "slow_drip", tmp_path)[0] == plain
    assert time.monotonic() - began > 0.3


def test_every_fake_is_among_those_calls(shop, tmp_path):
    found = set()
    for _, call in CALLS.values():
        shop.paid.clear()
        call(shop, tmp_path)
        found |= {type(work.by) for work in shop.paid.values()}
    assert {kind.__name__ for kind in found if kind.__module__ != "local.vendors.base"} >= {
        fake.__name__ for fake in FAKES
    }


@pytest.mark.parametrize("name", TOLD)
def test_news_can_go_wrong_where_there_is_somebody_to_tell(shop, name):
    shop.faults = Noted(script={TOLD[name].model.provider: ["hook_missing"]})
    TOLD[name].at(shop).create(TOLD[name].wanted(callback="http://127.0.0.1:9/hooks/the-key"))
    assert not NEWS & shop.faults.lacks


@pytest.mark.parametrize("name", cases.WITH_JOBS)
def test_a_key_that_is_revoked_midway_is_named_by_every_look_at_the_work(shop, name):
    case = cases.WITH_JOBS[name]
    if name == "comfyui":
        pytest.skip("it knows no keys")
    shop.faults = Faults(script={case.model.provider: ["revoked_midway"]})
    vendor = case.at(shop)
    job = vendor.create(case.wanted())
    with pytest.raises(KeyRejected):
        vendor.poll(job, case.model)


@pytest.mark.parametrize("fault", [None, *sorted(FILE), *sorted(LINKS)])
@pytest.mark.parametrize("name", cases.WITH_JOBS)
def test_the_file_has_the_fault_that_it_was_given(shop, name, fault, tmp_path):
    case = cases.WITH_JOBS[name]
    shop.faults, vendor = Faults(script={case.model.provider: [fault]}), case.at(shop)
    job = vendor.create(case.wanted())
    [work] = shop.paid.values()
    work.ask = replace(work.ask, prompt="p", picture=b"", width=64, height=64, seconds=0.25, sound=False)
    file, allow = tmp_path / "clip", account_at(shop, "").allow
    if case.inline and fault in LINKS:
        pytest.skip("its files have no address")
    done = vendor.poll(job, case.model)
    if fault in {"empty", "expired_url", "private_url", "moved_inside"}:
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
    assert (file.read_bytes() == good) is (fault in {None, "expired_url", "moved_url"})


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


@pytest.mark.parametrize("fault", [None, "refused_output", "wrong_length"])
@pytest.mark.parametrize("vendor", VENDORS)
def test_a_language_model_is_charged_for_each_answer_as_its_adapter_reckons(shop, vendor, fault):
    shop.faults = Faults(script={vendor: [fault]})
    try:
        usage = speaking(shop, vendor).answer(asked(), Reply).usage
    except (AnswerUnusable, ModerationRefused) as error:
        usage = error.usage
    [cost] = shop.billed().values()
    assert 0 < cost == pytest.approx(usage.cost_usd, abs=Decimal("0.000001"))


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
