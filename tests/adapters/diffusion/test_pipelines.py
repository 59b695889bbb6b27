"""Real pipelines of diffusers on the CPU, with random weights: PyTorch is hundreds of megabytes, so the gate skips it.

`make diffuse-test` installs what it takes into an environment of its own and runs this.
"""

import importlib.util
import io
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from spotworks.adapters.diffusion import LocalDiffuser
from spotworks.adapters.diffusion.pipelines import load
from spotworks.catalogue import models
from spotworks.domain.model import Model
from spotworks.domain.shots import Shot
from spotworks.errors import ModelUnavailable, RenderInterrupted

HERE = all(importlib.util.find_spec(name) for name in ("torch", "diffusers", "transformers"))
pytestmark = pytest.mark.skipif(not HERE, reason="PyTorch and diffusers are not installed: `make diffuse-test`")

STEPS = 5
TALL = Shot(prompt="steam rises", width=64, height=96, frames=9, fps=24, steps=STEPS, seed=7)
KINDS = {
    "wan": ("diffuse_wan", TALL),
    "wan_words": ("diffuse_wan", TALL),
    "ltx": ("diffuse_ltx", TALL),
    "mochi": ("diffuse_mochi", TALL.model_copy(update={"width": 32, "height": 16, "frames": 7})),
    "hunyuan": ("diffuse_hunyuan", TALL),
    "svd": ("svd", TALL.model_copy(update={"width": 64, "height": 32, "frames": 4})),
}
FROM_WORDS = {"wan_words", "mochi"}


def picture(width: int = 90, height: int = 120) -> bytes:
    body = io.BytesIO()
    slope = np.linspace(0, 255, width * height * 3).astype(np.uint8).reshape(height, width, 3)
    Image.fromarray(slope).save(body, "PNG")
    return body.getvalue()


def model_of(kind: str) -> Model:
    """The catalogue's own, with a name for its folder."""
    return next(one for one in models() if one.id == KINDS[kind][0]).model_copy(update={"vendor_id": f"tiny/{kind}"})


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.adapters.diffusion import tiny

    folder = tmp_path_factory.mktemp("hub")
    for kind in KINDS:
        tiny.saved(getattr(tiny, kind), folder / "tiny" / kind)
    return folder


@pytest.fixture(params=KINDS)
def kind(request: Any) -> str:
    return str(request.param)


def drawn(hub: Path, kind: str, *, begin: bytes = b"", stop: int = 0, seen: list[int] | None = None) -> Any:
    """Frames; with `stop` the checkpoint of that step instead."""
    kept = b""

    def watch(number: int, checkpoint: Any) -> None:
        nonlocal kept
        if seen is not None:
            seen.append(number)
        if number == stop:
            kept = checkpoint()
            raise RenderInterrupted("stopped")

    seen_first = b"" if kind in FROM_WORDS else picture()
    pipeline = load(model_of(kind), bool(seen_first), where=str(hub), scratch=hub)
    try:
        return pipeline.draw(KINDS[kind][1], picture=seen_first, begin=begin, watch=watch)
    except RenderInterrupted:
        return kept


def test_a_model_draws_what_the_catalogue_says_it_is_asked(hub, kind):
    shot = KINDS[kind][1]
    frames = drawn(hub, kind)
    assert frames.dtype == np.uint8
    assert frames.shape == (shot.frames, shot.height, shot.width, 3)
    assert frames.std() > 1, "a random decoder draws something"
    assert (frames == drawn(hub, kind)).all(), "the same seed, the same frames"


@pytest.mark.parametrize("stop", [2, STEPS])
def test_work_that_was_stopped_goes_on_to_the_very_same_frames(hub, kind, stop):
    whole = drawn(hub, kind)
    seen: list[int] = []
    kept = drawn(hub, kind, stop=stop)
    assert (drawn(hub, kind, begin=kept, seen=seen) == whole).all()
    assert seen == list(range(stop + 1, STEPS + 1))


def test_a_checkpoint_that_is_broken_or_of_other_work_is_passed_over(hub):
    whole = drawn(hub, "wan")
    kept = drawn(hub, "wan", stop=3)
    seen: list[int] = []
    assert (drawn(hub, "wan", begin=kept[: len(kept) // 2], seen=seen) == whole).all()
    assert seen[0] == 1
    assert drawn(hub, "svd", begin=kept, seen=seen).shape[0] == 4
    assert seen[STEPS] == 1


def test_with_less_memory_it_still_draws(hub, kind):
    seen_first = b"" if kind in FROM_WORDS else picture()
    pipeline = load(model_of(kind), bool(seen_first), where=str(hub), scratch=hub)
    pipeline.slim()
    frames = pipeline.draw(KINDS[kind][1], picture=seen_first, begin=b"", watch=lambda *_: None)
    assert frames.shape[0] == KINDS[kind][1].frames


def test_a_clip_of_a_real_pipeline_is_a_video(hub, tmp_path):
    import av

    shot = KINDS["wan"][1]
    diffuser = LocalDiffuser(lambda model, image: load(model, image, where=str(hub), scratch=tmp_path))
    how = diffuser.film(
        shot, model_of("wan"), tmp_path / "clip.mp4", picture=picture(), begin=b"", watch=lambda *_: None
    )
    with av.open(str(tmp_path / "clip.mp4")) as file:
        video = file.streams.video[0]
        assert (video.codec_context.name, video.width, video.height) == ("h264", 64, 96)
        assert Fraction(video.average_rate) == shot.fps
        assert sum(1 for _ in file.decode(video)) == shot.frames
    assert "264" in how


def test_a_model_that_does_not_load_says_why(hub, tmp_path):
    (tmp_path / "tiny" / "wan").mkdir(parents=True)
    (tmp_path / "tiny" / "wan" / "model_index.json").write_text("{}")
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        load(model_of("wan"), True, where=str(tmp_path), scratch=tmp_path)
    odd = model_of("wan").model_copy(update={"options": model_of("wan").options | {"pipeline_image": "NoPipeline"}})
    with pytest.raises(ModelUnavailable, match="has no NoPipeline"):
        load(odd, True, where=str(hub), scratch=tmp_path)
    odd = model_of("wan").model_copy(update={"options": model_of("wan").options | {"input.colour": "7"}})
    with pytest.raises(ModelUnavailable, match="takes no colour"):
        load(odd, True, where=str(hub), scratch=tmp_path).draw(
            KINDS["wan"][1], picture=picture(), begin=b"", watch=lambda *_: None
        )
