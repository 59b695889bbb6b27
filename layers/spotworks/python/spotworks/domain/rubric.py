"""How a spot stands against Google's ABCD rubric: attention, branding, connection, direction.

The published points, read 2026-11-28: "About the ABCDs of effective video ads" (support.google.com/google-ads/answer/
14783551): jump in, pace and framing, support the story with audio and supers; brand early, often and richly, also by
sound; people, one focused and simple message; a call to action that says what to do. And the "ABCD reference guide"
(YouTube, studylib.net/doc/25698967): brand or product in the first five seconds, more than one picture in them, a
call to action that is both heard and seen. What no page puts a number on is ours and stands in the constants.

Points of the plan are judged by its words and times, those of the video by the timeline. Whether people are in a
picture or its contrast is high cannot be told from either and is no point here.
"""

from collections.abc import Callable

from spotworks.domain.base import Frozen
from spotworks.domain.plan_points import EARLY, POINTS, STAYS, Plan, Point
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.timeline import Overlay, Timeline


class Score(Frozen):
    """total: points that passed, of len(points)."""

    points: tuple[Point, ...]
    total: int


def abcd(play: Screenplay, timeline: Timeline | None = None) -> Score:
    """The points of the plan, and those of the video where its timeline is there."""
    plan = Plan(play)
    points = [check(plan) for check in POINTS]
    if timeline is not None:
        points += [check(plan, timeline) for check in _VIDEO]
    return Score(points=tuple(points), total=sum(point.passed for point in points))


def _sound(plan: Plan, timeline: Timeline) -> Point:
    tracks = {"voice": timeline.voice, "music": timeline.music, "effects": timeline.effects, "footage": timeline.native}
    there = [name for name, clips in tracks.items() if clips]
    return Point(
        letter="A", name="sound supports", passed=len(there) >= 2, evidence=f"heard: {', '.join(there) or 'nothing'}"
    )


def _muted(plan: Plan, timeline: Timeline) -> Point:
    spoken, cues = bool(timeline.voice), len(timeline.captions.cues)
    passed = (bool(cues) and timeline.burn_captions) or not spoken
    said = f"{cues} captions in the picture" if timeline.burn_captions else "captions only beside the video"
    return Point(letter="A", name="understood without sound", passed=passed, evidence=said)


def _brand_seen(plan: Plan, timeline: Timeline) -> Point:
    named = {s.index for s in plan.scenes if plan.shows(s)}
    over = next((o for o in timeline.overlays if o.scene in named and o.start < EARLY * timeline.fps), None)
    said = f"words with {plan.name} come into the picture" if over else f"{plan.name} is not seen in {EARLY} s"
    return Point(letter="B", name="brand seen early", passed=bool(over), evidence=said, at=_seconds(over, timeline))


def _words_stay(plan: Plan, timeline: Timeline) -> Point:
    last = [o for o in timeline.overlays if o.scene == plan.scenes[-1].index]
    over = max(last, key=lambda o: o.length, default=None)
    stays = float(over.length / timeline.fps) if over else 0.0
    said = f"the last words stay in the picture for {stays:.1f} s"
    return Point(letter="D", name="last words stay", passed=stays >= STAYS, evidence=said, at=_seconds(over, timeline))


def _seconds(over: Overlay | None, timeline: Timeline) -> float | None:
    return round(float(over.start / timeline.fps), 2) if over else None


_VIDEO: tuple[Callable[[Plan, Timeline], Point], ...] = (_sound, _muted, _brand_seen, _words_stay)
