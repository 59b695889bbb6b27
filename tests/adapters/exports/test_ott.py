"""The OTT package of a small spot: the files, and what they are by other means than the package's own."""

import subprocess
from fractions import Fraction
from pathlib import Path

import pytest

from spotworks import wiring
from spotworks.adapters.exports.ott import package
from spotworks.adapters.exports.vast import Ad
from spotworks.adapters.media.loudness import METER
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.placement import placement_named
from spotworks.errors import InvalidRequest, RenderFailed
from tests.adapters.media.spots import clean_spot, clip

AD = Ad(title="Tea", advertiser="Ember", base_url="https://cdn.example/ads", serving_id="a1b2")
OTT = placement_named(wiring.placements(), "ott")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Into a folder named from where one is, as the command does."""
    media = tmp_path_factory.mktemp("media")
    timeline = clean_spot(media).model_copy(update={"width": 320, "height": 180})
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("here"))
        yield package(timeline, media, Path("out/ott"), ad=AD, placement=OTT)


def test_everything_a_buyer_asks_for_is_there(made):
    assert [path.name for path in made.files] == ["spot.mp4", "mezzanine.mov", "spot.vtt", "vast.xml", "checks.json"]
    assert {path.name for path in made.files[0].parent.iterdir()} == {path.name for path in made.files}


def test_every_check_passes_but_that_of_a_length_nobody_sells(made):
    assert [check.name for check in made.report.failures] == ["length"]
    assert made.report.failures[0].measured == "3 s"


def test_loudness_is_the_one_of_television_by_ffmpegs_own_meter(made):
    for path in made.files[:2]:
        log = subprocess.run(
            [str(find_ffmpeg()), "-hide_banner", "-nostats", "-i", str(path), "-af", METER, "-f", "null", "-"],
            capture_output=True, text=True, check=True,
        ).stderr.rpartition("Summary:")[2]  # fmt: skip
        integrated = float(log.partition("I:")[2].split()[0])
        peak = float(log.partition("Peak:")[2].split()[0])
        assert integrated == pytest.approx(-24, abs=0.4)
        assert peak <= -2


def test_a_plain_picture_is_stuffed_into_the_window_of_rates(made):
    rate = next(check for check in made.report.checks if check.name == "bit rate")
    assert rate.passed
    assert made.files[0].stat().st_size * 8 / 3 > 4_000_000


def test_another_aspect_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(InvalidRequest, match=r"OTT takes 16:9, this edit is 180x320; make it with --aspects 16:9"):
        package(clean_spot(tmp_path), tmp_path, tmp_path / "out", ad=AD, placement=OTT)


def test_the_mezzanine_is_as_long_to_the_frame_at_a_broadcast_rate(tmp_path):
    (tmp_path / "media").mkdir()
    spot = clean_spot(tmp_path / "media")
    timeline = spot.model_copy(update={"width": 320, "height": 180, "fps": Fraction(30_000, 1001), "music": ()})
    made = package(timeline, tmp_path / "media", tmp_path / "out", ad=AD, placement=OTT)
    assert [check.name for check in made.report.failures] == ["length"]
    assert b"<Duration>00:00:03.003</Duration>" in made.files[3].read_bytes()


def test_a_package_that_fails_leaves_the_one_before_as_it_was(made):
    folder = made.files[0].parent
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    lost = clip("nowhere.png", 0, 90)
    timeline = clean_spot(folder.parent).model_copy(update={"width": 320, "height": 180, "picture": (lost,)})
    with pytest.raises(RenderFailed, match=r"nowhere\.png"):
        package(timeline, folder.parent, folder, ad=AD, placement=OTT)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
