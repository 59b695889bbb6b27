"""AssembleTimeline."""

from types import SimpleNamespace

import pytest

from spotworks.domain.report import MadeThing
from spotworks.domain.sound import Music, Voice
from spotworks.domain.timeline import Timeline
from spotworks.errors import NotFound, PreflightFailed
from spotworks.stages.assemble_timeline import assemble_timeline
from spotworks.stages.shared.generation import made_for
from spotworks.stages.shared.hearing import Heard


@pytest.fixture
def job(studio):
    job = studio.planned()
    studio.make_media(job)
    return job


def assemble(studio, job):
    return assemble_timeline(job, desk=studio.desk, artist=studio.artist, prober=studio.prober)


def change(studio, job, kind, model, **about):
    """Another document in the place of what was made."""
    key = made_for(studio.desk, job, kind).key
    document = model.model_validate_json(studio.work.read(key)).model_copy(update=about)
    studio.work.write(key, document.model_dump_json().encode())


def test_the_timeline_holds_everything_in_its_place(studio, job):
    assert assemble(studio, job).model_dump() == {
        "frames": 300,
        "warnings": 0,
        "outputs": (0,),
        "fan_out": False,
    }
    timeline = studio.desk.read(job, "timeline.json", Timeline)
    assert (timeline.width, timeline.height, timeline.length) == (1080, 1920, 300)
    assert [(c.scene, c.chunk, c.start, c.length) for c in timeline.picture] == [
        (0, 0, 0, 120), (1, 0, 120, 90), (1, 1, 210, 90),
    ]  # fmt: skip
    assert [clip.start for clip in timeline.voice] == [0, 120]
    assert len(timeline.overlays) == 2
    assert timeline.captions.cues
    assert timeline.caption_accent == studio.play(job).palette.accent
    assert all(studio.work.exists(overlay.key) for overlay in timeline.overlays)


def test_a_render_that_is_worth_several_machines_is_said_to_be(studio, job):
    about = {"desk": studio.desk, "artist": studio.artist, "prober": studio.prober}
    assert not assemble_timeline(job, **about, beyond=480).fan_out
    assert assemble_timeline(job, **about, beyond=10).fan_out


def test_a_repeated_stage_gives_the_same_timeline_and_draws_no_file_anew(studio, job):
    assemble(studio, job)
    first = studio.desk.read(job, "timeline.json", Timeline)
    drawn = [key for key in studio.work.writes if key.endswith(".png")]
    assemble(studio, job)
    assert studio.desk.read(job, "timeline.json", Timeline) == first
    assert [key for key in studio.work.writes if key.endswith(".png")] == drawn


def test_only_the_words_of_a_changed_scene_are_drawn(studio, job):
    assemble(studio, job)
    first = list(studio.artist.drawn)

    def reworded(play):
        text = play.scenes[1].text.model_copy(update={"headline": "Another end"})
        return play.model_copy(update={"scenes": (play.scenes[0], play.scenes[1].model_copy(update={"text": text}))})

    studio.writer.change = reworded
    again = studio.planned(key="again")
    studio.make_media(again)
    assemble(studio, again)
    assert studio.artist.drawn == [*first, "Another end"]
    assert not studio.desk.read(again, "made/words.json", MadeThing).reused


def test_the_same_scenes_again_draw_no_words_and_probe_no_file(studio, job):
    assemble(studio, job)
    drawn = list(studio.artist.drawn)
    again = studio.planned(key="again")
    studio.make_media(again)
    studio.prober = SimpleNamespace(rules=studio.prober.rules)  # whatever it is asked fails
    assemble(studio, again)
    assert studio.artist.drawn == drawn
    assert studio.desk.read(again, "made/words.json", MadeThing).reused
    first, second = (studio.desk.read(one, "timeline.json", Timeline) for one in (job, again))
    assert first == second


def test_other_rules_draw_the_words_anew(studio, job):
    assemble(studio, job)
    drawn = len(studio.artist.drawn)
    studio.artist.rules = "second"
    assemble(studio, job)
    assert len(studio.artist.drawn) == 2 * drawn


def test_every_issue_is_named_and_no_timeline_is_left(studio, job):
    music = Music.model_validate_json(studio.work.read(made_for(studio.desk, job, "music").key))
    studio.work.write(music.key, b"noise")
    picture = made_for(studio.desk, job, "image", 0).key
    studio.work.delete([picture])
    with pytest.raises(PreflightFailed) as refused:
        assemble(studio, job)
    assert f"sound {music.key} does not decode" in str(refused.value)
    assert f"file {picture} is not there" in str(refused.value)
    assert not studio.work.exists(f"t/acme/j/{job.video_id}/timeline.json")


def test_a_picture_smaller_than_the_canvas_stops_it(studio, job):
    studio.work.write(made_for(studio.desk, job, "image", 1).key, b"picture 640x480")
    with pytest.raises(PreflightFailed, match="scene 2 is smaller than the canvas"):
        assemble(studio, job)


def test_a_voice_that_runs_into_the_next_line_is_a_warning_in_the_story(studio, job):
    voice = Voice.model_validate_json(studio.work.read(made_for(studio.desk, job, "voice").key))
    lines = (voice.lines[0].model_copy(update={"duration": 5}), voice.lines[1])
    studio.work.write(voice.lines[0].key, b"sound 5.0")
    change(studio, job, "voice", Voice, lines=lines)
    assert assemble(studio, job).warnings == 1
    assert "Warning: voice line 1 runs 1.00 s into the next" in studio.messages(job)


def test_a_clip_that_was_not_made_is_said(studio):
    job = studio.planned()
    with pytest.raises(NotFound, match="clip of scene 0"):
        assemble(studio, job)


@pytest.mark.parametrize(
    ("about", "wanted"),
    [
        ({}, (-14, -1, -9)),
        ({"placement": "ott", "aspect": "16:9"}, (-24, -2, -19)),
        ({"placement": "ctv", "aspect": "16:9"}, (-24, -6, -19)),
        ({"placement": "podcast", "aspect": "16:9"}, (-16, -1, None)),
    ],
)
def test_the_sound_aims_at_its_placement(studio, about, wanted):
    job = studio.planned(**about)
    studio.make_media(job)
    assemble(studio, job)
    loudness = studio.desk.read(job, "timeline.json", Timeline).loudness
    assert (loudness.lufs, loudness.true_peak, loudness.short_term) == wanted


def test_levels_follow_what_is_heard_and_are_kept_for_other_aspects(studio, job):
    assemble(studio, job)
    heard = studio.desk.read(job, "sounds.json", Heard).facts
    edit = studio.desk.read(job, "timeline.json", Timeline)
    assert {clip.key for clip in edit.voice + edit.music} == set(heard)
    assert edit.music[0].gain == -6.0  # the prober hears -19 LUFS, the bed is at -25


def test_footage_is_heard_at_the_level_that_its_intake_measured_unless_it_is_muted(studio):
    studio.uploads.write("t/acme/a/film", b"a film")
    asked = {"mode": "text_stock", "footage_assets": ("film",)}
    kept = studio.assembled(key="kept", **asked)
    native = studio.desk.read(kept, "timeline.json", Timeline).native
    assert native
    assert {clip.gain for clip in native} == {8.0}  # from -30 LUFS to -22
    muted = studio.assembled(key="muted", mode_options={"sound": "muted"}, **asked)
    assert studio.desk.read(muted, "timeline.json", Timeline).native == ()
