"""RunChannel: a channel's days, planned by the writer that needs no key."""

from datetime import date
from itertools import pairwise

import pytest

from spotworks.adapters.local.writer import LocalWriter
from spotworks.domain.base import JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.channel import Channel
from spotworks.domain.likeness import TOO_ALIKE, fingerprint, likeness, lines_of
from spotworks.domain.screenplay import Screenplay, Strategy
from spotworks.errors import InvalidRequest, PlanRejected
from spotworks.stages.run_channel import run_channel
from tests.fakes.plans import MODELS, make_brief, make_screenplay

BEANS = Brief(
    prompt="Fresh espresso beans from a small roastery in Lisbon, roasted on Mondays, delivered in two days",
    audience="people who brew at home", duration=15,
)  # fmt: skip
COFFEE = Brief(
    prompt="Свежий кофе из маленькой обжарочной в Казани, обжариваем по понедельникам, доставка за два дня",
    language="ru", duration=15,
)  # fmt: skip


@pytest.fixture
def studio(studio):
    studio.writer = LocalWriter()
    return studio


def run(studio, brief=BEANS, *, key="", channel="beans", plan=True, **about):
    requested = run_channel(
        Channel(id=channel, brief=brief), tenant="acme", key=key or f"key {len(studio.machine.started)}",
        request_id="r", desk=studio.desk, uploads=studio.uploads, machine=studio.machine, models=MODELS, **about,
    )  # fmt: skip
    job = JobRef(tenant="acme", video_id=requested.video_id)
    if plan:
        studio.plan(job)
    return job


def days(studio, count, brief=BEANS):
    for _ in range(count):
        yield run(studio, brief)
        studio.clock.move(days=1)


def told(studio, job):
    """What is planned, without what differs between two jobs of one script."""
    return (
        studio.play(job),
        studio.desk.read(job, "strategy.json", Strategy),
        studio.desk.read(job, "brief.json", Brief),
    )


def angles(studio):
    """Newest first."""
    return [mark.angle for mark in studio.desk.channels.prints("acme", "beans")]


@pytest.mark.parametrize("brief", [BEANS, COFFEE], ids=["en", "ru"])
def test_in_31_days_no_two_videos_are_too_alike_and_no_angle_comes_back_soon(studio, brief):
    jobs = list(days(studio, 31, brief))
    words = [fingerprint(lines_of(studio.play(job))) for job in jobs]
    closest = max(likeness(a, b) for n, a in enumerate(words) for b in words[n + 1 :])
    assert 0.2 < closest < TOO_ALIKE
    used = angles(studio)
    assert len(set(used)) >= 12
    last = {name: [n for n, one in enumerate(used) if one == name] for name in set(used)}
    assert min(b - a for found in last.values() for a, b in pairwise(found)) >= 5
    assert len({studio.play(job).scenes[0].text.kicker for job in jobs}) >= 12


@pytest.mark.parametrize(("brief", "language"), [(BEANS, "en"), (COFFEE, "ru")])
def test_the_angles_words_come_first_and_the_facts_stay(studio, brief, language):
    job = run(studio, brief)
    play, strategy, _ = told(studio, job)
    assert play.language == language
    assert strategy.hook == play.scenes[0].voice_over[0]
    said = " ".join(lines_of(play)).lower()
    assert "roasted on mondays" in said or "обжариваем по понедельникам" in said


def test_the_same_day_has_the_same_script(studio):
    first, again = run(studio), run(studio)
    assert first != again
    assert told(studio, first) == told(studio, again)
    assert len(angles(studio)) == 1
    assert any("as on 2026-11-21" in message for message in studio.messages(again))


def test_a_day_keeps_its_script_for_a_week(studio):
    first = run(studio)
    studio.clock.move(days=6)
    assert told(studio, run(studio, day=date(2026, 11, 21))) == told(studio, first)
    studio.clock.move(days=1)
    assert studio.desk.channels.script("acme", "beans", date(2026, 11, 21), 0) is None
    with pytest.raises(InvalidRequest, match="less than 7 days"):
        run(studio, day=date(2026, 11, 21))


def test_refreshed_a_day_has_another_script_from_then_on(studio):
    first = run(studio)
    fresh = run(studio, refresh=True)
    assert told(studio, fresh) != told(studio, first)
    assert told(studio, run(studio)) == told(studio, fresh)
    words = [fingerprint(lines_of(studio.play(job))) for job in (first, fresh)]
    assert likeness(*words) < TOO_ALIKE


def test_a_channel_that_was_changed_is_not_given_its_old_script(studio):
    first = run(studio)
    other = BEANS.model_copy(update={"duration": BEANS.duration + 5})
    assert studio.play(run(studio, other)).duration == 20
    assert studio.play(first).duration == 15


def test_a_strategy_stage_that_is_repeated_finds_its_own_script(studio):
    job = run(studio, refresh=True)
    before = told(studio, job)
    studio.work.delete([f"t/acme/j/{job.video_id}/strategy.json", f"t/acme/j/{job.video_id}/screenplay.json"])
    studio.plan(job)
    assert told(studio, job) == before
    assert len(angles(studio)) == 1


def test_a_repeated_request_leaves_the_brief_of_the_script_alone(studio):
    job = run(studio, key="same")
    before = told(studio, job)
    assert run(studio, key="same", plan=False) == job
    assert told(studio, job) == before


def test_variations_of_a_day_have_different_angles(studio):
    brief = BEANS.model_copy(update={"variations": 2})
    first = run(studio, brief)
    for video_id in studio.row(first).group[1:]:
        studio.plan(JobRef(tenant="acme", video_id=video_id))
    assert len(set(angles(studio))) == 2


def test_a_draft_too_like_an_older_video_is_told_of_and_the_next_angle_taken(studio):
    class Lazy(LocalWriter):
        """Writes the same whatever it is asked, the first three times."""

        left = 3

        def screenplay(self, brief, research, references, strategy, *, seed, **about):
            self.left -= 1
            play = super().screenplay(BEANS, research, references, strategy, seed=7 if self.left >= 0 else seed)
            alone = play.scenes[0].model_copy(update={"beat": "reveal"})  # nothing that an angle may replace
            scenes = tuple(scene.model_copy(update={"beat": "offer"}) for scene in play.scenes[1:])
            return play.model_copy(update={"scenes": (alone, *scenes)}) if self.left >= 0 else play

    studio.writer = Lazy()
    run(studio)
    studio.clock.move(days=1)
    job = run(studio)
    refusals = [m for m in studio.messages(job) if "refused" in m]
    assert len(refusals) == 2
    assert "100% of its phrases are those of 2026-11-21; fewer than 60% may be" in refusals[0]
    script = studio.desk.channels.script("acme", "beans", date(2026, 11, 22), 0)
    assert [one.alike for one in script.refused] == [1.0, 1.0]
    assert len({script.angle, *(one.angle for one in script.refused)}) == 3


def test_a_theme_that_is_used_up_stops_the_job_and_says_what_to_do(studio):
    class Stuck(LocalWriter):
        def screenplay(self, brief, research, references, strategy, *, seed, **about):
            play = make_screenplay(brief.duration, seed=seed)
            return play.model_copy(
                update={"scenes": tuple(s.model_copy(update={"beat": "offer"}) for s in play.scenes)}
            )

    studio.writer = Stuck()
    run(studio)
    studio.clock.move(days=1)
    with pytest.raises(PlanRejected, match="tell more in the channel's theme"):
        run(studio)


def test_two_channels_do_not_hinder_each_other(studio):
    first, second = run(studio, channel="beans"), run(studio, channel="other")
    assert len(angles(studio)) == 1
    assert {type(studio.play(job)) for job in (first, second)} == {Screenplay}


def test_an_angle_that_needs_a_number_or_a_quote_waits_for_a_brief_with_one(studio):
    from tests.fakes.studio import ANGLES

    names = [angle.name for angle in ANGLES.order(make_brief(), [], "x")]
    assert {"number", "customers_words"}.isdisjoint(names)
    more = make_brief(prompt="A mug that keeps coffee warm for 6 hours. “I never spill a drop now.”")
    assert {"number", "customers_words"} <= {angle.name for angle in ANGLES.order(more, [], "x")}


def test_a_script_whose_offer_is_over_is_not_used_again_but_written_anew(studio):
    sale = BEANS.model_copy(update={"prompt": f"{BEANS.prompt}. 20% off until 23 November 2026"})
    first = run(studio, sale)
    script = studio.desk.channels.script("acme", "beans", date(2026, 11, 21), 0)
    assert script.expires == date(2026, 11, 23)
    studio.clock.move(days=2)  # the last day
    assert told(studio, run(studio, sale, day=date(2026, 11, 21))) == told(studio, first)
    studio.clock.move(days=1)
    after = run(studio, sale, day=date(2026, 11, 21))
    assert told(studio, after) != told(studio, first)
    assert not any("20%" in line or "November" in line for line in lines_of(studio.play(after)))
    assert not any("as on" in message for message in studio.messages(after))
    assert studio.desk.channels.script("acme", "beans", date(2026, 11, 21), 0).expires is None
    assert told(studio, run(studio, sale, day=date(2026, 11, 21))) == told(studio, after)
