"""Very many clips, very much text."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from spotworks.adapters.media.probe import facts
from spotworks.adapters.media.render import FfmpegRenderer
from spotworks.domain.subtitles import caption_band
from spotworks.domain.timeline import SoundClip
from tests.adapters.media.spots import REST, captions, clip, footage, frames, plain, samples, timeline, tone
from tests.adapters.media.test_conform import X264, made

FEW, MANY = 60, 240  # a thousand was measured by hand: 185 MB where 125 take 158
RENDER = """
import sys
from pathlib import Path
from spotworks.adapters.media.render import FfmpegRenderer
from spotworks.domain.timeline import Timeline
from tests.fakes.memory import peak_mb

folder = Path(sys.argv[1])
FfmpegRenderer(threads=2).render(
    Timeline.model_validate_json((folder / "spot.json").read_text()), profile="standard", media=folder,
    out=folder / "out.mp4", checkpoints=folder / "kept",
)
print(peak_mb())
"""


def megabytes(folder: Path, count: int) -> int:
    """At most, of a render of so many short clips of footage."""
    folder.mkdir()
    source = made(folder / "film.mp4", "testsrc2=s=320x180:r=30:d=2", *X264, "-g", "15")
    for number in range(count):
        (folder / f"{number}.mp4").hardlink_to(source)
    cut = (footage(f"{n}.mp4", 3 * n, 3, offset=n % 50) for n in range(count))
    (folder / "spot.json").write_text(timeline(*cut, width=96, height=54).model_dump_json())
    done = subprocess.run([sys.executable, "-c", RENDER, folder], capture_output=True, text=True, check=True)
    assert facts(folder / "out.mp4").frames == 3 * count
    return int(done.stdout)


def test_many_clips_take_the_memory_of_few(tmp_path: Path) -> None:
    assert megabytes(tmp_path / "many", MANY) < megabytes(tmp_path / "few", FEW) + 18  # a tenth of one for each


def test_5_000_characters_with_codes_of_the_caption_format_are_drawn_as_text(tmp_path: Path) -> None:
    """None of them hides, moves or ends a caption."""
    plain(tmp_path / "a.png", (90, 90, 90))
    codes = ["{\\an8}", "{\\pos(0,0)}", "{\\alpha&HFF&}", "{\\p1}m", "\\N", "{", "}", "Dialogue:", "coffee,", "{\\fs1}"]
    said = " ".join(codes[n % len(codes)] for n in range(720))
    assert len(said) > 5_000
    spot = timeline(clip("a.png", 0, 90, REST), captions=captions(said, step=0.004))
    out = tmp_path / "out.mp4"
    FfmpegRenderer(threads=2).render(
        spot, profile="standard", media=tmp_path, out=out, checkpoints=tmp_path / "kept"
    )  # fmt: skip
    top, bottom = caption_band(180, 320, "shorts")
    shown = frames(out)
    assert len(shown) == 90
    assert all((picture[top:bottom] > 180).sum() > 60 for picture in shown[15:85:10])
    assert all((picture[: top - 8] > 130).sum() == 0 for picture in shown)


@pytest.mark.parametrize("seconds", [0.05, 1.0])
def test_music_shorter_than_the_spot_ends_softly_and_the_rest_is_silent(seconds: float, tmp_path: Path) -> None:
    plain(tmp_path / "a.png", (90, 90, 90))
    tone(tmp_path / "short.wav", seconds, 220)
    music = (SoundClip(key="short.wav", start=0, length=Fraction(3)),)
    out = tmp_path / "out.mp4"
    FfmpegRenderer(threads=2).render(
        timeline(clip("a.png", 0, 90, REST), music=music), profile="standard", media=tmp_path, out=out,
        checkpoints=tmp_path / "kept",
    )  # fmt: skip
    heard = samples(out)
    assert abs(heard.shape[1] - 3 * 48_000) < 1024
    assert abs(heard[:, 60_000:]).max() < 0.01
    assert facts(out).sound_seconds == 3
