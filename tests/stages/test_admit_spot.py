"""AdmitSpot."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from spotworks.domain.brief import Brief
from spotworks.domain.languages import Voices
from spotworks.domain.model import Model
from spotworks.errors import BudgetExceeded, Conflict, InvalidRequest
from spotworks.stages.admit_spot import admit_spot
from spotworks.stages.shared.admission import plannable
from tests.fakes.aws import make_table
from tests.fakes.plans import LOCAL, MODELS, PAID, make_brief
from tests.fakes.studio import Studio


def admit(studio, job):
    return admit_spot(job, desk=studio.desk, uploads=studio.uploads, models=MODELS)


def test_the_whole_cap_of_a_variation_is_reserved(studio):
    job = studio.ask(budget="0.90", variations=3)
    admit(studio, job)
    assert studio.budget()["committed"] == Decimal("0.3")
    assert studio.row(job).phase == "admission"


def test_a_repeated_stage_reserves_once(studio):
    job = studio.ask()
    assert admit(studio, job) == admit(studio, job)
    assert studio.budget()["committed"] == Decimal("0.5")


def test_trying_again_spends_what_is_left_of_the_budget_and_no_second_one(studio):
    job = studio.storyboarded(model="paid", budget="1.10")
    studio.clip(job, 0)
    studio.tend(job)
    studio.cancel(job)
    assert studio.budget()["committed"] == Decimal("0.40")
    again = studio.retry(job)
    assert studio.budget()["committed"] == Decimal("1.10")
    assert "$0.4000 of the budget of $1.10 went to earlier attempts" in studio.messages(again)


def test_the_machine_learns_what_to_branch_on(studio):
    plain = admit(studio, studio.ask())
    assert plain.model_dump() == {
        "has_url": False, "approve_storyboard": False, "approve_final": False, "has_aligner": False,
    }  # fmt: skip
    job = studio.ask(key="full", url="https://shop.example", approvals=("storyboard", "final"))
    full = admit_spot(job, desk=studio.desk, uploads=studio.uploads, models=MODELS, has_aligner=True)
    assert set(full.model_dump().values()) == {True}


def test_beyond_the_months_cap_nothing_is_admitted(aws):
    studio = Studio(make_table(), monthly_cap=1)
    for key in ("a", "b"):
        admit(studio, studio.ask(key=key))
    third = studio.ask(key="c")
    with pytest.raises(BudgetExceeded, match="cap"):
        admit(studio, third)
    assert studio.budget()["committed"] == 1


def test_one_request_above_the_cap_is_refused_even_as_the_first_of_the_month(aws):
    studio = Studio(make_table(), monthly_cap=1)
    job = studio.ask(budget="500")
    with pytest.raises(BudgetExceeded):
        admit(studio, job)
    assert studio.budget()["committed"] == 0


def test_a_new_month_has_a_new_cap(aws):
    studio = Studio(make_table(), monthly_cap=1)
    admit(studio, studio.ask(budget="1"))
    studio.clock.move(days=12)
    admit(studio, studio.ask(key="next", budget="1"))


def test_a_picture_that_is_gone_by_now_is_named(studio):
    studio.uploads.write("t/acme/a/photo", b"jpeg")
    job = studio.ask(reference_assets=("photo",))
    studio.uploads.delete(["t/acme/a/photo"])
    with pytest.raises(InvalidRequest, match="photo"):
        admit(studio, job)
    assert studio.budget()["committed"] == 0


def test_a_job_cancelled_before_its_execution_was_known_holds_no_money(studio):
    job = studio.ask()
    studio.cancel(job)
    with pytest.raises(Conflict, match="cancelled"):
        admit(studio, job)
    assert studio.budget()["committed"] == 0


def test_what_was_understood_is_told(studio):
    job = studio.ask(prompt="A calm, fast-paced ad for a kayak, for YouTube")
    admit(studio, job)
    [told] = [message for message in studio.messages(job) if message.startswith("Understood: ")]
    assert "subject: kayak (inferred)" in told
    assert "aspect: 16:9 (from “YouTube”)" in told
    assert "defaulted" not in told
    assert "“calm”, “fast”: a video is slow or fast" in told


def test_a_model_that_ended_since_it_was_asked_for_is_replaced_before_anything_is_spent(studio):
    job = studio.ask(model="paid", duration=4, budget="2")
    ended = PAID.model_copy(update={"lifecycle": "shut_down", "replaced_by": "next"})
    after = PAID.model_copy(update={"id": "next"})
    admit_spot(job, desk=studio.desk, uploads=studio.uploads, models=(LOCAL, ended, after))
    assert studio.desk.read(job, "brief.json", Brief).model == "next"
    assert "Warning: paid: paid is gone; next is used instead" in studio.messages(job)


def speaking(studio, *languages, **about):
    studio.desk = replace(studio.desk, languages=None, voices=Voices(languages=frozenset(languages), **about))


def test_a_language_without_a_voice_is_refused_before_anything_is_reserved(studio):
    speaking(studio, "en", "zh")
    with pytest.raises(InvalidRequest, match="does not speak Thai; choose another voice_model") as refused:
        studio.ask(language="th")
    assert refused.value.field == "language"
    admit(studio, studio.ask(key="two", language="zh-TW"))


def test_what_the_voice_of_this_machine_speaks_does_not_bind_another(studio):
    speaking(studio, "en", weak={"he": "it reads no vowels"})
    plannable(make_brief(language="he", voice_model="vendor"), studio.desk)
    with pytest.raises(InvalidRequest, match="Hebrew"):
        plannable(make_brief(language="he"), studio.desk)


def test_a_voice_that_nobody_would_follow_is_told_before_anything_is_paid(studio):
    speaking(studio, "he", weak={"he": "it reads no vowels"})
    job = studio.ask(language="he")
    admit(studio, job)
    assert "Warning: the voice will be hard to follow: it reads no vowels" in studio.messages(job)


def test_language_models_that_end_or_ended_are_told_of_when_a_video_is_admitted(studio):
    today = studio.clock.now().date()
    soon = Model(id="soon", provider="v", name="Soon", makes=("language",), shut_down_on=today + timedelta(days=9))
    gone = Model(id="gone", provider="v", name="Gone", makes=("language",), lifecycle="shut_down", replaced_by="soon")
    studio.desk = replace(studio.desk, planners=("gone", "soon", "a_package's"))
    job = studio.ask(budget="2")
    admit_spot(job, desk=studio.desk, uploads=studio.uploads, models=(LOCAL, soon, gone))
    ends = f"Soon will be shut down on {soon.shut_down_on}, in 9 days; nothing is named to follow it"
    assert [message for message in studio.messages(job) if "SPOTWORKS_LANGUAGE_MODEL" in message] == [
        f"Warning: SPOTWORKS_LANGUAGE_MODEL: gone: Gone is gone; soon is used instead, though {ends}",
        f"Warning: SPOTWORKS_LANGUAGE_MODEL: soon: {ends}",
    ]
