"""DiffuseClip."""

import pytest

from spotworks.adapters.diffusion import LocalDiffuser
from spotworks.errors import RenderInterrupted
from spotworks.stages.diffuse_clip import diffuse_clip
from tests.fakes.cluster import cluster
from tests.fakes.diffusing import Sketcher
from tests.fakes.gpu import OURS, Gpu


@pytest.fixture
def gpu(studio, monkeypatch):
    with cluster() as batch:
        monkeypatch.setenv("AWS_ENDPOINT_URL_BATCH", batch.answer.base)
        yield Gpu(studio, batch)


@pytest.fixture
def order(gpu):
    job = gpu.job()
    gpu.clip(job)
    return gpu.studio.orders(job)[0]


def diffuse(gpu, order, folder, sketcher, *, stop_at=0, model=OURS):
    return diffuse_clip(
        order, work=gpu.studio.work, model=model, diffuser=LocalDiffuser(lambda *_: sketcher), folder=folder,
        may_go_on=lambda: not stop_at or len(sketcher.done) < stop_at,
    )  # fmt: skip


def test_a_clip_lies_under_its_own_digest_and_leaves_no_half_done_work(gpu, order, tmp_path):
    made = diffuse(gpu, order, tmp_path, Sketcher())
    assert made.clip in gpu.studio.work.objects
    assert made.clip.startswith("t/acme/cas/")
    assert (made.how, made.taken_up) == ("libx264 medium crf 14", 0)
    assert gpu.files(".latents") == []
    again = diffuse(gpu, order, tmp_path, Sketcher())
    assert again.clip == made.clip


def test_it_begins_with_the_scene_s_picture_where_the_model_takes_one(gpu, order, tmp_path):
    sketcher = Sketcher()
    diffuse(gpu, order, tmp_path, sketcher)
    assert sketcher.pictures == [gpu.studio.work.read(order.request["first_frame"])]
    diffuse(gpu, order, tmp_path, sketcher, model=OURS.model_copy(update={"first_frame": "no"}))
    assert sketcher.pictures[-1] == b""


def test_every_few_steps_and_at_the_last_a_checkpoint_is_kept(gpu, order, tmp_path):
    diffuse(gpu, order, tmp_path, Sketcher())
    assert [key for key in gpu.studio.work.writes if key.endswith(".latents")] == [
        f"t/acme/cas/{order.address[:2]}/{order.address}.latents"
    ] * 2  # after step 5 and after the sixth and last


def test_work_that_was_stopped_is_kept_and_taken_up_from_there(gpu, order, tmp_path):
    with pytest.raises(RenderInterrupted, match="stopped after step 3 of 6, which is kept"):
        diffuse(gpu, order, tmp_path, Sketcher(), stop_at=3)
    assert len(gpu.files(".latents")) == 1
    second = Sketcher()
    made = diffuse(gpu, order, tmp_path, second)
    assert (second.done, made.taken_up) == ([4, 5, 6], 3)
    assert made.clip == diffuse(gpu, order, tmp_path, Sketcher()).clip, "the same as if it had never been stopped"
