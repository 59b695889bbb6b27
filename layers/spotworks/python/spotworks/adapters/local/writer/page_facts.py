"""What a product page gives a film to say: its qualities as people say them, its rating, what it costs at least."""

import re
from fractions import Fraction

from spotworks.adapters.local.writer.cleaning import plain, sentences, shorten
from spotworks.adapters.local.writer.extracts import PAGE_NOISE, SELLS, speaks
from spotworks.adapters.local.writer.labels import rank, told
from spotworks.adapters.local.writer.sensitive import without_profanity
from spotworks.adapters.local.writer.sorting import Kind, kind_of
from spotworks.domain.numerals import plural
from spotworks.domain.research import FactKind, Research

_ROOM_FOR_PROOF = 20  # seconds of a film; on the last card of a shorter one nobody has time to read a rating
_MOST = 6  # qualities of a page; a film of half a minute tells four
_LONGEST, _WORDS = 90, 17  # of a sentence that a scene has time for
_LEAST = 3  # qualities; where a page lists fewer, its text is looked through
_ALIKE, _SAME = 0.5, 0.9  # of the words of a quality, of a sentence: others have said them
_EATEN = frozenset({"coffee", "cafe", "bakery", "restaurant", "food", "tea", "drink", "beauty"})
_SMALL = re.compile("the|and|its|for|with|that|from|every|your|you|our|are|has|into|all|out|это|для|как|что|без|при")
_GOOD, _COUNTED = 0.8, 10  # of the best rating; people who gave it: less proves nothing
_RATED = re.compile(r"\d ?(?:/|out of|of|из) ?(?:5|10)\b|review|rating|stars?\b|отзыв|оцен|рейтинг", re.IGNORECASE)
_HANGS = re.compile(  # a sentence that needs the one before it
    r"(?:and|but|so|it|its|this|that|these|those|they|their|he|she|here|there|then|also|today|or|both|"
    r"и|а|но|он|она|оно|они|его|её|их|это|эт\w+|так|там|тут|тогда|также|ещё|потом)\b",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"\b(?P<sign>donat|charit|non-?profit|volunteer|fundrais|your gift|give (?:food|money|blood)|"
    r"пожертв|благотворит|волонт[её]р|приют|фонд помощи|собрать средства)",
    re.IGNORECASE,
)

Sorted = dict[Kind, tuple[str, ...]]


def of_page(research: Research, given: Sorted, *, name: str, language: str, category: str, room: Fraction) -> Sorted:
    """The qualities, the proofs and the offers of brief and page together.

    given: the brief's; name: the product's; room: seconds of the film.
    """
    told = given.get("feature", ())
    found: Sorted = {"feature": (*told, *_qualities(research, told, name, language, category))}
    proof = rating_of(research, language) if room >= _ROOM_FOR_PROOF else ""
    if proof and not any(_RATED.search(said) for said in given.get("proof", ())):
        found["proof"] = (*given.get("proof", ()), proof)
    if not given.get("offer") and (least := range_of(research, language)):
        found["offer"] = (least,)
    return found


def _qualities(research: Research, given: tuple[str, ...], name: str, language: str, category: str) -> list[str]:
    """In the page's words, what matters most first; none that `given` says already."""
    listed = [words for text in sorted(research.features, key=rank) if (words := _usable(text, language, category))]
    found = _new(listed, list(given))
    found += _new(_sentences(research.description, name, language), [*given, *found])
    if len(found) < _LEAST:
        found += _new(_sentences(research.text, name, language), [*given, *found])[: _LEAST - len(found)]
    return found[:_MOST]


def _usable(text: str, language: str, category: str) -> str:
    clean = shorten(without_profanity(plain(text)), 70)
    if not clean or PAGE_NOISE.search(clean) or not speaks(clean, language):
        return ""
    return told(clean, language, eaten=category in _EATEN)


def _sentences(text: str, name: str, language: str) -> list[str]:
    """Whole sentences that state something and can stand alone; headings and lists end without a mark."""
    found = [s for s in sentences(without_profanity(plain(text))) if s.endswith((".", "!"))]
    fit = [
        s.rstrip(".!")
        for s in found
        if len(s) <= _LONGEST
        and 3 <= len(s.split()) <= _WORDS
        and speaks(s, language)
        and not (PAGE_NOISE.search(s) or _HANGS.match(s) or SELLS.match(s))
        and kind_of(s, language) == "feature"
    ]
    return [deed for sentence in fit for deed in _deeds(sentence, name)]


def _deeds(sentence: str, name: str) -> list[str]:
    """ "It reads your receipts" and "it shows what is left" of "Penny reads your receipts and shows what is left"."""
    found = re.match(rf"{re.escape(name)} (?P<does>(?!is |was |has )[a-z]+s (?!of\b).+)$", sentence) if name else None
    parts = re.split(r",? and (?=[a-z]+s (?!it|them)[a-z])", found["does"]) if found else []
    return [f"it {part}" for part in parts] or [sentence]


def _new(items: list[str], said: list[str]) -> list[str]:
    """The items without those most of whose words were said."""
    found: list[str] = []
    for item in items:
        words = _words(item)
        if words and len(words & _words(" ".join([*said, *found]))) < _ALIKE * len(words):
            found.append(item)
    return found


def _words(text: str) -> set[str]:
    """What a text is about: its words without their endings, and its numbers."""
    return {word[:5] for word in re.findall(r"[^\W\d]{3,}|\d+", text.lower()) if not _SMALL.fullmatch(word)}


def unsaid(material: tuple[str, ...], told: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences that say more than what is told already."""
    said = _words(" ".join(told))
    return tuple(s for s in material if not (words := _words(s)) or len(words & said) < _SAME * len(words))


def rating_of(research: Research, language: str) -> str:
    """ "4.8 of 5 from 131 reviews", where that many people think that well of it; else ""."""
    score = re.fullmatch(r"(\d+(?:\.\d)?)/(\d+)", _fact(research, "rating"))
    counted = _fact(research, "reviews")
    count = int(counted) if re.fullmatch(r"\d{1,9}", counted) else 0
    if not score or float(score[1]) < _GOOD * float(score[2]) or count < _COUNTED:
        return ""
    only_rated = any(f.kind == "reviews" and f.where.endswith("ratingCount") for f in research.facts)
    if language == "en":
        return f"{score[1]} of {score[2]} from {count:,} {'ratings' if only_rated else 'reviews'}"
    noun = (("оценка", "оценки", "оценок") if only_rated else ("отзыв", "отзыва", "отзывов"))[plural(count)]
    number = f"{count:,}".replace(",", "\u00a0") if count >= 10_000 else str(count)
    return f"{score[1].replace('.', ',')} из {score[2]}, {number} {noun}"


def range_of(research: Research, language: str) -> str:
    """What it costs at least, "from $140", or for a time, "$5 a month"; never as if it were its one price."""
    said = re.sub(r"[.,]00(?!\d)", "", _fact(research, "price_range"))
    said = re.sub(r"^(.+?) – .+?(?=$| a )", r"from \1", said)
    if language == "en":
        return said
    said = re.sub(r"^from ", "от ", said)
    each = {"month": "в месяц", "year": "в год", "week": "в неделю", "day": "в день"}
    return re.sub(r" a (\w+)$", lambda found: f" {each.get(found[1], found[1])}", said)


def is_cause(research: Research | None) -> bool:
    """Whether a page asks for help, by two signs or more, and sells nothing."""
    if not research or research.price or _fact(research, "price_range"):
        return False
    about = " ".join([research.title, research.description, *research.features, research.text])
    return len({found["sign"].lower() for found in _CAUSE.finditer(about)}) >= 2


def _fact(research: Research, kind: FactKind) -> str:
    return next((fact.text for fact in research.facts if fact.kind == kind), "")
