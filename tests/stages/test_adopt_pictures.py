"""AdoptPictures."""

import pytest

from spotworks.domain.parameters import Parameters
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


def understood(studio, job):
    found = studio.desk.read(job, "parameters.json", Parameters)
    return found.value("pictures"), found.value("other pictures"), [flag.told for flag in found.flags]


def test_what_is_shown_and_what_could_be_is_understood_by_number(studio, researcher):
    job, _, _ = adopt(studio, researcher, PHOTOS)
    shown, others, flags = understood(studio, job)
    assert shown == "; ".join(f"{n}: {url}" for n, url in enumerate(PHOTOS[:3], 1))
    assert others == f"4: {PHOTOS[3]}"
    assert flags == []


def test_the_client_chooses_the_hero_by_its_number(studio, researcher):
    job, count, found = adopt(studio, researcher, PHOTOS, page_pictures=(4, 2))
    assert count == 2
    assert [picture.source for picture in found.pictures] == [PHOTOS[3], PHOTOS[1]]
    assert understood(studio, job)[0] == f"4: {PHOTOS[3]}; 2: {PHOTOS[1]}"


def test_chosen_pictures_stand_behind_the_users_own(studio, researcher):
    studio.uploads.write("t/acme/a/mine", b"red")
    _, _, found = adopt(studio, researcher, PHOTOS, page_pictures=(2,), reference_assets=("mine",))
    assert [picture.source for picture in found.pictures] == ["", PHOTOS[1]]


def test_none_is_shown_where_the_client_wants_none(studio, researcher):
    job, count, found = adopt(studio, researcher, PHOTOS, page_pictures=())
    assert (count, found.pictures, researcher.asked) == (0, (), [])
    assert understood(studio, job) == ("", "; ".join(f"{n}: {url}" for n, url in enumerate(PHOTOS, 1)), [])


def test_a_number_that_the_page_has_not_is_told(studio, researcher):
    job, count, _ = adopt(studio, researcher, PHOTOS, page_pictures=(7, 1))
    assert count == 1
    assert understood(studio, job)[2] == [
        "pictures: “picture 7”: the page has 4; upload a picture (reference_assets, --image) or choose another of the "
        "page's (page_pictures)"
    ]


def test_small_pictures_and_banners_are_shown_only_where_there_is_nothing_better(studio, researcher):
    sizes = {b"banner": (1_200, 400), b"small": (300, 300), b"good": (900, 900)}

    class Sized(type(studio.intake)):
        def check(self, content, *, name="image"):
            width, height = sizes[content]
            return super().check(content, name=name).model_copy(update={"width": width, "height": height})

    studio.intake = Sized()
    _, _, found = adopt(studio, researcher, ("banner", "small", "good"))
    assert [picture.source for picture in found.pictures] == ["good"]
    _, _, found = adopt(studio, researcher, ("banner", "small"))
    assert [picture.source for picture in found.pictures] == ["banner", "small"]


@pytest.mark.parametrize(
    ("images", "flag"),
    [
        ((), "pictures: the page names no picture of what it sells; upload one (reference_assets, --image)"),
        (
            ("https://shop.example/missing.jpg",),
            "pictures: “https://shop.example/missing.jpg”: The page answered 404; upload a picture (reference_assets, "
            "--image) or choose another of the page's (page_pictures)",
        ),
    ],
)
def test_a_video_without_the_pages_pictures_says_why(studio, researcher, images, flag):
    job, _, _ = adopt(studio, researcher, images)
    assert understood(studio, job)[2] == [flag]
    assert studio.messages(job)[-1].startswith("Warning: no picture of the page is shown: ")


def test_a_second_run_tells_the_same_once(studio, researcher):
    job, _, found = adopt(studio, researcher, ("https://shop.example/missing.jpg", PHOTOS[0]))
    before = studio.desk.read(job, "parameters.json", Parameters)
    adopt_pictures(job, desk=studio.desk, researcher=researcher, intake=studio.intake)
    assert studio.desk.read(job, "parameters.json", Parameters) == before
    assert studio.desk.read(job, "references.json", References) == found


def test_a_choice_that_cannot_be_had_is_told_and_the_best_is_shown_instead(studio, researcher):
    job, _, found = adopt(studio, researcher, PHOTOS[:1], page_pictures=(3,))
    assert [picture.source for picture in found.pictures] == [PHOTOS[0]]
    assert "the page has 1" in understood(studio, job)[2][0]


def test_a_product_leaves_its_plain_ground_unless_a_model_imagines_the_pictures(studio, researcher):
    class Cutting(type(studio.intake)):
        def cut_out(self, picture):
            return picture.model_copy(update={"has_alpha": True, "content": b"cut out"})

    studio.intake = Cutting()
    _, _, found = adopt(studio, researcher, PHOTOS[:1])
    assert studio.work.read(found.pictures[0].key) == b"cut out"
    _, _, found = adopt(studio, researcher, PHOTOS[:1], key="two", image_model="artist")
    assert not found.pictures[0].has_alpha
