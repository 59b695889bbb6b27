"""ShowVideo: what a client sees."""

import pytest

from spotworks.errors import NotFound
from spotworks.stages.show_video import list_events, list_videos, show_video
from tests.fakes.plans import saying


def show(studio, job):
    return show_video(job.tenant, job.video_id, desk=studio.desk, published=studio.published)


def test_a_queued_video_shows_what_there_is(studio):
    status = show(studio, studio.ask())
    assert (status.status, status.progress, status.message) == ("queued", 0, "Queued")
    assert (status.animatic_urls, status.final_video_url, status.files, status.scenes) == ((), None, {}, ())


def test_a_video_in_the_making_shows_its_scenes_as_they_come(studio):
    job = studio.planned()
    studio.image(job, 1)
    status = show(studio, job)
    assert [scene.headline for scene in status.scenes] == ["Headline 0", "Headline 1"]
    assert [scene.picture_url is not None for scene in status.scenes] == [False, True]
    assert status.animatic_urls == (status.scenes[1].picture_url,)
    assert (status.current_chunk_index, status.total_chunks) == (0, 3)
    assert status.message == "Picture of scene 2 ready"


def test_a_finished_video_shows_everything_to_download(studio, tmp_path):
    job = studio.assembled()
    studio.finish(job, tmp_path)
    status = show(studio, job)
    assert status.progress == 100
    assert status.final_video_url == f"memory://published/{studio.row(job).video_key}?seconds=3600"
    assert status.stitched_video_url.startswith("memory://work/t/acme/cas/")
    assert set(status.files) == {
        "spot.mp4", "preview.mp4", "captions.srt", "captions.vtt", "timeline.json", "report.json", "quality.json",
        "timeline.otio", "storyboard.png", "thumbnail.jpg", "claims.json",
    }  # fmt: skip
    assert status.cost_usd == studio.row(job).cost_usd
    assert (status.current_chunk_index, status.total_chunks) == (3, 3)


def test_a_planned_video_shows_the_claims_to_look_at_and_its_score(studio):
    studio.writer.change = lambda play: saying(play, "The best mug in town.", "Rated 4.9 by 900 people.")
    status = show(studio, studio.planned(prompt="The best mug in town"))
    assert [claim.words for claim in status.claims.flagged] == ["The best mug in town."]
    assert [claim.words for claim in status.claims.removed] == ["Rated 4.9 by 900 people."]
    assert [scene.voice_over for scene in status.scenes] == ["The best mug in town.", ""]
    assert status.claims.kept == 2  # the canned headlines
    assert len(status.score.points) == 15
    assert show(studio, studio.ask(key="new")).claims is None


def test_the_score_takes_the_video_in_once_it_is_edited(studio):
    assert len(show(studio, studio.assembled()).score.points) == 19


def test_a_failed_video_shows_why(studio):
    job = studio.admitted()
    studio.cancel(job)
    assert show(studio, job).failure.error == "Cancelled"


def test_another_tenants_video_and_an_unknown_one_look_the_same(studio):
    job = studio.ask()
    texts = []
    for tenant, video_id in (("rival", job.video_id), ("acme", "0" * 16)):
        with pytest.raises(NotFound) as refused:
            show_video(tenant, video_id, desk=studio.desk, published=studio.published)
        texts.append(str(refused.value).replace(video_id, "ID"))
        with pytest.raises(NotFound):
            list_events(tenant, video_id, after=0, desk=studio.desk)
    assert texts[0] == texts[1]


def test_the_list_is_newest_first_and_goes_on_where_it_ended(studio):
    jobs = []
    for number in range(5):
        jobs.append(studio.ask(key=str(number)))
        studio.clock.move(seconds=1)
    studio.ask(tenant="rival")
    first = list_videos("acme", limit=3, before="", desk=studio.desk)
    second = list_videos("acme", limit=3, before=first.next, desk=studio.desk)
    seen = [row.video_id for row in first.videos + second.videos]
    assert seen == [job.video_id for job in reversed(jobs)]
    assert second.next is None


def test_only_a_finished_video_has_a_thumbnail(studio, tmp_path):
    done = studio.assembled()
    studio.finish(done, tmp_path)
    studio.clock.move(seconds=1)
    studio.ask(key="other")
    rows = list_videos("acme", limit=9, before="", desk=studio.desk).videos
    assert [row.thumbnail_url is not None for row in rows] == [False, True]


def test_events_come_after_the_number_that_was_seen(studio):
    job = studio.planned()
    everything = list_events("acme", job.video_id, after=0, desk=studio.desk).events
    assert [event.seq for event in everything] == list(range(1, len(everything) + 1))
    assert list_events("acme", job.video_id, after=3, desk=studio.desk).events == everything[3:]


def test_what_was_understood_is_shown_from_the_first_moment(studio):
    understood = show(studio, studio.ask()).understood
    assert understood.value("subject") == "red mug"
    assert {one.origin for one in understood.parameters} == {"given", "inferred", "defaulted"}


def test_a_video_whose_offer_is_over_is_marked_so_also_when_its_documents_are_forgotten(studio, tmp_path):
    studio.writer.change = lambda play: saying(play, "20% off until 30 June 2027.", "Line number 1.")
    job = studio.planned(prompt="A red mug. 20% off until 30 June 2027.")
    studio.make_media(job)
    studio.assemble(job)
    studio.finish(job, tmp_path)

    def offers():
        [row] = list_videos("acme", limit=5, before="", desk=studio.desk).videos
        return [(offer.over, offer.note) for offer in (show(studio, job).offer, row.offer)]

    assert offers() == [(False, "")] * 2
    studio.clock.move(days=365)
    studio.work.delete(studio.work.list(f"t/acme/j/{job.video_id}/"))
    assert offers() == [(True, "offer ended 30 June 2027; do not show it any more")] * 2
    assert set(show(studio, job).files) == {"spot.mp4", "preview.mp4"}


def test_a_video_that_is_finished_after_its_offer_ended_says_so_in_its_story(studio, tmp_path):
    studio.writer.change = lambda play: saying(play, "20% off until 30 June 2027.", "Line number 1.")
    job = studio.planned(prompt="A red mug. 20% off until 30 June 2027.")
    studio.make_media(job)
    studio.assemble(job)
    studio.clock.move(days=365)  # somebody let it wait at a gate
    studio.finish(job, tmp_path)
    assert "Warning: offer ended 30 June 2027; do not show it any more" in studio.messages(job)
    assert studio.row(job).status == "completed"
