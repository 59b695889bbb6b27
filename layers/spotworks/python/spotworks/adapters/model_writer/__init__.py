"""Plans a video by a language model, whichever stands behind ports.LanguageModel."""

import json
from collections.abc import Iterable
from typing import get_args

from spotworks.adapters.asking import CONTROL, answered
from spotworks.adapters.model_writer.building import screenplay_of
from spotworks.adapters.model_writer.drafts import Layout, Mood, ScreenplayDraft, StrategyDraft
from spotworks.catalogue import load
from spotworks.domain.beats import Library, Move
from spotworks.domain.brief import Brief
from spotworks.domain.languages import named
from spotworks.domain.plan_checks import Failed, language_of
from spotworks.domain.research import References, Research
from spotworks.domain.screenplay import Screenplay, Strategy
from spotworks.ports.thinking import LanguageModel, Meter, Question
from spotworks.prompts import Template, prompt


class ModelWriter:
    """ports.Writer. One call for each idea, one for the screenplay; an answer that can't be read is asked for again.

    What the brief and the page say goes in as data alone. The answer fills in a form, and the form holds words only.
    """

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
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
        ideas = _items(f"{other.concept} Hook: {other.hook} Look: {other.visual_language}" for other in others)
        user = prompt("strategy/user").filled(
            duration=_seconds(brief),
            aspect=brief.aspect,
            others=prompt("strategy/others").filled(others=ideas) if others else "",
            failed=_again(failed),
        )
        system = prompt("strategy/system")
        question = _question(system, user, brief, research, language=named(language_of(brief)))
        draft = answered(self._model, "Strategy", question, StrategyDraft, meter)
        return Strategy(**draft.model_dump(), inferred=_inferred(brief, draft))

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
        user = prompt("screenplay/user").filled(
            duration=_seconds(brief),
            aspect=brief.aspect,
            equipment=strategy.camera,
            failed=_again(failed),
            **{
                name: getattr(strategy, name)
                for name in (
                    "concept", "narrative_arc", "hook", "audience", "mood", "tempo", "visual_language", "lighting",
                )
            },
        )  # fmt: skip
        language = language_of(brief)
        question = _question(
            prompt("screenplay/system"),
            user,
            brief,
            research,
            language=named(language),
            beats=", ".join(f"{beat.name} ({beat.role})" for beat in self._library.beats),
            layouts=", ".join(get_args(Layout)),
            moves=", ".join(get_args(Move)),
            moods=", ".join(get_args(Mood)),
        )
        draft = answered(self._model, "Screenplay", question, ScreenplayDraft, meter)
        brand = brief.brand or (research.brand if research else "")
        return screenplay_of(
            draft, brief, references, strategy, self._library, seed=seed, language=language, brand=brand
        )  # fmt: skip


def _question(system: Template, user: str, brief: Brief, research: Research | None, **values: str) -> Question:
    return Question(
        system=system.filled(**values),
        user=user,
        data=_material(brief, research),
        max_tokens=system.max_tokens,
        language=language_of(brief),
    )


def _material(brief: Brief, research: Research | None) -> str:
    """What the client and the page say, as JSON, so that no text of theirs can end it and go on as an instruction."""
    asked = brief.model_dump(
        include={"prompt", "title", "description", "tone", "audience", "brand", "call_to_action", "url"}
    )
    page = research.model_dump(exclude={"schema_version", "images", "url"}) if research else None
    pictures = len(brief.reference_assets)
    told = {"brief": {name: text for name, text in asked.items() if text}, "page": page, "pictures": pictures}
    return json.dumps(told, ensure_ascii=False, default=str).translate(CONTROL)


def _again(failed: tuple[Failed, ...]) -> str:
    return prompt("again/failed").filled(failed=_items(map(str, failed))) if failed else ""


def _items(texts: Iterable[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)


def _inferred(brief: Brief, draft: StrategyDraft) -> dict[str, str]:
    chosen = {"mood": draft.mood, "audience": draft.audience, "tempo": draft.tempo}
    given = {name for name, text in (("mood", brief.tone), ("audience", brief.audience)) if text}
    return {name: text for name, text in chosen.items() if name not in given}


def _seconds(brief: Brief) -> str:
    return f"{float(brief.duration):g}"


__all__ = ["ModelWriter"]
