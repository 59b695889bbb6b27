"""Footage from anywhere: what is wrong with it is named, what is odd about it is made plain."""

import os
import subprocess
from pathlib import Path

import av
import numpy as np
import pytest

from spotworks.adapters.media.conform import Look, looked_at
from spotworks.adapters.media.probe import facts
from spotworks.adapters.media.render import FfmpegRenderer
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.errors import RenderFailed
from tests.adapters.media.spots import SIZE, footage, frames, timeline

X264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]


def made(path: Path, source: str, *arguments: str) -> Path:
    subprocess.run([find_ffmpeg(), "-v", "error", "-y", "-f", "lavfi", "-i", source, *arguments, path], check=True)
    return path


def plain(path: Path, *arguments: str, size: tuple[int, int] = SIZE) -> Path:
    return made(path, f"testsrc2=s={size[0]}x{size[1]}:r=30:d=1", *X264, *arguments)


def shown(video: Path, length: int = 20) -> list[np.ndarray]:  # type: ignore[type-arg]
    """The frames of a render that shows nothing else."""
    folder = video.parent
    out = folder / "out.mp4"
    FfmpegRenderer(threads=2).render(
        timeline(footage(video.name, 0, length)), profile="standard", media=folder, out=out,
        checkpoints=folder / "kept",
    )  # fmt: skip
    found = facts(out)
    assert (found.frames, found.size, found.steady) == (length, SIZE, True)
    return frames(out)


def _empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def _noise(path: Path) -> Path:
    path.write_bytes(os.urandom(4000))
    return path


def _playlist(path: Path) -> Path:
    path.write_text("#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n")
    return path


def _marked_playlist(path: Path) -> Path:
    """Behind a byte order mark and an empty line."""
    path.write_bytes(b"\xef\xbb\xbf\n#EXTM3U\nfile:///etc/passwd\n")
    return path


def _concat(path: Path) -> Path:
    path.write_text("ffconcat version 1.0\nfile /etc/passwd\n")
    return path


def _no_index(path: Path) -> Path:
    body = plain(path).read_bytes()
    path.write_bytes(body[: len(body) // 2])
    return path


def _cut_off(path: Path) -> Path:
    body = plain(path, "-movflags", "+faststart").read_bytes()
    path.write_bytes(body[: len(body) * 2 // 3])
    return path


def _cut_matroska(path: Path) -> Path:
    whole = plain(path.with_suffix(".mkv")).read_bytes()
    path.write_bytes(whole[: len(whole) * 2 // 3])
    return path


def _encrypted(path: Path) -> Path:
    key = ["-encryption_scheme", "cenc-aes-ctr", "-encryption_key", "00112233445566778899aabbccddeeff"]
    return plain(path, *key, "-encryption_kid", "a7e61c373e219033c21091fa607bf3b8")


def _sound(path: Path) -> Path:
    return made(path, "sine=d=1", "-c:a", "aac")


def _sixteen_k(path: Path) -> Path:
    return made(path, "color=s=16384x64:r=30:d=0.1", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p")


def _ten_hours(path: Path) -> Path:
    return made(path, "color=s=64x64:r=1/36000:d=72000", "-frames:v", "2", *X264)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_empty, "empty"),
        (_noise, "does not open"),
        (_playlist, "playlist"),
        (_marked_playlist, "playlist"),
        (_concat, "playlist"),
        (_no_index, "cut off"),
        (_cut_off, "cut off"),
        (_cut_matroska, "cut off"),
        (_encrypted, "encrypted"),
        (_sound, "no picture, only audio"),
        (_sixteen_k, "16384x64"),
        (_ten_hours, "hours long"),
    ],
)
def test_what_cannot_be_shown_is_refused_by_name(make, said: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    make(tmp_path / "a.mp4")
    with pytest.raises(RenderFailed, match=rf"scene 1: a\.mp4.*{said}"):
        shown(tmp_path / "a.mp4")
    assert not (tmp_path / "out.mp4").exists()


def test_plain_footage_is_left_alone(tmp_path: Path) -> None:
    assert looked_at(plain(tmp_path / "a.mp4"), "a") == Look()


def test_a_single_frame_stands(tmp_path: Path) -> None:
    one = made(tmp_path / "one.mp4", f"testsrc2=s={SIZE[0]}x{SIZE[1]}:r=30", "-frames:v", "1", *X264)
    found = shown(one)
    assert np.abs(found[0].astype(int) - found[-1]).mean() < 2


def test_odd_sides_are_taken(tmp_path: Path) -> None:
    made(tmp_path / "odd.mkv", "testsrc2=s=181x321:r=30:d=1", "-c:v", "ffv1", "-pix_fmt", "yuv444p")
    shown(tmp_path / "odd.mkv")


@pytest.mark.parametrize("name", ["a.avi", "a.ts", "a.mkv"])
def test_films_of_other_recorders_are_shown(name: str, tmp_path: Path) -> None:
    """White from half a second on."""
    source = "color=black:s=180x320:r=30:d=1,drawbox=c=white:t=fill:enable='gte(t,0.5)'"
    levels = [picture.mean() for picture in shown(made(tmp_path / name, source, *X264))]
    assert abs(next(n for n, level in enumerate(levels) if level > 128) - 15) <= 1


def test_subtitles_and_data_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nhello\n")
    source = plain(tmp_path / "a.mp4")
    out = tmp_path / "full.mkv"
    tracks = [argument for _ in range(30) for argument in ("-map", "1:0")]
    subprocess.run(
        [find_ffmpeg(), "-v", "error", "-y", "-i", source, "-i", tmp_path / "a.srt", *tracks, "-map", "0:v",
         "-c:v", "copy", "-c:s", "srt", out],
        check=True,
    )  # fmt: skip
    shown(out)


def test_a_turned_phone_clip_stands_upright(tmp_path: Path) -> None:
    """White on the left of what is stored is at the top of what is shown."""
    source = f"color=black:s={SIZE[1]}x{SIZE[0]}:r=30:d=1,drawbox=x=0:w=100:h=ih:c=white:t=fill"
    lying = made(tmp_path / "lying.mp4", source, *X264)
    turned = tmp_path / "turned.mp4"
    subprocess.run(
        [find_ffmpeg(), "-v", "error", "-y", "-display_rotation:v:0", "-90", "-i", lying, "-c", "copy", turned],
        check=True,
    )
    assert looked_at(turned, "a").turned
    picture = shown(turned)[5]
    assert picture[20].mean() > 200
    assert picture[-20].mean() < 40


def test_pixels_that_are_not_square_are_stretched(tmp_path: Path) -> None:
    """A circle stored at half its width is a circle again."""
    circle = "geq=lum='if(lt(hypot(X-90,Y-160),60),235,16)':cb=128:cr=128"
    source = f"color=black:s={SIZE[0]}x{SIZE[1]}:r=30:d=1,{circle},scale=90:320,setsar=2"
    picture = shown(made(tmp_path / "narrow.mp4", source, *X264))[5] > 128
    across, down = picture[160].sum(), picture[:, 90].sum()
    assert abs(int(across) - int(down)) <= 4


def test_interlaced_footage_loses_its_combs(tmp_path: Path) -> None:
    stripes = "geq=lum='if(lt(mod(X+N*6,60),30),200,50)':cb=128:cr=128"
    source = f"color=black:s=180x320:r=60:d=1,{stripes},tinterlace=interleave_top"
    film = made(tmp_path / "tv.mp4", source, *X264, "-flags", "+ildct+ilme", "-x264-params", "tff=1")
    assert looked_at(film, "a").interlaced
    picture = shown(film)[8].astype(int)
    with av.open(str(film)) as container:
        raw = [f.to_ndarray()[:320].astype(int) for f in container.decode(video=0)][8]
    combs = [np.abs(2 * p[1:-1] - p[:-2] - p[2:]).mean() for p in (picture, raw)]
    assert combs[0] < combs[1] / 5


@pytest.mark.parametrize("transfer", ["smpte2084", "arib-std-b67"])
def test_hdr_comes_out_at_the_brightness_of_sdr(transfer: str, tmp_path: Path) -> None:
    """Grey of 203 nits is white paper, not the grey that its code value would be in BT.709."""
    code = {"smpte2084": 0.58, "arib-std-b67": 0.75}[transfer]
    grey = round(64 + code * 876)
    level = f"geq=lum={grey}:cb=512:cr=512"
    params = f"setparams=range=tv:color_primaries=bt2020:color_trc={transfer}:colorspace=bt2020nc"
    grey_screen = f"color=black:s=180x320:r=30:d=1,format=yuv420p10le,{level},{params}"
    hdr = made(tmp_path / "hdr.mp4", grey_screen, "-c:v", "libx265", "-x265-params", "log-level=error")
    assert looked_at(hdr, "a").transfer == transfer
    found = shown(hdr)[5]
    assert 150 < found.mean() < 236
    assert found.std() < 2


def test_transparent_footage_stands_on_black(tmp_path: Path) -> None:
    source = "color=white:s=180x320:r=30:d=1,format=rgba,colorchannelmixer=aa=0.5"
    clip = made(tmp_path / "ghost.mov", source, "-c:v", "qtrle")
    assert looked_at(clip, "a").see_through
    assert abs(shown(clip)[5].mean() - 125.5) < 6


def test_frames_of_a_variable_rate_come_at_their_times(tmp_path: Path) -> None:
    """Black until 0.5 s, white after, with one frame for the first half."""
    source = "color=black:s=180x320:r=30:d=1,drawbox=c=white:t=fill:enable='gte(t,0.5)',select='eq(n,0)+gte(n,15)'"
    clip = made(tmp_path / "phone.mp4", source, *X264, "-fps_mode", "vfr")
    levels = [picture.mean() for picture in shown(clip)]
    assert max(levels[:15]) < 30
    assert min(levels[15:]) > 220


@pytest.mark.parametrize("rate", ["24", "25", "24000/1001", "50", "60"])
def test_footage_of_any_rate_keeps_its_speed(rate: str, tmp_path: Path) -> None:
    source = f"color=black:s=180x320:r={rate}:d=1,drawbox=c=white:t=fill:enable='gte(t,0.5)'"
    levels = [picture.mean() for picture in shown(made(tmp_path / "a.mp4", source, *X264))]
    first = next(n for n, level in enumerate(levels) if level > 128)
    assert abs(first - 15) <= 1


def test_a_conformed_clip_is_made_once(tmp_path: Path) -> None:
    source = "color=white:s=180x320:r=30:d=1,format=rgba,colorchannelmixer=aa=0.5"
    made(tmp_path / "ghost.mov", source, "-c:v", "qtrle")
    spot = timeline(footage("ghost.mov", 0, 15), footage("ghost.mov", 15, 15))
    FfmpegRenderer(threads=2).render(
        spot, profile="standard", media=tmp_path, out=tmp_path / "o.mp4", checkpoints=tmp_path / "kept"
    )
    assert len(list((tmp_path / "kept").glob("conformed-*"))) == 1
