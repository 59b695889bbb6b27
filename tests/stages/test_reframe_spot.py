"""ReframeSpot, and what renders, checks and publishes its outputs."""

import pytest

from spotworks.domain.brief import Brief
from spotworks.domain.clip import ClipDocument
from spotworks.domain.report import Report
from spotworks.domain.timeline import Footage, Timeline
from spotworks.stages.shared.generation import made_for
from spotworks.stages.show_video import show_video


@pytest.fixture
def job(studio):
    return studio.assembled(aspects=("16:9", "9:16", "1:1"))


def read(studio, job, name="timeline-16x9.json"):
    return studio.desk.read(job, name, Timeline)


def test_outputs_are_the_aspects_once_each_the_own_first():
    brief = Brief(prompt="Tea", aspect="1:1", aspects=("9:16", "1:1", "9:16"))
    assert brief.outputs == ("1:1", "9:16")
    assert brief.for_output(1).canvas == (1080, 1920)


def test_the_same_edit_is_there_for_the_other_canvas(studio, job, tmp_path):
    studio.reframe(job, 1, tmp_path)
    own, other = read(studio, job, "timeline.json"), read(studio, job)
    assert (other.width, other.height) == (1920, 1080)
    for same in ("length", "voice", "effects", "music", "captions", "loudness", "fps"):
        assert getattr(own, same) == getattr(other, same)
    assert [(c.start, c.length, c.transition) for c in own.picture] == [
        (c.start, c.length, c.transition) for c in other.picture
    ]
    assert studio.work.exists(f"t/acme/j/{job.video_id}/timeline-16x9.otio")


def composed_here(studio, job):
    """As if the storyboard's pictures were the local maker's."""
    for scene in (0, 1):
        made = made_for(studio.desk, job, "image", scene).model_copy(update={"model": "local"})
        wait = studio.desk.waits.get("acme", job.video_id, f"image#{scene}#0")
        studio.desk.waits.open(wait.model_copy(update={"outcome": None}))
        studio.desk.waits.decide(wait, {"made": made.model_dump(mode="json")})


def test_pictures_composed_here_are_composed_anew_once(studio, job, tmp_path):
    composed_here(studio, job)
    asked = len(studio.images.asked)
    studio.reframe(job, 1, tmp_path)
    assert [(r.width, r.height) for r in studio.images.asked[asked:]] == [(2560, 1440)] * 2
    keys = {clip.source.key for clip in read(studio, job).picture}
    assert keys.isdisjoint({clip.source.key for clip in read(studio, job, "timeline.json").picture})
    assert studio.work.read(min(keys)).startswith(b"picture 2560x1440")
    studio.reframe(job, 1, tmp_path)
    assert len(studio.images.asked) == asked + 2


def test_a_picture_of_a_vendor_is_cropped_about_its_subject(studio, job, tmp_path):
    studio.reframe(job, 1, tmp_path)
    source = read(studio, job).picture[0].source
    assert source.key == made_for(studio.desk, job, "image", 0).key
    window = source.camera.start
    assert window.w * 1440 / (window.h * 2560) == pytest.approx(16 / 9)
    assert window.x <= 0.1
    assert window.y <= 0.2
    assert window.y + window.h >= 0.3


def test_footage_is_followed_once_and_its_crop_kept(studio, job, tmp_path):
    key = made_for(studio.desk, job, "clip", 0).key
    studio.work.write("t/acme/cas/aa/film.mp4", b"film")
    film = ClipDocument(source=Footage(key="t/acme/cas/aa/film.mp4", offset=3), last_frame="x")
    studio.work.write(key, film.model_dump_json().encode())
    studio.reframe(job, 1, tmp_path)
    studio.reframe(job, 1, tmp_path)
    assert studio.framer.followed == [(3, 150)]  # 4 s, and a second that a transition may go on under
    assert read(studio, job).picture[0].source.crop[0].points == ((0.3, 0.5),)


def finish(studio, job, tmp_path):
    for output in (0, 1, 2):
        folder = tmp_path / str(output)
        for name in ("reframe", "render", "check"):
            (folder / name).mkdir(parents=True)
        if output:
            studio.reframe(job, output, folder / "reframe")
        studio.render(job, folder / "render", output)
        studio.check(job, folder / "check", output)
    studio.storyboard(job)
    studio.settle(job)


def test_every_output_is_rendered_checked_published_and_shown(studio, job, tmp_path):
    finish(studio, job, tmp_path)
    status = show_video(job.tenant, job.video_id, desk=studio.desk, published=studio.published)
    assert {"spot.mp4", "spot-16x9.mp4", "spot-1x1.mp4", "timeline-16x9.otio"} <= set(status.files)
    assert status.files["spot-16x9.mp4"].split("?")[0].endswith("-1-16x9.mp4")
    assert [name for name, _ in studio.queue.submitted] == [f"render-{job.video_id}-1{n}" for n in ("", "-1", "-2")]
    made = [thing.what for thing in studio.desk.read(job, "report.json", Report).made]
    assert made.count("Render") == 3
    assert made.count("Quality check") == 3


def test_all_outputs_of_a_deleted_video_are_gone(studio, job, tmp_path):
    finish(studio, job, tmp_path)
    assert len(studio.published.list("t/acme/")) == 3
    studio.delete(job)
    assert not studio.published.list("t/acme/")
