"""The last look at a finished video: is it what the timeline says, and would one be ashamed of it."""

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from spotworks.adapters.media.meters import Band, Interval, Readings, lettering, meter
from spotworks.adapters.media.probe import PICTURE, SOUND, Facts, facts
from spotworks.adapters.media.profiles import frame_size
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.adapters.rules import rules_of
from spotworks.domain.cues import spans
from spotworks.domain.generation import Profile
from spotworks.domain.quality import Check, QualityReport
from spotworks.domain.screenplay import Camera
from spotworks.domain.subtitles import caption_band, known
from spotworks.domain.timeline import Still, Timeline
from spotworks.errors import RenderFailed, SpotworksError

LOUDNESS_TOLERANCE = 1.0  # LU
MOST_FREEZE = 1.0  # seconds without any change while something should move
MOST_SILENCE = 2.0  # seconds of silence while something should sound
MOST_BLACK = 0.5  # seconds inside the video
MOST_BLACK_EDGE = 0.1  # seconds at its beginning or end: a blank first frame is a blank thumbnail
STILL_CAMERA = 0.01  # of the picture: a window that moves less is meant to rest
PRIMING = Fraction(2 * 1024, 48_000)  # seconds: AAC frames by which muxers disagree
LOOKED_AT = 5  # captions
LETTERING = 0.002  # share of outlined pixels in the caption band; one short word has about five times as much

Finding = tuple[bool, str]
T = TypeVar("T")


@dataclass(frozen=True)
class Subject:
    """A video under examination; both questions raise what kept them from being answered."""

    timeline: Timeline
    profile: Profile
    facts: Callable[[], Facts]
    readings: Callable[[], Readings]


class FfmpegChecker:
    """Satisfies ports.Checker."""

    def __init__(self, ffmpeg: Path | None = None) -> None:
        self._ffmpeg = ffmpeg

    @property
    def rules(self) -> str:
        parts = ("checker", "meters", "loudness", "probe", "profiles")
        return rules_of(*(f"adapters.media.{part}" for part in parts), "domain.cues", "domain.subtitles")

    def check(self, video: Path, timeline: Timeline, *, profile: Profile) -> QualityReport:
        """See ports.Checker. Every check appears in every report."""
        found = _once(lambda: facts(video))
        subject = Subject(timeline, profile, found, _once(lambda: self._meter(video, timeline, found())))
        checks = (_frames, _resolution, _frame_rate, _picture, _faststart, _sound, _sound_length, _black, _freeze,
                  _silence, _loudness, _true_peak, _captions)  # fmt: skip
        return QualityReport(checks=tuple(check(subject) for check in checks))

    def _meter(self, video: Path, timeline: Timeline, found: Facts) -> Readings:
        with tempfile.TemporaryDirectory(prefix="meters-") as folder:
            return meter(
                self._ffmpeg or find_ffmpeg(), video, Path(folder), size=found.size, seconds=found.seconds,
                has_sound=bool(found.sound), band=_band(timeline, found.size),
            )  # fmt: skip


def _once(measure: Callable[[], T]) -> Callable[[], T]:
    """Measures at the first question; a failure is an answer too, given again to every question."""
    kept: list[T | SpotworksError | OSError] = []

    def answer() -> T:
        if not kept:
            try:
                kept.append(measure())
            except (SpotworksError, OSError) as error:
                kept.append(error)
        if isinstance(kept[0], (SpotworksError, OSError)):
            raise kept[0]
        return kept[0]

    return answer


def _check(name: str, wanted: str, find: Callable[[], Finding]) -> Check:
    """What could not be measured has not passed."""
    try:
        passed, measured = find()
    except (SpotworksError, OSError) as error:
        passed, measured = False, f"could not measure: {error}"
    return Check(name=name, passed=passed, measured=measured, wanted=wanted)


def _frames(subject: Subject) -> Check:
    wanted = subject.timeline.length
    return _check("frames", f"{wanted} frames", lambda: _equal(subject.facts().frames, wanted, "frames"))


def _resolution(subject: Subject) -> Check:
    width, height = frame_size(subject.timeline.width, subject.timeline.height, subject.profile)

    def find() -> Finding:
        size = subject.facts().size
        return size == (width, height), f"{size[0]}x{size[1]}"

    return _check("resolution", f"{width}x{height}", find)


def _frame_rate(subject: Subject) -> Check:
    def find() -> Finding:
        found = subject.facts()
        measured = f"{found.fps} fps, {'constant' if found.steady else 'varying'}"
        return found.steady and found.fps == subject.timeline.fps, measured

    return _check("frame rate", f"{subject.timeline.fps} fps, constant", find)


def _picture(subject: Subject) -> Check:
    return _check("picture format", PICTURE, lambda: _equal(subject.facts().picture, PICTURE))


def _faststart(subject: Subject) -> Check:
    def find() -> Finding:
        first = subject.facts().faststart
        return first, "index before media" if first else "index after media"

    return _check("fast start", "index before media", find)


def _sound(subject: Subject) -> Check:
    return _check("sound format", SOUND, lambda: _equal(subject.facts().sound, SOUND))


def _sound_length(subject: Subject) -> Check:
    wanted = subject.timeline.seconds
    slack = 1 / subject.timeline.fps + PRIMING

    def find() -> Finding:
        seconds = subject.facts().sound_seconds
        return abs(seconds - wanted) <= slack, f"{float(seconds):.3f} s"

    return _check("sound length", f"{float(wanted):.3f} s +-{float(slack):.3f} s", find)


def _black(subject: Subject) -> Check:
    """A dip to black is meant; a frame that stays black is not."""
    timeline = subject.timeline
    fps = timeline.fps
    dips = [
        (float((clip.start - 1) / fps), float((clip.start + clip.transition_frames + 1) / fps))
        for clip in timeline.picture
        if clip.transition == "dip"
    ]

    def find() -> Finding:
        black = subject.readings().black
        end = float(timeline.seconds)
        wrong = [
            (a, b)
            for a, b in black
            if b - a - _overlap((a, b), dips) > (MOST_BLACK if a > 0.1 and b < end - 0.1 else MOST_BLACK_EDGE)
        ]
        return not wrong, _told("black", wrong)

    return _check("black", f"no black over {MOST_BLACK} s ({MOST_BLACK_EDGE} s at either end)", find)


def _freeze(subject: Subject) -> Check:
    """A still under a resting camera may stand; whatever else stands has got stuck."""
    fps = subject.timeline.fps
    moving = [
        (float(clip.start / fps), float((clip.start + clip.length) / fps))
        for clip in subject.timeline.picture
        if not isinstance(clip.source, Still) or _moves(clip.source.camera)
    ]

    def find() -> Finding:
        wrong = [span for span in subject.readings().frozen if _overlap(span, moving) > MOST_FREEZE]
        return not wrong, _told("frozen", wrong)

    return _check("freeze", f"no freeze over {MOST_FREEZE} s where the camera moves", find)


def _silence(subject: Subject) -> Check:
    """Silence counts where voice, music or an effect is planned."""
    timeline = subject.timeline
    planned = _joined(
        (float(clip.start / timeline.fps), float(clip.start / timeline.fps + clip.length))
        for clip in (*timeline.voice, *timeline.music)
    )

    def find() -> Finding:
        if planned and subject.readings().loudness is None:
            return False, "no sound"
        wrong = [span for span in subject.readings().silent if _overlap(span, planned) > MOST_SILENCE]
        return not wrong, _told("silent", wrong)

    return _check("silence", f"no silence over {MOST_SILENCE} s where sound is planned", find)


def _loudness(subject: Subject) -> Check:
    timeline = subject.timeline
    wanted = timeline.loudness.lufs

    def find() -> Finding:
        loudness = subject.readings().loudness
        if loudness is None:
            return False, "no sound"
        if not (timeline.voice or timeline.music or timeline.effects):
            return loudness.is_silent, f"{loudness.integrated:.1f} LUFS"
        return abs(loudness.integrated - wanted) <= LOUDNESS_TOLERANCE, f"{loudness.integrated:.1f} LUFS"

    return _check("loudness", f"{wanted:g} LUFS +-{LOUDNESS_TOLERANCE:g} LU", find)


def _true_peak(subject: Subject) -> Check:
    wanted = subject.timeline.loudness.true_peak

    def find() -> Finding:
        loudness = subject.readings().loudness
        if loudness is None:
            return False, "no sound"
        return loudness.true_peak < wanted, f"{loudness.true_peak:.1f} dBTP"

    return _check("true peak", f"under {wanted:g} dBTP", find)


def _captions(subject: Subject) -> Check:
    """Cues where there is a voice and nowhere else; and letters in the picture where they are burned in."""
    timeline = subject.timeline
    cues = len(timeline.captions.cues)

    def find() -> Finding:
        if bool(timeline.voice) != bool(cues):
            return False, f"{cues} cues for {len(timeline.voice)} voice lines"
        if not cues or not timeline.burn_captions:
            return True, f"{cues} cues"
        size = subject.facts().size
        em = known(timeline.caption_style).size * min(size)
        bands = subject.readings().bands
        if not len(bands):
            raise RenderFailed("no frame could be looked at")
        seen = sum(lettering(band, em) > LETTERING for band in bands)
        return seen >= 0.7 * len(bands), f"{cues} cues, letters in {seen} of {len(bands)} frames looked at"

    return _check("captions", "cues for the voice, drawn where they are burned in", find)


def _band(timeline: Timeline, size: tuple[int, int]) -> Band | None:
    """Where and when to look for burned captions: a few cues spread over the video, at their middles."""
    if not timeline.burn_captions or not timeline.captions.cues:
        return None
    scale = size[1] / timeline.height
    top, bottom = (
        round(row * scale / 2) * 2 for row in caption_band(timeline.width, timeline.height, known(timeline.caption_style))
    )
    times = [(start + end) / 2 for start, end in spans(timeline.captions, timeline.seconds)]
    chosen = times[:: max(1, len(times) // LOOKED_AT)][:LOOKED_AT]
    return Band(top, min(bottom, size[1]), tuple(max(0.0, float(at)) for at in chosen))


def _moves(camera: Camera) -> bool:
    a, b = camera.start, camera.end
    return max(abs(a.x - b.x), abs(a.y - b.y), abs(a.w - b.w), abs(a.h - b.h)) > STILL_CAMERA


def _equal(found: object, wanted: object, unit: str = "") -> Finding:
    return found == wanted, f"{found or 'none'} {unit}".strip()


def _overlap(span: Interval, others: Iterable[Interval]) -> float:
    """Seconds of a span that lie in others, which do not overlap each other."""
    return sum(max(0.0, min(span[1], b) - max(span[0], a)) for a, b in others)


def _joined(spans_: Iterable[Interval]) -> list[Interval]:
    """Overlapping intervals made one."""
    joined: list[Interval] = []
    for start, end in sorted(spans_):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _told(what: str, found: Iterable[Interval]) -> str:
    return ", ".join(f"{what} {start:.1f}-{end:.1f} s" for start, end in found) or "none"
