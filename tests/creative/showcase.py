"""Three plans of the corpus in full, as a section of docs/creative.md: the words that the planner writes today."""

from collections.abc import Iterable, Iterator
from itertools import accumulate

from spotworks.adapters.local.writer import LocalWriter
from spotworks.adapters.media.intake import PictureIntake
from spotworks.domain.screenplay import Scene
from tests.creative.corpus import CASES
from tests.creative.planning import Planned, planned
from tests.creative.sites import Sites
from tests.fakes.aws import make_table
from tests.fakes.studio import Studio

SHOWN = {
    "espresso": "Goods, with a product page",
    "ru-kayak": "Goods, in Russian",
    "food-bank": "A non-profit, with a page that is written by hand",
}
BEGIN = "## Three plans in full\n"
_ABOUT = """
Three of the thirty briefs of `tests/creative`, planned by rules, with no key. `make plans` writes this section and
draws its storyboards; a test fails when the planner writes other words than these. Today is 21 November 2026 here.
"""
_ORIGINS = {
    "given": "a field of its own",
    "inferred": "read in the brief",
    "read": "read on the page",
    "defaulted": "assumed",
}


def plans(web: Sites) -> Iterator[tuple[str, Studio, Planned]]:
    """The name of each, and the studio in which its pictures can be made. Needs AWS in memory."""
    for case in CASES:
        if case.name in SHOWN:
            studio = Studio(make_table())
            studio.intake = PictureIntake()
            yield case.name, studio, planned(studio, case.whole, case.name, writer=LocalWriter(), researcher=web)


def section(found: Iterable[tuple[str, Planned]]) -> str:
    by_name = dict(found)
    return BEGIN + _ABOUT + "".join("\n" + "\n".join(_plan(name, by_name[name])) + "\n" for name in SHOWN)


def renewed(document: str, text: str) -> str:
    """The document with another such section, which is its last."""
    return document.partition(BEGIN)[0].rstrip() + "\n\n" + text


def picture(name: str) -> str:
    return f"images/plan-{name}.jpg"


def _plan(name: str, plan: Planned) -> Iterator[str]:
    yield f"### {SHOWN[name]}\n"
    yield f"> {plan.brief.prompt}"
    yield from [f">\n> {plan.brief.url}"] if plan.brief.url else []
    yield "\n**What was understood**\n"
    yield from _table(
        ("parameter", "value", "from"),
        [(p.name, p.value, _because(p.origin, p.evidence)) for p in plan.parameters.parameters],
    )
    if plan.research:
        yield "\n**What the page says**\n"
        facts = [(f.kind, f.text, f.where, f.sentence) for f in plan.research.facts]
        yield from _table(("fact", "words", "where", "what a visitor reads"), facts)
    yield from ["\n**The idea**\n", *_idea(plan)]
    yield "\n**The scenes**\n"
    ends = list(accumulate(scene.duration for scene in plan.play.scenes))
    rows = [_row(scene, float(end)) for scene, end in zip(plan.play.scenes, ends, strict=True)]
    yield from _table(("seconds", "picture", "voice", "words on the picture"), rows)
    yield "\n**What is claimed, and on what it stands**\n"
    yield from _table(("scene", "words", "source", "where"), _claims(plan))
    missed = [f"- {p.letter}, {p.name}: {p.evidence}" for p in plan.score.points if not p.passed]
    passed = f"{plan.score.total} of {len(plan.score.points)}"
    yield from [f"\n**Score: {passed}**; not passed:\n", *missed] if missed else [f"\n**Score: {passed}**"]
    yield f"\n![The storyboard of {plan.play.title}]({picture(name)})"


def _because(origin: str, evidence: str) -> str:
    return f"{_ORIGINS[origin]}: “{evidence}”" if evidence else _ORIGINS[origin]


def _idea(plan: Planned) -> Iterator[str]:
    told = plan.strategy
    yield f"- {told.concept}"
    yield f"- It opens on: {told.hook}"
    yield f"- Then: {told.narrative_arc}"
    yield f"- Looks: {told.visual_language} Light: {told.lighting}."
    yield f"- For {told.audience}; {told.mood}, {told.tempo}."
    yield f"- Music: {plan.play.music.mood}, {plan.play.music.tempo} bpm."


def _row(scene: Scene, end: float) -> tuple[str, ...]:
    shown = scene.visual_prompt.split(". ")[0]
    text = scene.text
    words = [
        text.kicker,
        f"**{text.headline}**" if text.headline else "",
        text.detail,
        text.button and f"[{text.button}]",
    ]
    begin = end - float(scene.duration)
    return (
        f"{begin:.1f}–{end:.1f} {scene.beat}", f"{shown} ({scene.layout})", " ".join(scene.voice_over),
        " / ".join(filter(None, words)),
    )  # fmt: skip


def _claims(plan: Planned) -> list[tuple[str, ...]]:
    """Each clause once, with the scenes that say or show it; what was removed or needs a look says why."""
    rows: dict[tuple[str, ...], list[str]] = {}
    for claim in (*plan.claims.kept, *plan.claims.flagged, *plan.claims.removed):
        scene = "title" if claim.scene is None else str(claim.scene + 1)
        where = f"{claim.where}; {claim.reason}" if claim.reason else claim.where
        rows.setdefault((claim.words.rstrip("."), claim.source, where.removeprefix("; ")), []).append(scene)
    return [(", ".join(dict.fromkeys(scenes)), *about) for about, scenes in rows.items()]


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
