"""What the gallery shows, and how each piece is made: a video, frames of it, and what was measured on it."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image

from gallery.reels import CAT, COFFEE, FPS, TRANSITIONS, captioned, lasting, middles, render, turning
from spotworks import wiring
from spotworks.adapters.checks import sound
from spotworks.adapters.exports.ott import package
from spotworks.adapters.exports.vast import Ad
from spotworks.adapters.media.contrast import measured, moments, of_timeline
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.brief import CANVAS, Aspect
from spotworks.domain.caption_styles import PRESETS
from spotworks.domain.generation import Codec, Profile
from spotworks.domain.placement import placement_named
from spotworks.domain.quality import Check, QualityReport
from spotworks.domain.screenplay import Transition
from spotworks.domain.script import Script
from spotworks.domain.shades import ENOUGH
from spotworks.domain.timeline import Timeline
from spotworks.modes.preview import stills
from spotworks.modes.standalone import edit_of

SCRIPT = Script(
    paragraphs=("Every morning starts with a choice.", "Save 20% on slow mornings."),
    headlines=("Rush, or take five", "20% off slow mornings"), brand="Monday Roast", title="Espresso, unhurried",
    call_to_action="Come in for a cup", pictures=(COFFEE, CAT), quality="preview", seed=3,
)  # fmt: skip
SHORT = SCRIPT.model_copy(update={"paragraphs": ("Save 20% today.",), "aspect": "16:9"})
SOLD = 6  # seconds: the shortest length that television sells
TALL = (540, 960)
_SOUND = {rule.name for rule in sound.RULES} | {"captions", "caption drift"}  # what a silent reel cannot be held to


@dataclass(frozen=True)
class Shown:
    """files: the video first, then what lies beside it; frames: of the video; report: what was measured on it."""

    title: str
    note: str
    files: tuple[Path, ...]
    frames: tuple[Image.Image, ...]
    report: QualityReport


@dataclass(frozen=True)
class Exhibit:
    """A piece to be made. sheet: on which it is; make: fills a folder, anywhere, in any process."""

    sheet: str
    name: str
    make: Callable[[Path], list[Shown]]


def exhibits() -> Iterator[Exhibit]:
    """All of them, as they are laid out; the one that takes longest is the last."""
    for aspect in CANVAS:
        for mode in wiring.modes().infos():
            yield Exhibit(f"Modes, {aspect}", mode.name, partial(moded, mode.name, aspect))
    for style in PRESETS:
        yield Exhibit("Caption styles", style, partial(styled, style))
    for kind in TRANSITIONS:
        yield Exhibit("Transitions", kind, partial(turned, kind))
    for codec in ("h264", "hevc"):
        yield Exhibit("Formats", codec, partial(encoded, codec))
    yield Exhibit("Formats", "OTT package", ott)


def moded(mode: str, aspect: Aspect, folder: Path) -> list[Shown]:
    title = wiring.modes().find(mode).get_metadata().title
    out = folder / f"{mode}-{aspect.replace(':', 'x')}.mp4"
    with tempfile.TemporaryDirectory(prefix="gallery-") as work:
        media = Path(work, "media")
        timeline = _edit(mode, SCRIPT.model_copy(update={"aspect": aspect}), media)
        report = _checked(render(timeline, media, out), timeline, "preview")
    return [_shown(title, mode, (out,), _spread(timeline), report)]


def styled(style: str, folder: Path) -> list[Shown]:
    out = folder / f"captions-{style}.mp4"
    with tempfile.TemporaryDirectory(prefix="gallery-") as work:
        media = Path(work, "media")
        timeline = captioned(style, media, TALL)
        report = _checked(render(timeline, media, out, profile="standard"), timeline, "standard")
        report = report.model_copy(update={"checks": (_contrast(out, timeline, Path(work)), *report.checks)})
    return [_shown(style, f"--captions {style}", (out,), _spread(timeline), report)]


def turned(kind: Transition, folder: Path) -> list[Shown]:
    out = folder / f"transition-{kind}.mp4"
    with tempfile.TemporaryDirectory(prefix="gallery-") as work:
        media = Path(work, "media")
        timeline = turning([kind], media, TALL)
        report = _checked(render(timeline, media, out, profile="standard"), timeline, "standard")
    frames = timeline.picture[1].transition_frames
    [middle] = middles(timeline)
    step = max(1, frames // 4) / float(FPS)
    note = f"{frames} frames" if frames else "from one frame to the next"
    return [_shown(kind, note, (out,), [middle + n * step for n in (-2, -1, 0, 1, 2)], report)]


def encoded(codec: Codec, folder: Path) -> list[Shown]:
    out = folder / f"format-{codec}.mp4"
    with tempfile.TemporaryDirectory(prefix="gallery-") as work:
        media = Path(work, "media")
        timeline = lasting(_edit("ai_video", SHORT, media), round(SOLD * FPS))
        report = _checked(render(timeline, media, out, profile="draft", codec=codec), timeline, "draft")
    title = {"h264": "H.264", "hevc": "HEVC"}[codec]
    return [_shown(title, "draft: 720 lines", (out,), _spread(timeline), report)]


def ott(folder: Path) -> list[Shown]:
    """The file to serve, and the mezzanine of the same package."""
    out = folder / "format-ott"
    ad = Ad(
        title=SCRIPT.title, advertiser=SCRIPT.brand, base_url="https://cdn.example/espresso", serving_id="gallery-1"
    )
    with tempfile.TemporaryDirectory(prefix="gallery-") as work:
        media = Path(work, "media")
        timeline = lasting(_edit("ai_video", SHORT, media), round(SOLD * FPS))
        made = package(timeline, media, out, ad=ad, placement=placement_named(wiring.placements(), "ott"))
    served, mezzanine, *beside = made.files
    return [
        _shown("OTT package", "H.264 High, -24 LKFS, VAST 4.2", (served, *beside), _spread(timeline), made.report),
        _shown("ProRes mezzanine", "422 HQ, PCM 24 bit; in the package", (mezzanine,), _spread(timeline), made.report),
    ]


def _edit(mode: str, script: Script, media: Path) -> Timeline:
    return edit_of(wiring.modes().find(mode), script, None, config={}, media=media)


def _spread(timeline: Timeline) -> list[float]:
    """Seconds: amid the first words, at the ends of two captions, when all words of them are there, and the end."""
    ends = [float(cue.words[-1].end) - 0.05 for cue in timeline.captions.cues]
    return [ends[0] / 2, *dict.fromkeys((ends[0], ends[-1])), float(timeline.seconds) * 0.95]


def _shown(title: str, note: str, files: Sequence[Path], at: Sequence[float], report: QualityReport) -> Shown:
    passed = sum(check.passed for check in report.checks)
    return Shown(
        title, f"{note} · {passed} of {len(report.checks)} checks", tuple(files), _smaller(stills(files[0], at)), report
    )


def _smaller(frames: Sequence[Image.Image]) -> tuple[Image.Image, ...]:
    for frame in frames:
        frame.thumbnail((640, 640), Image.Resampling.LANCZOS)
    return tuple(frames)


def _checked(video: Path, timeline: Timeline, profile: Profile) -> QualityReport:
    """As every video is; a reel without sound is not held to what sound there should be."""
    report = wiring.checker().check(video, timeline, profile=profile)
    kept = tuple(one for one in report.checks if timeline.voice or one.name not in _SOUND)
    return report.model_copy(update={"checks": kept})


def _contrast(video: Path, timeline: Timeline, work: Path) -> Check:
    at = moments(timeline.captions)
    pictures = np.stack([np.asarray(one) for one in stills(video, [float(moment) for moment in at])])
    found = measured(find_ffmpeg(), of_timeline(timeline), pictures, at, work)
    worst = min((one.ratio for one in found), default=0.0)
    return Check(name="contrast", passed=worst >= ENOUGH, measured=f"{worst:.1f}:1", wanted=f"at least {ENOUGH}:1")
