"""The strategy: concept, look and sound of a video, from what the brief says and what its subject suggests."""

from fractions import Fraction
from typing import Any

from spotworks.adapters.local.writer.cleaning import capital
from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.ideas import facts_for, idea_for, told_of
from spotworks.adapters.local.writer.looks import Tempo, category, mood, moods_in, tempo_in
from spotworks.catalogue import load
from spotworks.domain.brief import Brief
from spotworks.domain.plan_checks import language_of
from spotworks.domain.research import References, Research
from spotworks.domain.screenplay import Strategy


def mood_of(brief: Brief, facts: Facts) -> list[str]:
    """Moods, the leading one first: those asked for, else the one that suits the subject."""
    return moods_in(f"{brief.tone} {facts.tone}") or moods_in(brief.prompt) or [category(facts.category)["mood"]]


def friction(moods: list[str], facts: Facts) -> bool:
    """Whether the story may begin with a problem: if the brief asks a question, or unless it is to be gentle."""
    if facts.category == "any" and not facts.question:
        return False
    return bool(facts.question) or moods[0] in {"uplifting", "playful", "tense"}


def strategy_of(
    brief: Brief,
    facts: Facts,
    research: Research | None,
    references: References,
    others: tuple[Strategy, ...] = (),
) -> Strategy:
    """others: the ideas that are there already; the first keeps to the look of its mood, each later one has its own."""
    words: dict[str, Any] = load(f"copy_{facts.language}")["strategy"]
    moods = mood_of(brief, facts)
    lead, look = mood(moods[0]), category(facts.category)
    name = facts.name or words["product"]
    audience = facts.audience or (research.audience if research else "") or look[f"audience_{facts.language}"]
    feeling = lead[f"manner_{facts.language}"]
    idea = idea_for(facts, friction=friction(moods, facts), taken=tuple(other.idea for other in others))
    seen = idea if others else lead
    tempo: Tempo = tempo_in(f"{brief.tone} {facts.tone}") or seen["tempo"]
    told = told_of(idea, facts_for(idea["id"], facts), name=name, audience=audience)
    return Strategy(
        concept=capital(told["concept"]),
        visual_language=f"{capital(seen['look'])}.",
        narrative_arc=capital(told["arc"]),
        hook=capital(told["hook"]),
        audience=audience,
        mood=", ".join(moods[:2]),
        lighting=lead["lighting"],
        camera=seen["camera"],
        tempo=tempo,
        idea=idea["id"],
        recommendations=(words["photo" if references.pictures else "type"], words["one"], words["end"]),
        inferred=_inferred(
            brief,
            facts,
            name=name,
            mood=feeling.removeprefix("an ").removeprefix("a "),
            tempo=tempo,
            audience=audience,
            style=words["style"][tempo],
        ),
    )


def _inferred(brief: Brief, facts: Facts, **chosen: str) -> dict[str, str]:
    """What the brief left open and what was chosen for it."""
    found = {"subject": chosen["name"], "category": facts.category, "style": chosen["style"], "tempo": chosen["tempo"]}
    if not moods_in(brief.tone):
        found["mood"] = chosen["mood"]
    if not brief.audience:
        found["audience"] = chosen["audience"]
    if not brief.brand and facts.brand:
        found["brand"] = facts.brand
    if language_of(brief) != brief.language:
        found["language"] = facts.language
    if facts.features:
        found["features"] = "; ".join(facts.features[:5])
    return found | {"duration": f"{_plain(brief.duration)} s", "aspect": brief.aspect, "quality": brief.quality}


def _plain(seconds: Fraction) -> str:
    return str(seconds.numerator) if seconds.denominator == 1 else f"{float(seconds):.2f}".rstrip("0")
