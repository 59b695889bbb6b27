"""What holds for every mode."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.timeline import Timeline
from spotworks.errors import InvalidRequest
from spotworks.modes import InstalledModes
from tests.modes.material import NAMES, edited, make_play, make_references

MODES = InstalledModes()
CANVASES = st.sampled_from([(1080, 1920), (1920, 1080), (1080, 1080), (1080, 1350)])


def test_modes_are_listed_with_the_default_first():
    infos = MODES.infos()
    assert [info.name for info in infos] == ["ai_video", *(name for name in NAMES if name != "ai_video")]
    assert all(info.summary and info.available for info in infos)


@pytest.mark.parametrize("name", NAMES)
def test_the_options_are_a_schema_whose_defaults_are_taken(name):
    mode = MODES.find(name)
    schema = mode.get_metadata().options
    defaults = {key: about["default"] for key, about in schema.get("properties", {}).items()}
    assert mode.validate_config(defaults) == mode.validate_config({})


@pytest.mark.parametrize("name", NAMES)
def test_an_option_that_there_is_not_is_named(name):
    with pytest.raises(InvalidRequest) as refused:
        MODES.find(name).validate_config({"colour": "red"})
    assert refused.value.field == "mode_options.colour"


@pytest.mark.parametrize(
    ("name", "option", "value"),
    [
        ("minimal_text", "tone", "blue"), ("shorts_carousel", "pace", "9"), ("text_stock", "sound", "loud"),
        ("animation", "speed", "0"), ("animation", "speed", "fast"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_named(name, option, value):
    with pytest.raises(InvalidRequest) as refused:
        MODES.find(name).validate_config({option: value})
    assert refused.value.field == f"mode_options.{option}"
    assert refused.value.message.startswith(f"mode_options.{option}: must be ")


def test_a_mode_that_nobody_has_is_refused_with_those_that_there_are():
    with pytest.raises(InvalidRequest, match="there is no 'opera'; known: ai_video, animation") as refused:
        MODES.find("opera")
    assert refused.value.field == "mode"


@given(
    st.sampled_from(NAMES), st.integers(1, 6), st.integers(0, 2**31 - 1), CANVASES,
    st.sampled_from([24, 25, 30, 50, 60]), st.fractions(Fraction(1), Fraction(9), max_denominator=10),
)  # fmt: skip
def test_every_edit_covers_the_whole_video_and_nothing_else(name, scenes, seed, canvas, fps, seconds):
    play, timeline = edited(
        MODES.find(name), play=make_play(scenes, seed, seconds), canvas=canvas, fps=Fraction(fps),
        beats=tuple(Fraction(n, 2) for n in range(120)),
    )  # fmt: skip
    at = 0
    for clip in timeline.picture:
        assert clip.start == at
        assert clip.length > 0
        assert clip.transition_frames < clip.length
        at += clip.length
    assert at == timeline.length == round(play.duration * fps)
    assert all(o.start >= 0 and o.length > 0 and o.start + o.length <= at for o in timeline.overlays)
    assert (timeline.width, timeline.height) == canvas
    assert Timeline.model_validate_json(timeline.model_dump_json()) == timeline


@pytest.mark.parametrize("name", NAMES)
def test_the_same_again_gives_the_same(name):
    assert edited(MODES.find(name)) == edited(MODES.find(name))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "ai_video"])
def test_only_generated_video_has_anything_generated(name):
    play, _ = edited(MODES.find(name))
    assert not MODES.find(name).get_metadata().generates
    assert not any(scene.generated for scene in play.scenes)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_can_be_read_once(name):
    """Either the captions are in the picture, or the words themselves are."""
    _, timeline = edited(MODES.find(name))
    assert timeline.captions.cues
    words = [overlay for overlay in timeline.overlays if overlay.scene < 3]
    spoken = [word for cue in timeline.captions.cues for word in cue.words]
    assert timeline.burn_captions or len(words) == len(spoken)


@pytest.mark.parametrize("name", ["minimal_text", "text_stock", "animation"])
def test_words_come_with_the_voice_and_go_before_the_scene_does(name):
    play, timeline = edited(MODES.find(name))
    spoken = [word for cue in timeline.captions.cues for word in cue.words]
    words = sorted((o for o in timeline.overlays if o.scene < 3), key=lambda o: o.start)
    for word, overlay in zip(spoken, words, strict=True):
        ahead = word.start - overlay.start / timeline.fps
        assert 0 <= ahead <= Fraction(1, 10), "a word comes in as it is said, never after"
        end = sum((scene.duration for scene in play.scenes[: overlay.scene + 1]), Fraction(0))
        assert (overlay.start + overlay.length) / timeline.fps <= end


def test_modes_without_anything_to_show_still_make_a_plan():
    bare = make_references(pictures=0, footage=0)
    for name in ("minimal_text", "animation"):
        _, timeline = edited(MODES.find(name), references=bare)
        assert timeline.picture
