"""A brand kit on its way through the stages."""

import pytest

from spotworks.domain.research import Reference
from spotworks.domain.timeline import Timeline
from spotworks.errors import InvalidRequest

KIT = {"logo": "logo1", "bug": "top_right", "palette": {"accent": "#0055ff"}, "caption_accent": "#00ff00"}


@pytest.fixture
def job(studio):
    studio.uploads.write("t/acme/a/logo1", b"picture 400x200")
    return studio.assembled(kit=KIT, placement="tiktok")


def test_the_logo_is_checked_and_drawn_and_the_colours_are_the_brands(studio, job):
    logo = studio.desk.read(job, "logo.json", Reference)
    assert studio.play(job).palette.accent == "#0055ff"
    timeline = studio.desk.read(job, "timeline.json", Timeline)
    assert timeline.caption_accent == "#00ff00"
    shown = [(drawing.kind, photo) for drawing, photo, _ in studio.artist.asked if photo]
    assert shown == [("bug", studio.work.read(logo.key))]
    assert timeline.overlays[-1].length == timeline.length


def test_what_the_placement_covers_is_kept_free_by_words_and_captions(studio, job):
    assert {free.right for _, _, free in studio.artist.asked} == {0.14}
    timeline = studio.desk.read(job, "timeline.json", Timeline)
    assert timeline.caption_style.safe_area.side == 0.14


def test_a_logo_that_was_never_uploaded_is_refused(studio):
    with pytest.raises(InvalidRequest, match=r"kit\.logo: there is no upload logo1"):
        studio.admitted(kit=KIT)
