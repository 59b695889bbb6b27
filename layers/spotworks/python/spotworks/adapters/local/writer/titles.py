"""What a page calls its product: its title without what a shop writes round it, and without the brand."""

import re

from spotworks.adapters.local.writer.cleaning import plain, shorten
from spotworks.adapters.local.writer.declension import nominative
from spotworks.adapters.local.writer.extracts import CYRILLIC
from spotworks.adapters.local.writer.looks import keywords
from spotworks.adapters.local.writer.names import DETERMINER, NAME
from spotworks.adapters.local.writer.page_facts import is_cause
from spotworks.adapters.local.writer.reading import Number, number_of_english
from spotworks.domain.research import Research

_LONGEST = 48
_BEFORE = re.compile(
    r"(?:buy|shop|order|get|discover|introducing|купить|купи|заказать|закажите|купите)(?: (?:now|online|онлайн))?\s+",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s*(?:,\s*(?:артикул|арт\.|sku\b|\d[\d.,]*\s?(?:g|kg|ml|l|oz|г|кг|мл|л)\b).*|\s+(?:по (?:\w+ )?цене|"
    r"в интернет-магазине|с доставкой|купить|at (?:the )?(?:best|lowest) price|buy online|online)\b.*)$",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[™®©℠]|\((?:tm|r|c)\)", re.IGNORECASE)
_FORM = re.compile(
    r",? (?:inc|llc|ltd|limited|gmbh|corp|plc|s\.?a\.?|b\.?v\.?)\.?$|^(?:ООО|ОАО|ЗАО|АО|ИП) (?=\S)", re.IGNORECASE
)
_ADJECTIVE = re.compile(r"[а-яё]{2,}(?:ый|ий|ой|ая|яя|ое|ее|ые|ие)", re.IGNORECASE)


def typed(name: str) -> str:
    """A name as it may stand in a sentence, wherever it was found: no trade marks, no markup, no stray signs."""
    bare = plain(_MARKS.sub("", name)).replace("\n", " ").strip(" .,:;|–—-")
    return bare[1:-1] if re.fullmatch(r"[«\"“„][^«»\"“”„]+[»\"”“]", bare) else bare


def brand_of_page(research: Research) -> str:
    """As the page's sentences write it, where its data shouts; without the legal form of its owner.

    Where the data names none: what stands in its title's «quotes», else a title that is nothing but a name.
    """
    quoted = re.search(r"«([^»]{2,30})»", research.title)
    name = typed(_FORM.sub("", typed(research.brand or (quoted[1] if quoted else ""))))
    if not name:
        title = product_of(research.title, "", research.text)
        alone = NAME.match(title) and (" " not in title or is_cause(research))
        return title if alone and not keywords().fullmatch(title) else ""
    if not name.isupper():
        return name
    text = research.text.replace(research.title, "")
    written = re.findall(rf"(?<![\w./@-])(?i:{re.escape(name)})(?![\w/@-]|\.\w)", text)
    return name if name in written else next((said for said in written if said[0].isupper()), name)


def product_of(title: str, brand: str, text: str) -> str:
    """A noun phrase, "" where nothing but the brand or a slogan is left. text: of the page, to tell names by."""
    sentence = bool(re.search(r"\w[.!?]$", title.strip()))
    name = re.split(r"\s[|–—·]\s", typed(title))[0]
    name = _BEHIND.sub("", _BEFORE.sub("", name, count=1))
    if brand and (sentence or re.match(rf"{re.escape(brand)}[.!]\s", name, re.IGNORECASE)):
        return ""
    name = shorten(without_brand(name, brand), _LONGEST)
    name = DETERMINER.sub("", name) if brand else name  # "Kiln red mug", not "Kiln The red mug"
    return _as_noun(name, text)


def without_brand(name: str, brand: str) -> str:
    """ "desk lamp" of "Halo desk lamp", «наушники» of «наушники "Тишина"»; a brand in the middle stays."""
    if not brand:
        return name
    quoted = rf"[«\"“„]?{re.escape(brand)}[»\"”“]?"
    left = re.sub(rf"^{quoted}(?:['’]s)?(?!\w)[\s,:–—-]*", "", name, flags=re.IGNORECASE)
    left = re.sub(rf"[\s,:–—-]+(?:(?:by|from|от)\s+)?{quoted}$", "", left, flags=re.IGNORECASE)
    return DETERMINER.sub("", left) if left != name else name


def number_of(noun: str, language: str) -> Number:
    """Whether a title's noun is one or many."""
    if language == "en":
        return number_of_english(noun)
    found = nominative(noun, "nom")
    return "many" if found and found[1] == "pl" else "one"


def _as_noun(name: str, text: str) -> str:
    """Without the capital of a title, where the word is no name: the page writes it small, or it is a known noun."""
    if " " in name and re.search(rf"(?<![\w.]){re.escape(name.lower())}(?!\w)", text):
        return name.lower()
    first, _, rest = name.partition(" ")
    if not re.fullmatch(r"[A-ZА-ЯЁ][a-zа-яё-]+", first) or re.match(r"[A-ZА-ЯЁ]", rest):
        return name
    small = first.lower()
    known = re.search(rf"(?<![\w.]){re.escape(small)}(?!\w)", text) or keywords().fullmatch(small)
    if known or (CYRILLIC.search(small) and _ADJECTIVE.fullmatch(small)):
        return small + name[len(first) :]
    return name
