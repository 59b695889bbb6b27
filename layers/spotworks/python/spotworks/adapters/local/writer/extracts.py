"""What is taken out of a brief or a page as it stands: quotes, a slogan, an address, whole sentences."""

import re
from urllib.parse import urlsplit

from spotworks.adapters.local.writer.cleaning import plain, sentences, shorten
from spotworks.adapters.local.writer.sensitive import profanity_in
from spotworks.domain.brief import Brief
from spotworks.domain.research import Research

_QUOTE = re.compile(r"[\"“„«]([^\"“”„«»]{2,160})[\"”“»]")
_SLOGAN = re.compile(r"(tagline|slogan|motto|claim|слоган|девиз)\W*$", re.IGNORECASE)
_SAID = re.compile(
    r"(says?|said|wrote|writes|review|customer|client|guest|говорит|пишет|отзыв|клиент|гост)\W*$", re.IGNORECASE
)
_SIGNED = re.compile(r"^\s*[—–-]\s*([A-ZА-ЯЁ][\w.]+(?: [A-ZА-ЯЁ][\w.]*)?(?:, [^.,;\n]{2,30})?)")
_HOST = re.compile(
    r"\b((?:[a-z0-9-]+\.)+(?:com|org|net|io|co|app|shop|store|pt|de|fr|es|it|uk|eu|ru|рф|me|dev|ai|cafe|"
    r"coffee|design|studio)(?:/[\w-]+)?)\b",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<!\d)\+?\d[\d ()-]{8,16}\d(?!\d)")
_MARKETS = re.compile(
    r"(amazon|ebay|etsy|ozon|wildberries|avito|aliexpress|youtube|instagram|facebook|tiktok|google|apple|localhost)\b",
    re.IGNORECASE,
)
PAGE_NOISE = re.compile(
    r"cookie|subscribe|newsletter|sign in|log in|javascript|copyright|©|all rights|privacy|terms|add to (cart|"
    r"bag|basket)|checkout|click|read more|learn more|sku|"
    r"корзин|подпис|войти|войдите|политик|согласи|куки|все права|артикул|подробнее|javascript",
    re.IGNORECASE,
)


SELLS = re.compile(  # a sentence that asks its reader to do something
    r"(?:buy|shop|order|get|click|discover|find|read|see|visit|welcome|sign|join|come|"
    r"закаж|купи|выбер|смотри|читай|узна|добро|приход|пишите|звони)\w*\b",
    re.IGNORECASE,
)
CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
LATIN = re.compile(r"[a-z]", re.IGNORECASE)


def speaks(text: str, language: str) -> bool:
    """Whether a text is written in the language's letters; names and numbers alone are, in both."""
    cyrillic, latin = len(CYRILLIC.findall(text)), len(LATIN.findall(text))
    return cyrillic >= latin or latin < 4 if language == "ru" else cyrillic == 0


def without_quotes(text: str) -> tuple[str, list[tuple[str, str]], str]:
    """The text without what is quoted in it; quotes with who said them ("name" for a name); the slogan."""
    quotes: list[tuple[str, str]] = []
    slogan = ""
    for found in list(_QUOTE.finditer(text)):
        words, before, after = found[1].strip(" ,."), text[: found.start()], text[found.end() :]
        signed = _SIGNED.match(after)
        if _SLOGAN.search(before):
            slogan = shorten(words, 40)
        elif signed or _SAID.search(before):
            quotes.append((words, signed[1].strip() if signed else ""))
            text = text.replace(found[0] + (signed[0] if signed else ""), "")
            continue
        elif len(words.split()) <= 3 and re.match(r"[A-ZА-ЯЁ0-9]", words):
            quotes.append((words, "name"))
            if "«" in found[0]:
                continue  # the Russian reader finds the name where it stands
        elif not slogan and len(words) <= 40:
            slogan = words
        else:
            text = text.replace(found[0], words)
            continue
        text = text.replace(found[0], "")
    text = re.sub(
        r"(?:,|with|and|with the|the|our|и|со?)?\s*\b(tagline|slogan|motto|слоган\w*|девиз\w*)\b\W*(?=[.\n]|$|,)",
        "",
        text,
        flags=re.IGNORECASE,
    )
    return re.sub(r"[ ]{2,}", " ", text), quotes, slogan


def contact_of(brief: Brief) -> str:
    """Where the viewer goes: an address or a number that stands in the brief, else the host of its page."""
    text = " ".join([brief.call_to_action, brief.prompt, brief.description])
    if found := _HOST.search(re.sub(r"https?://(www\.)?", "", text)):
        return found[1].lower() if not _MARKETS.search(found[1]) else ""
    if found := _PHONE.search(text):
        return found[0].strip()
    host = (urlsplit(brief.url).hostname or "") if brief.url else ""
    host = host.removeprefix("www.")
    return host if "." in host and re.search("[a-z]", host) and len(host) <= 34 and not _MARKETS.search(host) else ""


def material_of(brief: Brief, research: Research | None, language: str) -> tuple[str, ...]:
    pages = [plain(research.description), plain(research.text)] if research else []
    found = sentences(plain(brief.description))
    found += [s for text in pages for s in sentences(text) if not SELLS.match(s)]
    usable = [
        s
        for s in found
        if s[-1] in ".!"
        and 4 <= len(s.split()) <= 26
        and speaks(s, language)
        and not PAGE_NOISE.search(s)
        and not profanity_in(s)
    ]
    return unique(usable)


def unique(items: list[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for item in items:
        seen.setdefault(re.sub(r"\W+", "", item.lower()), item)
    return tuple(seen.values())
