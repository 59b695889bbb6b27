"""The strategy: concept, look and sound of a video, from what the brief says and what its subject suggests."""

from fractions import Fraction

from spotworks.adapters.local.writer.cleaning import capital
from spotworks.adapters.local.writer.facts import Facts, language_of
from spotworks.adapters.local.writer.looks import Tempo, category, mood, moods_in, tempo_in
from spotworks.domain.brief import Brief
from spotworks.domain.research import References, Research
from spotworks.domain.screenplay import Strategy

_WORDS = {
    "en": {
        "product": "the product", "concept": "{name}, shown {mood} and plainly: what it is, and what it changes in an ordinary day.",
        "arc": "A moment everybody knows, {name} enters it, what it brings, and where to find it.",
        "friction": "A small everyday friction, {name} as the turn, what it brings, and where to find it.",
        "hook": "Begin in the middle of a moment, before anything is explained.",
        "style": {"slow": "unhurried, long takes", "medium": "clear, steady rhythm", "fast": "quick cuts, graphic frames"},
        "photo": "Keep the user's own photo as the hero; move over it gently.", "type": "Lead with typography on a designed ground: there is no photo.",
        "one": "One thought a scene; the screen names it, the voice says what it means.",
        "end": "End on the name and one thing to do.",
    },
    "ru": {
        "product": "товар", "concept": "{name}: просто и по-настоящему. Что это и что меняется в обычном дне. Настроение — {mood}.",
        "arc": "Знакомый всем момент, в нём появляется {name}, что это даёт и где это найти.",
        "friction": "Маленькая повседневная трудность, поворот — {name}, что это даёт и где это найти.",
        "hook": "Начать с середины момента, ничего не объясняя.",
        "style": {"slow": "неспешно, долгие планы", "medium": "ясный, ровный ритм", "fast": "быстрый монтаж, графичные кадры"},
        "photo": "Главный герой — собственное фото; камера движется мягко.", "type": "Фотографии нет: ведёт типографика на выразительном фоне.",
        "one": "Одна мысль на сцену: экран называет её, голос говорит, что она значит.",
        "end": "Закончить названием и одним действием.",
    },
}  # fmt: skip


def mood_of(brief: Brief, facts: Facts) -> list[str]:
    """Moods, the leading one first: those asked for, else the one that suits the subject."""
    return moods_in(f"{brief.tone} {facts.tone}") or moods_in(brief.prompt) or [category(facts.category)["mood"]]


def friction(moods: list[str], facts: Facts) -> bool:
    """Whether the story may begin with a problem: always if the brief asks a question, else unless it is to be gentle."""
    return bool(facts.question) or moods[0] in {"uplifting", "playful", "tense"}


def strategy_of(brief: Brief, facts: Facts, research: Research | None, references: References) -> Strategy:
    words = _WORDS[facts.language]
    moods = mood_of(brief, facts)
    lead = mood(moods[0])
    name = facts.name or str(words["product"])
    tempo: Tempo = tempo_in(f"{brief.tone} {facts.tone}") or lead["tempo"]
    feeling = lead["label_ru"] if facts.language == "ru" else moods[0]
    audience = (
        facts.audience
        or (research.audience if research else "")
        or category(facts.category)[f"audience_{facts.language}"]
    )
    arc = words["friction" if friction(moods, facts) else "arc"]
    look = "hero" if references.pictures else "type"
    said = {"mood": feeling, "name": name}
    return Strategy(
        concept=capital(str(words["concept"]).format(**said).replace("shown playful", "shown playfully").replace("shown calm", "shown calmly")),
        visual_language=f"{capital(lead['look'])}.",
        narrative_arc=str(arc).format(**said),
        hook=str(words["hook"]),
        audience=audience,
        mood=", ".join(moods[:2]),
        lighting=lead["lighting"],
        camera=lead["camera"],
        tempo=tempo,
        recommendations=(str(words["photo" if look == "hero" else "type"]), str(words["one"]), str(words["end"])),
        inferred=_inferred(brief, facts, name=name, mood=", ".join(moods[:2]) if facts.language == "en" else feeling, tempo=tempo, audience=audience, style=words["style"][tempo]),  # type: ignore[index]
    )  # fmt: skip


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
