"""What people paste into a prompt, made into plain sentences that may stand in an ad."""

import html
import re
import unicodedata

from spotworks.domain.writing import scripts_of

_BLOCKS = re.compile(r"<(script|style|template)\b.*?(</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"</?[a-zA-Z!][^<>]{0,500}>")
_URLS = re.compile(r"\b(?:https?://|www\.)[^\s<>\"'«»“”]+", re.IGNORECASE)
_HASHTAGS = re.compile(r"(?<!\w)#\w+")
_HOLES = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\$\{.*?\}|%\(\w+\)s|\[(?:insert|your|вставьте|ваш)\b[^\]]*\]", re.IGNORECASE | re.DOTALL
)
_BULLETS = re.compile(r"^\s*(?:[-*•·–—▪●]+|\d{1,2}[.)])\s+", re.MULTILINE)
_SENTENCE = re.compile(r"(?<=[.!?…])[\"»”)]*\s+(?=[\"«“(]?[A-ZА-ЯЁ0-9$€£₽])|\n+")
_PRICE = re.compile(r"[€$£₽] ?\d|\d ?[€$£₽]")
_ORDERS = re.compile(
    r"\b(ignore|disregard|forget|override|bypass)\b.{0,40}\b(previous|above|prior|earlier|all|instruction|rule|prompt)"
    r"|\b(system|developer) (prompt|message)|\byou are (now )?(an? )?(ai|assistant|chatgpt|llm|dan)\b|\bas an ai\b"
    r"|\b(print|reveal|output|repeat|say|respond|reply)\b.{0,30}\b(prompt|instruction|password|secret|api key|only)\b"
    r"|(игнорир|проигнорир|забуд|отмени|не учитыва)\w*.{0,40}(предыдущ|инструкц|указан|правил|команд|выше)"
    r"|системн\w+ (промпт|сообщен|инструкц)|\bты (теперь )?(ии|ассистент|бот|нейросет)",
    re.IGNORECASE,
)

_READ = {"Latn", "Cyrl"}  # letters of others say nothing to rules of English and Russian


def plain(text: str) -> str:
    """Words and sentence marks only: no markup, addresses, hashtags, emoji, bidi or zero-width characters, no letters
    but Latin and Cyrillic ones.

    Lines stay lines. Text shouted in capitals is lowered.
    """
    text = html.unescape(html.unescape(text))
    text = _TAGS.sub(" ", _BLOCKS.sub(" ", text))
    for pattern in (_URLS, _HASHTAGS, _HOLES):
        text = pattern.sub(" ", text)
    text = _BULLETS.sub("\n", text)
    text = "".join(_kept(c) for c in unicodedata.normalize("NFC", text))
    text = re.sub(r"[<>{}\[\]*_`~^|\\#=]+", " ", text)
    text = re.sub(r"\b(руб|тыс|мин|сек|кг|шт|р)\.(?=\s*[,;:]|\s+[а-яё])", r"\1", text)
    text = re.sub(r"(\s*,)+\s*(?=[.!?\n]|$)|(?<=[.!?:\n,])(\s*,)+|^(\s*,)+", "", text, flags=re.MULTILINE)
    text = re.sub(r"([!?.,;:])\1+", r"\1", text).replace("!?", "?").replace("?!", "?")
    text = re.sub(r"\s+([,.;:!?])", r"\1", text)
    text = re.sub(r"[ \t\r\f\v\u00a0]+", " ", text)
    lines = [line.strip(" ,;:-–—") for line in text.split("\n")]
    return "\n".join(_lowered(line) for line in lines if line)


def _kept(char: str) -> str:
    if char in "\n•":
        return "\n"
    category = unicodedata.category(char)
    if category in {"Zs", "Cc", "Zl", "Zp"}:
        return " "
    # Symbols are emoji and dingbats, Cf zero-width and bidi marks, Mn/Me variation selectors and zalgo.
    if category in {"So", "Sk", "Cf", "Co", "Cs", "Cn", "Mn", "Me"} and char not in "°№":
        # A pictogram mostly ends a phrase; a heart stands for a word.
        return (" " if char in "❤♥♡" else ", ") if category == "So" else ""
    return char if scripts_of(char, "en") <= _READ else " "


def _lowered(line: str) -> str:
    letters = [c for c in line if c.isalpha()]
    if len(letters) < 12 or sum(c.isupper() for c in letters) < 0.7 * len(letters):
        return line
    lowered = line.lower()
    return re.sub(r"(^|[.!?]\s+)(\w)", lambda m: m[1] + m[2].upper(), lowered)


def sentences(text: str) -> list[str]:
    """The sentences of plain text, without those that give orders to a program."""
    parts = [part.strip() for part in _SENTENCE.split(text)]
    return [part for part in parts if (any(map(str.isalpha, part)) or _PRICE.search(part)) and not _ORDERS.search(part)]


_DANGLING = frozenset(
    {
        "a",
        "an",
        "the",
        "and",
        "or",
        "of",
        "for",
        "with",
        "in",
        "on",
        "at",
        "to",
        "from",
        "by",
        "as",
        "is",
        "are",
        "that",
    }
    | {
        "which",
        "who",
        "our",
        "your",
        "its",
        "и",
        "или",
        "а",
        "но",
        "с",
        "со",
        "в",
        "во",
        "на",
        "у",
        "к",
        "ко",
        "из",
        "от",
    }
    | {"до", "по", "для", "за", "о", "об", "под", "над", "при", "без", "как", "что"}
)


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut after a whole phrase or word, never on a preposition; "" if nothing is left."""
    if len(text) <= limit:
        return text
    head = text[: limit + 1]
    for mark in (", ", "; ", " — ", " – ", ": ", ". "):
        if (at := head.rfind(mark)) >= limit // 3:
            return head[:at].strip()
    words = head[: head.rfind(" ")].split() if " " in head else []
    while words and words[-1].lower().strip(",;:") in _DANGLING:
        words.pop()
    return " ".join(words).rstrip(",;:–— ")


def capital(text: str) -> str:
    """The first letter large, the rest as it was; words such as "iPhone" stay."""
    if re.match(r"[a-z][A-Z]", text):
        return text
    return text[:1].upper() + text[1:]
