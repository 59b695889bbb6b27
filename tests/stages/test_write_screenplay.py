"""WriteScreenplay."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from spotworks.domain.claims import Claims
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.thought import Usage
from spotworks.errors import InvalidRequest, PlanRejected
from spotworks.stages.choose_strategy import choose_strategy
from spotworks.stages.shared.planning import JobMeter
from spotworks.stages.write_screenplay import check, seed_of, write_screenplay
from tests.fakes.plans import PAID, make_brief, make_scene, make_screenplay, play_of, saying
from tests.fakes.studio import ANGLES


@pytest.fixture
def job(studio):
    job = studio.admitted(seed=40)
    studio.prepare(job)
    choose_strategy(job, desk=studio.desk, writer=studio.writer, angles=ANGLES)
    return job


def write(studio, job):
    return write_screenplay(job, desk=studio.desk, writer=studio.writer)


def test_the_machine_gets_one_small_item_a_scene(studio, job):
    plans = write(studio, job)
    assert [plan.model_dump() for plan in plans.scenes] == [
        {"scene": 0, "chunks": 1, "links": 1, "pictures": 1},
        {"scene": 1, "chunks": 2, "links": 1, "pictures": 1},
    ]
    row = studio.row(job)
    assert (row.scenes, row.chunks, row.steps, row.made) == (2, 3, 8, ())
    assert studio.messages(job)[-1] == "2 scenes, 2 lines of voice-over"


@pytest.mark.parametrize(("asked", "title"), [("", "The mug"), ("Our mug", "Our mug")])
def test_the_screenplay_names_the_video_unless_the_brief_did(studio, asked, title):
    job = studio.admitted(title=asked)
    studio.prepare(job)
    choose_strategy(job, desk=studio.desk, writer=studio.writer, angles=ANGLES)
    write(studio, job)
    assert studio.row(job).title == title


def test_a_screenplay_that_is_there_is_kept(studio, job):
    first = write(studio, job)
    assert write(studio, job) == first
    assert [call["what"] for call in studio.writer.asked].count("screenplay") == 1


def test_the_writer_gets_the_briefs_seed(studio, job):
    write(studio, job)
    assert studio.writer.asked[-1]["seed"] == 40


def test_a_screenplay_of_another_length_is_rejected_and_not_kept(studio, job):
    studio.writer.change = lambda play: make_screenplay(11)
    with pytest.raises(PlanRejected, match="add up"):
        write(studio, job)
    assert not studio.work.exists(f"t/acme/j/{job.video_id}/screenplay.json")


BROKEN = {
    "no scenes": (),
    "indexes out of order": (make_scene(1, Fraction(10)),),
    "chunks that do not add up": (make_scene(0, Fraction(10), (Fraction(4), Fraction(5))),),
    "a chain without the local maker at its end": (make_scene(0, Fraction(10), chain=("local", "paid")),),
}


@pytest.mark.parametrize("scenes", BROKEN.values(), ids=BROKEN)
def test_an_inconsistent_screenplay_is_rejected(scenes):
    with pytest.raises(PlanRejected):
        check(play_of(scenes), make_brief())


def test_more_than_forty_scenes_are_refused_by_duration():
    scenes = tuple(make_scene(n, Fraction(1)) for n in range(41))
    with pytest.raises(InvalidRequest, match="41 scenes are more than 40") as refused:
        check(play_of(scenes), make_brief(duration=41))
    assert refused.value.field == "duration"
    check(play_of(scenes[:40]), make_brief(duration=40))


def test_the_same_brief_gives_the_same_seed_and_another_one_another():
    brief = make_brief()
    assert seed_of(brief, 0) == seed_of(make_brief(), 0)
    assert seed_of(brief, 1) == seed_of(brief, 0) + 1
    assert seed_of(make_brief(prompt="Another mug"), 0) != seed_of(brief, 0)
    assert seed_of(make_brief(seed=5), 2) == 7


def test_a_seed_does_not_depend_on_what_shows_nowhere():
    shaped = make_brief(budget="9", variations=4, approvals=("final",), reference_assets=("photo",))
    assert seed_of(shaped, 0) == seed_of(make_brief(), 0)


def test_scenes_are_cut_into_clips_that_the_model_makes(studio):
    job = studio.admitted(model="paid", budget="5")
    studio.prepare(job)
    choose_strategy(job, desk=studio.desk, writer=studio.writer, angles=ANGLES)
    paid = PAID.model_copy(update={"durations": (4,)})
    write_screenplay(job, desk=studio.desk, writer=studio.writer, models=(paid,))
    assert [scene.chunks for scene in studio.play(job).scenes] == [(Fraction(4),), (Fraction(3), Fraction(3))]


def test_a_subject_that_is_lost_is_mended_and_told(studio, job):
    studio.writer.change = lambda play: play.model_copy(
        update={"scenes": (play.scenes[0], play.scenes[1].model_copy(update={"visual_prompt": "Another mug"}))}
    )
    write(studio, job)
    assert studio.play(job).scenes[1].visual_prompt == "The same mug"
    assert any(message.startswith("Continuity: scene 2: 'Another mug'") for message in studio.messages(job))


def test_a_writer_that_never_passes_is_asked_three_times_and_the_reason_is_clear(studio, job):
    studio.writer.change = lambda play: play.model_copy(
        update={"scenes": tuple(s.model_copy(update={"voice_over": ("The same old line.",)}) for s in play.scenes)}
    )
    with pytest.raises(PlanRejected, match=r"asked 3 times: duplicate \(scene 2: voice\)"):
        write(studio, job)
    asked = [call for call in studio.writer.asked if call["what"] == "screenplay"]
    assert [[failed.check for failed in call["failed"]] for call in asked] == [[], ["duplicate"], ["duplicate"]]


def planned(studio, line, **about):
    """A job whose writer says this line in its first scene, and its screenplay."""
    job = studio.admitted(key=line, **about)
    studio.prepare(job)
    choose_strategy(job, desk=studio.desk, writer=studio.writer, angles=ANGLES)
    studio.writer.change = lambda play: saying(play, line, "Made for mornings.")
    write(studio, job)
    return job, studio.desk.read(job, "screenplay.json", Screenplay)


def test_what_neither_brief_nor_page_says_is_not_in_the_screenplay(studio):
    job, play = planned(studio, "A mug. Rated 4.9 by 900 people.")
    assert play.scenes[0].voice_over == ("A mug.",)
    claims = studio.desk.read(job, "claims.json", Claims)
    assert [claim.scene for claim in claims.removed] == [0]
    assert '"Rated 4.9 by 900 people" is left out: neither' in studio.messages(job)[-2]


def test_a_claim_that_wants_evidence_stays_and_is_told(studio):
    job, play = planned(studio, "The best mug in town.", prompt="The best mug in town")
    assert play.scenes[0].voice_over == ("The best mug in town.",)
    assert "needs evidence" in studio.messages(job)[-2]


def test_a_writer_never_hears_of_an_offer_that_is_over(studio):
    job, play = planned(studio, "Now 20% off.", prompt="A red mug, 20% off until 1 November 2026")
    assert studio.writer.asked[-1]["brief"].prompt == "A red mug."
    assert play.scenes[0].voice_over == ()
    assert "the offer ended on 1 November 2026" in studio.messages(job)[-2]


def test_an_offer_that_still_runs_is_told_with_its_last_day_on_record(studio):
    job, play = planned(studio, "Now 20% off.", prompt="A red mug, 20% off until 1 December 2026")
    assert play.scenes[0].voice_over == ("Now 20% off.",)
    assert studio.desk.read(job, "claims.json", Claims).expires == date(2026, 12, 1)


def test_of_two_workers_at_once_the_first_plan_stays(studio):
    """The machine may have gone on with it."""
    job = studio.admitted()
    studio.plan(job)
    first = studio.play(job).model_copy(update={"title": "The first"})

    class Slow(type(studio.writer)):
        def screenplay(self, *args, **about):
            play = super().screenplay(*args, **about)
            studio.desk.write(job, "screenplay.json", first)
            return play

    del studio.work.objects[f"t/acme/j/{job.video_id}/screenplay.json"]
    write_screenplay(job, desk=studio.desk, writer=Slow())
    assert studio.play(job) == first


@pytest.mark.parametrize(("spent", "maker"), [("0", "paid"), ("0.60", "local")])
def test_what_is_left_to_us_is_bought_of_what_the_job_has_not_spent_yet(studio, spent, maker):
    job = studio.admitted(model="auto", budget="1.2")
    thought = Usage(model="thinker", provider="thinker", cost_usd=Decimal(spent))
    JobMeter(studio.desk, job).paid("Strategy", thought)
    studio.plan(job)
    assert {scene.chain[0] for scene in studio.play(job).scenes} == {maker}
