"""Cuts on beats, and footage that is cut from inside its shots."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.beatwise import beats_of, heard, nearest, on_beats, shots
from spotworks.domain.sound import Music
from spotworks.domain.timeline import SoundClip
from spotworks.modes import InstalledModes
from tests.modes.material import edited, make_play, make_references

CAROUSEL, STOCK = (InstalledModes().find(name) for name in ("shorts_carousel", "text_stock"))
BEATS = tuple(Fraction(n * 60, 113) for n in range(60))
TIMES = st.fractions(Fraction(0), Fraction(60), max_denominator=100)


def test_every_change_of_picture_falls_on_a_beat():
    _, timeline = edited(CAROUSEL, beats=BEATS)
    for clip in timeline.picture[1:]:
        felt = (clip.start + Fraction(clip.transition_frames, 2)) / timeline.fps
        assert min(abs(felt - beat) for beat in BEATS) <= Fraction(1, 30), "to the frame"


@pytest.mark.parametrize(("pace", "least", "most"), [("calm", 2.4, 5.0), ("medium", 1.2, 3.2), ("fast", 0.8, 2.0)])
def test_the_pace_decides_how_long_a_picture_stays(pace, least, most):
    _, timeline = edited(CAROUSEL, beats=BEATS, play=make_play(5, seconds=Fraction(6)), pace=pace)
    lengths = [float(clip.length / timeline.fps) for clip in timeline.picture[:-1]]
    assert least <= sum(lengths) / len(lengths) <= most


def test_pictures_take_turns_and_moves_differ():
    _, timeline = edited(CAROUSEL, beats=BEATS)
    shown = [clip.source for clip in timeline.picture[:-1]]
    assert all(before.key != after.key for before, after in pairwise(shown))
    assert all(before.camera != after.camera for before, after in pairwise(shown))


def test_scenes_turn_as_the_options_say():
    _, timeline = edited(CAROUSEL, beats=BEATS, transition="whip", easing="ease_out")
    turns = {(clip.transition, clip.transition_easing) for clip in timeline.picture[1:] if clip.transition != "cut"}
    assert turns == {("whip", "ease_out")}


def test_music_without_known_beats_is_counted_by_its_tempo():
    music = Music(key="m", duration=Fraction(10), tempo=120)
    assert beats_of(music, (), Fraction(30), Fraction(2)) == (0, Fraction(1, 2), 1, Fraction(3, 2))


def test_beats_are_where_the_piece_is_heard_not_where_they_are_in_the_file():
    track = (SoundClip(key="m", start=30, length=Fraction(2), offset=Fraction(4)),)
    assert heard([Fraction(3), Fraction(4), Fraction(5), Fraction(6)], track, Fraction(30)) == (1, 2)


@given(TIMES, st.lists(TIMES, unique=True, max_size=30).map(sorted))
def test_the_nearest_beat_is_near_or_it_is_the_moment_itself(at, beats):
    found = nearest(at, beats, Fraction(1, 2))
    assert found == at or (found in beats and abs(found - at) == min(abs(beat - at) for beat in beats))


@given(st.lists(st.fractions(Fraction(1, 5), Fraction(9), max_denominator=10), min_size=1, max_size=8))
def test_scenes_that_move_to_beats_last_as_long_together(durations):
    moved = on_beats(durations, BEATS)
    assert sum(moved) == sum(durations)
    assert all(seconds > 0 for seconds in moved)


@given(TIMES, st.fractions(Fraction(1, 10), Fraction(20), max_denominator=10))
def test_shots_begin_in_order_inside_their_scene(start, seconds):
    cuts = shots(start, start + seconds, BEATS, Fraction(2))
    assert cuts[0] == start
    assert all(before < after for before, after in pairwise(cuts))
    assert cuts[-1] < start + seconds


@given(st.integers(1, 6), st.fractions(Fraction(1), Fraction(14), max_denominator=10))
def test_footage_is_cut_from_inside_its_shots(scenes, seconds):
    references = make_references(pictures=0)
    _, timeline = edited(STOCK, references=references, play=make_play(scenes, seconds=seconds))
    for clip in timeline.picture[:-1]:
        start = clip.source.offset / timeline.fps
        end = start + clip.length / timeline.fps
        film = next(film for film in references.footage if film.key == clip.source.key)
        within = [s for s in film.shots if s.start <= start < s.start + s.length]
        assert within, "it begins in a shot"
        assert end <= within[0].start + within[0].length + Fraction(3, 4), "and hardly leaves it"


def test_the_crop_looks_at_the_subject_of_the_shot():
    _, timeline = edited(STOCK, references=make_references(pictures=0))
    looks = {clip.source.offset < 90: clip.source.crop[0].points[0] for clip in timeline.picture[:-1]}
    assert looks == {True: pytest.approx((0.7, 0.4)), False: pytest.approx((0.5, 0.5))}


def test_footage_keeps_its_sound_unless_that_is_not_wanted():
    _, muted = edited(STOCK, references=make_references(pictures=0), sound="muted")
    _, low = edited(STOCK, references=make_references(pictures=0))
    assert muted.native == ()
    assert {clip.key for clip in low.native} == {"film0.mp4"}, "the other has none"


def test_headlines_leave_the_captions_in_the_picture():
    _, timeline = edited(STOCK, text="headlines")
    assert timeline.burn_captions
    assert {overlay.scene for overlay in timeline.overlays} == {0, 1, 2, 3}


def test_pictures_and_footage_are_mixed():
    _, timeline = edited(STOCK, play=make_play(6))
    assert {clip.source.type for clip in timeline.picture} == {"footage", "still"}
