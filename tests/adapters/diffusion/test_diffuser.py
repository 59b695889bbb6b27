"""From a shot to a file, with a model that needs no PyTorch."""

from fractions import Fraction

import av
import pytest

from spotworks.adapters.diffusion import LocalDiffuser
from spotworks.adapters.diffusion.diffuser import MemoryGone
from spotworks.catalogue import models
from spotworks.domain.shots import Shot
from spotworks.errors import ModelUnavailable, ProviderUnavailable
from tests.fakes.diffusing import Sketcher

WAN = next(model for model in models() if model.id == "diffuse_wan")
SHOT = Shot(prompt="a disc", width=320, height=240, frames=9, fps=24, steps=6, seed=1)


def film(sketcher, to, **about):
    seen = []
    told = {"picture": b"", "begin": b"", "watch": lambda number, kept: seen.append((number, kept()))} | about
    how = LocalDiffuser(lambda model, with_picture: sketcher).film(SHOT, WAN, to, **told)
    return how, seen


def test_what_is_drawn_becomes_a_video_of_its_size_length_and_colours(tmp_path):
    how, seen = film(Sketcher(), tmp_path / "clip.mp4")
    assert how == "libx264 medium crf 14"
    assert [number for number, _ in seen] == [1, 2, 3, 4, 5, 6]
    with av.open(str(tmp_path / "clip.mp4")) as file:
        video = file.streams.video[0]
        assert (video.codec_context.name, video.width, video.height) == ("h264", 320, 240)
        assert Fraction(video.average_rate) == 24
        frames = [frame.to_ndarray(format="rgb24") for frame in file.decode(video)]
    assert len(frames) == 9
    red, green, blue = frames[4][120, 160].astype(int)
    assert (abs(red - 255) < 8, abs(green - 160) < 8, abs(blue - 30) < 12) == (True, True, True)
    assert frames[4][5, 5].max() < 8
    assert frames[0][120, 32].astype(int)[0] > 200 > frames[8][120, 32].astype(int)[0], "it moves"


def test_too_little_memory_is_tried_once_more_in_parts_from_where_it_was(tmp_path):
    sketcher = Sketcher(short=1)
    film(sketcher, tmp_path / "clip.mp4")
    assert sketcher.slimmed == 1
    assert sketcher.done == [1, 2, 3, 4, 5, 6], "the three steps that were kept are not made again"


def test_memory_that_is_too_little_even_then_is_named_with_what_it_takes(tmp_path):
    with pytest.raises(ModelUnavailable, match=r"diffuse_wan needs a GPU with 40 GB or more for 320x240 and 9 frames"):
        film(Sketcher(short=2), tmp_path / "clip.mp4")


def test_a_model_that_does_not_even_load_for_lack_of_memory_is_named_too(tmp_path):
    def load(model, with_picture):
        raise MemoryGone("no memory is left")

    with pytest.raises(ModelUnavailable, match="no memory is left"):
        LocalDiffuser(load).film(SHOT, WAN, tmp_path / "a.mp4", picture=b"", begin=b"", watch=lambda *_: None)


def test_a_model_that_draws_something_else_is_not_believed(tmp_path):
    class Stubborn(Sketcher):
        def draw(self, shot, **about):
            return super().draw(shot, **about)[:-1]

    with pytest.raises(ProviderUnavailable, match=r"drew \(8, 240, 320, 3\)"):
        film(Stubborn(), tmp_path / "clip.mp4")


def test_it_is_loaded_for_a_picture_only_where_there_is_one(tmp_path):
    asked = []

    def load(model, with_picture):
        asked.append((model.id, with_picture))
        return Sketcher()

    for picture in (b"", b"picture"):
        LocalDiffuser(load).film(SHOT, WAN, tmp_path / "a.mp4", picture=picture, begin=b"", watch=lambda *_: None)
    assert asked == [("diffuse_wan", False), ("diffuse_wan", True)]
