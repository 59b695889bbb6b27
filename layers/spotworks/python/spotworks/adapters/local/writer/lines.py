"""The phrase banks of one video: lines with their places filled, none used twice."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256
from string import Formatter
from typing import Any

from spotworks.adapters.local.writer import looks
from spotworks.adapters.local.writer.cleaning import capital, shorten
from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.filling import emptiness, fits
from spotworks.adapters.local.writer.ideas import carried
from spotworks.adapters.local.writer.phrasing import DETAIL, headline, slots
from spotworks.catalogue import load
from spotworks.domain.screenplay import ScreenText

_MAY_ECHO = frozenset({"reveal", "end_card"})  # where the voice may say what is written: it is the name
_NEAR = Fraction(1, 8)  # lines that differ by less are as good as each other; the cut follows the voice
_AGAIN = Fraction(3, 20)  # what a line costs that opens as an earlier one did, in shares of the scene left silent


@dataclass(frozen=True)
class Copy:
    """layout: what the words need, "" for any."""

    voice: tuple[str, ...] = ()
    text: ScreenText = field(default_factory=ScreenText)
    layout: str = ""


@dataclass(frozen=True)
class Line:
    """What is said, the sentence that may follow it, what is written, and the short steps written below."""

    voice: str
    more: str
    head: str
    steps: str


class Lines:
    """Picks lines for one video; which of a pool comes first is decided by seed.

    own: the bank of the category, with the openings of the idea `beside`, or with all its lines if no category is
    known; idea: the bank of the idea that makes the film, empty for none. filmed: whether pictures will be made for
    what the idea tells, so that lines may point at them.
    """

    def __init__(self, facts: Facts, *, seed: int, idea: str = "", beside: str = "", filmed: bool = False) -> None:
        bank = load(f"copy_{facts.language}")
        more = _of_idea(bank, beside, filmed=filmed)
        category: dict[str, list[str]] = bank["category"][facts.category]
        known = facts.category != "any"  # then its own lines say more of it than those of any idea
        more = {pool: lines for pool, lines in more.items() if pool == "hook" or not known}
        self.own = {pool: [*lines, *more.get(pool, [])] for pool, lines in category.items()}
        self.any: dict[str, list[str]] = bank["category"]["any"]
        self.idea = _of_idea(bank, idea, filmed=filmed)
        unknown = {} if facts.subject or facts.kind == "cause" else bank["kind"]["unknown"]
        deed = bank["kind"]["deed"] if unknown and facts.reading.claim and not facts.brand else {}
        self.kind: dict[str, list[str]] = bank["kind"][facts.kind] | unknown | deed
        self.telling: dict[str, list[str]] = bank["telling"]
        self._meanings: list[dict[str, Any]] = bank["meaning"]
        self._buttons: list[dict[str, Any]] = bank["button"]
        self._facts, self._seed = facts, seed
        self.language = facts.language
        self.slots = slots(facts) | {name: told for name, told in carried(facts).items() if told}
        self._used: set[str] = set()
        self._shown: set[str] = set()
        self._openings: set[str] = set()
        self._last = ""

    def pick(self, pool: Iterable[str], beat: str, room: Fraction) -> Copy | None:
        """The fresh line that fills a scene of `room` seconds best, else a fresh headline in silence."""
        lines = [line for line in map(self.filled, pool) if line and not self.spent(line.voice, line.head)]
        lines = self.turned(lines, beat)
        told = [line for line in lines if beat in _MAY_ECHO or line.more or key(line.voice) != key(line.head)]
        said = {voice: line for line in told for voice in self._lengths(line)}
        if found := self.best([(voice, Fraction(0)) for voice in said], room):
            line = said[found]
            return Copy((found,), ScreenText(headline=line.head, detail=line.steps), "steps" if line.steps else "")
        return Copy(text=ScreenText(headline=lines[0].head)) if lines else None

    def best(self, options: Sequence[tuple[str, Fraction]], room: Fraction) -> str:
        """Of what fits, the option that leaves the scene least empty. Fraction: what speaks against it; "" if none."""
        fitting = [(said, against) for said, against in options if self.fits(said, room)]
        if not fitting:
            return ""
        return min(fitting, key=lambda option: option[1] + self._against(option[0], room))[0]

    def _against(self, said: str, room: Fraction) -> Fraction:
        empty = emptiness(said, room, self.language)
        begins = opening(said)
        again = _AGAIN * (begins in self._openings) + (begins == self._last)
        return empty // _NEAR * _NEAR + again

    def _lengths(self, line: Line) -> list[str]:
        """A line with its second sentence, and without."""
        longer = [f"{line.voice} {line.more}"] if line.more and self.fresh(line.more) else []
        return longer if key(line.voice) == key(line.head) and longer else [*longer, line.voice]

    def meanings(self, feature: str) -> list[str]:
        """What a quality means for the viewer; empty if there is nothing fresh to say of it."""
        for meaning in self._meanings:
            if any(re.search(pattern, feature, re.IGNORECASE) for pattern in meaning["find"]):
                return self.turned([str(say) for say in meaning["say"] if self.fresh(say)], feature)
        return []

    def buttons(self, category: str) -> list[str]:
        """What one does with what is sold; what suits the category suits only what is usually sold in it."""
        facts = self._facts
        sold = " ".join([facts.name, facts.reading.claim, facts.reading.goal, *facts.all("offer")])
        for entry in self._buttons:
            if any(re.search(pattern, sold, re.IGNORECASE) for pattern in entry["find"]):
                return list(entry["say"])
        usual = looks.category(category)["kind"] == facts.kind
        return (self.own.get("button") if usual else None) or self.kind["button"]

    def filled(self, entry: str) -> Line | None:
        """A line of a bank with its places filled, or None if the brief has nothing for one of them."""
        names = [name for _, name, _, _ in Formatter().parse(entry) if name]
        if any(name not in self.slots for name in names):
            return None
        said, heads, steps = ([part.strip() for part in entry.split(" | ")] + ["", ""])[:3]
        voice, _, more = said.format(**self.slots).partition(" + ")
        voice = capital(re.sub(r"\s+([.,:])", r"\1", voice))
        head = self.unseen(*(headline(option.format(**self.slots)) for option in heads.split(" / ")))
        return Line(voice, more, head, shorten(steps.format(**self.slots), DETAIL))

    def spent(self, voice: str, head: str) -> bool:
        """Whether either was used."""
        said = key(voice) in self._used or self._used.issuperset(map(key, sentences_of(voice)))
        return said or not self._unseen(head)

    def unseen(self, *heads: str) -> str:
        """The first headline that stands in no scene yet; the last where all of them do."""
        return next(filter(self._unseen, heads), heads[-1])

    def _unseen(self, head: str) -> bool:
        return key(head) not in self._used | self._shown

    def seen(self, head: str) -> bool:
        """Whether it is the headline of a scene."""
        return bool(head) and key(head) in self._shown

    def show(self, head: str) -> None:
        """Notes the headline of a scene, so that no other has it."""
        if head:
            self._shown.add(key(head))

    def use(self, *texts: str) -> None:
        for text in filter(None, texts):
            self._used |= {key(text), *map(key, sentences_of(text))}

    def opened(self, said: str) -> None:
        """Notes how a scene's voice begins, so that the others begin in other ways."""
        self._last = opening(said)
        self._openings.add(self._last)

    def again(self, said: str) -> bool:
        """Whether it begins as the scene before."""
        return opening(said) == self._last

    def fresh(self, text: str) -> bool:
        return key(text) not in self._used

    def told(self, text: str) -> bool:
        """Whether it stands in a sentence that was said."""
        return any(key(text) in used for used in self._used)

    def fits(self, voice: str, room: Fraction) -> bool:
        return fits((voice,), room, self.language)

    def turned(self, items: list[Any], about: str) -> list[Any]:
        """The items from another first one on: another for the next seed, in another order after a round of seeds."""
        if not items:
            return items
        round_ = sha256(f"{about} {self._facts.subject} {self._seed // len(items)}".encode()).digest()[0]
        start = (self._seed + round_) % len(items)
        return items[start:] + items[:start]


def _of_idea(bank: dict[str, Any], idea: str, *, filmed: bool) -> dict[str, list[str]]:
    pools: dict[str, list[str]] = bank["idea"].get(idea, {})
    pointing: dict[str, list[str]] = bank["filmed"].get(idea, {}) if filmed else {}
    return {pool: [*pointing.get(pool, []), *lines] for pool, lines in pools.items()}


def key(text: str) -> str:
    """Letters and digits only, for comparing."""
    return re.sub(r"\W+", "", text.lower())


def sentences_of(said: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", said)


def opening(said: str) -> str:
    """How a line begins: its first word, two after an article; "..." for short words in a row ("Grind. Pour. Go.")."""
    if re.match(r"(?:\S+(?: \S+)?[.] ){2}", said):
        return "..."
    words = [word.strip(".,:;!?—").lower() for word in said.split(maxsplit=2)]
    return " ".join(words[: 2 if words[:1] in (["a"], ["an"], ["the"]) else 1])
