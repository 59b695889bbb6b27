"""DrawStoryboard."""

import pytest

from spotworks.errors import NotFound
from spotworks.stages.draw_storyboard import draw_storyboard
from tests.fakes.ports import TinyArtist


def test_the_sheet_and_the_thumbnail_are_drawn_from_the_scenes_pictures(studio):
    job = studio.planned()
    for scene in (0, 1):
        studio.image(job, scene)
    assert draw_storyboard(job, desk=studio.desk, artist=TinyArtist()).scenes == 2
    prefix = f"t/acme/j/{job.video_id}/"
    assert studio.work.read(prefix + "storyboard.png") == b"sheet of 2"
    assert studio.work.read(prefix + "thumbnail.jpg") == b"thumbnail 1080x1920"
    assert studio.work.headers[prefix + "thumbnail.jpg"][0] == "image/jpeg"


def test_a_missing_picture_is_said(studio):
    job = studio.planned()
    studio.image(job, 0)
    with pytest.raises(NotFound, match="image of scene 1"):
        draw_storyboard(job, desk=studio.desk, artist=TinyArtist())
