"""What is looked at before a render is paid for."""

from fractions import Fraction

import pytest

from spotworks.domain.captions import Captions
from spotworks.domain.preflight import preflight
from spotworks.domain.timeline import PictureClip, SoundClip, Still, Timeline
from tests.fakes.plans import CAMERA

CANVAS = (1080, 1920)
GOOD = {"sounds": {"v0.wav": 2.0, "v1.wav": 2.0, "m.wav": 10.0}, "pictures": {"a.jpg": (1440, 2560)}}


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
        ({"sounds": GOOD["sounds"] | {"m.wav": 9.0}}, "the music is 9.0 s, the video 10.0 s"),
    ],
)
def test_each_fault_is_an_issue(about, issue):
    assert preflight(timeline(), **(GOOD | about)).issues == (issue,)


def test_a_picture_of_exactly_the_canvas_is_enough():
    assert not preflight(timeline(), **(GOOD | {"pictures": {"a.jpg": CANVAS}})).issues


def test_a_hole_in_the_picture_is_an_issue():
    assert preflight(timeline(length=310), **(GOOD | {"sounds": {}})).issues == (
        "the picture covers 300 of 310 frames",
    )


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
def test_lines_that_run_into_each_other_or_past_the_end_are_warnings(lines, warnings):
    found = preflight(timeline(voice=voice(*lines)), **GOOD)
    assert found.issues == ()
    assert len(found.warnings) == warnings
