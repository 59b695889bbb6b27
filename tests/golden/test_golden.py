"""Each mode and style looks and sounds as it did; `make golden` takes the frames anew.

The threshold holds between FFmpeg builds (docs/rendering.md has what was measured) and not for a word that moved by a
pixel of these small frames, or took another colour.
"""

from dataclasses import replace

import pyloudnorm
import pytest

from gallery.reels import TRANSITIONS
from spotworks.adapters.media.loudness import measure
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.caption_styles import PRESETS
from tests.adapters.media.spots import RATE, samples
from tests.golden.spots import FRAMES, MOMENTS, Spot, caption_spot, compared, mode_spot, transition_spot
from tests.modes.material import NAMES

ALIKE, WORST = 0.98, 0.85  # likeness of the whole and of its worst spot
_LU = 0.3


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("golden")


@pytest.fixture(scope="module")
def of_mode(folder):
    """The spot of a mode, made once."""
    made: dict[str, Spot] = {}
    return lambda name: made.get(name) or made.setdefault(name, mode_spot(name, folder))


def unlike(spot: Spot) -> dict[str, str]:
    """The frames that are not as they were."""
    found = {name: compared(name, picture) for name, picture in spot.frames().items()}
    return {name: str(one) for name, one in found.items() if one.mean < ALIKE or one.worst < WORST}


@pytest.mark.parametrize("name", NAMES)
def test_a_mode_looks_as_it_did(name, of_mode):
    assert unlike(of_mode(name)) == {}


@pytest.mark.parametrize("name", NAMES)
def test_the_mix_of_a_mode_is_as_loud_as_asked_by_two_meters(name, of_mode):
    spot = of_mode(name)
    wanted, video = spot.timeline.loudness, spot.video()
    by_ffmpeg = measure(find_ffmpeg(), video, wall_seconds=60)
    assert by_ffmpeg.integrated == pytest.approx(wanted.lufs, abs=_LU)
    assert by_ffmpeg.true_peak <= wanted.true_peak
    assert pyloudnorm.Meter(RATE).integrated_loudness(samples(video).T) == pytest.approx(wanted.lufs, abs=_LU)


@pytest.mark.parametrize("style", PRESETS)
def test_a_caption_style_looks_as_it_did(style, folder):
    assert unlike(caption_spot(style, folder)) == {}


def test_transitions_look_as_they_did(folder):
    assert unlike(transition_spot(folder)) == {}


def test_a_word_that_moved_is_caught(of_mode):
    spot = of_mode("minimal_text")
    first, *others = spot.timeline.overlays
    moved = first.model_copy(update={"x": first.x + 4})  # of 1080: a pixel of the small frame
    changed = spot.timeline.model_copy(update={"overlays": (moved, *others)})
    assert list(unlike(replace(spot, name="moved", timeline=changed))) == ["mode-minimal_text-1"]


@pytest.mark.parametrize("change", [{"color": "#a0ffa0"}, {"size": PRESETS["ad"].size * 1.03}])
def test_captions_of_another_colour_or_size_are_caught(change, folder):
    spot = caption_spot("ad", folder)
    style = PRESETS["ad"].model_copy(update=change)
    changed = spot.timeline.model_copy(update={"caption_style": style})
    assert list(unlike(replace(spot, name=f"changed-{next(iter(change))}", timeline=changed))) == ["captions-ad"]


def test_every_golden_frame_is_of_something_that_is_there():
    expected = {f"mode-{name}-{n}" for name in NAMES for n in range(1, len(MOMENTS) + 1)}
    expected |= {f"captions-{style}" for style in PRESETS}
    expected |= {f"transition-{kind}" for kind in TRANSITIONS if kind != "cut"}
    assert {path.stem for path in FRAMES.glob("*.webp")} == expected
    assert sum(path.stat().st_size for path in FRAMES.glob("*.webp")) < 1_500_000
