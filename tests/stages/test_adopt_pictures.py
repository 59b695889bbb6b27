"""AdoptPictures."""

import pytest

from spotworks.domain.research import References
from spotworks.stages.adopt_pictures import adopt_pictures
from tests.fakes.plans import PALETTE, make_research
from tests.fakes.ports import CannedResearcher

URL = "https://shop.example/mug"
PHOTOS = tuple(f"https://shop.example/{name}.jpg" for name in ("front", "side", "back", "box"))


@pytest.fixture
def researcher():
    return CannedResearcher()


def adopt(studio, researcher, images, **brief):
    job = studio.admitted(url=URL, **brief)
    studio.prepare(job)
    studio.desk.write(job, "research.json", make_research(URL).model_copy(update={"images": images}))
    adopted = adopt_pictures(job, desk=studio.desk, researcher=researcher, intake=studio.intake)
    return job, adopted.pictures, studio.desk.read(job, "references.json", References)


def test_the_first_pictures_of_the_page_become_references_with_their_source(studio, researcher):
    job, count, found = adopt(studio, researcher, PHOTOS)
    assert count == 3
    assert [picture.source for picture in found.pictures] == list(PHOTOS[:3])
    assert [studio.work.read(p.key) for p in found.pictures] == [f"upright {url}".encode() for url in PHOTOS[:3]]
    assert found.palette == PALETTE
    assert studio.messages(job)[-1] == "3 pictures taken from the page, palette from the first"


def test_what_cannot_be_had_or_is_no_good_is_passed_over(studio, researcher):
    _, count, found = adopt(studio, researcher, ("https://shop.example/missing.jpg", "bad", PHOTOS[0], PHOTOS[0]))
    assert count == 1
    assert [picture.source for picture in found.pictures] == [PHOTOS[0]]


def test_the_users_own_pictures_stay_alone(studio, researcher):
    studio.uploads.write("t/acme/a/mine", b"red")
    _, count, found = adopt(studio, researcher, PHOTOS, reference_assets=("mine",))
    assert count == 0
    assert [picture.source for picture in found.pictures] == [""]
    assert researcher.asked == []


def test_a_page_without_pictures_changes_nothing(studio, researcher):
    _, count, found = adopt(studio, researcher, ())
    assert (count, found.pictures) == (0, ())


def test_only_a_few_are_tried(studio, researcher):
    adopt(studio, researcher, tuple(f"https://shop.example/missing{n}.jpg" for n in range(8)))
    assert len(researcher.asked) == 5


def test_a_picture_of_a_page_keeps_its_source_and_an_upload_has_none_in_its_json(studio, researcher):
    _, _, found = adopt(studio, researcher, PHOTOS[:1])
    [picture] = found.pictures
    assert f'"source":"{PHOTOS[0]}"' in picture.model_dump_json()
    assert "source" not in picture.model_copy(update={"source": ""}).model_dump_json()
