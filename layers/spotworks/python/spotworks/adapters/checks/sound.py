"""What is heard: silence, loudness by two meters, peaks, clipping."""

import math

from spotworks.adapters.checks.exam import Exam, Finding, Rule, joined, overlap, seconds, told
from spotworks.adapters.checks.hearing import Heard
from spotworks.adapters.checks.seeing import Interval
from spotworks.adapters.media.loudness import Reading
from spotworks.domain.timeline import Timeline
from spotworks.errors import RenderFailed

LOUDNESS_TOLERANCE = 1.0  # LU: EBU R 128; the mix itself aims at 0.3
METERS_APART = 0.5  # LU, and dB of true peak
MOST_SILENCE = 2.0  # seconds of silence while something should sound


def _both(exam: Exam) -> tuple[Reading, Heard]:
    found = exam.readings()
    if found.loudness is None or found.heard is None:
        raise RenderFailed("no sound")
    return found.loudness, found.heard


def _silence(exam: Exam) -> Finding:
    """Where voice, music or an effect is planned; anywhere, where nobody planned."""
    planned: list[Interval] = [(0.0, float(exam.facts().seconds))]
    if exam.timeline is not None:
        fps = exam.timeline.fps
        planned = joined([
            (seconds(clip.start, fps), seconds(clip.start, fps) + float(clip.length))
            for clip in (*exam.timeline.voice, *exam.timeline.music)
        ])  # fmt: skip
        if not planned:
            return Finding(True, "none planned")
    _, heard = _both(exam)
    return told("silent", [span for span in heard.silent if overlap(span, planned) > MOST_SILENCE])


def _is_mute(timeline: Timeline | None) -> bool:
    return timeline is not None and not (timeline.voice or timeline.music or timeline.effects or timeline.native)


def _loudness(exam: Exam) -> Finding:
    loudness, _ = _both(exam)
    measured = f"{loudness.integrated:.1f} LUFS"
    if _is_mute(exam.timeline):
        return Finding(loudness.is_silent, measured)
    assert exam.target is not None
    return Finding(abs(loudness.integrated - exam.target.lufs) <= LOUDNESS_TOLERANCE, measured)


def _meters(exam: Exam) -> Finding:
    """FFmpeg's meter and our own, which share nothing but the standard."""
    one, heard = _both(exam)
    other = heard.profile
    if one.is_silent or not math.isfinite(other.true_peak):
        return Finding(one.is_silent and other.integrated <= -69, "silence by both")
    apart = max(abs(one.integrated - other.integrated), abs(one.true_peak - other.true_peak))
    return Finding(
        apart <= METERS_APART,
        f"{one.integrated:.1f} and {other.integrated:.1f} LUFS, {one.true_peak:.1f} and {other.true_peak:.1f} dBTP",
    )


def _true_peak(exam: Exam) -> Finding:
    loudness, heard = _both(exam)
    assert exam.target is not None
    at = float(heard.profile.peak.argmax()) / 1000
    if not math.isfinite(loudness.true_peak):
        return Finding(True, "silence")
    return Finding(loudness.true_peak < exam.target.true_peak, f"{loudness.true_peak:.1f} dBTP at {at:.1f} s", at)


def _clipping(exam: Exam) -> Finding:
    _, heard = _both(exam)
    found = heard.clipped
    if not found:
        return Finding(True, "none")
    return Finding(False, f"{len(found)} places at full scale, the first at {found[0]:.1f} s", found[0])


def _target(exam: Exam) -> str:
    if exam.target is None:
        return ""
    return "silence" if _is_mute(exam.timeline) else f"{exam.target.lufs:g} LUFS +-{LOUDNESS_TOLERANCE:g} LU"


RULES = (
    Rule("silence", f"no silence over {MOST_SILENCE} s where sound is planned", _silence),
    Rule("loudness", _target, _loudness, "target"),
    Rule("true peak", lambda e: f"under {e.target.true_peak:g} dBTP" if e.target else "", _true_peak, "target"),
    Rule("two meters", f"no more than {METERS_APART} apart", _meters),
    Rule("clipping", "no run of samples at full scale", _clipping),
)
