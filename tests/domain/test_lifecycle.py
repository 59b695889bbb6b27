"""What a name means today, and what becomes of plans whose models are gone."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.catalogue import models
from spotworks.domain.lifecycle import (
    is_gone,
    named,
    replanned,
    resolve,
    rewritten,
    stale,
    successor,
    warning,
    with_availability,
)
from spotworks.domain.model import Model
from spotworks.errors import InvalidRequest, ModelUnavailable
from tests.fakes.plans import make_scene, play_of

TODAY = date(2026, 11, 20)


def model(name: str, **about) -> Model:
    return Model(**({"id": name, "provider": "vendor", "name": name.title(), "makes": ("clip",)} | about))


NEW = model("new", aliases=("newest",), durations=(5, 10))
OLD = model("old", aliases=("older",), lifecycle="shut_down", shut_down_on=date(2026, 9, 1), replaced_by="middle")
MIDDLE = model("middle", lifecycle="deprecated", shut_down_on=TODAY, replaced_by="new")
LOST = model("lost", lifecycle="shut_down")
ENDING = model("ending", lifecycle="deprecated", shut_down_on=TODAY + timedelta(days=60), replaced_by="new")
PICTURE = model("painter", makes=("image",))
LOCAL = model("local", provider="local", makes=("clip", "image"))
MODELS = (NEW, OLD, MIDDLE, LOST, ENDING, PICTURE, LOCAL)

# Every name that the requirements have, and what stands behind it today.
NAMES = {
    "runway_gen3": "gen4_turbo", "pika_v2": "pika", "stability_svd": "svd", "luma_dream": "ray_2",
    "google_veo": "gemini_omni", "veo": "gemini_omni", "veo_fast": "gemini_omni", "openai_shorts": "gemini_omni",
    "sora": "gemini_omni",
    "hailuo_fast": "hailuo_fast", "wan": "wan_2_7", "kling": "kling_2_5", "openv": "openv", "waver": "waver",
    "flux_dev": "flux_dev", "flux_schnell": "flux_schnell", "imagen": "gemini_image", "musicgen": "musicgen",
}  # fmt: skip


@pytest.mark.parametrize(("name", "behind"), NAMES.items())
def test_the_names_of_the_requirements_still_lead_somewhere(name, behind):
    found = resolve(name, models(), TODAY)
    assert found.model.id == behind
    assert bool(found.told) == is_gone(named(name, models()), TODAY)


def test_a_dead_services_name_says_what_happened_and_what_is_used():
    told = resolve("openai_shorts", models(), TODAY).told
    assert told == "openai_shorts: Sora was shut down on 2026-09-24; gemini_omni is used instead"
    assert "svd, which you host yourself, is used instead" in resolve("stability_svd", models(), TODAY).told


def test_what_replaced_a_model_may_be_replaced_itself():
    found = resolve("older", MODELS, TODAY)
    assert (found.model, found.told) == (NEW, "older: Old was shut down on 2026-09-01; new is used instead")
    assert successor(OLD, MODELS, TODAY - timedelta(days=1)) is MIDDLE


def test_a_successor_that_ends_soon_itself_is_told_of_too():
    told = (
        "Old was shut down on 2026-09-01; middle is used instead, though Middle will be shut down on 2026-11-20, "
        "in 1 day; new follows it"
    )
    today = TODAY - timedelta(days=1)
    assert resolve("older", MODELS, today).told == f"older: {told}"
    assert rewritten(("old", "local"), MODELS, today).told == (f"old: {told}",)


def test_a_model_that_nothing_follows_is_unavailable():
    with pytest.raises(ModelUnavailable, match="lost: Lost is gone, and nothing is known to follow it"):
        resolve("lost", MODELS, TODAY)


def test_a_circle_of_successors_ends():
    one = model("one", lifecycle="shut_down", replaced_by="two")
    two = model("two", lifecycle="shut_down", replaced_by="one")
    assert successor(one, (one, two), TODAY) is None


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("hailou-fast", "clip", r"no 'hailou-fast' that makes clips; did you mean hailuo_fast"),
        ("openai_short", "clip", r"did you mean openai_shorts"),
        ("flux_dev", "clip", r"'flux_dev' makes pictures, not clips; these do: local, .*; .spotworks models. lists"),
        ("zzzzzzzz", "music", r"no 'zzzzzzzz' that makes music; known: local, elevenlabs_music, lyria, "),
    ],
)
def test_a_name_that_does_not_fit_is_refused_with_names_that_do(name, kind, words):
    with pytest.raises(InvalidRequest, match=words):
        resolve(name, models(), TODAY, kind=kind)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (-1, ""),
        (0, "Ending will be shut down on 2027-01-19, in 60 days; new follows it"),
        (59, "Ending will be shut down on 2027-01-19, in 1 day; new follows it"),
    ],
)
def test_an_end_within_sixty_days_is_told(days, told):
    today = TODAY + timedelta(days=days)
    assert warning(ENDING, today) == told
    assert resolve("ending", MODELS, today).told == (f"ending: {told}" if told else "")


def test_on_the_day_itself_it_is_gone():
    today = TODAY + timedelta(days=60)
    assert warning(ENDING, today) == ""
    assert resolve("ending", MODELS, today).model is NEW


CHAINS = {
    "what lives stays": (("new", "local"), ("new", "local"), 0),
    "what is gone gives way": (("old", "local"), ("new", "local"), 1),
    "nothing is tried twice": (("old", "new", "local"), ("new", "local"), 1),
    "what nothing follows drops out": (("lost", "local"), ("local",), 1),
    "an alias becomes its model": (("newest", "local"), ("new", "local"), 0),
    "what nobody knows stays": (("other", "local"), ("other", "local"), 0),
    "there is always one": (("lost",), ("local",), 1),
}


@pytest.mark.parametrize(("chain", "wanted", "told"), CHAINS.values(), ids=CHAINS)
def test_a_chain_is_rewritten(chain, wanted, told):
    found = rewritten(chain, MODELS, TODAY)
    assert (found.chain, len(found.told)) == (wanted, told)


@given(st.lists(st.sampled_from([one.id for one in MODELS]), min_size=1, max_size=6), st.integers(-200, 200))
def test_no_rewritten_chain_names_what_is_gone_and_rewriting_again_changes_nothing(chain, days):
    today = TODAY + timedelta(days=days)
    found = rewritten(chain, MODELS, today)
    assert not any(is_gone(one, today) for one in MODELS if one.id in found.chain)
    assert rewritten(found.chain, MODELS, today).told == ()
    assert rewritten(found.chain, MODELS, today).chain == found.chain


def test_a_plan_of_a_model_that_is_gone_is_cut_anew_for_what_follows_it():
    scenes = (
        make_scene(0, Fraction(12), chain=("old", "local")),
        make_scene(1, Fraction(12), chain=("new", "local"), chunks=(Fraction(8), Fraction(4))),
        make_scene(2, Fraction(12), chain=("old", "local"), generated=False),
    )
    play = play_of(scenes)
    found, told = replanned(play, MODELS, TODAY)
    assert [scene.chain for scene in found.scenes] == [("new", "local")] * 3
    assert [scene.chunks for scene in found.scenes] == [(Fraction(8), Fraction(4))] * 2 + [(Fraction(12),)]
    assert told == ("old: Old was shut down on 2026-09-01; new is used instead",)
    assert replanned(found, MODELS, TODAY) == (found, ())


def available(one: Model, *names: str, today: date = TODAY, wires=None) -> tuple[bool, str]:
    [found] = with_availability((one,), names.__contains__, today, wires=wires)
    return found.available, found.why_not


def test_a_model_without_its_keys_says_which_and_where_to_get_them():
    paid = model("paid", secrets=("A_KEY", "B_KEY"), key_from="https://vendor.example/keys")
    assert available(paid, "A_KEY", "B_KEY") == (True, "")
    assert available(paid, "A_KEY") == (False, "needs B_KEY; get it at https://vendor.example/keys")
    assert available(paid) == (False, "needs A_KEY and B_KEY; get them at https://vendor.example/keys")


def test_a_server_of_ones_own_has_to_have_an_address():
    own = model("own", endpoint="OWN_URL", key_from="docs/own.md", lifecycle="no_public_service")
    why = "there is no public service: it needs OWN_URL, the address of your own; see docs/own.md"
    assert available(own) == (False, why)
    assert available(own, "OWN_URL") == (True, "")


def test_what_is_gone_cannot_be_used_whatever_keys_there_are():
    assert available(OLD) == (False, "Old was shut down on 2026-09-01; use middle")
    assert available(ENDING, today=TODAY + timedelta(days=61))[0] is False
    [soon] = with_availability((ENDING,), lambda _: True, TODAY)
    assert (soon.available, soon.warning) == (True, warning(ENDING, TODAY))


def test_one_that_reads_addresses_only_is_of_no_use_where_vendors_reach_nothing():
    reader = ENDING.model_copy(update={"reads": "addresses", "secrets": ("A_KEY",)})
    [at_home] = with_availability((reader,), lambda _: True, TODAY, public=False)
    assert (at_home.available, at_home.why_not) == (
        False, "reads pictures from public addresses only, and this installation has none"
    )  # fmt: skip
    [keyless] = with_availability((reader,), lambda _: "", TODAY, public=False)
    assert "A_KEY" in keyless.why_not, "what can be mended comes first"
    assert with_availability((reader,), lambda _: True, TODAY)[0].available
    assert with_availability((ENDING,), lambda _: True, TODAY, public=False)[0].available


def test_a_model_that_nothing_here_can_speak_to_cannot_be_used():
    spoken = model("spoken", wire="vendor_v2")
    assert available(spoken, wires={"vendor_v2"}) == (True, "")
    assert available(spoken, wires={"vendor"}) == (False, "no package that is installed here speaks 'vendor_v2'")
    assert available(LOCAL, wires=())[0]


def test_a_model_that_goes_from_one_picture_to_another_cannot_be_used_whatever_keys_there_are():
    pair = model("pair", first_frame="required", last_frame="required", secrets=("A_KEY",), key_from="docs/pair.md")
    usable, why = available(pair, "A_KEY")
    assert not usable
    assert why == "it goes from one picture to another, and a scene has only the one that it begins with"
    assert available(pair.model_copy(update={"last_frame": True}), "A_KEY")[0]


def test_facts_grow_stale_after_half_a_year():
    fresh, old = model("fresh", checked=TODAY - timedelta(days=180)), model("old", checked=TODAY - timedelta(days=181))
    assert stale((fresh, old, model("never")), TODAY) == ("old", "never")


def test_the_facts_of_our_own_catalogue_are_fresh():
    """When this fails: look the named models up again, as docs/providers/catalogue.md says, and set `checked`."""
    assert stale(models(), date.today()) == ()
