"""Moments, levels and fades of the sound."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.sound import Effects, Music, SoundFacts, SpokenLine, Voice
from spotworks.domain.soundtrack import native_track, sound_tracks
from spotworks.domain.timeline import Footage, PictureClip
from tests.fakes.plans import make_screenplay

FPS = Fraction(30)
PLAY = make_screenplay(10)  # scenes of 4 s and 6 s


def heard(seconds=2.0, **about):
    return SoundFacts(**({"seconds": seconds, "channels": 1, "rate": 48_000, "lufs": -19.0, "peak": -3.0} | about))


def line(scene=0, key="l.wav", duration=Fraction(2), start=Fraction(1, 2)):
    return SpokenLine(scene=scene, line=0, text="hi", key=key, duration=duration, start=start)


def tracks(*lines, facts=None, music="m.flac", **about):
    return sound_tracks(
        PLAY, Voice(voice="v", lines=lines), Effects(), Music(key=music, duration=Fraction(10), tempo=96), FPS,
        facts=facts or {}, **about,
    )  # fmt: skip


def footage(start, length, key, transition=0, offset=0):
    return PictureClip(
        scene=0, chunk=0, start=start, length=length, source=Footage(key=key, offset=offset),
        transition="crossfade" if transition else "cut", transition_frames=transition,
    )  # fmt: skip


@given(st.floats(0, 1), st.floats(0, 1), st.fractions(min_value=0, max_value=3, max_denominator=100))
def test_silence_is_trimmed_and_what_is_heard_stays_at_its_moment(lead, tail, start):
    facts = {"l.wav": heard(3.0, lead=lead, tail=tail)}
    (clip,) = tracks(line(duration=Fraction(3), start=start), facts=facts)["voice"]
    moved = clip.start / FPS - clip.offset - start
    assert abs(moved) <= Fraction(1, 60)
    assert float(clip.offset) <= max(0.0, lead - 0.08) + 1 / 60 + 0.001
    assert float(clip.offset + clip.length) >= 3 - max(0.0, tail - 0.16) - 0.001
    assert clip.offset + clip.length <= 3


def test_voice_and_music_of_any_level_come_to_the_same_distance():
    quiet = tracks(line(), facts={"l.wav": heard(lufs=-28.0), "m.flac": heard(10, lufs=-9.0)})
    assert (quiet["voice"][0].gain, quiet["music"][0].gain) == (9.0, -15.0)
    usual = tracks(line(), facts={"l.wav": heard(), "m.flac": heard(10, lufs=-18.0)})
    assert (usual["voice"][0].gain, usual["music"][0].gain) == (0.0, -7.0)


def test_lines_keep_their_difference():
    found = tracks(
        line(key="a.wav"), line(scene=1, key="b.wav"), facts={"a.wav": heard(lufs=-16), "b.wav": heard(lufs=-26)}
    )["voice"]
    assert found[0].gain == found[1].gain


def test_without_facts_nothing_is_trimmed_and_levels_are_the_usual():
    found = tracks(line())
    assert (found["voice"][0].start, found["voice"][0].length, found["voice"][0].gain) == (15, 2, 0)
    assert found["music"][0].gain == -7


def test_no_music_is_no_track():
    assert tracks(music="")["music"] == ()


def test_native_sound_lies_under_its_own_picture_and_crosses_at_cuts():
    clips = [footage(0, 60, "a.mp4", offset=15), footage(60, 60, "b.mp4", 12), footage(150, 30, "c.mp4")]
    a, b, c = native_track(clips, {}, FPS)
    assert (a.offset, a.fade_in, a.start) == (Fraction(1, 2), 0, 0)
    assert a.fade_out == b.fade_in == Fraction(2, 5)  # as long as the transition
    assert a.length == 2 + Fraction(2, 5)
    assert (b.fade_out, b.length) == (0, 2)  # a gap follows: it only does not click
    assert (c.fade_in, c.start) == (0, 150)


def test_native_sound_is_levelled_as_one():
    facts = {"a.mp4": heard(5, lufs=-30.0), "b.mp4": heard(5, lufs=-30.0)}
    found = native_track([footage(0, 60, "a.mp4"), footage(60, 60, "b.mp4")], facts, FPS)
    assert [clip.gain for clip in found] == pytest.approx([8.0, 8.0])
