"""What a clause claims, and which sentence of the brief or the page says the same."""

from collections.abc import Iterable, Iterator
from datetime import date

from spotworks.domain.amounts import Amount, amounts_in
from spotworks.domain.base import Frozen
from spotworks.domain.brief import Brief
from spotworks.domain.claim_rules import ClaimRules, Kind, is_russian, sentences_of
from spotworks.domain.offers import end_of
from spotworks.domain.research import Research

_PHRASE = 6  # words of a superlative or a comparison that belong to it
_NO_FACTS = frozenset({"schema_version", "url", "images", "competitors", "where", "source"})
_NAMES = {"USD": "price", "EUR": "price", "GBP": "price", "RUB": "price", "cent": "price", "pound": "price",
          "%": "percent", "date": "date"}  # fmt: skip


class Phrase(Frozen):
    """A claim in words, and those of its words that mean something."""

    kind: Kind
    words: frozenset[str]


class Found(Frozen):
    """What a clause claims. words: what it is about, its numbers apart; compared: whether they are in a language whose
    endings are known, so that they can be told from those of a source."""

    amounts: tuple[Amount, ...]
    phrases: tuple[Phrase, ...]
    words: frozenset[str]
    russian: bool
    discounts: bool
    compared: bool = True

    @property
    def kinds(self) -> tuple[str, ...]:
        numbers = (_NAMES.get(amount.unit, "number") for amount in self.amounts)
        return tuple(dict.fromkeys([*numbers, *(phrase.kind.name for phrase in self.phrases)]))


class Source(Frozen):
    """A sentence that claims may stand on, taken apart once. expires: the end of what it offers."""

    sentence: str
    where: str
    amounts: tuple[Amount, ...]
    words: frozenset[str]
    russian: bool
    discounts: bool
    expires: date | None


def sources_of(brief: Brief, research: Research | None, today: date, rules: ClaimRules) -> list[Source]:
    texts = [brief.prompt, brief.title, brief.description, brief.call_to_action, brief.brand, brief.audience]
    texts += brief.kit.end_card.model_dump().values() if brief.kit else []
    given = [("brief", text) for text in (*texts, brief.url or "")]
    if research:
        given += [(research.url, text) for text in _texts(research.model_dump())]
    return [_source(sentence, where, today, rules) for where, text in given for sentence in sentences_of(text)]


def _texts(node: object) -> Iterator[str]:
    """Every text and number of a page's digest, but not where it was found nor what others sell."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name not in _NO_FACTS:
                yield from _texts(value)
    elif isinstance(node, tuple | list):
        for value in node:
            yield from _texts(value)
    elif node:
        yield str(node)


def _source(sentence: str, where: str, today: date, rules: ClaimRules) -> Source:
    amounts = amounts_in(sentence, rules, loose=True)
    return Source(
        sentence=sentence,
        where=where,
        amounts=amounts,
        words=rules.content(_blanked(sentence, amounts)),
        russian=is_russian(sentence),
        discounts=bool(rules.discount_pattern.search(sentence)),
        expires=end_of(sentence, today, rules),
    )


def claimed(
    sentence: str, rules: ClaimRules, start: int = 0, end: int | None = None, *, compared: bool = True
) -> Found:
    """The claims of one clause of a sentence; phrases that only sound like one are passed over."""
    honest = [match.span() for match in rules.honest_pattern.finditer(sentence)]
    clause = sentence[start:end]

    def counts(first: int, last: int) -> bool:
        return not any(start + first < b and a < start + last for a, b in honest)

    every = amounts_in(clause, rules)
    plain = _blanked(clause, every)
    phrases = []
    for kind in rules.kinds:
        pattern = kind.pattern if compared else kind.anywhere
        found = next((m for m in pattern.finditer(clause) if counts(*m.span())), None)
        if found:
            phrases.append(Phrase(kind=kind, words=rules.content(_phrase(clause, plain, found.start()))))
    return Found(
        amounts=tuple(a for a in every if counts(a.start, a.end)),
        phrases=tuple(phrases),
        words=rules.content(plain),
        russian=is_russian(clause),
        discounts=bool(rules.discount_pattern.search(clause)),
        compared=compared,
    )


def _phrase(clause: str, plain: str, start: int) -> str:
    said = " ".join(clause[start:].split(" ")[:_PHRASE])
    return plain[start : start + len(said)]


def _blanked(text: str, amounts: Iterable[Amount]) -> str:
    """The text with its numbers and their units as spaces, all else where it was."""
    for amount in amounts:
        text = text[: amount.start] + " " * (amount.end - amount.start) + text[amount.end :]
    return text


def basis(found: Found, sources: list[Source]) -> tuple[Source, ...]:
    """A source for each claim of a clause, the nearest in its words; () if one of them has none."""
    bases = [_nearest(found, [s for s in sources if _counted(found, amount, s)]) for amount in found.amounts]
    bases += [_nearest(found, [s for s in sources if _told(found, phrase, s)]) for phrase in found.phrases]
    return tuple(source for source in bases if source) if all(bases) else ()


def _nearest(found: Found, sources: list[Source]) -> Source | None:
    return max(sources, key=lambda source: len(found.words & source.words), default=None)


def _counted(found: Found, amount: Amount, source: Source) -> bool:
    """Whether a source has a number; of percent also whether both speak of a discount."""
    if amount.unit == "%" and found.discounts != source.discounts and (found.discounts or found.words - source.words):
        return False
    return any(amount.same_as(other) for other in source.amounts)


def _told(found: Found, phrase: Phrase, source: Source) -> bool:
    if not phrase.kind.anywhere.search(source.sentence):
        return False
    if found.russian != source.russian or not found.compared:
        return True  # words of two languages cannot be compared, nor of one without rules; the kind of claim can
    if phrase.kind.whole:
        return phrase.words <= source.words
    return bool(found.words & source.words) or not found.words


def of_the_same(found: Found, source: Source) -> bool:
    """Whether a number seems to be said of what its source says it of: as far as words can tell."""
    if found.russian != source.russian or not found.compared or not found.words or not source.words:
        return True
    return bool(found.words & source.words)
