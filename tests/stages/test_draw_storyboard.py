"""DrawStoryboard."""

import pytest

from spotworks.domain.report import MadeThing
from spotworks.errors import NotFound


def pictured(studio, **about):
    job = studio.planned(**about)
    for scene in (0, 1):
        studio.image(job, scene)
    return job


def test_the_sheet_and_the_thumbnail_are_drawn_from_the_scenes_pictures(studio):
    job = pictured(studio)
    studio.storyboard(job)
    prefix = f"t/acme/j/{job.video_id}/"
    assert studio.work.read(prefix + "storyboard.png") == b"sheet of 2"
    assert studio.work.read(prefix + "thumbnail.jpg") == b"thumbnail 1080x1920"
    assert studio.work.headers[prefix + "thumbnail.jpg"][0] == "image/jpeg"


def test_a_missing_picture_is_said(studio):
    job = studio.planned()
    studio.image(job, 0)
    with pytest.raises(NotFound, match="image of scene 1"):
        studio.storyboard(job)


def test_the_same_scenes_again_are_not_drawn_again_and_it_is_said(studio):
    jobs = [pictured(studio, key=key) for key in ("one", "two")]
    for job in jobs:
        studio.storyboard(job)
    assert studio.artist.drawn == ["sheet"]
    sheets = [studio.work.read(f"t/acme/j/{job.video_id}/storyboard.png") for job in jobs]
    assert sheets[0] == sheets[1]
    assert "Storyboard reused" not in studio.messages(jobs[0])
    assert studio.messages(jobs[1])[-1] == "Storyboard reused"
    told = [studio.desk.read(job, "made/storyboard.json", MadeThing).reused for job in jobs]
    assert told == [False, True]


@pytest.mark.parametrize("change", ["rules", "seed", "aspect"])
def test_what_decides_the_drawing_makes_it_drawn_anew(studio, change):
    studio.storyboard(pictured(studio, key="one"))
    if change == "rules":
        studio.artist.rules = "second"
    about = {"seed": {"seed": 99}, "aspect": {"aspect": "1:1"}}.get(change, {})
    studio.storyboard(pictured(studio, key="two", **about))
    assert studio.artist.drawn == ["sheet", "sheet"]
