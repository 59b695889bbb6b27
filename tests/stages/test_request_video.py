"""RequestVideo."""

from dataclasses import replace
from decimal import Decimal

import pytest

from spotworks.domain.brief import Brief
from spotworks.domain.keys import upload_key
from spotworks.domain.model import Price
from spotworks.domain.parameters import Parameters
from spotworks.errors import (
    AssetRejected,
    BudgetExceeded,
    Conflict,
    InvalidRequest,
    ModelUnavailable,
    StorageUnavailable,
)
from spotworks.stages.request_video import request_video, title_of
from tests.fakes.plans import KEYLESS, MODELS, RETIRED, make_brief


def request(studio, brief, models=MODELS):
    return request_video(
        brief, tenant="acme", key="k", request_id="r", desk=studio.desk, uploads=studio.uploads,
        machine=studio.machine, models=models,
    )  # fmt: skip


def test_a_brief_becomes_a_queued_job_and_an_execution(studio):
    job = studio.ask()
    row = studio.row(job)
    assert (row.status, row.progress, row.title) == ("queued", 0, "A red mug that keeps coffee warm")
    name = row.execution.removeprefix("arn:execution:")
    assert name.startswith(job.video_id)
    assert name.endswith("-1")
    assert studio.machine.started == {name: {"job": job.model_dump()}}
    assert studio.desk.read(job, "brief.json", Brief) == make_brief()
    assert studio.messages(job) == ["Queued"]


def test_the_same_key_and_brief_give_the_same_job(studio):
    assert studio.ask() == studio.ask()
    assert len(studio.machine.started) == 1
    assert len(studio.desk.jobs.list("acme")) == 1


def test_the_same_key_and_another_brief_are_refused(studio):
    studio.ask()
    with pytest.raises(Conflict) as refused:
        studio.ask(prompt="Something else")
    assert refused.value.field == "Idempotency-Key"
    assert len(studio.machine.started) == 1


def test_another_key_and_another_tenant_give_other_jobs(studio):
    jobs = [studio.ask(), studio.ask(key="other"), studio.ask(tenant="rival")]
    assert len({job.video_id for job in jobs}) == 3


def test_an_expired_key_makes_a_new_job_and_leaves_the_old_one_alone(studio):
    old = studio.ask()
    studio.clock.move(hours=25)
    new = studio.ask(prompt="Something else")
    assert new.video_id != old.video_id
    assert studio.desk.read(old, "brief.json", Brief).prompt == "A red mug that keeps coffee warm"
    assert len(studio.machine.started) == 2


def test_a_key_lives_for_a_day(studio):
    old = studio.ask()
    studio.clock.move(hours=23)
    assert studio.ask() == old


def test_variations_are_jobs_of_one_group(studio):
    first = studio.ask(variations=3)
    rows = studio.desk.jobs.list("acme")
    assert len(rows) == len(studio.machine.started) == 3
    assert {row.group for row in rows} == {studio.row(first).group}
    assert sorted(row.variation for row in rows) == [0, 1, 2]


def test_a_crash_before_the_execution_is_mended_by_asking_again(studio):
    studio.machine.crash = StorageUnavailable("Step Functions is away")
    with pytest.raises(StorageUnavailable):
        studio.ask(variations=2)
    job = studio.ask(variations=2)
    assert len(studio.machine.started) == 2
    assert len(studio.desk.jobs.list("acme")) == 2
    assert studio.row(job).execution


def test_an_unknown_model_is_refused_with_the_known_ones(studio):
    with pytest.raises(InvalidRequest, match=r"no 'dall-9' that makes clips; known: local, paid, keyless") as refused:
        studio.ask(model="dall-9")
    assert refused.value.field == "model"


def test_a_model_without_its_key_is_refused_with_the_reason(studio):
    with pytest.raises(ModelUnavailable, match="no key is set") as refused:
        studio.ask(model="keyless")
    assert refused.value.field == "model"


WORDS = KEYLESS.model_copy(
    update={
        "id": "words",
        "makes": ("language",),
        "prices": (Price(usd=0, unit="token in"), Price(usd=0, unit="token out")),
    }
)


@pytest.mark.parametrize("available", [True, False])
def test_a_language_model_without_its_key_is_refused_before_anything_begins(studio, available):
    studio.desk = replace(studio.desk, planners=("words",))
    models = (*MODELS, WORDS.model_copy(update={"available": available}))
    if available:
        assert request(studio, make_brief(), models=models).video_id
        return
    with pytest.raises(ModelUnavailable, match="SPOTWORKS_LANGUAGE_MODEL: words cannot be used: no key is set"):
        request(studio, make_brief(), models=models)
    assert studio.machine.started == {}


def test_the_dearest_language_model_that_may_be_asked_decides_whether_the_budget_is_enough(studio):
    dear = (Price(usd="0.00001", unit="token in"), Price(usd="0.00005", unit="token out"))
    models = (*MODELS, WORDS.model_copy(update={"available": True}),
              WORDS.model_copy(update={"available": True, "id": "dear", "prices": dear}))  # fmt: skip
    studio.desk = replace(studio.desk, planners=("words", "elsewhere"))
    assert request(studio, make_brief(), models=models).video_id
    studio.desk = replace(studio.desk, planners=("words", "dear"))
    with pytest.raises(BudgetExceeded, match=r"Planning by dear .*; a call of the language model may take \$0\.66"):
        request(studio, make_brief(), models=models)


def test_a_budget_below_the_estimate_is_refused_with_the_estimate(studio):
    with pytest.raises(BudgetExceeded, match=r"\$1\.00 is below the estimate of \$2\.") as refused:
        studio.ask(model="paid", duration=20, budget="1.00")
    assert refused.value.field == "budget"


def test_a_refusal_by_budget_says_what_it_would_be_spent_on(studio):
    with pytest.raises(BudgetExceeded) as refused:
        studio.ask(model="paid", image_model="artist", duration=20, budget="1.00")
    assert "Each takes: Clips by paid $2.00 (20 s), Pictures by artist $0.15 (5 pictures)" in refused.value.message


def test_a_request_comes_back_with_what_each_video_will_cost_at_most(studio):
    found = request(studio, make_brief(model="paid", image_model="artist", duration=10, budget="3", variations=2))
    assert {item.part: item.usd for item in found.estimate.items if item.model} == {
        "image": Decimal("0.09"), "clip": Decimal("1.00"),
    }  # fmt: skip
    assert found.estimate.total == Decimal("1.0915")


def test_a_name_of_a_service_that_is_gone_becomes_what_follows_it_and_says_so(studio):
    job = studio.ask(model="retired_service", duration=4, budget="2")
    assert studio.desk.read(job, "brief.json", Brief).model == "paid"
    told = "Warning: retired_service: Retired was shut down on 2026-09-24; paid is used instead"
    assert studio.messages(job).count(told) == 1


def test_what_follows_a_service_that_is_gone_may_lack_its_key(studio):
    models = (KEYLESS, RETIRED.model_copy(update={"replaced_by": "keyless"}))
    with pytest.raises(ModelUnavailable) as refused:
        request(studio, make_brief(model="retired"), models=models)
    assert refused.value.message == (
        "model: retired: Retired was shut down on 2026-09-24; keyless is used instead, but keyless cannot be used: "
        "no key is set"
    )


@pytest.mark.parametrize(
    ("about", "error", "words"),
    [
        (
            {"image_model": "paid"},
            InvalidRequest,
            "image_model: 'paid' makes clips, not pictures; these do: local, artist",
        ),
        ({"voice_model": "artist"}, InvalidRequest, "voice_model: 'artist' makes pictures, not voices"),
        ({"music_model": "muscgen"}, InvalidRequest, "music_model: there is no 'muscgen' that makes music"),
        ({"model": "paid", "clip_sound": "yes"}, InvalidRequest, "clip_sound: paid makes clips without a sound"),
        ({"image_model": "artist", "aspect": "16:9"}, InvalidRequest, "aspect: artist makes 9:16, not 16:9"),
    ],
)
def test_who_shall_make_it_has_to_be_able_to(studio, about, error, words):
    with pytest.raises(error) as refused:
        studio.ask(**about)
    assert refused.value.message.startswith(words)
    assert refused.value.field == words.partition(":")[0]


def test_a_mode_that_generates_nothing_needs_nobody_for_pictures_and_clips(studio):
    found = request(studio, make_brief(mode="minimal_text", model="keyless", image_model="artist", aspect="1:1"))
    assert not any(item.model for item in found.estimate.items)


def test_whoever_is_chosen_later_costs_nothing_yet(studio):
    found = request(studio, make_brief(model="auto", image_model="auto", voice_model="auto"))
    assert {item.part for item in found.estimate.items} == {"render", "running"}


def test_the_budget_is_for_all_variations_together(studio):
    studio.ask(model="paid", duration=10, budget="1.10")
    with pytest.raises(BudgetExceeded, match="2 video"):
        studio.ask(key="two", model="paid", duration=10, budget="1.10", variations=2)


def test_a_picture_that_was_not_uploaded_by_this_tenant_is_unknown(studio):
    studio.uploads.write(upload_key("rival", "photo"), b"jpeg")
    with pytest.raises(InvalidRequest, match="there is no upload photo") as refused:
        studio.ask(reference_assets=("photo",))
    assert refused.value.field == "reference_assets"


def test_nothing_is_left_of_a_refused_request(studio):
    for about in ({"model": "dall-9"}, {"budget": "0.0001"}, {"reference_assets": ("none",)}):
        with pytest.raises((InvalidRequest, BudgetExceeded)):
            studio.ask(**about)
    assert studio.desk.jobs.list("acme") == []
    assert studio.work.objects == {}
    assert studio.machine.started == {}
    studio.ask()  # the key is still free


@pytest.mark.parametrize(
    ("about", "title"),
    [
        ({"title": "Mugs", "prompt": "A long story"}, "Mugs"),
        ({"prompt": "one\n two"}, "one two"),
        ({"prompt": "", "url": "https://shop.example/"}, "https://shop.example/"),
        ({"prompt": "", "reference_assets": ("photo",)}, "Untitled"),
    ],
)
def test_a_job_is_called_by_the_best_words_there_are(about, title):
    assert title_of(make_brief(**about)) == title


def test_a_long_title_ends_at_a_word():
    title = title_of(make_brief(prompt="word " * 40))
    assert title.endswith("word…")
    assert len(title) <= 80


@pytest.mark.parametrize(
    ("field", "size", "words"),
    [
        ("reference_assets", 25_000_001, r"one: 25\.0 MB is more than 25 MB"),
        ("animation_assets", 2_000_001, r"one: 2\.0 MB is more than 2 MB"),
        ("footage_assets", 0, "one: is empty"),
    ],
)
def test_an_upload_that_holds_nothing_or_too_much_to_read_is_refused(studio, field, size, words):
    studio.uploads.write(upload_key("acme", "one"), bytes(size))
    with pytest.raises(AssetRejected, match=words) as refused:
        studio.ask(**{field: ("one",)})
    assert refused.value.field == field
    assert studio.machine.started == {}


@pytest.mark.parametrize(
    ("about", "field", "words"),
    [
        ({"placement": "cinema"}, "placement", "no placement 'cinema'; known: tiktok"),
        ({"placement": "ott"}, "aspect", "OTT, streaming television takes 16:9, not 9:16"),
        ({"placement": "ott", "aspect": "16:9", "duration": 90}, "duration", "takes 60 s at most, not 90"),
    ],
)
def test_a_video_that_its_placement_does_not_take_is_refused(studio, about, field, words):
    with pytest.raises(InvalidRequest, match=words) as refused:
        studio.ask(**about)
    assert refused.value.field == field


def test_what_the_text_asks_for_is_in_the_stored_brief_and_told(studio):
    job = studio.ask(prompt="Ad for a kayak, for YouTube, twenty seconds", duration=12)
    brief, found = studio.desk.read(job, "brief.json", Brief), studio.desk.read(job, "parameters.json", Parameters)
    assert (brief.duration, brief.aspect, brief.placement) == (12, "16:9", "youtube")
    assert (found.value("subject"), found.value("duration")) == ("kayak", "12 s")
    assert found.flags[0].words == ("twenty seconds",)


def test_the_length_that_the_text_asks_for_is_what_is_priced(studio):
    brief = Brief(prompt="A 20-minute film about a kayak", budget="0.01")
    with pytest.raises(BudgetExceeded, match="of 1200 s"):
        request(studio, brief)
