"""A request in a model's own words."""

from hypothesis import given
from hypothesis import strategies as st

from spotworks.adapters.providers.inputs import named_inputs
from spotworks.domain.model import Model
from spotworks.ports import StillInput, VendorRequest

STILL = StillInput(content=b"picture", content_type="image/png")
OURS = ("seconds", "aspect", "size", "resolution", "negative_prompt", "seed", "sound", "first_frame", "references")


def asked(options, **about):
    model = Model(id="m", provider="p", name="M", makes=("clip",), options=options)
    return VendorRequest(
        **({"kind": "clip", "model": model, "prompt": "steam", "seconds": 5, "aspect": "9:16"} | about)
    )


def test_only_what_the_model_has_a_name_for_is_said():
    found = named_inputs(asked({"seconds": "duration", "input.mode": "pro"}, negative_prompt="fog"))
    assert found == {"prompt": "steam", "duration": 5, "mode": "pro"}


def test_options_go_over_what_the_vendor_calls_it():
    assert named_inputs(asked({"prompt": "text"}), {"prompt": "promptText", "aspect": "ratio"}) == {
        "text": "steam",
        "ratio": "9:16",
    }


def test_a_value_is_spelled_as_the_model_wants_it():
    options = {"seconds": "duration", "seconds.5": "5s", "resolution": "resolution", "resolution.768p": "768P"}
    found = named_inputs(asked(options, resolution="768p"))
    assert (found["duration"], found["resolution"]) == ("5s", "768P")
    assert named_inputs(asked(options, seconds=6))["duration"] == 6


def test_an_aspect_is_told_as_the_catalogue_spells_it_for_the_model():
    options = {"aspect": "aspect_ratio"}
    assert named_inputs(asked(options))["aspect_ratio"] == "9:16"
    assert named_inputs(asked(options, aspect="4:5", size="3:4"))["aspect_ratio"] == "3:4"


def test_two_frames_go_in_one_list_where_a_model_wants_that():
    last = StillInput(content=b"", content_type="", url="https://pictures.example/2.png")
    found = named_inputs(asked({"frames": "image_urls"}, first_frame=STILL, last_frame=last))
    assert found["image_urls"] == ["data:image/png;base64,cGljdHVyZQ==", last.url]


def test_no_sound_is_asked_for_by_saying_so():
    assert named_inputs(asked({"sound": "generate_audio"}))["generate_audio"] is False


def test_a_picture_that_has_an_address_is_read_from_there():
    there = StillInput(content=b"picture", content_type="image/png", url="https://pictures.example/1.png")
    found = named_inputs(asked({"references": "images"}, references=(there, STILL)))
    assert found["images"] == [there.url, "data:image/png;base64,cGljdHVyZQ=="]


@given(st.dictionaries(st.sampled_from(OURS), st.text(min_size=1, max_size=3)))
def test_whatever_a_catalogue_says_nothing_is_sent_that_it_does_not_name(options):
    found = named_inputs(asked(options, first_frame=STILL, references=(STILL,), resolution="720p", size="720:1280"))
    assert set(found) <= {"prompt", *options.values()}
