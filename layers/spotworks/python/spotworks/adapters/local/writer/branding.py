"""Whose film it is: the name beside the words, as small as a logo, in as many scenes as a viewer needs to keep it."""

from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.phrasing import KICKER, headline
from spotworks.domain.plan_points import Plan, wanted
from spotworks.domain.screenplay import Scene, Screenplay
from spotworks.domain.typography import readable_screen

_BEST = ("offer", "proof", "benefit", "demonstration", "lifestyle", "call_to_action")  # where a name says most
_GLANCED = frozenset({"offer", "end_card"})  # looked up rather than read


def branded(play: Screenplay, facts: Facts) -> Screenplay:
    """With the name early, at the end, and in three scenes, where no voice and no words name it yet."""
    label = _label(Plan(play), facts)
    if not label:
        return play
    last = play.scenes[-1]
    if not Plan(play).shows(last):
        play = _with(play, last, label)
    plan = Plan(play)
    if not any(plan.says(scene) or plan.shows(scene) for scene in plan.early):
        play = _first(play, [*reversed(plan.early)], label)  # the first picture belongs to the idea alone if it can
    plan = Plan(play)
    bare = [scene for scene in play.scenes[1:] if not (plan.says(scene) or plan.shows(scene))]
    bare.sort(key=lambda scene: _BEST.index(scene.beat) if scene.beat in _BEST else len(_BEST))
    for scene in bare:
        if _named(play) >= wanted(len(play.scenes)):
            break
        play = _with(play, scene, label)
    return play


def _named(play: Screenplay) -> int:
    plan = Plan(play)
    return sum(plan.says(scene) or plan.shows(scene) for scene in play.scenes)


def _first(play: Screenplay, scenes: list[Scene], label: str) -> Screenplay:
    """With the name in the first of the scenes that has room for it."""
    return next((named for scene in scenes if (named := _with(play, scene, label)) is not play), play)


def _with(play: Screenplay, scene: Scene, label: str) -> Screenplay:
    """The same play where the scene has a line above its words already, or no time to read another."""
    text = scene.text.model_copy(update={"kicker": label})
    read = scene.layout in _GLANCED or readable_screen(text, float(scene.duration)) == text
    if scene.text.kicker or not read:
        return play
    scenes = [one.model_copy(update={"text": text}) if one.index == scene.index else one for one in play.scenes]
    return play.model_copy(update={"scenes": tuple(scenes)})


def _label(plan: Plan, facts: Facts) -> str:
    """The name as it stands beside other words, "" where it is too long for that."""
    names = [facts.brand, facts.subject, facts.reading.goal, facts.name]
    fit = [name for name in names if name and len(name) <= KICKER and plan.named_in(name)]
    return headline(fit[0], KICKER) if fit else ""
