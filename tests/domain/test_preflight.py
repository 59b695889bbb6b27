"""What is looked at before a render is paid for."""

from fractions import Fraction

import pytest

from spotworks.domain.captions import Captions
from spotworks.domain.preflight import preflight, sound_keys
from spotworks.domain.sound import SoundFacts
from spotworks.domain.timeline import PictureClip, SoundClip, Still, Timeline
from tests.fakes.plans import CAMERA

CANVAS = (1080, 1920)


def heard(seconds: float = 2.0, **about) -> SoundFacts:
    return SoundFacts(**({"seconds": seconds, "channels": 2, "rate": 48_000, "lufs": -19.0, "peak": -3.0} | about))


GOOD = {
    "sounds": {"v0.wav": heard(), "v1.wav": heard(), "m.wav": heard(10.0)},
    "pictures": {"a.jpg": (1440, 2560)},
}  # fmt: skip


def voice(*lines):
    return tuple(SoundClip(key=f"v{n}.wav", start=s, length=Fraction(length)) for n, (s, length) in enumerate(lines))


def timeline(**about):
    plain = {
        "fps": Fraction(30), "width": 1080, "height": 1920, "length": 300,
        "picture": (PictureClip(scene=0, chunk=0, start=0, length=300, source=Still(key="a.jpg", camera=CAMERA)),),
        "voice": voice((0, 2), (150, 2)),
        "music": (SoundClip(key="m.wav", start=0, length=Fraction(10)),),
        "captions": Captions(language="en", source="voice"),
    }  # fmt: skip
    return Timeline(**(plain | about))


def test_a_sound_timeline_has_nothing_to_say():
    found = preflight(timeline(), **GOOD)
    assert (found.issues, found.warnings) == ((), ())


@pytest.mark.parametrize(
    ("about", "issue"),
    [
        ({"sounds": GOOD["sounds"] | {"v0.wav": None}}, "sound v0.wav does not decode"),
        ({"pictures": {"a.jpg": None}}, "picture a.jpg does not decode"),
        ({"pictures": {"a.jpg": (1079, 1920)}}, "picture a.jpg of scene 1 is smaller than the canvas"),
        ({"sounds": GOOD["sounds"] | {"m.wav": heard(9.0)}}, "the music is 9.0 s, the video 10.0 s"),
    ],
)
def test_each_fault_is_an_issue(about, issue):
    assert preflight(timeline(), **(GOOD | about)).issues == (issue,)


def test_a_picture_of_exactly_the_canvas_is_enough():
    assert not preflight(timeline(), **(GOOD | {"pictures": {"a.jpg": CANVAS}})).issues


def test_a_hole_in_the_picture_is_an_issue():
    assert preflight(timeline(length=310, music=()), **GOOD).issues == ("the picture covers 300 of 310 frames",)


@pytest.mark.parametrize(
    ("lines", "warnings"),
    [
        (((0, 5), (150, 2)), 0),
        (((0, Fraction(101, 20)), (150, 2)), 0),
        (((0, 6), (150, 2)), 1),
        (((0, 6), (150, 6)), 2),
        (((150, 2), (0, 2)), 0),
        ((), 0),
    ],
)
def test_lines_that_run_a_little_into_each_other_or_past_the_end_are_warnings(lines, warnings):
    found = preflight(timeline(voice=voice(*lines)), **(GOOD | {"sounds": {}}))
    assert found.issues == ()
    assert len(found.warnings) == warnings


@pytest.mark.parametrize(
    ("lines", "issue"),
    [
        (((0, 7), (150, 2)), "voice line 1 runs 2.00 s into the next"),
        (((150, Fraction(61, 10)),), "the last voice line ends 1.10 s after the video"),
    ],
)
def test_a_line_that_is_lost_stops_the_render(lines, issue):
    assert preflight(timeline(voice=voice(*lines)), **(GOOD | {"sounds": {}})).issues == (issue,)


def test_the_silence_at_the_end_of_a_line_disturbs_nobody():
    sounds = GOOD["sounds"] | {"v0.wav": heard(6, tail=1.5)}
    found = preflight(timeline(voice=voice((0, 6), (150, 2))), **(GOOD | {"sounds": sounds}))
    assert (found.issues, found.warnings) == ((), ())


def test_a_line_that_runs_over_its_scene_is_a_warning():
    scenes = tuple(
        PictureClip(scene=n, chunk=0, start=100 * n, length=100, source=Still(key="a.jpg", camera=CAMERA))
        for n in range(3)
    )
    found = preflight(timeline(picture=scenes, voice=voice((60, 2), (200, 2))), **GOOD)
    assert found.warnings == ("voice line 1 runs 0.67 s over its scene",)


def test_a_file_that_is_not_there_is_said_to_be_gone_not_broken():
    found = preflight(timeline(), **(GOOD | {"sounds": GOOD["sounds"] | {"v0.wav": None}}), missing={"v0.wav"})
    assert found.issues == ("file v0.wav is not there",)


@pytest.mark.parametrize(
    ("key", "about", "issue"),
    [
        ("v0.wav", {"lufs": -70.0}, "voice line 1 is silent (v0.wav)"),
        ("m.wav", {"seconds": 10.0, "lufs": -70.0}, "the music is silent (m.wav)"),
        ("v1.wav", {"seconds": 1.2}, "voice line 2 is 2.00 s in the edit and 1.20 s in its file (v1.wav)"),
    ],
)
def test_a_file_that_cannot_be_used_stops_the_render(key, about, issue):
    found = preflight(timeline(), **(GOOD | {"sounds": GOOD["sounds"] | {key: heard(**about)}}))
    assert found.issues == (issue,)


@pytest.mark.parametrize(
    ("key", "about", "warning"),
    [
        ("v0.wav", {"clipped": 3, "peak": 0.0}, "voice line 1 is clipped in 3 place(s) (v0.wav)"),
        ("v0.wav", {"peak": 1.5}, "voice line 1 peaks at +1.5 dBFS (v0.wav)"),
        ("v0.wav", {"gap": 2.5}, "voice line 1 pauses for 2.5 s (v0.wav)"),
        ("v0.wav", {"rate": 8000}, "voice line 1 is sampled at 8000 Hz only (v0.wav)"),
        ("m.wav", {"seconds": 10, "rate": 22_050}, "the music is sampled at 22050 Hz only (m.wav)"),
        ("v0.wav", {"channels": 5}, "voice line 1 has 5 channels, taken in turn as left and right (v0.wav)"),
    ],
)
def test_a_poor_file_is_a_warning(key, about, warning):
    found = preflight(timeline(), **(GOOD | {"sounds": GOOD["sounds"] | {key: heard(**about)}}))
    assert (found.issues, found.warnings) == ((), (warning,))


def test_music_that_is_looped_is_a_warning_and_music_that_ends_early_an_issue():
    first = SoundClip(key="m.wav", start=0, length=Fraction(6))
    again = SoundClip(key="m.wav", start=170, length=Fraction(13, 3), offset=Fraction(1))
    sounds = GOOD["sounds"] | {"m.wav": heard(6.0)}
    found = preflight(timeline(music=(first, again)), **(GOOD | {"sounds": sounds}))
    assert found.issues == ()
    assert found.warnings == ("the music is 6.0 s, so it comes again 1 time(s)",)
    assert preflight(timeline(music=(first,)), **(GOOD | {"sounds": sounds})).issues == (
        "the music ends 4.0 s before the video",
    )


def test_footage_without_a_sound_of_its_own_is_silence_and_said():
    native = (SoundClip(key="clip.mp4", start=0, length=Fraction(4)),)
    found = preflight(timeline(native=native), **(GOOD | {"sounds": GOOD["sounds"] | {"clip.mp4": None}}))
    assert found.issues == ()
    assert found.warnings == ("the sound of clip 1 is silence: clip.mp4 has none of its own",)


def test_a_great_change_of_level_is_a_warning():
    quiet = voice((0, 2))[0].model_copy(update={"gain": 14.5})
    found = preflight(timeline(voice=(quiet,)), **(GOOD | {"sounds": GOOD["sounds"] | {"v0.wav": heard(lufs=-33.5)}}))
    assert found.warnings == ("voice line 1 is -33.5 LUFS, so it is changed by +14.5 dB (v0.wav)",)


def test_every_file_that_is_heard_is_looked_at():
    native = (SoundClip(key="clip.mp4", start=0, length=Fraction(4)),)
    assert sound_keys(timeline(native=native)) == ("clip.mp4", "m.wav", "v0.wav", "v1.wav")
