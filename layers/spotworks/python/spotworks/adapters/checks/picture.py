"""What the picture shows over time: black, standing, flashing, out of its levels."""

from spotworks.adapters.checks import flashes as limits
from spotworks.adapters.checks.exam import Exam, Finding, Rule, overlap, seconds, told
from spotworks.adapters.checks.looking import LEVELS
from spotworks.adapters.checks.seeing import Interval
from spotworks.domain.screenplay import Camera
from spotworks.domain.timeline import Footage, Still
from spotworks.errors import RenderFailed

MOST_FREEZE = 1.0  # seconds without any change while something should move
MOST_BLACK = 0.5  # seconds inside the video
MOST_BLACK_EDGE = 0.1  # seconds at its beginning or end: a blank first frame is a blank thumbnail
STILL_CAMERA = 0.01  # of the picture: a window that moves less is meant to rest
MOST_OUT = 0.01  # of the pixels of any frame


def _black(exam: Exam) -> Finding:
    """A dip to black is meant; a frame that stays black is not."""
    dips, end = _dips(exam), float(exam.facts().seconds)
    wrong = [
        (a, b)
        for a, b in exam.readings().sight.black
        if b - a - overlap((a, b), dips) > (MOST_BLACK if a > 0.1 and b < end - 0.1 else MOST_BLACK_EDGE)
    ]
    return told("black", wrong)


def _dips(exam: Exam) -> list[Interval]:
    if exam.timeline is None:
        return []
    fps = exam.timeline.fps
    return [
        (seconds(clip.start - 1, fps), seconds(clip.start + clip.transition_frames + 1, fps))
        for clip in exam.timeline.picture
        if clip.transition == "dip"
    ]


def _freeze(exam: Exam) -> Finding:
    """A still under a resting camera may stand, and an animation in its pauses; whatever else stands has got stuck."""
    frozen = exam.readings().sight.frozen
    moving: list[Interval] = [(0.0, float(exam.facts().seconds))]
    if exam.timeline is not None:
        fps = exam.timeline.fps
        moving = [
            (seconds(clip.start, fps), seconds(clip.start + clip.length, fps))
            for clip in exam.timeline.picture
            if isinstance(clip.source, Footage) or (isinstance(clip.source, Still) and _moves(clip.source.camera))
        ]
    return told("frozen", [span for span in frozen if overlap(span, moving) > MOST_FREEZE])


def _moves(camera: Camera) -> bool:
    a, b = camera.start, camera.end
    return max(abs(a.x - b.x), abs(a.y - b.y), abs(a.w - b.w), abs(a.h - b.h)) > STILL_CAMERA


def _flashes(exam: Exam) -> Finding:
    found = exam.readings().sight.flashes
    kind, (count, at) = max(found.items(), key=lambda item: item[1][0])
    if count == 0:
        return Finding(True, "none")
    return Finding(count <= limits.MOST, f"{count:g} {kind} in a second, at {at:.1f} s", at)


def _levels(exam: Exam) -> Finding:
    looks = exam.readings().looks
    if not looks:
        raise RenderFailed("no frame could be looked at")
    worst, at = max((look.out, look.frame) for look in looks)
    when = seconds(at, exam.facts().fps)
    return Finding(worst <= MOST_OUT, f"{worst:.1%} of the pixels out, at {when:.1f} s", when)


RULES = (
    Rule("black", f"no black over {MOST_BLACK} s ({MOST_BLACK_EDGE} s at either end)", _black),
    Rule("freeze", f"no freeze over {MOST_FREEZE} s where the camera moves", _freeze),
    Rule("flashes", f"at most {limits.MOST:g} in any second (own count after WCAG 2.3.1 and BT.1702, not certified)",
         _flashes),
    Rule("levels", f"at most {MOST_OUT:.0%} of the pixels outside {LEVELS[0]} to {LEVELS[1]} (EBU R 103)", _levels),
)  # fmt: skip
