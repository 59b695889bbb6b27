"""DrawStoryboard."""

from datetime import date

import pytest

from spotworks.adapters.local.writer import LocalWriter
from spotworks.domain.base import JobRef
from spotworks.domain.channel import Channel
from spotworks.domain.report import MadeThing
from spotworks.errors import NotFound
from spotworks.stages.admit_spot import admit_spot
from spotworks.stages.run_channel import run_channel
from tests.fakes.plans import MODELS, make_brief


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


def edition(studio, number, day, **about):
    channel = Channel(id="mugs", brief=make_brief(**about))
    requested = run_channel(
        channel, tenant="acme", key=str(number), request_id="r", desk=studio.desk, uploads=studio.uploads,
        machine=studio.machine, models=MODELS, day=day,
    )  # fmt: skip
    job = JobRef(tenant="acme", video_id=requested.video_id)
    admit_spot(job, desk=studio.desk, uploads=studio.uploads, models=MODELS)
    studio.plan(job)
    for scene in studio.play(job).scenes:
        studio.image(job, scene.index)
    studio.storyboard(job)
    return job


def test_the_pictures_of_a_channels_video_are_remembered_and_told_of_when_too_like_older_ones(studio):
    class Same:
        def fingerprint(self, picture):
            return "0f" * 8

    studio.writer, studio.eye = LocalWriter(), Same()
    first, second = edition(studio, 1, date(2026, 11, 20)), edition(studio, 2, date(2026, 11, 21))
    told = "Its pictures are 100% like those of 2026-11-20; other photos would make it new"
    assert told not in studio.messages(first)
    assert told in studio.messages(second)
    assert [set(mark.pictures) for mark in studio.desk.channels.prints("acme", "mugs")] == [{"0f" * 8}] * 2


def test_a_script_that_is_used_again_has_its_pictures_already(studio):
    studio.writer = LocalWriter()
    first, again = edition(studio, 1, date(2026, 11, 21)), edition(studio, 2, date(2026, 11, 21))
    assert first != again
    assert len(studio.desk.channels.prints("acme", "mugs")) == 1
    assert not any("Its pictures" in message for message in studio.messages(again))
