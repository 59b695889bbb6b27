"""Renders that are killed at every stage: nothing half-written stands under the final name, the next run goes on."""

import hashlib
import signal
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import av
import psutil
import pytest

from spotworks.adapters.media.render import AUDIO, FfmpegRenderer
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.timeline import SoundClip, Timeline
from spotworks.ports import Rendered
from tests.adapters.media.spots import clip, footage, texture, timeline, tone

SECONDS = 6
RUN = """
import os, sys, threading, time
from pathlib import Path
from spotworks.adapters.media.render import FfmpegRenderer
from spotworks.domain.timeline import Timeline

folder, pattern, number, end = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])

def watch():
    while len(list(folder.glob(pattern))) < number:
        time.sleep(0.0005)
    os.kill(os.getpid(), end)

threading.Thread(target=watch, daemon=True).start()
FfmpegRenderer(threads=2, whole=0, segment=1).render(
    Timeline.model_validate_json((folder / "spot.json").read_text()), profile="standard", media=folder,
    out=folder / "out.mp4", checkpoints=folder / "kept",
)
"""
# What stands in the folder while a stage is at work; and how many segments are whole by then.
STAGES = {
    "conforming": ("kept/conformed-*.part.mp4", 1, 0),
    "the first segment": (".kept.work/part-*", 1, 0),
    "a later segment": ("kept/part-*", 4, 4),
    "mixing": (".kept.work/audio.raw", 1, 0),
    "joining": (".kept.work/joined.mp4", 1, SECONDS),
}


@pytest.fixture(scope="module")
def spot(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Timeline, str]:
    """The media, a timeline with sound and footage that is conformed first, and a digest of its render."""
    media = tmp_path_factory.mktemp("media")
    ghost = "testsrc2=s=180x320:r=30:d=2,format=rgba,colorchannelmixer=aa=0.5"
    subprocess.run(
        [find_ffmpeg(), "-v", "error", "-f", "lavfi", "-i", ghost, "-c:v", "qtrle", media / "ghost.mov"], check=True
    )
    tone(media / "music.wav", SECONDS, 110)
    stills = [texture(media / f"{n}.png", seed=n).name for n in range(1, SECONDS)]
    made = timeline(
        footage("ghost.mov", 0, 30),
        *(clip(name, 30 * n, 30) for n, name in enumerate(stills, 1)),
        music=(SoundClip(key="music.wav", start=0, length=Fraction(SECONDS)),),
    )
    (media / "spot.json").write_text(made.model_dump_json())
    render(made, media, media)
    return media, made, seen_and_heard(media / "out.mp4")


def render(made: Timeline, media: Path, folder: Path) -> Rendered:
    return FfmpegRenderer(threads=2, whole=0, segment=1).render(
        made, profile="standard", media=media, out=folder / "out.mp4", checkpoints=folder / "kept"
    )


def seen_and_heard(video: Path) -> str:
    digest = hashlib.sha256()
    with av.open(str(video)) as container:
        for packet in container.demux():
            digest.update(bytes(packet))
    return digest.hexdigest()


@pytest.mark.parametrize(
    ("stage", "end"), [*((stage, signal.SIGKILL) for stage in STAGES), ("a later segment", signal.SIGTERM)]
)
def test_a_killed_render_goes_on_and_comes_out_the_same(
    stage: str, end: signal.Signals, spot: tuple[Path, Timeline, str], tmp_path: Path
) -> None:
    media, made, wanted = spot
    for file in (file for file in media.iterdir() if file.suffix in {".json", ".mov", ".wav", ".png"}):
        (tmp_path / file.name).hardlink_to(file)
    pattern, count, whole = STAGES[stage]
    arguments = [str(tmp_path), pattern, str(count), str(int(end))]
    killed = subprocess.run([sys.executable, "-c", RUN, *arguments], check=False, timeout=120)
    assert killed.returncode == -end
    assert not (tmp_path / "out.mp4").exists()
    until_nobody_works_in(tmp_path)
    again = render(made, tmp_path, tmp_path)
    kept = sum(int(words.split()[0]) for words in again.resumed_from if words != AUDIO)
    assert kept >= whole
    assert seen_and_heard(tmp_path / "out.mp4") == wanted
    assert {path.name for path in tmp_path.iterdir() if path.name.startswith(".")} == set()


def until_nobody_works_in(folder: Path) -> None:
    """An FFmpeg of the killed run would write into what the next one begins anew."""
    deadline = time.monotonic() + 10
    while [process for process in psutil.process_iter(["cwd", "status"]) if _works_in(process, folder)]:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _works_in(process: psutil.Process, folder: Path) -> bool:
    about = process.info
    return about["status"] != psutil.STATUS_ZOMBIE and str(about["cwd"] or "").startswith(str(folder))
