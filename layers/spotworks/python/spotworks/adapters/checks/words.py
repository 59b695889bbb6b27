"""Captions and texts: there, and inside what stays visible."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from spotworks.adapters.checks.exam import Exam, Finding, Lettered, Rule, seconds
from spotworks.adapters.checks.looking import Look, lettered_size
from spotworks.adapters.media.contrast import drawn, of_timeline
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.base import Bounds
from spotworks.domain.cues import spans
from spotworks.domain.placement import SafeArea
from spotworks.domain.timeline import Timeline
from spotworks.errors import RenderFailed

LOOKED_AT = 5  # cues
_STANDS_OUT = 40  # luma levels between letters and what is round them
_EDGE = 2  # pixels by which a drawing may touch the line


def caption_frames(timeline: Timeline) -> tuple[int, ...]:
    """A few cues spread over the video, at their middles."""
    if not timeline.burn_captions:
        return ()
    middles = [(start + end) / 2 for start, end in spans(timeline.captions, timeline.seconds)]
    chosen = middles[:: max(1, -(-len(middles) // LOOKED_AT))]
    return tuple(sorted({min(int(at * timeline.fps), timeline.length - 1) for at in chosen}))


def _captions(exam: Exam) -> Finding:
    """Cues where there is a voice and nowhere else; and letters in the picture where they are burned in."""
    timeline = exam.edit
    cues = len(timeline.captions.cues)
    if bool(timeline.voice) != bool(cues):
        return Finding(False, f"{cues} cues for {len(timeline.voice)} voice lines")
    if not cues or not timeline.burn_captions:
        return Finding(True, f"{cues} cues")
    looked = exam.letters()
    missing = [frame for frame, luma, letters in looked if _contrast(luma, letters) < _STANDS_OUT]
    at = seconds(missing[0], timeline.fps) if missing else None
    return Finding(not missing, f"{cues} cues, letters in {len(looked) - len(missing)} of {len(looked)} looked at", at)


def lettered(timeline: Timeline, looks: Sequence[Look], size: tuple[int, int]) -> list[Lettered]:
    """The frames that should show captions, with the letters alone as they should stand in them. Small."""
    frames = set(caption_frames(timeline))
    found = [(look.frame, look.lettered) for look in looks if look.frame in frames]
    pictures = [(frame, luma) for frame, luma in found if luma is not None]
    if not pictures:
        raise RenderFailed("no frame could be looked at")
    width, height = lettered_size(*size)
    lettering = of_timeline(timeline)
    bare = lettering.style.letters_alone
    at = [frame / timeline.fps for frame, _ in pictures]
    with tempfile.TemporaryDirectory(prefix="letters-") as folder:
        empty = np.zeros((len(at), height, width, 3), np.uint8)
        fonts = lettering.own_fonts, lettering.beyond
        shown = drawn(find_ffmpeg(), lettering.text(bare), empty, at, Path(folder), *fonts)
        letters = shown[..., 1].copy()  # frees the rest
    return [(*picture, mask) for picture, mask in zip(pictures, letters, strict=True) if (mask > 128).any()]


def _contrast(luma: npt.NDArray[np.uint8], letters: npt.NDArray[np.uint8]) -> float:
    """Luma levels between the letters and their outlines."""
    core = letters > 200
    near = (cv2.dilate(letters, np.ones((5, 5), np.uint8)) > 0) & (letters < 25)
    if not core.any() or not near.any():
        return 0.0
    return abs(float(np.mean(luma[core], dtype=np.float64)) - float(np.mean(luma[near], dtype=np.float64)))


def _safe(exam: Exam) -> Finding:
    """Overlays and burned captions; what fills the whole canvas is no text but a veil."""
    timeline = exam.edit
    area = _area(exam).inside(timeline.width, timeline.height)
    wrong = [
        (f"overlay of scene {overlay.scene}", overlay.read, overlay.start)
        for overlay in timeline.overlays
        if (overlay.width < timeline.width or overlay.height < timeline.height) and _out(overlay.read, area)
    ]
    if timeline.burn_captions and timeline.captions.cues:
        for frame, _, letters in exam.letters():
            box = _bounds(letters, timeline)
            if _out(box, area):
                wrong.append(("captions", box, frame))
    if not wrong:
        return Finding(True, f"{len(timeline.overlays)} overlays, and captions where they stand")
    what, box, frame = wrong[0]
    at = seconds(frame, timeline.fps)
    return Finding(False, f"{what} at {box[0]}-{box[2]} x {box[1]}-{box[3]} px, {at:.1f} s; {len(wrong)} in all", at)


def _area(exam: Exam) -> SafeArea:
    """Without a placement only the frame itself: nothing is cut off."""
    placement = exam.beside.placement
    return placement.safe if placement else SafeArea(left=0, top=0, right=0, bottom=0)


def _bounds(letters: npt.NDArray[np.uint8], timeline: Timeline) -> Bounds:
    """Left, top, right and bottom of the letters, in pixels of the canvas."""
    x, y, wide, tall = cv2.boundingRect((letters > 128).astype(np.uint8))
    scale = timeline.width / letters.shape[1]
    return round(x * scale), round(y * scale), round((x + wide) * scale), round((y + tall) * scale)


def _out(box: Bounds, area: Bounds) -> bool:
    left, top, right, bottom = area
    return box[0] < left - _EDGE or box[1] < top - _EDGE or box[2] > right + _EDGE or box[3] > bottom + _EDGE


def _wanted(exam: Exam) -> str:
    placement = exam.beside.placement
    where = f"the safe area of {placement.name}" if placement else "the frame"
    left, top, right, bottom = _area(exam).inside(exam.edit.width, exam.edit.height)
    return f"inside {where}: {left}-{right} x {top}-{bottom} px"


RULES = (
    Rule("captions", "cues for the voice, drawn where they are burned in", _captions, "timeline"),
    Rule("safe area", _wanted, _safe, "timeline"),
)
