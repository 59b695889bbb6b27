"""PrepareReferences."""

from dataclasses import replace

import pytest

from spotworks.domain.research import Palette, References
from spotworks.domain.writing import UNKNOWN
from spotworks.errors import AssetRejected, InvalidRequest
from tests.fakes.plans import PALETTE


def prepare(studio, job):
    return studio.prepare(job)


def with_photos(studio, *contents, key="key"):
    names = []
    for number, content in enumerate(contents):
        names.append(f"{key}-photo-{number}")
        studio.uploads.write(f"t/acme/a/{names[-1]}", content)
    return studio.admitted(key=key, reference_assets=tuple(names))


def test_pictures_are_checked_and_re_encoded_in_order(studio):
    job = with_photos(studio, b"red", b"blue")
    assert prepare(studio, job).pictures == 2
    references = studio.desk.read(job, "references.json", References)
    assert [studio.work.read(picture.key) for picture in references.pictures] == [b"upright red", b"upright blue"]
    assert references.palette == PALETTE
    assert studio.messages(job)[-1] == "2 pictures checked, palette taken from the first"


def test_the_same_photo_uploaded_twice_is_the_same_reference(studio):
    jobs = [with_photos(studio, b"red", key=key) for key in ("one", "two")]
    for job in jobs:
        prepare(studio, job)
    first, second = (studio.desk.read(job, "references.json", References) for job in jobs)
    assert first == second


def test_no_pictures_give_the_plain_palette(studio):
    job = studio.admitted()
    assert prepare(studio, job).pictures == 0
    assert studio.desk.read(job, "references.json", References) == References(palette=Palette())


def test_a_bad_picture_is_named_and_nothing_is_kept(studio):
    job = with_photos(studio, b"red", b"bad file")
    with pytest.raises(AssetRejected, match="key-photo-1"):
        prepare(studio, job)
    assert studio.desk.find(job, "references.json", References) is None


def test_a_photo_that_was_checked_before_is_taken_as_it_was_and_it_is_said(studio):
    prepare(studio, with_photos(studio, b"red", b"blue", key="one"))
    again = with_photos(studio, b"blue", b"red", key="two")
    prepare(studio, again)
    assert studio.intake.checked == [b"red", b"blue"]
    references = studio.desk.read(again, "references.json", References)
    assert [studio.work.read(picture.key) for picture in references.pictures] == [b"upright blue", b"upright red"]
    assert studio.messages(again)[-1].startswith("Photos reused")


def test_other_rules_of_intake_look_again(studio):
    prepare(studio, with_photos(studio, b"red", key="one"))
    studio.intake.rules = "second"
    again = with_photos(studio, b"red", key="two")
    prepare(studio, again)
    assert studio.intake.checked == [b"red", b"red"]
    assert not studio.messages(again)[-1].startswith("Photos reused")


@pytest.mark.parametrize(
    ("about", "field"),
    [({"language": "ja"}, "language"), ({"brand": "資生堂"}, "brand"), ({"brand": "\U00012000"}, "brand")],
)
def test_letters_that_nothing_draws_stop_the_job_before_anything_is_paid(studio, about, field):
    studio.desk = replace(studio.desk, languages=None)
    studio.typecase.without = {"Jpan", "Hans", UNKNOWN}
    job = studio.admitted(**about)
    with pytest.raises(InvalidRequest, match=f"{field}: .* needs a font") as refused:
        prepare(studio, job)
    assert refused.value.field == field


def test_letters_that_are_drawn_stop_nothing(studio):
    studio.desk = replace(studio.desk, languages=None)
    studio.typecase.without = {"Jpan"}
    assert prepare(studio, studio.admitted(language="ar", brand="قهوة Latte")).pictures == 0
