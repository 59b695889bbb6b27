"""Captions and texts: there, in time with the voice, inside what stays visible."""

import itertools
import tempfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from spotworks.adapters.checks.exam import Exam, Finding, Lettered, Rule, seconds
from spotworks.adapters.checks.looking import Look, lettered_size
from spotworks.adapters.media.contrast import drawn, of_timeline
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.base import Bounds
from spotworks.domain.captions import Captions
from spotworks.domain.cues import spans
from spotworks.domain.placement import SafeArea
from spotworks.domain.timeline import Timeline
from spotworks.errors import RenderFailed

LOOKED_AT = 5  # cues
MOST_DRIFT = 0.2  # seconds
_STANDS_OUT = 40  # luma levels between letters and what is round them
_HOPS = 100  # of hearing's speech level, a second
_REACH = 60  # hops to either side in which an onset is looked for
_BEFORE, _AFTER = 15, 8  # hops round an onset; "It" of "It folds" is over after 60 ms, and then nearly silent
_PAUSE = Fraction(15, 100)  # seconds before a word that make its onset an onset
_DEPTH = 30.0  # dB under the voice, below which nothing tells of a voice
_RISE = 3.0  # dB at an onset, on average
_IN_TIME = 15  # hops of 10 ms
_SOFT = 5  # hops by which words differ in how soon they are loud: "Here" is after its h, "It" at once
_GROUP = 4  # onsets that are judged together
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


def _drift(exam: Exam) -> Finding:
    """Where sound rises out of a pause, and where the captions say that a word begins.

    Music rises too, and one group of phrases may be misheard: most of them have to be off.
    """
    timeline = exam.edit
    starts = onsets(timeline.captions)
    if not timeline.voice or not starts:
        return Finding(True, "no voice")
    heard = exam.readings().heard
    if heard is None:
        return Finding(False, "no sound")
    found = drifts(starts, heard.speech)
    if not found:
        return Finding(False, f"no onset is heard at any of {len(starts)} phrases")
    at, worst = max(found, key=lambda pair: abs(pair[1]))
    way = "late" if worst < 0 else "early"
    told = f"captions up to {abs(worst) * 1000:.0f} ms {way}, near {at:.1f} s; by {len(starts)} phrases"
    off = [drift for _, drift in found if abs(drift) >= MOST_DRIFT]
    return Finding(2 * len(off) <= len(found) and len(off) < len(found), told, at)


def onsets(captions: Captions) -> list[float]:
    """Seconds at which words begin after a pause."""
    words = [word for cue in captions.cues for word in cue.words]
    after = [words[0].start] if words else []
    after += [word.start for before, word in itertools.pairwise(words) if word.start - before.end >= _PAUSE]
    return [float(start) for start in after]


def drifts(starts: Sequence[float], speech: npt.NDArray[np.float32]) -> list[tuple[float, float]]:
    """For each few onsets: the first's time, and seconds by which the sound comes later than said.

    speech: level in dB by hops. Onsets that no rise answers are passed over.
    """
    floor = float(np.percentile(speech, 90)) - _DEPTH if speech.size else 0.0
    quiet = np.full(_REACH + _BEFORE, floor)
    level = np.maximum(speech, floor)
    at_start = _rises(np.concatenate((quiet, level, quiet)))
    # Music that begins with the video is no onset of a word that is said later.
    begun = level.copy()
    begun[:_IN_TIME] = level[:_IN_TIME].max(initial=floor)
    later = _rises(np.concatenate((np.full(quiet.size, begun[0] if begun.size else floor), begun, quiet)))
    count = max(1, len(starts) // _GROUP)
    found = []
    for group in np.array_split(np.array(starts), count):
        hops = np.clip(np.rint(group * _HOPS).astype(int), 0, max(0, speech.size - 1))
        rises = [(at_start if hop <= _IN_TIME else later)[hop : hop + 2 * _REACH + 1] for hop in hops]
        score = np.mean(rises, axis=0)
        best = int(score.argmax())
        near = _best(score, _IN_TIME)
        if score[near] >= max(_RISE, score[best] / 2):
            best = near  # something begins where it should; what rises more, at another time, is not the voice
        else:
            about = np.mean([_nearby(rise) for rise in rises], axis=0)
            near = _best(about, _IN_TIME - _SOFT)
            best = near if about[near] >= max(_RISE, score[best] / 2) else best
        if score[best] >= _RISE:
            found.append((float(group[0]), (best - _REACH) / _HOPS))
    return found


def _best(score: npt.NDArray[np.float64], reach: int) -> int:
    """Where it is highest within so many hops of the middle."""
    return int(score[_REACH - reach : _REACH + reach + 1].argmax()) + _REACH - reach


def _nearby(rise: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The most within _SOFT hops of each."""
    padded = np.pad(rise, _SOFT, mode="edge")
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, 2 * _SOFT + 1).max(axis=1))


def _rises(padded: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """dB between the hops after and before, at index i round padded[i + _BEFORE]."""
    total = np.concatenate(([0.0], np.cumsum(padded, dtype=np.float64)))
    before, after = ((total[n:] - total[:-n]) / n for n in (_BEFORE, _AFTER))
    after = after[_BEFORE:]
    return np.asarray(np.clip(after - before[: after.size], -20, 20))


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
    Rule("caption drift", f"under {MOST_DRIFT * 1000:.0f} ms", _drift, "timeline"),
    Rule("safe area", _wanted, _safe, "timeline"),
)
