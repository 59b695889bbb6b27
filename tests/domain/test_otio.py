"""The OpenTimelineIO export, read and written again by the official library."""

import json
from fractions import Fraction
from itertools import accumulate

import opentimelineio as otio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotworks.domain.captions import Captions, Cue
from spotworks.domain.otio import SOUND_TRACKS, dumps, media_names
from spotworks.domain.otio_reading import timeline_of
from spotworks.domain.research import Box
from spotworks.domain.screenplay import Camera
from spotworks.domain.sound import Word
from spotworks.domain.timeline import Footage, Loudness, Overlay, PictureClip, SoundClip, Still, Timeline
from tests.domain.strategies import WORDS, durations

RATES = st.sampled_from([Fraction(24), Fraction(25), Fraction(30), Fraction(30_000, 1001), Fraction(24_000, 1001)])
KEYS = st.builds("t/acme/cas/{:02x}/{:08x}.{}".format, st.integers(0, 255), st.integers(0, 2**32 - 1),
                 st.sampled_from(["jpg", "png", "wav", "mp4"]))  # fmt: skip
PLACES = st.floats(0, 1, allow_nan=False)


@st.composite
def boxes(draw):
    return Box(x=draw(PLACES), y=draw(PLACES), w=draw(PLACES), h=draw(PLACES))


@st.composite
def sources(draw):
    if draw(st.booleans()):
        return Footage(key=draw(KEYS), offset=draw(st.integers(0, 5000)))
    easing = draw(st.sampled_from(["linear", "ease_in", "ease_out", "ease_in_out"]))
    return Still(key=draw(KEYS), camera=Camera(start=draw(boxes()), end=draw(boxes()), easing=easing))


@st.composite
def timelines(draw):
    lengths = draw(st.lists(st.integers(1, 300), min_size=1, max_size=6))
    starts = [0, *accumulate(lengths)][:-1]
    picture = tuple(
        PictureClip(
            scene=scene, chunk=0, start=start, length=length, source=draw(sources()),
            transition=draw(st.sampled_from(["cut", "crossfade", "wipe", "push", "zoom", "whip", "dip"])),
            transition_frames=draw(st.integers(0, 40)),
            transition_easing=draw(st.sampled_from([None, "linear", "ease_in", "ease_out", "ease_in_out"])),
        )
        for scene, (start, length) in enumerate(zip(starts, lengths, strict=True))
    )  # fmt: skip
    frames = st.integers(0, sum(lengths))
    overlays = st.builds(
        Overlay, scene=st.integers(0, 5), key=KEYS, x=frames, y=frames, width=frames, height=frames, start=frames,
        length=st.integers(1, 200), enter=st.sampled_from(["none", "fade", "pop"]),
    )  # fmt: skip
    sounds = st.builds(
        SoundClip, key=KEYS, start=frames, length=durations(), gain=st.floats(-60, 20, allow_nan=False),
        offset=durations(least=Fraction(0)), fade_in=durations(least=Fraction(0)),
    )  # fmt: skip
    words = st.lists(st.builds(Word, text=WORDS, start=durations(), end=durations()), min_size=1, max_size=4)
    cues = st.builds(Cue, words=words.map(tuple))
    return Timeline(
        fps=draw(RATES), width=1080, height=1920, length=sum(lengths), picture=picture,
        overlays=tuple(draw(st.lists(overlays, max_size=5))),
        **{name: tuple(draw(st.lists(sounds, max_size=4))) for name in SOUND_TRACKS},
        captions=Captions(language="ru", source="voice", cues=tuple(draw(st.lists(cues, max_size=3)))),
        loudness=Loudness(lufs=-24.0, true_peak=-2.0),
    )  # fmt: skip


def through_the_library(timeline: Timeline) -> otio.schema.Timeline:
    return otio.adapters.read_from_string(dumps(timeline, name="Кофе ☕"), "otio_json")


@given(timelines())
@settings(max_examples=60, deadline=None)
def test_a_timeline_comes_back_whole_from_the_official_library(timeline):
    document = json.loads(otio.adapters.write_to_string(through_the_library(timeline), "otio_json"))
    assert timeline_of(document) == timeline


@given(timelines())
@settings(max_examples=30, deadline=None)
def test_the_library_finds_every_clip_where_the_timeline_has_it(timeline):
    read = through_the_library(timeline)
    found = {name: [] for name in ("picture", "overlays", *SOUND_TRACKS)}
    for track in read.tracks:
        name = track.metadata["spotworks"]["track"]
        assert track.kind == ("Audio" if name in SOUND_TRACKS else "Video")
        for clip in track.find_clips():
            found[name].append(round(clip.range_in_parent().start_time.value))
    for name, starts in found.items():
        assert sorted(starts) == sorted(clip.start for clip in getattr(timeline, name))
    picture = next(track for track in read.tracks if track.metadata["spotworks"]["track"] == "picture")
    assert round(picture.duration().value) == timeline.length


def spot() -> Timeline:
    box = Box(x=0, y=0, w=0.9, h=0.9)
    still = Still(key="t/a/cas/aa/1.jpg", camera=Camera(start=box, end=box))
    return Timeline(
        fps=Fraction(30), width=1080, height=1920, length=150,
        picture=(
            PictureClip(scene=0, chunk=0, start=0, length=60, source=still),
            PictureClip(scene=1, chunk=0, start=60, length=90, source=Footage(key="t/a/cas/bb/2.mp4", offset=12),
                        transition="crossfade", transition_frames=10),
        ),
        voice=(SoundClip(key="t/a/cas/cc/3.wav", start=6, length=Fraction(7, 3)),),
        music=(SoundClip(key="t/a/cas/dd/4.wav", start=0, length=Fraction(5), gain=-7.0),),
        captions=Captions(language="en", source="voice", cues=(
            Cue(words=(Word(text="Good", start=Fraction(1, 5), end=Fraction(1, 2)),
                       Word(text="coffee", start=Fraction(1, 2), end=Fraction(1)))),
        )),
    )  # fmt: skip


def test_a_transition_begins_at_the_cut_and_the_picture_before_lasts_under_it():
    first, transition, second = through_the_library(spot()).tracks[0]
    assert transition.transition_type == "SMPTE_Dissolve"
    assert (transition.in_offset.value, transition.out_offset.value) == (0, 10)
    assert first.available_range().duration.value == 70
    assert second.source_range.start_time.value == 12


def test_media_is_named_for_people_and_referred_to_beside_the_document():
    urls = [clip.media_reference.target_url for clip in through_the_library(spot()).find_clips()]
    assert urls == [
        "media/picture-01.jpg", "media/picture-02.mp4", "media/voice-01.wav", "media/music-01.wav",
    ]  # fmt: skip
    assert set(media_names(spot())) == {"t/a/cas/aa/1.jpg", "t/a/cas/bb/2.mp4", "t/a/cas/cc/3.wav", "t/a/cas/dd/4.wav"}


def test_captions_are_markers_with_their_words():
    [marker] = through_the_library(spot()).tracks.markers
    assert marker.name == "Good coffee"
    assert (marker.marked_range.start_time.value, marker.marked_range.duration.value) == (6, 24)


def test_a_clip_that_an_editor_moved_and_trimmed_is_read_so():
    edited = through_the_library(spot())
    voice = next(t for t in edited.tracks if t.name == "Voice")
    voice[0].source_range = otio.opentime.TimeRange(duration=otio.opentime.RationalTime(20, 30))
    voice[1].source_range = otio.opentime.TimeRange(duration=otio.opentime.RationalTime(30, 30))
    back = timeline_of(json.loads(otio.adapters.write_to_string(edited, "otio_json")))
    assert back.voice == (SoundClip(key="t/a/cas/cc/3.wav", start=20, length=Fraction(1)),)


def test_a_document_of_somebody_else_is_refused_with_a_reason():
    foreign = json.loads(otio.adapters.write_to_string(otio.schema.Timeline("x"), "otio_json"))
    with pytest.raises(ValueError, match="no metadata of Spotworks"):
        timeline_of(foreign)
