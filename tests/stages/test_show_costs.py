"""ShowCosts, over the ledger of real jobs."""

from decimal import Decimal
from typing import get_args

import pytest

from spotworks.domain.costs import Part, Spend
from spotworks.domain.generation import Made
from spotworks.domain.thought import Usage
from spotworks.errors import NotFound
from spotworks.stages.complete import complete
from spotworks.stages.shared.desk import hold_name
from spotworks.stages.shared.generation import waiting
from spotworks.stages.shared.planning import JobMeter
from spotworks.stages.show_costs import show_costs, show_video_costs


def bought(studio, job, name, amount, **about):
    about = {"provider": "replicate", "phase": "clip", "estimate": Decimal("0.10")} | about
    at = studio.clock.now().isoformat()
    return Spend(
        spend_id=name, video_id=job.video_id, what=f"Clip {name}", model="hailuo", amount=amount, at=at, **about
    )


@pytest.fixture
def job(studio):
    job = studio.admitted()
    studio.desk.spend(job, bought(studio, job, "a", Decimal("0.12")))
    studio.clock.move(seconds=1)
    studio.ledger.set_aside(job.tenant, hold_name(job), bought(studio, job, "b", Decimal(0)))
    return job


def test_a_month_is_this_one_unless_another_is_asked_for(studio, job):
    found = show_costs(job.tenant, "", "provider", desk=studio.desk)
    assert (found.month, found.group, [one.name for one in found.groups]) == ("2026-11", "provider", ["replicate"])
    assert (found.total.spent_usd, found.total.estimate_usd) == (Decimal("0.12"), Decimal("0.10"))
    assert found.total.held_usd == Decimal("0.10")
    assert show_costs(job.tenant, "2026-10", "job", desk=studio.desk).groups == ()
    assert show_costs("rival", "", "job", desk=studio.desk).groups == ()


def test_every_line_says_what_for_and_to_whom_in_the_estimates_words(studio):
    job = studio.planned(model="paid", budget="5")
    play = studio.play(job)
    scenes = tuple(scene.model_copy(update={"chain": ("paid", "local")}) for scene in play.scenes)
    studio.desk.write(job, "screenplay.json", play.model_copy(update={"scenes": scenes}))
    for scene in (None, 0):
        usage = Usage(model="planner", provider="thinker", cost_usd=Decimal("0.01"))
        JobMeter(studio.desk, job, scene=scene).paid("Strategy", usage)
    studio.image(job, 0)
    studio.clip(job, 0)
    studio.tend(job)
    studio.sounds(job)
    for kind in ("render", "segment", "align"):
        wait = waiting(job, kind, studio.token(), kind)
        studio.desk.waits.open(wait)
        complete(wait, Made(key="k", model="x264", cost_usd=Decimal("0.01")), desk=studio.desk)
    lines = studio.ledger.spends(job.tenant, job.video_id)
    assert {(line.phase, line.provider) for line in lines} == {
        ("planning", "thinker"), ("judging", "thinker"), ("image", "local"), ("clip", "vendor"), ("voice", "local"),
        ("effects", "local"), ("music", "local"), ("render", "local"),
    }  # fmt: skip
    assert {line.phase for line in lines} <= set(get_args(Part))
    assert show_costs(job.tenant, "", "phase", desk=studio.desk).groups[0].name == "clip"


def test_a_videos_lines_come_in_their_order_with_the_estimate_beside_the_actual(studio, job):
    found = show_video_costs(job.tenant, job.video_id, desk=studio.desk)
    lines = [(line.what, line.estimate_usd, line.spent_usd, line.state) for line in found.lines]
    assert lines == [
        ("Clip a", Decimal("0.10"), Decimal("0.12"), "spent"),
        ("Clip b", Decimal("0.10"), 0, "held"),
    ]
    assert found.total.spent_usd == Decimal("0.12")


def test_a_video_that_is_not_there_or_not_yours_is_not_found(studio, job):
    for tenant, video_id in (("rival", job.video_id), (job.tenant, "none")):
        with pytest.raises(NotFound):
            show_video_costs(tenant, video_id, desk=studio.desk)


def test_a_deleted_videos_costs_are_still_told(studio, job):
    studio.desk.jobs.delete(job.tenant, job.video_id)
    assert len(show_video_costs(job.tenant, job.video_id, desk=studio.desk).lines) == 2


def test_a_video_for_which_nothing_was_bought_has_no_lines(studio):
    job = studio.ask()
    assert show_video_costs(job.tenant, job.video_id, desk=studio.desk).lines == ()
