"""Music under a picture of another length."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.scoring import music_track
from spotworks.domain.sound import Music


def piece(seconds, tempo=120, *, bars=True):
    bar = Fraction(240, tempo)
    lines = tuple(bar * n for n in range(int((seconds - Fraction(3, 2)) / bar) + 1)) if bars else ()
    return Music(key="m.flac", duration=Fraction(seconds), tempo=tempo, bars=lines)


LENGTHS = st.fractions(min_value=2, max_value=90, max_denominator=30)
RATES = st.sampled_from([Fraction(24), Fraction(25), Fraction(30), Fraction(30000, 1001)])


@given(LENGTHS, LENGTHS, st.integers(60, 170), st.booleans(), RATES)
def test_the_music_covers_the_picture_without_a_hole_whatever_its_length(music, picture, tempo, bars, fps):
    seconds = round(picture * fps) / fps
    track = music_track(piece(music, tempo, bars=bars), seconds, fps, -7)
    assert track[0].start == 0
    for clip in track:
        assert clip.offset >= 0
        assert clip.offset + clip.length <= music + max(0, music - seconds) + Fraction(1, 10)
    for before, after in pairwise(track):
        over = before.start / fps + before.length - after.start / fps
        assert over == before.fade_out == after.fade_in > 0
    end = track[-1].start / fps + track[-1].length
    assert abs(end - seconds) <= Fraction(1, 20)
    assert all(clip.gain == -7 for clip in track)


@given(LENGTHS, LENGTHS, st.integers(60, 170), RATES)
def test_bars_stay_in_step_through_every_pass(music, picture, tempo, fps):
    """Between two passes whole bars go by: the second continues the first's grid."""
    seconds = round(picture * fps) / fps
    bar = Fraction(240, tempo)
    for before, after in pairwise(music_track(piece(music, tempo), seconds, fps, 0)):
        shift = (after.start / fps - after.offset) - (before.start / fps - before.offset)
        if len(piece(music, tempo).bars) >= 3:
            assert shift % bar == 0


def test_music_that_fits_is_left_alone():
    (clip,) = music_track(piece(30), Fraction(30), Fraction(30), -7)
    assert (clip.offset, clip.fade_in, clip.fade_out, clip.length) == (0, 0, 0, 30)


def test_a_longer_piece_rings_out_from_its_last_bar():
    (clip,) = music_track(piece(60), Fraction(15), Fraction(30), -7)
    assert clip.length == 15
    assert (clip.length - clip.fade_out) % 2 == 0  # bars of two seconds
    assert Fraction(1, 2) <= clip.fade_out <= Fraction(5, 2)


def test_slow_bars_are_cut_in_the_middle():
    (clip,) = music_track(piece(60, tempo=60), Fraction(12) - Fraction(1, 5), Fraction(30), -7)
    assert (clip.length - clip.fade_out) % 2 == 0


def test_a_piece_without_bars_fades():
    (clip,) = music_track(piece(60, bars=False), Fraction(15), Fraction(30), -7)
    assert clip.fade_out == Fraction(3, 2)


def test_a_shorter_piece_comes_again_after_its_opening_and_ends_with_its_own_last_chord_where_it_can():
    track = music_track(piece(20), Fraction(31), Fraction(30), -7)
    assert len(track) == 2
    assert track[1].offset > 3
    assert track[1].fade_out == 1  # the last chord, at 18 s of the piece, rings for the last second
