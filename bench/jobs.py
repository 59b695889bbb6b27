"""The render jobs of docs/rendering.md, each against its peers in one run.

`python -m bench render [a|preview|peers|b|c|words|aspects|quality]`
"""

import shutil
import tempfile
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from bench import fidelity
from bench.material import MOVES, TEXT, spot
from bench.measure import cost, line, pairs, verdict
from bench.peers import commands
from spotworks.adapters.media.profiles import SETTINGS
from spotworks.adapters.media.render import FfmpegRenderer
from spotworks.domain.generation import Profile
from spotworks.domain.script import Script
from spotworks.domain.timeline import Footage, PictureClip, Still, Timeline
from spotworks.modes import InstalledModes
from spotworks.modes.standalone import edit_of

STANDARD = SETTINGS["standard"]
PAIRS = 3
EXCERPT = 8  # seconds of job A on which MoviePy is compared, which takes minutes for all of it


def render(timeline: Timeline, media: Path, profile: Profile = "standard", **how: Any) -> Path:
    """From nothing: no checkpoint of an earlier run."""
    out, kept = media / f"{profile}.mp4", media / "kept"
    shutil.rmtree(kept, ignore_errors=True)
    FfmpegRenderer(**how).render(timeline, profile=profile, media=media, out=out, checkpoints=kept)
    return out


def stills(folder: Path, seconds: int = 30, size: tuple[int, int] = (1080, 1920)) -> Timeline:
    """Job A: stills of 5 s, motion, crossfades, highlighted words, mixed sound."""
    made = spot(folder, seconds=seconds, size=size, scenes=max(2, seconds // 5))
    clips = (
        clip.model_copy(update={"transition": "crossfade", "transition_frames": 15} if clip.start else {})
        for clip in made.picture
    )
    return made.model_copy(update={"picture": tuple(clips), "overlays": ()})


def job_a(folder: Path) -> None:
    media = folder / "a"
    timeline = stills(media)
    ours, raw, size = partial(render, timeline, media), media / "frames.yuv", (timeline.width, timeline.height)
    print(f"\nA: {len(timeline.picture)} stills, 30 s, {size[0]}x{size[1]}, {STANDARD.preset} crf {STANDARD.crf}")
    cost(partial(commands.raw_frames, timeline, media, raw))
    a, b, wall, cpu = pairs(ours, partial(commands.bare, raw, size, STANDARD, media / "bare.mp4"), PAIRS)
    line("Spotworks", a, (media / "standard.mp4").stat().st_size)
    line("bare x264 of the same frames", b, (media / "bare.mp4").stat().st_size)
    verdict("wall, of bare x264", wall, 1.25)
    verdict("CPU, of bare x264", cpu, 1.30)


def preview(folder: Path) -> None:
    media = folder / "preview"
    timeline = stills(media)
    print("\nPreview of A")
    a, b, wall, _ = pairs(partial(render, timeline, media, "preview"), partial(render, timeline, media), PAIRS)
    line("Spotworks, preview", a, (media / "preview.mp4").stat().st_size)
    line("Spotworks, A", b, (media / "standard.mp4").stat().st_size)
    verdict("preview wall, of the full render", wall, 1 / 8)


def peers(folder: Path) -> None:
    print("\nA against others, same preset")
    naive = ("naive FFmpeg", commands.naive, 30, 3.5)
    movie = ("MoviePy 2", commands.moviepy, EXCERPT, 3.0)
    commands.python_with("moviepy==2.2.1")
    for name, peer, seconds, goal in (naive, movie):
        media = folder / peer.__name__
        timeline = stills(media, seconds)
        work = partial(peer, timeline, media, media / "peer", STANDARD)
        a, b, wall, _ = pairs(partial(render, timeline, media), work, PAIRS)
        line(f"Spotworks, {seconds} s of A", a, (media / "standard.mp4").stat().st_size)
        line(name, b, (media / "peer" / "out.mp4").stat().st_size)
        verdict(f"times faster than {name} by wall", 1 / wall, goal, at_least=True)


def clips(folder: Path) -> Timeline:
    """Job B: six clips of 5 s, as a vendor's model delivers them: grainy, at a high rate; captions, sound."""
    made = stills(folder)
    found, size = [], (made.width, made.height)
    for number, clip in enumerate(made.picture):
        alone = made.model_copy(
            update={"length": 150, "picture": (clip.model_copy(update={"start": 0, "transition": "cut"}),),
                    "burn_captions": False}
        )  # fmt: skip
        raw, source = folder / "clip.yuv", Footage(key=f"clip{number}.mp4")
        cost(partial(commands.raw_frames, alone, folder, raw))
        commands.grainy(raw, size, folder / source.key)
        raw.unlink()
        found.append(PictureClip(scene=number, chunk=0, start=150 * number, length=150, source=source))
    return made.model_copy(update={"picture": tuple(found)})


def job_b(folder: Path) -> None:
    media = folder / "b"
    timeline = clips(media)
    files = [media / clip.source.key for clip in timeline.picture]
    print(f"\nB: six clips of 5 s ({sum(f.stat().st_size for f in files) * 8 / 30e6:.0f} Mbit/s), captions, sound")
    ours, raw, size = partial(render, timeline, media), media / "frames.yuv", (timeline.width, timeline.height)
    cost(partial(commands.raw_frames, timeline, media, raw))
    limit = partial(commands.decode_and_bare, files, raw, size, STANDARD, media / "bare.mp4")
    a, b, _, cpu = pairs(ours, limit, PAIRS)
    raw.unlink()
    line("Spotworks, captions burned in", a, (media / "standard.mp4").stat().st_size)
    line("decode and encode alone", b)
    verdict("CPU, of decode and encode", cpu, 1.08)
    plain = timeline.model_copy(update={"burn_captions": False})
    a, b, _, cpu = pairs(ours, partial(render, plain, media), PAIRS)
    line("Spotworks, captions as a track", b, (media / "standard.mp4").stat().st_size)
    verdict("times less CPU without burned captions", cpu, 15, at_least=True)


def job_c(folder: Path) -> None:
    """Five minutes of pictures that are all different: a segment that is shown twice would be made once."""
    media = folder / "c"
    made = spot(media, seconds=300, size=(1920, 1080), scenes=60)
    clips = tuple(
        PictureClip(
            scene=n, chunk=0, start=150 * n, length=150,
            source=Still(key=f"still{n}.jpg", camera=MOVES[n % len(MOVES)]),
            transition="crossfade" if n else "cut", transition_frames=15 if n else 0,
        )
        for n in range(60)
    )  # fmt: skip
    timeline = made.model_copy(update={"picture": clips, "overlays": ()})
    print("\nC: 60 stills, 5 min, 1920x1080")
    whole = partial(render, timeline, media, whole=10_000)
    a, b, wall, _ = pairs(partial(render, timeline, media), whole, 1)
    line("Spotworks, 20 segments, 2 workers", a, (media / "standard.mp4").stat().st_size)
    line("Spotworks, in one piece", b)
    verdict("wall, of the render in one piece", wall, 1.0)
    minute = timeline.model_copy(update={"length": 1800, "picture": clips[:12]})
    short = cost(partial(render, minute, media, whole=0))
    line("Spotworks, the first minute in segments", short)
    verdict("memory of five minutes, of one minute", a.memory / short.memory, 1.1)
    alone = cost(partial(segment, timeline, media))
    line("Spotworks, one segment as its own container", alone)
    verdict("MB that a segment's container holds", alone.memory, 450)


def segment(timeline: Timeline, media: Path) -> None:
    """As RenderSegment's container makes it, which has the machine to itself."""
    FfmpegRenderer().render_part(timeline, 1, profile="standard", media=media, out=media / "segment.mkv")


def words(folder: Path) -> None:
    """The mode minimal_text, from a script: spoken, scored, drawn and rendered; and its render alone, as A is."""
    media = folder / "words"
    media.mkdir()
    made = cost(partial(kinetic, media))
    timeline = Timeline.model_validate_json((media / "timeline.json").read_text())
    seconds = float(timeline.seconds)
    print(f"\nminimal_text: {seconds:.0f} s, 1080x1920, {len(timeline.overlays)} bitmaps of words")
    pictures = folder / "beside"
    a, b, wall, _ = pairs(partial(render, timeline, media), partial(render, stills(pictures), pictures), PAIRS)
    line("speaking, scoring, drawing", made)
    line("Spotworks, minimal_text", a, (media / "standard.mp4").stat().st_size)
    line("Spotworks, A", b)
    verdict("wall for 30 s, of A", wall * 30 / seconds, 0.5)


def kinetic(media: Path) -> None:
    sentences = (TEXT["en"] + " " + TEXT["en"][:-1]).split(". ")
    script = Script(title="A better morning", paragraphs=tuple(f"{sentence}." for sentence in sentences))
    edit = edit_of(InstalledModes().find("minimal_text"), script, None, config={}, media=media)
    (media / "timeline.json").write_text(edit.model_dump_json())


def aspects(folder: Path) -> None:
    """One plan in three shapes, as many at once as one machine's Batch runs (local/batch.py)."""
    from local.batch import places  # heavy, and nothing that a render holds

    shapes = ((1080, 1920), (1080, 1080), (1920, 1080))
    media = [folder / f"{width}x{height}" for width, height in shapes]
    made = [stills(at, size=size) for at, size in zip(media, shapes, strict=True)]
    print("\nThree aspects of A: 9:16, 1:1 and 16:9")
    a, b, wall, cpu = pairs(partial(all_of, made, media, places()), partial(render, made[0], media[0]), PAIRS)
    line("Spotworks, three", a)
    line("Spotworks, 9:16", b)
    verdict("wall, of one", wall, 2.6)
    verdict("CPU, of one", cpu, 2.6)


def all_of(timelines: Sequence[Timeline], media: Sequence[Path], at_once: int) -> None:
    with ThreadPoolExecutor(at_once) as pool:  # no processes, whose start would be counted here and not for the one
        deque(pool.map(render, timelines, media), maxlen=0)


def quality(folder: Path) -> None:
    print("\nPicture: 3 s of a moving still against the ideal path (Lanczos in float)")
    ours, limit = fidelity.vmaf(folder / "quality", STANDARD)
    print(f"VMAF: ours {ours:.2f}, bare x264 of the ideal frames {limit:.2f}")
    verdict("VMAF lost", limit - ours, 0.5)
    mean, most = fidelity.strays(folder / "quality")
    print(f"Motion: off the ideal path by {mean:.4f} px on average, {most:.4f} px at most")
    verdict("mean deviation in pixels", mean, 0.02)


JOBS = {
    "a": job_a, "preview": preview, "peers": peers, "b": job_b, "c": job_c, "words": words, "aspects": aspects,
    "quality": quality,
}  # fmt: skip


def main(*wanted: str) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        for job in wanted or tuple(JOBS):
            JOBS[job](Path(name))
