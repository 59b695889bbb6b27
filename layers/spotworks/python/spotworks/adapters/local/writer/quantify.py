"""A vague brief becomes parameters: each is given, read from the text, or a default that suits the subject."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from spotworks.adapters.local.writer import english_requests as english
from spotworks.adapters.local.writer import russian_requests as russian
from spotworks.adapters.local.writer.cleaning import plain, sentences
from spotworks.adapters.local.writer.contradictions import contradictions
from spotworks.adapters.local.writer.english_clauses import split_clauses
from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.gathering import gather
from spotworks.adapters.local.writer.instructions import Instructions, Said, instructions_in
from spotworks.adapters.local.writer.looks import category, mood, moods_in, tempo_in
from spotworks.adapters.local.writer.sensitive import profanity_in, trademarks_in
from spotworks.domain.brief import MAX_SECONDS, MIN_SECONDS, Brief
from spotworks.domain.languages import RULED
from spotworks.domain.parameters import Flag, Origin, Parameter, Parameters
from spotworks.domain.placement import Placement
from spotworks.domain.plan_checks import language_of
from spotworks.domain.research import FactKind, Research
from spotworks.errors import InvalidRequest

_TOLD = 5  # features
_KINDS: dict[str, tuple[FactKind, ...]] = {  # facts of a page by the parameters that are made of them
    "subject": ("name",), "kind": ("name",), "brand": ("brand", "name"), "price": ("price",),
    "offer": ("price_range", "price"), "features": ("feature", "description"),
}  # fmt: skip


class LocalQuantifier:
    """ports.Quantifier, by rules, in English and Russian."""

    def __init__(self, placements: tuple[Placement, ...]) -> None:
        self._placements = {placement.id: placement for placement in placements}

    def resolved(self, brief: Brief, given: frozenset[str]) -> tuple[Brief, Parameters]:
        """Raises InvalidRequest for a text that asks for a video and does not say of what."""
        said = instructions_in(plain(brief.prompt))
        flags: list[Flag] = []
        asked = brief
        brief, found = self._technical(brief, given, said, flags)
        if language_of(brief) not in RULED:  # the writer that plans in it reads the rest
            return brief, Parameters(parameters=found, flags=(*flags, *_sensitive(asked)))
        facts = gather(brief, None)
        _refuse_bare(brief, said.rest, facts)
        flags += contradictions(asked, brief, given, said, facts)
        flags += _sensitive(asked)
        return brief, Parameters(parameters=(*_about(brief, given, facts), *found), flags=tuple(flags))

    def informed(self, brief: Brief, parameters: Parameters, research: Research) -> Parameters:
        about, flags = [], list(parameters.flags)
        if brief.language in RULED:
            alone, facts = gather(brief, None), gather(brief, research)
            known = {one.name: one for one in parameters.parameters if one.origin in {"given", "inferred"}}
            about = [known.get(one.name) or one for one in _about(brief, frozenset(), facts)]
            about = [
                _read(one, research) if one.name not in known and one.origin == "inferred" else one for one in about
            ]
            flags += _priced(alone.price, research)
        names = {one.name for one in about}
        rest = [_spoken(one, brief) for one in parameters.parameters if one.name not in names]
        return Parameters(parameters=(*about, *rest), flags=tuple(flags))

    def _technical(
        self, brief: Brief, given: frozenset[str], said: Instructions, flags: list[Flag]
    ) -> tuple[Brief, tuple[Parameter, ...]]:
        """Duration, placement, aspect and language: those that change what is made and what it costs."""
        changed: dict[str, Any] = {}
        found = []
        usable = [one for one in said.durations if MIN_SECONDS <= Fraction(one.value) <= MAX_SECONDS]
        if duration := _taken("duration", given, usable):
            changed["duration"] = Fraction(duration.value)
        found.append(_parameter("duration", f"{float(changed.get('duration', brief.duration)):g} s", given, duration))
        placement = _taken("placement", given, [one for one in said.placements if one.value in self._placements])
        shape = None if "aspects" in given else _taken("aspect", given, said.aspects)
        aspect = shape.value if shape else brief.aspect
        if placement and not shape and not {"aspect", "aspects"} & given:
            shape = Said(self._placements[placement.value].aspects[0], placement.words)
            aspect = shape.value
        if shape:
            changed["aspect"] = aspect
        if placement and (why := self._refusal(placement, brief.model_copy(update=changed))):
            flags.append(Flag(trouble="contradiction", words=(placement.words,), suggestion=why))
            placement = None
        found.append(_parameter("aspect", aspect, given | ({"aspect"} if "aspects" in given else set()), shape))
        if placement:
            changed["placement"] = placement.value
        name = changed.get("placement", brief.placement)
        if not name:  # "for LinkedIn": said, and without a placement of its own
            placement = _taken("placement", given, [one for one in said.placements if one.value == "social"])
        found.append(_parameter("placement", name or "social media in general", given, placement))
        spoken = language_of(brief)
        inferred = Said(spoken, "") if spoken != brief.language and "language" not in given else None
        if inferred:
            changed["language"] = spoken
        found.append(_parameter("language", spoken, given, inferred))
        found.append(_parameter("quality", brief.quality, given, None))
        return (brief.model_copy(update=changed) if changed else brief), tuple(found)

    def _refusal(self, placement: Said, brief: Brief) -> str:
        """Why the video asked for does not suit the placement that the text names; "" if it does."""
        where = self._placements[placement.value]
        if misfits := [aspect for aspect in brief.outputs if aspect not in where.aspects]:
            return f"{where.name} takes {' or '.join(where.aspects)}, not {misfits[0]}; the shape was kept, choose one"
        if brief.duration > where.longest:
            return (
                f"{where.name} takes {float(where.longest):g} s at most, not {float(brief.duration):g}; "
                "the length was kept, choose one"
            )
        return ""


def _refuse_bare(brief: Brief, rest: str, facts: Facts) -> None:
    """rest: the text without what it says of the video. Raises InvalidRequest unless something says or shows more."""
    shown = brief.url or brief.reference_assets or brief.footage_assets or brief.title or brief.description
    if not brief.prompt or shown or facts.name or facts.quotes or set(facts.sorted) - {"wish", "noise"}:
        return
    rest = english.FROM_PAGE.sub("", russian.FROM_PAGE.sub("", rest))
    heads = [clause for sentence in sentences(rest) for clause in split_clauses(sentence)[:1]]
    if all(any(reader.asks(head) or reader.points(head) for reader in (english, russian)) for head in heads):
        raise InvalidRequest("prompt: say what the video is about, or give an image or a url", field="prompt")


def _taken(name: str, given: frozenset[str], said: list[Said]) -> Said | None:
    """What the text says, unless the field was given."""
    return None if name in given or not said else said[0]


def _parameter(name: str, value: str, given: frozenset[str] | set[str], said: Said | None) -> Parameter:
    origin: Origin = "given" if name in given else "inferred" if said else "defaulted"
    return Parameter(name=name, value=value, origin=origin, evidence=said.words if said else "")


def _about(brief: Brief, given: frozenset[str], facts: Facts) -> list[Parameter]:
    """What the video is about and how it feels; what is not known and has no default is left out."""
    look, moods = category(facts.category), moods_in(f"{brief.tone} {facts.tone}") or moods_in(brief.prompt)
    feeling = mood((moods or [look["mood"]])[0])
    tempo = tempo_in(f"{brief.tone} {facts.tone}")
    ends = next(iter(facts.all("deadline")), "") or next((o.ends for o in facts.offers if o.ends), "")
    read = {
        "subject": facts.name,
        "kind": facts.kind if facts.name else "",
        "brand": facts.brand,
        "goal": facts.reading.goal,
        "audience": facts.audience,
        "tone": ", ".join(moods),
        "tempo": tempo or "",
        "offer": "; ".join(offer.text for offer in facts.offers),
        "price": facts.price,
        "features": "; ".join(facts.features[:_TOLD]),
        "date": ends,
        "call_to_action": facts.action,
    }
    assumed = {
        "audience": str(look[f"audience_{facts.language}"]), "tone": str(look["mood"]), "tempo": str(feeling["tempo"]),
    }  # fmt: skip
    found = []
    for name, value in read.items():
        origin: Origin = "given" if name in given and getattr(brief, name) else "inferred" if value else "defaulted"
        if shown := value or assumed.get(name, ""):
            found.append(Parameter(name=name, value=shown, origin=origin))
    return found


def _read(parameter: Parameter, research: Research) -> Parameter:
    where = next((where for kind in _KINDS.get(parameter.name, ()) if (where := research.where(kind))), "its text")
    return parameter.model_copy(update={"origin": "read", "evidence": where})


def _spoken(parameter: Parameter, brief: Brief) -> Parameter:
    """The language of a brief without words is the page's."""
    if parameter.name != "language" or parameter.value == brief.language:
        return parameter
    return Parameter(name="language", value=brief.language, origin="read", evidence="its language")


def _priced(asked: str, research: Research) -> Iterator[Flag]:
    """A price of the brief's that the page does not ask."""
    price, where = research.price, research.where("price")
    if asked and price and _digits(asked) != _digits(price):
        told = f"the page says {price} ({where}); the brief's is used, change it if the page is right"
        yield Flag(trouble="contradiction", words=(asked,), suggestion=told)


def _digits(price: str) -> str:
    """ "1290" of "$1,290.00"."""
    return re.sub(r"\D", "", re.sub(r"[.,]00(?!\d)", "", price))


def _sensitive(brief: Brief) -> list[Flag]:
    text = " ".join([brief.title, brief.prompt, brief.description, brief.call_to_action])
    flags = []
    if words := profanity_in(f"{text} {brief.brand}"):
        flags.append(Flag(trouble="profanity", words=words, suggestion="left out of the video; say it in other words"))
    if names := trademarks_in(text, own=brief.brand):
        advice = "if it is not yours, have the owner's leave, or say what it is without the name"
        flags.append(Flag(trouble="trademark", words=names, suggestion=advice))
    return flags
