"""ResearchProduct."""

import pytest

from spotworks.domain.research import Research
from spotworks.errors import ResearchFailed
from spotworks.stages.research_product import research_product
from tests.fakes.plans import make_research
from tests.fakes.ports import CannedResearcher

URL = "https://shop.example/mug"


@pytest.fixture
def researcher():
    return CannedResearcher()


def test_the_page_is_read_and_kept(studio, researcher):
    job = studio.admitted(url=URL)
    found = research_product(job, desk=studio.desk, researcher=researcher)
    assert (found.title, found.reused) == ("The red mug", False)
    assert studio.desk.read(job, "research.json", Research) == make_research(URL)
    assert studio.messages(job)[-2:] == [f"Reading {URL}", "Read “The red mug”, 2 features."]


def test_the_same_page_is_read_once_a_day_by_a_tenant(studio, researcher):
    for key in ("one", "two"):
        found = research_product(studio.admitted(key=key, url=URL), desk=studio.desk, researcher=researcher)
    assert found.reused
    assert researcher.asked == [URL]
    studio.clock.move(hours=24)
    assert not research_product(studio.admitted(key="three", url=URL), desk=studio.desk, researcher=researcher).reused
    assert researcher.asked == [URL, URL]


def test_other_spellings_of_its_address_are_the_same_page(studio, researcher):
    for key, url in (("one", URL), ("two", f"{URL}#reviews")):
        found = research_product(studio.admitted(key=key, url=url), desk=studio.desk, researcher=researcher)
    assert found.reused
    assert researcher.asked == [URL]


def test_what_to_know_of_the_reading_is_told_in_the_event(studio):
    class Shell(CannedResearcher):
        def research(self, url):
            return make_research(url).model_copy(update={"notice": "Only its data was read."})

    job = studio.admitted(url=URL)
    research_product(job, desk=studio.desk, researcher=Shell())
    assert studio.messages(job)[-1] == "Read “The red mug”, 2 features. Only its data was read."


def test_tenants_share_nothing(studio, researcher):
    for tenant in ("acme", "rival"):
        research_product(studio.admitted(tenant=tenant, url=URL), desk=studio.desk, researcher=researcher)
    assert len(researcher.asked) == 2


def test_a_page_that_cannot_be_read_leaves_nothing_behind(studio):
    class Nobody(CannedResearcher):
        def research(self, url):
            raise ResearchFailed("url: nobody answers", field="url")

    job = studio.admitted(url=URL)
    with pytest.raises(ResearchFailed):
        research_product(job, desk=studio.desk, researcher=Nobody())
    assert studio.desk.find(job, "research.json", Research) is None
    assert [key for key in studio.work.objects if "research" in key] == []


def test_a_brief_without_a_url_does_not_come_here(studio, researcher):
    with pytest.raises(ValueError, match="without a url"):
        research_product(studio.admitted(), desk=studio.desk, researcher=researcher)


@pytest.mark.parametrize(
    "damage",
    [
        lambda old: b"half of a docu",
        lambda old: old.replace(b'"title"', b'"heading"'),
        lambda old: old.replace(b"+00:00", b"").replace(b'Z"', b'"'),
        lambda old: old.replace(b'"at":"20', b'"at":"29'),
    ],
    ids=["half", "another version", "no time zone", "from the future"],
)
def test_what_was_kept_and_cannot_be_trusted_is_read_anew_and_replaced(studio, researcher, damage):
    research_product(studio.admitted(key="one", url=URL), desk=studio.desk, researcher=researcher)
    [key] = [key for key in studio.work.objects if key.startswith("t/acme/research/")]
    studio.work.write(key, damage(studio.work.read(key)), content_type="application/json")
    for key in ("two", "three"):
        found = research_product(studio.admitted(key=key, url=URL), desk=studio.desk, researcher=researcher)
    assert found.reused
    assert researcher.asked == [URL, URL]
