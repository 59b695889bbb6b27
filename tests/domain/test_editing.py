"""The edit: clips tile, overlays stay inside their scenes, sounds begin where they should."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.clip import ClipDocument
from spotworks.domain.editing import PlacedOverlay, overlay_track, picture_track
from spotworks.domain.sound import Effect, Effects, Music, SpokenLine, Voice
from spotworks.domain.soundtrack import sound_tracks
from spotworks.domain.timeline import Still, frame_edges
from tests.domain.strategies import FPS, screenplays
from tests.fakes.plans import CAMERA, make_scene, make_screenplay, play_of

SILENCE = {
    "voice": Voice(voice="none"),
    "effects": Effects(),
    "music": Music(key="m.wav", duration=Fraction(100), tempo=96),
}


def clips_of(play):
    return {
        (scene.index, chunk): ClipDocument(
            source=Still(key=f"{scene.index}-{chunk}.jpg", camera=CAMERA), last_frame="l"
        )
        for scene in play.scenes
        for chunk in range(len(scene.chunks))
    }


def layers_of(play, count=2):
    return [
        PlacedOverlay(scene=scene.index, key=f"{scene.index}-{n}.png", x=0, y=0, width=10, height=10)
        for scene in play.scenes
        for n in range(count)
    ]


@given(screenplays(), FPS)
def test_clips_tile_the_timeline_without_gap_or_overlap(play, fps):
    track = picture_track(play, clips_of(play), Fraction(fps))
    assert track[0].start == 0
    assert all(a.start + a.length == b.start for a, b in pairwise(track))
    assert track[-1].start + track[-1].length == round(play.duration * fps)
    assert all(clip.length > 0 for clip in track)


@given(screenplays(), FPS)
def test_a_transition_fits_its_clip_and_stands_only_where_a_scene_begins(play, fps):
    for number, clip in enumerate(picture_track(play, clips_of(play), Fraction(fps))):
        assert 0 <= clip.transition_frames <= clip.length // 3
        assert (clip.transition == "cut") == (clip.transition_frames == 0)
        if number == 0 or clip.chunk > 0:
            assert clip.transition == "cut"


def test_a_scenes_easing_goes_to_the_clip_that_begins_it_and_an_unset_one_leaves_stored_edits_as_they_were():
    scenes = [
        make_scene(n, Fraction(2), (Fraction(1), Fraction(1)), transition="whip", transition_easing=easing)
        for n, easing in enumerate((None, "ease_out", None))
    ]
    track = picture_track(play := play_of(tuple(scenes)), clips_of(play), Fraction(30))
    assert [clip.transition_easing for clip in track] == [None, None, "ease_out", None, None, None]
    assert ["transition_easing" in clip.model_dump(mode="json") for clip in track] == [n == 2 for n in range(6)]


@given(screenplays(), FPS, st.integers(0, 5))
def test_overlays_stay_inside_their_scenes_and_enter_in_order(play, fps, count):
    edges = frame_edges(tuple(scene.duration for scene in play.scenes), Fraction(fps))
    track = overlay_track(play, layers_of(play, count), Fraction(fps))
    assert len(track) == count * len(play.scenes)
    for overlay in track:
        assert overlay.length > 0
        assert edges[overlay.scene] <= overlay.start
        assert overlay.start + overlay.length <= edges[overlay.scene + 1]
    for first, second in pairwise(track):
        assert first.scene != second.scene or first.start <= second.start


@given(screenplays(), FPS)
def test_the_last_scenes_words_stay_to_the_end(play, fps):
    last = len(play.scenes) - 1
    for overlay in overlay_track(play, layers_of(play), Fraction(fps)):
        assert (overlay.exit == "none") == (overlay.scene == last)
        if overlay.scene == last:
            assert overlay.start + overlay.length == round(play.duration * fps)


def test_sounds_begin_at_their_moments():
    play = make_screenplay(10)
    line = SpokenLine(scene=1, line=0, text="hi", key="l.wav", duration=Fraction(2), start=Fraction(1, 2))
    effect = Effect(name="whoosh", key="w.wav", at=Fraction(4), duration=Fraction(1), gain=-3)
    tracks = sound_tracks(
        play, Voice(voice="v", lines=(line,)), Effects(effects=(effect,)), SILENCE["music"], Fraction(30)
    )
    assert tracks["voice"][0].start == 135  # 4 s + 1/2 s
    assert (tracks["effects"][0].start, tracks["effects"][0].gain) == (120, -5.0)
    assert tracks["music"][0].start == 0


def test_a_scene_of_one_frame_keeps_its_words():
    play = play_of((make_scene(0, Fraction(1, 30)), make_scene(1, Fraction(3))))
    track = overlay_track(play, layers_of(play, 3), Fraction(30))
    assert all(overlay.length > 0 for overlay in track)
    assert all(overlay.start + overlay.length <= 1 for overlay in track if overlay.scene == 0)
