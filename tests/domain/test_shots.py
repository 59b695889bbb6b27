"""What a model on our own GPU is asked to draw."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.catalogue import models
from spotworks.domain.generation import ClipRequest
from spotworks.domain.shots import fingerprint, gpu_cost, shot_of
from spotworks.errors import ModelUnavailable
from tests.fakes.plans import CAMERA

OURS = {model.id: model for model in models() if model.provider == "diffuse"}


def request(*, seconds: str = "5/2", size: tuple[int, int] = (720, 1280)) -> ClipRequest:
    return ClipRequest(
        model="any", prompt="Steam rises from a cup.", first_frame="t/acme/cas/a.jpg", camera=CAMERA,
        duration=Fraction(seconds), fps=30, width=size[0], height=size[1], seed=2**31 + 5,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "size", "frames", "shape"),
    [
        ("diffuse_wan", (720, 1280), 121, (704, 1280)), ("diffuse_ltx", (1280, 720), 81, (896, 512)),
        ("diffuse_mochi", (1280, 720), 151, (848, 480)), ("diffuse_hunyuan", (1080, 1080), 121, (720, 720)),
        ("svd", (1280, 720), 25, (1024, 576)),
    ],
)  # fmt: skip
def test_a_shot_has_a_size_and_a_number_of_frames_that_the_model_makes(name, size, frames, shape):
    shot = shot_of(request(size=size), OURS[name])
    assert (shot.frames, (shot.width, shot.height), shot.seed) == (frames, shape, 5)
    assert shot.steps == int(OURS[name].options["steps"])


@pytest.mark.parametrize("model", OURS.values(), ids=OURS)
@given(seconds=st.fractions(Fraction(1, 2), 3))
def test_the_frames_are_never_fewer_than_what_is_shown(model, seconds):
    aspect = model.aspects[-1]
    width, height = (int(side) * 100 for side in aspect.split(":"))
    shot = shot_of(request(seconds=str(seconds), size=(width, height)), model)
    assert Fraction(shot.frames, shot.fps) >= seconds
    assert (shot.frames - 1) % int(model.options.get("frame_step", "1")) == 0
    assert shot.width % 16 == shot.height % 16 == 0


def test_a_shape_without_a_size_is_refused_by_name():
    model = OURS["diffuse_wan"].model_copy(update={"sizes": {}})
    with pytest.raises(ModelUnavailable, match="no size or frame rate of diffuse_wan for 9:16"):
        shot_of(request(), model)


def test_half_done_work_belongs_to_one_shot_and_one_setting_of_one_model():
    model = OURS["diffuse_wan"]
    shot = shot_of(request(), model)
    other = model.model_copy(update={"options": model.options | {"input.guidance_scale": "6.0"}})
    prints = {
        fingerprint(shot, model), fingerprint(shot, other), fingerprint(shot, OURS["diffuse_ltx"]),
        fingerprint(shot.model_copy(update={"seed": 6}), model),
    }  # fmt: skip
    assert len(prints) == 4
    assert fingerprint(shot, model) in prints


def test_a_gpu_s_time_costs_what_its_instance_does():
    assert gpu_cost(3600, OURS["diffuse_wan"]) == Decimal("1.861")
    assert gpu_cost(0.1, OURS["diffuse_wan"]) == Decimal("0.000052")
    assert gpu_cost(0, OURS["diffuse_wan"]) == 0


def test_each_model_says_under_which_licence_and_from_where_it_comes():
    for model in OURS.values():
        assert model.options["licence"], model.id
        assert model.options["revision"], model.id
        assert model.options.get("pipeline") or model.first_frame == "required", model.id
        assert model.options.get("pipeline_image") or model.first_frame == "no", model.id
