"""ForgetCached: what was kept is not found again; what videos are made of stays."""

from datetime import UTC, datetime

import pytest

from spotworks.adapters.sounding.shelf import Shelf
from spotworks.domain.caches import CACHES, CRITIQUES, MADE, RESEARCH
from spotworks.errors import InvalidRequest
from spotworks.stages.forget_cached import forget_cached
from spotworks.stages.research_product import research_product
from spotworks.stages.shared.generation import made_for
from tests.fakes.ports import CannedResearcher

URL = "https://shop.example/mug"


def kept(studio, tenant, cache):
    return studio.work.list(cache.key(tenant, ""))


def fill(studio, tenant):
    """Something in each cache; a job whose media are made."""
    job = studio.planned(tenant=tenant, url=URL)
    research_product(job, desk=studio.desk, researcher=CannedResearcher())
    studio.make_media(job)
    shelf = Shelf(studio.work, f"t/{tenant}/", now=lambda: datetime.now(UTC))
    for kind, model in (("voice", "eleven"), ("voice", "elevenlabs"), ("music", "lyria")):
        shelf.keep(kind, model, {"text": "Light."}, b"sound", "audio/mpeg")
    return job


@pytest.mark.parametrize("cache", CACHES, ids=lambda cache: cache.name)
def test_one_cache_of_one_tenant_is_forgotten(studio, cache):
    for tenant in ("acme", "rival"):
        fill(studio, tenant)
    before = {name: kept(studio, "acme", name) for name in CACHES}
    counted = sum(key.endswith(".json") for key in before[cache])
    assert forget_cached("acme", cache.name, desk=studio.desk).forgotten == counted > 0
    assert {name: kept(studio, "acme", name) for name in CACHES} == before | {cache: []}
    assert kept(studio, "rival", cache)


def test_sounds_are_forgotten_by_kind_and_model_in_whole_words(studio):
    fill(studio, "acme")
    counts = [
        forget_cached("acme", prefix, desk=studio.desk).forgotten
        for prefix in ("sounds/voice/eleven", "sounds/voice/eleven", "sounds/voice", "sounds/effects", "sounds")
    ]
    assert counts == [1, 0, 1, 0, 1]


def test_a_video_in_the_making_goes_on_with_its_documents_and_files_and_published_ones_stay(studio):
    job = fill(studio, "acme")
    studio.published.write("t/acme/20261121T063000Z-mug-1.mp4", b"film")
    documents = studio.work.list(f"t/acme/j/{job.video_id}/")
    files = studio.work.list("t/acme/cas/")
    forget_cached("acme", "all", desk=studio.desk)
    assert [kept(studio, "acme", cache) for cache in CACHES] == [[], [], [], []]
    assert studio.work.list(f"t/acme/j/{job.video_id}/") == documents
    assert studio.work.list("t/acme/cas/") == files
    assert studio.published.list("") == ["t/acme/20261121T063000Z-mug-1.mp4"]
    studio.assemble(job)


def test_what_was_forgotten_is_made_judged_and_read_anew(studio):
    fill(studio, "acme")
    researcher, pictures, seen = CannedResearcher(), len(studio.images.asked), len(studio.critic.seen)
    for cache in (RESEARCH, CRITIQUES, MADE):
        forget_cached("acme", cache.name, desk=studio.desk)
    again = studio.planned(key="two", url=URL)
    assert not research_product(again, desk=studio.desk, researcher=researcher).reused
    studio.image(again, 0)
    assert (len(studio.images.asked), len(studio.critic.seen)) == (pictures + 1, seen + 1)
    assert not made_for(studio.desk, again, "image", 0).reused


def test_what_is_no_cache_is_not_touched(studio):
    job = studio.planned()
    with pytest.raises(InvalidRequest, match="prefix"):
        forget_cached("acme", f"j/{job.video_id}", desk=studio.desk)
    assert studio.work.list(f"t/acme/j/{job.video_id}/")
