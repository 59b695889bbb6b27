"""Plans a video by rules: reads the brief, chooses a strategy, composes beats, writes the words. Needs no network."""

from dataclasses import replace

from spotworks.adapters.local.writer.branding import branded
from spotworks.adapters.local.writer.chapters import marked, note_of
from spotworks.adapters.local.writer.cleaning import capital, shorten
from spotworks.adapters.local.writer.copywriting import Copywriter
from spotworks.adapters.local.writer.direction import friction, strategy_of
from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.filling import spoken
from spotworks.adapters.local.writer.gathering import gather
from spotworks.adapters.local.writer.ideas import facts_for, number_of, order_for
from spotworks.adapters.local.writer.lines import Copy, key
from spotworks.adapters.local.writer.looks import category, mood, moods_in, palette_of
from spotworks.adapters.local.writer.opening import OPENING
from spotworks.adapters.local.writer.pictured import pictured
from spotworks.adapters.local.writer.scenes import SceneBuilder
from spotworks.adapters.local.writer.untold import told_in
from spotworks.catalogue import load
from spotworks.domain.beats import Library, Slot, cut_to_voice
from spotworks.domain.brief import Brief
from spotworks.domain.plan_checks import Failed
from spotworks.domain.research import References, Research
from spotworks.domain.screenplay import Continuity, MusicBrief, Screenplay, Strategy, Subject
from spotworks.domain.typography import readable_screen
from spotworks.ports.thinking import Meter


class LocalWriter:
    """ports.Writer. The same inputs and seed give the same screenplay, another seed other words, order and moves."""

    def __init__(self) -> None:
        self._library = Library.model_validate(load("beats"))

    def strategy(
        self,
        brief: Brief,
        research: Research | None,
        references: References,
        *,
        others: tuple[Strategy, ...] = (),
        failed: tuple[Failed, ...] = (),
        meter: Meter | None = None,
    ) -> Strategy:
        """Costs nothing; asked again for what failed, rules give the same."""
        return strategy_of(brief, gather(brief, research), research, references, others)

    def screenplay(
        self,
        brief: Brief,
        research: Research | None,
        references: References,
        strategy: Strategy,
        *,
        seed: int,
        failed: tuple[Failed, ...] = (),
        meter: Meter | None = None,
    ) -> Screenplay:
        facts = facts_for(strategy.idea, gather(brief, research))
        idea = strategy.idea
        apart = idea if brief.concepts > 1 else ""  # one alone leaves the order of its beats to the variations
        turn = seed + number_of(idea)
        moods = moods_in(strategy.mood) or [category(facts.category)["mood"]]
        slots = order_for(
            apart,
            self._library,
            brief.duration,
            facts=_met(facts, moods, idea),
            variant=seed,
            pace=strategy.tempo,
        )
        facts = told_in(facts, tuple(s.beat.name for s in slots))
        if slots[0].beat.name not in OPENING:
            idea = apart  # not opened on, it would be answered by riddles
        copywriter = Copywriter(
            facts,
            seed=turn,
            beats=tuple(s.beat.name for s in slots),
            rooms=tuple(s.duration for s in slots),
            idea=idea,
            beside=strategy.idea if facts.category == "any" or not facts.features else "",
        )
        subject = _subject(facts)
        builder = SceneBuilder(brief, facts, references, strategy, subject=subject.in_prompts, seed=seed)
        copies = marked(slots, [copywriter.write(s.beat.name, s.duration) for s in slots], facts.language)
        slots = cut_to_voice(slots, tuple(spoken(copy.voice, facts.language) for copy in copies))
        scenes = tuple(
            builder.build(i, s, copy if _is_whole(copy, s) else _readable(copy, s))
            for i, (s, copy) in enumerate(zip(slots, copies, strict=True))
        )
        theirs = references.pictures or references.footage
        bpm = mood(moods[0])["bpm"] + {"slow": -6, "medium": 0, "fast": 8}[strategy.tempo]
        play = Screenplay(
            title=shorten(brief.title, 80) or capital(facts.name) or facts.contact or "Spot",
            language=facts.language,
            brand=facts.brand,
            seed=seed,
            duration=brief.duration,
            subject=subject,
            palette=references.palette if theirs else palette_of(facts.category, moods[0], turn),
            scenes=scenes,
            notes=tuple(filter(None, (note_of(slots, copies, facts.language),))),
            music=MusicBrief(mood=moods[0], tempo=bpm + (seed % 3 - 1) * 2, seed=seed),
            continuity=Continuity(
                subject=subject.in_prompts, setting=category(facts.category)["setting"], light=strategy.lighting
            ),
        )
        return branded(play, facts)


def _is_whole(copy: Copy, slot: Slot) -> bool:
    """Offers and end cards are: whoever wants them has them still, and where to go stands on the last."""
    return copy.layout == "offer" or "end_card" in slot.beat.layouts


def _readable(copy: Copy, slot: Slot) -> Copy:
    text = readable_screen(copy.text, float(slot.duration))
    if key(text.detail) == key(text.headline):  # cut short, both are left with the same words
        text = text.model_copy(update={"detail": ""})
    return replace(copy, text=text)


def _met(facts: Facts, moods: list[str], idea: str) -> frozenset[str]:
    """Which beats have something true to stand on. idea: what it opens on is no scene of its own again."""
    reading = facts.reading
    quotes = [quote for quote, _ in facts.quotes if len(quote) <= 70]
    given = {
        "friction": friction(moods, facts),
        "offer": bool(facts.all("offer") or facts.price),
        "deadline": bool(facts.all("deadline")),
        "proof": bool(facts.all("proof")),
        "contrast": any(len(c) <= 40 for c in facts.all("contrast")),
        "quote": len(quotes) > (idea == "voice"),
        "identity": bool(facts.brand or reading.where or reading.origin),
    }
    return frozenset(name for name, met in given.items() if met)


def _subject(facts: Facts) -> Subject:
    name = facts.name or "the product in the reference picture"
    description = ", ".join([facts.subject or name, *facts.features[:3]])
    return Subject(
        kind=facts.kind,
        name=name,
        description=f"{description} {facts.reading.origin}".strip(),
        in_english=pictured(facts),
    )


__all__ = ["LocalWriter"]
