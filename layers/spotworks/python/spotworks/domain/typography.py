"""Words as they are set: quotation marks, dashes, spaces that hold; and how much of a text there is time to read.

The plan keeps texts as they were written; what is drawn and captioned is set here. No letter or figure changes, so
that what is said stays what it was.
"""

import re

from spotworks.domain.languages import script
from spotworks.domain.screenplay import ScreenText
from spotworks.domain.writing import columns, leans, unspaced

NBSP = "\u00a0"
_THOUGHT = 12  # characters: less of a headline is no thought
READ, FOUND = 15, 0.5  # columns a second on a telephone in passing; seconds until the eye is on the words

_SPACE = r"[ \u00a0]"
_QUOTES = {
    **dict.fromkeys(("ru", "uk", "be", "kk", "ky", "it", "el", "no", "nb"), ("«", "»")),
    **dict.fromkeys(("de", "cs", "sk", "sl", "bg", "is", "et", "lt"), ("„", "“")),
    **dict.fromkeys(("pl", "hu", "ro", "hr", "sr"), ("„", "”")),
    **dict.fromkeys(("sv", "fi"), ("”", "”")),
    **dict.fromkeys(("ar", "ckb", "fa", "hy", "ps", "ur"), ("«", "»")),
    **dict.fromkeys(("ja", "yue"), ("「", "」")),
    "he": ("”", "”"),
}
_OPENS = r"(?:^|(?<=[\s\u00a0(\[«“„—–-]))"
_LEANING = re.compile(r"(?<![\w-])(\w+) (?=\S)")
_HOLDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"{_SPACE}+(?=[—–](?:\s|$))"), NBSP),  # no line begins with a dash
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NBSP),
    (re.compile(r"(?<=\d) (?=[€$£¥₽%°№]|[^\W\d_]{1,12}(?!\w))"), NBSP),
    (re.compile(r"(?<=[№€$£§]) (?=\d)"), NBSP),
    (re.compile(r"(?<![^\W_])([^\W\d_]\.) (?=[^\W\d_]\.)"), rf"\1{NBSP}"),
    (re.compile(r"(?<![^\W_])((?=[^\W\d_a-zа-яё])[^\W\d_]\.) (?=(?=[^\W\d_a-zа-яё])[^\W\d_][^\W\d_])"), rf"\1{NBSP}"),
    (re.compile(r" (?=(?:бы|б|ли|ль|же|ж)(?!\w))", re.IGNORECASE), NBSP),
)

# A phrase may end before one of these, and never on one.
_JOINT = (
    r"(?:that|which|who|where|when|while|and|or|but|because|so|if|to|for|with|from|in|into|on|at|by|of|as|than|without|"
    r"after|before|until|котор\w+|что|чтобы|где|когда|и|или|но|а|из|с|со|для|от|до|в|во|на|по|за|к|у|без|под|над|при|"
    r"после|если|пока)"
)
_JOINTS = re.compile(rf"[ \u00a0](?={_JOINT}(?!\w))", re.IGNORECASE)
_MARKS = re.compile(r"[,;:.!?…]?[ \u00a0]+[—–](?= )|[,;:.!?…](?=[ \u00a0])")
_WIDE_MARKS = re.compile(r"[、，；：。！？]|(?<=[\u0e00-\u0e7f])(?= )")
_OPEN = re.compile(
    rf"(?:^|\W)(?:{_JOINT}|is|are|was|were|be|been|has|have|had|can|will|not|a|an|the|our|your|its|their|it|you|we|they|"
    r"не|это|вы|мы|наш\w*|ваш\w*|более|менее)$",
    re.IGNORECASE,
)


def set_type(text: str, language: str) -> str:
    """A text as it is drawn. Setting it twice changes nothing."""
    return _LEANING.sub(lambda found: _kept(found, language), held(glyphs(text, language)))


def held(text: str) -> str:
    """With spaces that hold where no line may break in any language: figures, signs, dashes, initials."""
    for pattern, space in _HOLDS:
        text = pattern.sub(space, text)
    return text


def _kept(found: re.Match[str], language: str) -> str:
    return f"{found[1]}{NBSP}" if leans(found[1], language) else found[0]


def set_screen(text: ScreenText, language: str) -> ScreenText:
    return ScreenText(**{name: set_type(value, language) for name, value in text})


def glyphs(text: str, language: str) -> str:
    """Quotation marks, apostrophes, dashes, ellipsis and minus as a typesetter has them; its spaces as they were."""
    opening, closing = _marks(language)
    text = re.sub(r"\.{3,}", "…", text)
    text = re.sub(rf"{_OPENS}\"(?=\S)", opening, text)
    text = text.replace('"', closing)
    text = re.sub(r"(?<=\w)'(?=\w)|(?<=\w)'(?!\w)", "’", text)
    text = re.sub(r"(?<=\s)(?:--?|–)(?=\s)", "—", text)
    text = re.sub(r"(?<![\w.,–-])(\d{1,4})-(\d{1,4})(?![\w-])", "\\1–\\2", text)
    return re.sub(r"(?:^|(?<=[\s\u00a0(]))-(?=\d)", "−", text)


def quoted(text: str, language: str) -> str:
    """In the language's own marks."""
    opening, closing = _marks(language)
    return f"{opening}{text}{closing}"


def _marks(language: str) -> tuple[str, str]:
    return _QUOTES["ja"] if script(language) == "Hant" else _QUOTES.get(language.partition("-")[0], ("“", "”"))


def phrase(text: str, limit: int) -> str:
    """At most `limit` columns of a text, ending where a phrase ends; "" if it has no such end in reach.

    Never within a word, and never after an article or an auxiliary.
    """
    if columns(text) <= limit:
        return text
    limit = limit * len(text) // columns(text)
    if unspaced(text):
        ends = [m.end() for m in _WIDE_MARKS.finditer(text[: limit + 1])]
        return text[: max(ends)].rstrip("、，；：") if ends and max(ends) >= limit // 3 else ""
    ends = [m.start() for pattern in (_MARKS, _JOINTS) for m in pattern.finditer(text[: limit + 12])]
    ends = [at for at in ends if limit // 3 <= at <= limit and not _OPEN.search(text[:at].rstrip(" \u00a0,;:—–"))]
    return text[: max(ends)].rstrip(" \u00a0,;:—–") if ends else ""


def shorter(line: str) -> str:
    """A spoken line without its last sentence, else cut after a phrase; "" if a figure would be lost, or all sense."""
    ends = [m.end() for m in re.finditer(r"[.!?…؟।](?=\s)|[。！？](?=.)", line)]
    if ends:
        head, last = line[: ends[-1]], line[ends[-1] :]
    else:
        cut = phrase(line, len(line) * 3 // 4)
        head, last = (f"{cut}{_stop(line)}", line[len(cut) :]) if columns(cut) >= _THOUGHT else ("", line)
    return "" if any(c.isdigit() for c in last) else head


def _stop(line: str) -> str:
    """The mark that ends its sentence, as its script has it."""
    return line[-1] if line[-1:] in "。।؟" else "" if unspaced(line) else "."


def readable(text: str, seconds: float) -> str:
    """What of a text there is time to read, cut after a phrase; "" where not even one."""
    return phrase(text, max(0, int((seconds - FOUND) * READ)))


def readable_screen(text: ScreenText, seconds: float) -> ScreenText:
    """The headline first, and of the smaller words what time is left for.

    A headline is never dropped; one with a figure is never cut, nor is a date over it: half of "4.8 out of 5" says
    nothing.
    """
    left = seconds
    found: dict[str, str] = {}
    for name in ("headline", "button", "detail", "kicker"):
        value = getattr(text, name)
        kept = readable(value, left)
        counts = name in {"headline", "kicker"} and re.search(r"\d", value)
        if name == "button" or counts or (name == "headline" and columns(kept) < _THOUGHT):
            kept = value
        if name == "detail" and " · " in value:
            steps = value.split(" · ")
            while steps and columns(" · ".join(steps)) > (left - FOUND) * READ:
                steps.pop()
            kept = " · ".join(steps)
        found[name] = kept
        left -= columns(kept) / READ
    return ScreenText(**found)
