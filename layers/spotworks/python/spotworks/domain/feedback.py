"""Changes put into a plan: what they ask for becomes different, all else stays word for word."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from spotworks.domain.base import Frozen
from spotworks.domain.beats import GRAIN
from spotworks.domain.brand import LOGO_SIZES
from spotworks.domain.brief import MAX_SECONDS, MIN_SECONDS, Brief
from spotworks.domain.remarks import Change, understood
from spotworks.domain.research import References
from spotworks.domain.restyling import STYLES
from spotworks.domain.retiming import TooShort, fitted, lasting, spoken, without
from spotworks.domain.revising import Impossible, Plan, with_sentence
from spotworks.domain.rewording import WORDINGS
from spotworks.domain.screenplay import Scene, Screenplay

_UNIMAGINED = (
    "“{said}”: the local maker shows your own pictures and draws no objects from words; make the video with a photo of "
    "it, then say “use photo 2 in scene 2”"
)


class Revised(Frozen):
    """A plan after a remark.

    undone: what was not understood or cannot be done, each in the client's words with the reason;
    notes: what a client should know of what was done.
    """

    brief: Brief
    play: Screenplay
    undone: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def applied(changes: Sequence[Change], brief: Brief, play: Screenplay, references: References) -> Revised:
    """The same brief and plan with the changes in them."""
    undone: list[str] = []
    notes: list[str] = []
    plan = Plan(brief, play, references)
    for change in _in_order(changes):
        if change.kind == "unclear":
            undone.append(f"“{change.said}”: {change.value or 'not understood'}")
            continue
        try:
            plan = _DOES[change.kind](change, plan)
        except (Impossible, TooShort) as error:
            undone.append(f"“{change.said}”: {error}")
            continue
        if change.kind == "show" and not brief.imagined:
            notes.append(_UNIMAGINED.format(said=change.said))
    if plan.play.duration != brief.duration:
        plan = plan.asking(duration=plan.play.duration)
    notes += [
        f"scene {s.index + 1}: its lines need about {float(need):.1f} s and have {float(s.duration):g} s"
        for s in plan.play.scenes
        if s not in play.scenes and (need := spoken(s, play.language)) > s.duration
    ]
    return Revised(brief=plan.brief, play=plan.play, undone=tuple(undone), notes=tuple(notes))


def _in_order(changes: Sequence[Change]) -> list[Change]:
    """Scenes go last, from behind and once, so that every number means what it meant; then comes the whole length."""

    def rank(change: Change) -> tuple[int, int]:
        if change.kind == "drop":
            return 1, -(change.scene or 0)
        return (2, 0) if change.kind == "duration" and change.scene is None else (0, 0)

    gone = {change.scene: change for change in changes if change.kind == "drop"}
    return sorted([*(change for change in changes if change.kind != "drop"), *gone.values()], key=rank)


def _duration(change: Change, plan: Plan) -> Plan:
    before = plan.play.duration if change.scene is None else plan.play.scenes[change.scene].duration
    by = {"shorter": Fraction(4, 5), "longer": Fraction(5, 4)}.get(change.value)
    target = Fraction(change.value) if by is None else round(before * by / GRAIN) * GRAIN
    whole = target if change.scene is None else plan.play.duration - before + target
    if not MIN_SECONDS <= whole <= MAX_SECONDS:
        raise Impossible(f"a video takes from {MIN_SECONDS} to {MAX_SECONDS:,} seconds")
    if change.scene is not None:
        return plan.scenes(change.scene, lambda s: lasting(s, target, plan.play.language))
    return replace(plan, play=fitted(plan.play, target))


def _drop(change: Change, plan: Plan) -> Plan:
    assert change.scene is not None
    if plan.play.duration - plan.play.scenes[change.scene].duration < MIN_SECONDS:
        raise Impossible(f"too little would be left: a video takes {MIN_SECONDS} seconds at least")
    return replace(plan, play=without(plan.play, change.scene))


def _show(change: Change, plan: Plan) -> Plan:
    seen = [s for s in plan.play.scenes if s.generated]
    if not seen:
        raise Impossible(f"{plan.brief.mode} generates no pictures")
    middle = [s for s in seen if 0 < s.index < len(plan.play.scenes) - 1]
    place = (middle or seen)[0].index if change.scene is None else change.scene

    def shown(scene: Scene) -> Scene:
        near = scene.picture is not None and scene.layout in {"hero", "split", "framed"}
        prompt = with_sentence(scene.visual_prompt, f"Shown clearly, close up: {change.value}.")
        return scene.model_copy(update={"visual_prompt": prompt, "layout": "detail" if near else scene.layout})

    return plan.scenes(place, shown)


def _photo(change: Change, plan: Plan) -> Plan:
    count = len(plan.references.pictures)
    number = int(change.value) - 1
    if not 0 <= number < count:
        raise Impossible(f"the video was made with {count} photo(s)")
    return plan.scenes(change.scene, lambda s: s.model_copy(update={"picture": number}))


def _redraw(change: Change, plan: Plan) -> Plan:
    assert change.scene is not None
    if not plan.play.scenes[change.scene].generated:
        raise Impossible(f"{plan.brief.mode} generates no picture for it")
    return plan.scenes(change.scene, Scene.anew)


def _captions(change: Change, plan: Plan) -> Plan:
    return plan.asking(captions=change.value).unless_same(plan, f"the captions are {change.value} already")


def _logo(change: Change, plan: Plan) -> Plan:
    kit = plan.brief.kit
    if kit is None or kit.logo is None:
        raise Impossible("the video has none; make it with --brand-kit")
    size = kit.logo_size * (1.4 if change.value == "bigger" else 1 / 1.4)
    bounded = round(min(max(size, LOGO_SIZES[0]), LOGO_SIZES[1]), 2)
    return plan.asking(kit=kit.model_copy(update={"logo_size": bounded})).unless_same(
        plan, f"it is as {'large' if change.value == 'bigger' else 'small'} as it can be"
    )


_DOES: dict[str, Callable[[Change, Plan], Plan]] = {
    **STYLES, **WORDINGS, "duration": _duration, "drop": _drop, "show": _show, "photo": _photo, "redraw": _redraw,
    "captions": _captions, "logo": _logo,
}  # fmt: skip

__all__ = ["Change", "Revised", "applied", "understood"]
