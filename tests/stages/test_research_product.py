"""ResearchProduct."""

import pytest

from spotworks.domain.brief import Brief
from spotworks.domain.parameters import Parameters
from spotworks.domain.research import PageFact, Research
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


def reader(**about):
    class Reader(CannedResearcher):
        def research(self, url):
            return make_research(url).model_copy(update=about)

    return Reader()


def test_what_is_read_is_understood_and_told_with_where_it_stood(studio):
    job = studio.admitted(url=URL, prompt="A calm ad", description="")
    facts = (PageFact(kind="name", text="The red mug", where="JSON-LD name"),)
    research_product(job, desk=studio.desk, researcher=reader(facts=facts, brand="Kiln"))
    found = studio.desk.read(job, "parameters.json", Parameters)
    assert (found.value("subject"), found.origin("subject")) == ("Kiln red mug", "read")
    assert found.origin("tone") == "inferred"
    assert found.origin("quality") == "defaulted"
    assert any("subject: Kiln red mug (read from the page: JSON-LD name)" in told for told in studio.messages(job))


def test_a_page_without_a_word_of_the_clients_is_told_in_its_own_language(studio):
    russian = reader(language="ru", title="Красная кружка", features=("держит тепло",))
    job = studio.admitted(url=URL, prompt="", description="")
    research_product(job, desk=studio.desk, researcher=russian)
    assert studio.desk.read(job, "brief.json", Brief).language == "ru"
    assert studio.desk.read(job, "parameters.json", Parameters).origin("language") == "read"


@pytest.mark.parametrize(
    "about",
    [{"language": "en", "prompt": "", "description": ""}, {"prompt": "An ad for a mug"}],
    ids=["asked for", "by its words"],
)
def test_the_clients_language_stays_and_what_that_leaves_out_is_told(studio, about):
    job = studio.admitted(url=URL, **about)
    research_product(job, desk=studio.desk, researcher=reader(language="ru", title="Красная кружка"))
    assert studio.desk.read(job, "brief.json", Brief).language == "en"
    [flag] = studio.desk.read(job, "parameters.json", Parameters).flags
    assert flag.told.startswith("languages: “Russian”: the page is in Russian, the video in English")


def test_a_language_that_nobody_here_plans_in_is_told_too(studio):
    job = studio.admitted(url=URL, prompt="", description="")
    research_product(job, desk=studio.desk, researcher=reader(language="de"))
    assert studio.desk.read(job, "brief.json", Brief).language == "en"
    [flag] = studio.desk.read(job, "parameters.json", Parameters).flags
    assert flag.words == ("German",)
