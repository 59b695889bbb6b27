"""RunDaily."""

import pytest

from spotworks.domain.brief import Brief
from spotworks.stages.run_daily import run_daily
from tests.fakes.plans import MODELS, make_brief


@pytest.fixture
def tenants(studio):
    for tenant in ("acme", "rival"):
        studio.desk.jobs.set_daily(tenant, make_brief(title=f"Daily of {tenant}"))


def run(studio, reason="schedule", request_id="r1"):
    return run_daily(
        reason, request_id=request_id, desk=studio.desk, uploads=studio.uploads, machine=studio.machine, models=MODELS
    )


def test_every_tenant_with_a_daily_brief_gets_a_video(studio, tenants):
    daily = run(studio)
    assert len(daily.video_ids) == 2
    assert daily.failed == {}
    assert [job.title for job in studio.desk.jobs.list("rival")] == ["Daily of rival"]


def test_the_schedule_may_fire_often_and_makes_one_a_day(studio, tenants):
    first = run(studio)
    studio.clock.move(minutes=10)
    assert run(studio, request_id="r2") == first
    assert len(studio.machine.started) == 2


def test_each_day_has_another_video(studio, tenants):
    run(studio)
    studio.clock.move(days=1)
    run(studio)
    briefs = [
        Brief.model_validate_json(studio.work.read(f"t/acme/j/{job.video_id}/brief.json"))
        for job in studio.desk.jobs.list("acme")
    ]
    assert len({brief.seed for brief in briefs}) == 2


def test_by_hand_each_call_makes_one(studio, tenants):
    run(studio, "now", "r1")
    run(studio, "now", "r2")
    run(studio, "now", "r2")
    assert len(studio.desk.jobs.list("acme")) == 2


def test_a_seed_of_the_brief_is_kept(studio):
    studio.desk.jobs.set_daily("acme", make_brief(seed=11))
    run(studio)
    [job] = studio.desk.jobs.list("acme")
    assert Brief.model_validate_json(studio.work.read(f"t/acme/j/{job.video_id}/brief.json")).seed == 11


def test_one_tenants_failure_does_not_stop_the_others(studio, tenants):
    studio.desk.jobs.set_daily("acme", make_brief(model="gone"))
    daily = run(studio)
    assert list(daily.failed) == ["acme"]
    assert "gone" in daily.failed["acme"]
    assert len(daily.video_ids) == 1


def test_nobody_asked_nothing_is_made(studio):
    assert run(studio).video_ids == ()


def test_a_daily_brief_that_was_dropped_makes_nothing(studio, tenants):
    studio.desk.jobs.set_daily("acme", None)
    run(studio)
    assert studio.desk.jobs.list("acme") == []
