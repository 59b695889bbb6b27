"""What is known of what is advertised, for everything that writes."""

import re
from dataclasses import dataclass, field

from spotworks.adapters.local.writer.extracts import CYRILLIC
from spotworks.adapters.local.writer.looks import kind_of_subject
from spotworks.adapters.local.writer.offers import Offer
from spotworks.adapters.local.writer.reading import Reading
from spotworks.adapters.local.writer.sorting import Kind


@dataclass(frozen=True)
class Facts:
    """subject: a noun phrase without article, "" if the brief names none; known: whether it was read or only assumed.

    given: the qualities that the brief itself names, which are told before its page's;
    offers: what `sorted` holds of offers, in parts; quotes: (words, who said them or "");
    material: whole sentences of the brief and the page, for long videos;
    untold: an offer or a date that no scene of this video tells, to stand on its end card.
    """

    language: str
    subject: str
    known: bool
    brand: str
    category: str
    reading: Reading
    audience: str = ""
    tagline: str = ""
    question: str = ""
    contact: str = ""
    action: str = ""
    price: str = ""
    given: frozenset[str] = frozenset()
    offers: tuple[Offer, ...] = ()
    sorted: dict[Kind, tuple[str, ...]] = field(default_factory=dict)
    quotes: tuple[tuple[str, str], ...] = ()
    material: tuple[str, ...] = ()
    tone: str = ""
    untold: str = ""

    def all(self, kind: Kind) -> tuple[str, ...]:
        return self.sorted.get(kind, ())

    @property
    def features(self) -> tuple[str, ...]:
        return self.all("feature")

    @property
    def name(self) -> str:
        """What the video is about, for people and for prompts."""
        named = re.search(rf"(?<!\w){re.escape(self.brand)}(?!\w)", self.subject, re.IGNORECASE)
        if not self.brand or not self.known or named:
            return self.reading.whole or self.subject if self.known else self.brand or self.reading.claim
        if self.language == "en":
            return f"{self.brand} {self.subject}"
        return f"{self.subject} «{self.brand}»" if CYRILLIC.search(self.brand) else f"{self.subject} {self.brand}"

    @property
    def kind(self) -> str:
        if self.reading.cause:
            return "cause"
        if self.reading.claim:
            return "service"
        return kind_of_subject(self.subject or self.brand, self.category, self.language)
