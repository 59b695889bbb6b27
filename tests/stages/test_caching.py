"""Documents that are found again: until they expire, by their tenant, not by a fresh job unless they are its own."""

from datetime import timedelta
from decimal import Decimal

import pytest

from spotworks.domain.caches import CACHES, MADE
from spotworks.domain.generation import Made
from spotworks.stages.shared.caching import cached, fresh_since, keep

EACH = pytest.mark.parametrize("cache", CACHES, ids=lambda cache: cache.name)
THING = Made(key="t/acme/cas/aa/aa.mp4", model="tiny", cost_usd=Decimal("0.02"))


def found(studio, job, cache=MADE):
    return cached(studio.desk, job, cache, "address", Made)


@EACH
def test_what_was_kept_is_found_by_the_tenants_other_jobs_until_it_expires(studio, cache):
    keep(studio.desk, studio.ask(key="one"), cache, "address", THING)
    later = studio.ask(key="two")
    assert found(studio, later, cache) == THING
    studio.clock.move(days=(cache.life or timedelta(days=365)).days)
    assert found(studio, later, cache) == (None if cache.life else THING)


@EACH
def test_another_tenant_never_finds_it(studio, cache):
    keep(studio.desk, studio.ask(), cache, "address", THING)
    assert found(studio, studio.ask(tenant="rival"), cache) is None


@EACH
def test_a_fresh_job_finds_only_what_was_kept_since_it_began(studio, cache):
    keep(studio.desk, studio.ask(key="one"), cache, "address", THING)
    studio.clock.move(seconds=1)
    fresh = studio.ask(key="two", fresh=True)
    assert found(studio, fresh, cache) is None
    studio.clock.move(seconds=1)
    keep(studio.desk, fresh, cache, "address", THING)
    assert found(studio, fresh, cache) == THING
    assert found(studio, fresh.model_copy(update={"attempt": 2}), cache) == THING
    assert found(studio, studio.ask(key="three"), cache) == THING


def test_a_job_that_was_deleted_meanwhile_is_not_fresh(studio):
    job = studio.ask(fresh=True)
    studio.desk.jobs.delete(job.tenant, job.video_id)
    assert fresh_since(studio.desk, job) is None
