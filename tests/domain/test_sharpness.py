"""In which resolution a clip is asked for."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.fitting import fitted
from spotworks.domain.generation import digest
from spotworks.domain.model import clip_price, price_of
from spotworks.domain.requests import clip_request
from spotworks.domain.routing import AUTO, Shape, chain
from spotworks.domain.sharpness import ENOUGH, chosen, lacking
from spotworks.errors import ModelUnavailable
from tests.fakes.plans import make_brief, make_screenplay
from tests.fakes.rows import MODELS

LINES = {"480p": 480, "512p": 512, "704p": 704, "768p": 768, "1080P": 1080, "2k": 1440, "4K": 2160}


@pytest.mark.parametrize(
    ("resolutions", "draft", "standard", "broadcast"),
    [
        (("512p", "768p"), "512p", "768p", "768p"), (("720p", "480p", "1080p"), "480p", "720p", "1080p"),
        (("768p", "2k", "4k"), "768p", "768p", "2k"), (("sharp", "480p"), "sharp", "480p", "480p"),
        (("sharp",), "sharp", "sharp", "sharp"), ((), "", "", ""),
    ],
)  # fmt: skip
def test_it_is_the_lowest_that_is_enough_else_the_highest(resolutions, draft, standard, broadcast):
    assert [chosen(resolutions, quality) for quality in ENOUGH] == [draft, standard, broadcast]


@given(st.lists(st.sampled_from(sorted(LINES)), min_size=1), st.sampled_from(sorted(ENOUGH)))
def test_none_is_too_low_where_a_higher_one_is_to_be_had_and_what_it_lacks_is_told(resolutions, quality):
    found = LINES[chosen(resolutions, quality)]
    assert found >= min(ENOUGH[quality], max(LINES[one] for one in resolutions))
    assert lacking(resolutions, quality) == max(0, ENOUGH[quality] - found)


def first(quality, *, provider="replicate", **about):
    models = [model for model in MODELS.values() if model.provider == provider and model.lifecycle != "shut_down"]
    return chain(AUTO, Shape(kind="clip", aspect="9:16", quality=quality, **about), models, {})[0]


def test_with_a_key_of_replicate_alone_each_quality_has_clips_that_are_enough_for_it():
    assert first("draft").model == "hailuo_02"
    assert first("standard").model == "hailuo_fast"
    assert first("broadcast").model == "kling_2_5"
    assert "at most" not in first("broadcast").why


def test_where_no_model_is_sharp_enough_the_sharpest_is_asked_and_that_is_said():
    found = first("broadcast", provider="luma", whole=True, parts=(Fraction(5),))
    assert (found.model, "at most" in found.why) == ("ray_3_2", False)
    own = first("broadcast", provider="diffuse")
    assert own.model == "diffuse_wan"
    assert own.why.endswith("; 720p at most, which is low for broadcast quality")


def test_one_that_was_asked_for_by_name_is_taken_and_said_to_be_low():
    models = tuple(MODELS.values())
    found = chain("hailuo_fast", Shape(kind="clip", aspect="9:16", quality="broadcast"), models, {})[0]
    assert found.why == "asked for; 768p at most, which is low for broadcast quality"


SEVERAL = [model for model in MODELS.values() if "clip" in model.makes and len(model.resolutions) > 1]


@pytest.mark.parametrize("model", SEVERAL, ids=lambda model: model.id)
def test_what_is_asked_for_is_what_it_is_priced_at(model):
    play = make_screenplay()
    for quality in ENOUGH:
        brief = make_brief(quality=quality)
        request = clip_request(play, play.scenes[0], 0, brief, model=model.id, first_frame="f", known=model)
        shape = fitted(request, model)
        assert shape.resolution == chosen(model.resolutions, quality)
        paid = price_of(model, seconds=shape.seconds, resolution=shape.resolution, sound=model.native_audio == "always")
        assert clip_price(model, request.duration, "no", quality) == paid


@pytest.mark.parametrize("model", SEVERAL, ids=lambda model: model.id)
def test_a_lower_resolution_of_the_catalogue_never_costs_more(model):
    ways = sorted(model.resolutions, key=lambda name: -lacking((name,), "broadcast"))
    sound = model.native_audio == "always"
    prices = [price_of(model, seconds=model.lengths[0], resolution=one, sound=sound) for one in ways]
    assert all(low <= high for low, high in pairwise(prices))
    assert min(prices) > Decimal(0)


def test_what_is_made_in_another_resolution_is_another_thing_and_the_default_keeps_its_address():
    play, model = make_screenplay(), MODELS["hailuo_02"]

    def asked(quality, known=model):
        brief = make_brief(quality=quality)
        return clip_request(play, play.scenes[0], 0, brief, model=model.id, first_frame="f", known=known)

    assert digest(asked("draft")) == digest(asked("draft", None))
    assert digest(asked("draft")) != digest(asked("standard"))


def test_a_resolution_that_the_model_has_no_more_is_refused_before_anything_is_paid():
    play, model = make_screenplay(), MODELS["hailuo_02"]
    request = clip_request(play, play.scenes[0], 0, make_brief(), model=model.id, first_frame="f", known=model)
    with pytest.raises(ModelUnavailable, match="hailuo_02 makes 512p, not 768p"):
        fitted(request, model.model_copy(update={"resolutions": ("512p",)}))
