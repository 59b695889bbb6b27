"""What counts as a claim, and how a text is taken apart to look for one. All languages at once."""

import re
from decimal import Decimal
from functools import cached_property

from pydantic import Field

from spotworks.domain.base import Frozen

_SENTENCE = re.compile(r"(?<=[.!?…؟।])[\"»”)]*\s+|(?<=[。！？])(?![」』”）。！？])|\n+")
# Where a clause may end and what is before it still stands: a mark, or an "and" that joins two statements.
_CLAUSE = re.compile(
    r"\s*(?:,(?!\d)|[;،؛，；]|:(?!\d)|\s[·—–-]\s)\s*|(?<=[^\d\s])\s+(?=(?:and|but|и|а также)\s)", re.IGNORECASE
)
_ENDINGS = re.compile(
    r"(?<=\w{3})(?:ingly|ings?|edly|ed|ers?|ies|es|ly|s|y|e"
    r"|иями|ями|ами|иях|ого|его|ому|ему|ыми|ими|ией|ия|ии|ию|ий|ый|ой|ая|яя|ое|ее|ые|ие|ых|их|ую|юю|ей|ем|ём|ом|ам|ям|ах|ях|"
    r"ов|ев|ть|ет|ит|ут|ют|ат|ят|а|я|о|е|ы|и|у|ю|ь|й)$"
)


class Kind(Frozen):
    """A kind of claim made in words, as catalogue/claims.toml has it."""

    name: str
    evidence: str
    whole: bool
    words: tuple[str, ...]
    elsewhere: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Of what is said in English or Russian."""
        return joined(self.words)

    @cached_property
    def anywhere(self) -> re.Pattern[str]:
        """Of what is said in any language."""
        return joined((*self.words, *self.elsewhere))


class ClaimRules(Frozen):
    """catalogue/claims.toml; its comments say what the fields are."""

    look_back_days: int
    honest: tuple[str, ...]
    empty: tuple[str, ...]
    same: tuple[tuple[str, ...], ...]
    discount: tuple[str, ...]
    offer: tuple[str, ...]
    ends: tuple[str, ...]
    ends_offer: tuple[str, ...]
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    numbers: tuple[tuple[str, Decimal], ...]
    units: tuple[tuple[str, str, Decimal], ...]
    figures: tuple[tuple[str, Decimal, str], ...]
    kinds: tuple[Kind, ...] = Field(alias="kind")

    @cached_property
    def honest_pattern(self) -> re.Pattern[str]:
        return joined(self.honest)

    @cached_property
    def discount_pattern(self) -> re.Pattern[str]:
        return joined(self.discount)

    @cached_property
    def offer_pattern(self) -> re.Pattern[str]:
        return joined(self.offer)

    @cached_property
    def number_words(self) -> re.Pattern[str]:
        """A group for each of `numbers`; match a whole word."""
        return re.compile("|".join(f"({words})" for words, _ in self.numbers), re.IGNORECASE)

    @cached_property
    def unit_words(self) -> re.Pattern[str]:
        """A group for each of `units`."""
        words = "|".join(f"({words})" for words, _, _ in self.units)
        return re.compile(rf"(?:{words})(?![^\W\d_])", re.IGNORECASE)

    @cached_property
    def _meanings(self) -> dict[str, str]:
        return {stem(word): stem(words[0]) for words in self.same for word in words}

    @cached_property
    def _empty(self) -> frozenset[str]:
        return frozenset(self.empty)

    def content(self, text: str) -> frozenset[str]:
        """The words of a text that mean something, without their endings; numbers are no words."""
        words = re.findall(r"[^\W\d_]{3,}", text.lower().replace("ё", "е"))
        stems = (stem(word) for word in words if word not in self._empty)
        return frozenset(self._meanings.get(found, found) for found in stems)


def joined(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def stem(word: str) -> str:
    """A word without its ending, the same for its other forms; never less than three letters."""
    return re.sub(r"(?<=\w{3})[ое]([кнц])$", r"\1", _ENDINGS.sub("", word.lower().replace("ё", "е")))


def sentences_of(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE.split(text) if any(c.isalnum() for c in part)]


def clauses_of(sentence: str) -> list[tuple[int, int]]:
    """Where the clauses of a sentence stand; a conjunction belongs to the clause that it opens."""
    spans, start = [], 0
    for mark in _CLAUSE.finditer(sentence):
        spans.append((start, mark.start()))
        start = mark.end()
    spans.append((start, len(sentence)))
    return [(a, b) for a, b in spans if any(c.isalnum() for c in sentence[a:b])]


def is_russian(text: str) -> bool:
    cyrillic = len(re.findall(r"[а-яё]", text, re.IGNORECASE))
    return cyrillic > len(re.findall(r"[a-z]", text, re.IGNORECASE))
