"""RunDaily."""

import pytest

from spotworks.domain.base import JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.channel import Channel, Edition
from spotworks.stages.run_daily import run_daily
from tests.fakes.plans import MODELS, make_brief


def keep(studio, tenant, channel="daily", **about):
    studio.desk.channels.put(tenant, Channel(id=channel, brief=make_brief(**about)))


@pytest.fixture
def tenants(studio):
    for tenant in ("acme", "rival"):
        keep(studio, tenant, title=f"Daily of {tenant}")


def run(studio, reason="schedule", request_id="r1"):
    return run_daily(
        reason, request_id=request_id, desk=studio.desk, uploads=studio.uploads, machine=studio.machine, models=MODELS
    )


def test_every_channel_of_every_tenant_gets_a_video(studio, tenants):
    keep(studio, "acme", "tips", title="Tips")
    daily = run(studio)
    assert len(daily.video_ids) == 3
    assert daily.failed == {}
    assert [job.title for job in studio.desk.jobs.list("rival")] == ["Daily of rival"]
    assert {job.title for job in studio.desk.jobs.list("acme")} == {"Daily of acme", "Tips"}


def test_the_schedule_may_fire_often_and_makes_one_a_day(studio, tenants):
    first = run(studio)
    studio.clock.move(minutes=10)
    assert run(studio, request_id="r2") == first
    assert len(studio.machine.started) == 2


def test_each_day_has_an_edition_of_its_own(studio, tenants):
    run(studio)
    studio.clock.move(days=1)
    run(studio)
    days = {
        str(Edition.model_validate_json(studio.work.read(f"t/acme/j/{job.video_id}/edition.json")).day)
        for job in studio.desk.jobs.list("acme")
    }
    assert days == {"2026-11-21", "2026-11-22"}


def test_by_hand_each_call_makes_one(studio, tenants):
    run(studio, "now", "r1")
    run(studio, "now", "r2")
    run(studio, "now", "r2")
    assert len(studio.desk.jobs.list("acme")) == 2


def test_a_seed_of_the_brief_is_kept(studio):
    keep(studio, "acme", seed=11)
    run(studio)
    [job] = studio.desk.jobs.list("acme")
    studio.plan(JobRef(tenant="acme", video_id=job.video_id))
    assert Brief.model_validate_json(studio.work.read(f"t/acme/j/{job.video_id}/brief.json")).seed == 11


def test_one_channels_failure_does_not_stop_the_others(studio, tenants):
    keep(studio, "acme", model="gone")
    daily = run(studio)
    assert list(daily.failed) == ["acme/daily"]
    assert "gone" in daily.failed["acme/daily"]
    assert len(daily.video_ids) == 1


def test_nobody_asked_nothing_is_made(studio):
    assert run(studio).video_ids == ()


def test_a_channel_that_was_removed_makes_nothing(studio, tenants):
    studio.desk.channels.remove("acme", "daily")
    run(studio)
    assert studio.desk.jobs.list("acme") == []
