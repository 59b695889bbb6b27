"""Pages that answer as if all were well and are no product page: told apart from those by name."""

import re

from spotworks.adapters.web.tree import Element
from spotworks.errors import ResearchFailed

_LITTLE = 600  # characters: a page that wants something first says no more
_SIGN_IN = re.compile(r"^\W*((sign|log)[ -]?(in|on)|вход|войти|войдите|авторизац\w+)\b", re.IGNORECASE | re.MULTILINE)
_MUST_SIGN_IN = re.compile(
    r"\b(please|must|need to|have to) (sign|log) ?in\b|\b(sign|log) ?in to (continue|view|see|your)\b|"
    r"\bmembers only\b|\b(войдите|авторизуйтесь|необходимо войти|требуется авторизация)\b",
    re.IGNORECASE,
)
_COOKIES = re.compile(r"\bcookies?\b|\bкуки\b|\bfiles? cookie", re.IGNORECASE)
_CONSENT = re.compile(
    r"\b(accept|agree|consent|allow|enable|continue|reject|manage)\b|\b(приня\w+|соглас\w+|разреш\w+|продолж\w+)\b",
    re.IGNORECASE,
)
_ROBOT = re.compile(
    r"\bcaptcha\b|\b(verify|prove|confirm)\w* (that )?you('re| are) (a )?(human|not a robot)|"
    r"\bare you (a )?(human|robot)\b|\bchecking your browser\b|\bjust a moment\b|\baccess denied\b|"
    r"\bunusual traffic\b|\bподтвердите,? что вы не робот\b",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"^\W*(?:error )?404\b|\b(?:page|product|item) (?:was )?not found\b|\bno such page\b|"
    r"страниц\w+ не (?:найден|существу)\w*|товар не найден",
    re.IGNORECASE,
)
_SCRIPTS = re.compile(
    r"\b(enable|requires?|needs?|without|turn on) java ?script\b|\bвключите java ?script\b", re.IGNORECASE
)


def refuse_walls(title: str, text: str, *, asks_password: bool) -> None:
    """Raises ResearchFailed for a page that stands before the one that was meant.

    text: what a visitor sees, main part or not; asks_password: whether there is a field for one.
    """
    if len(text) > _LITTLE:
        return
    said = f"{title}\n{text}"
    if _ROBOT.search(said):
        raise ResearchFailed(
            "The site asks whether a person is reading and shows nothing to us; describe the product instead.",
            field="url",
        )
    if _MISSING.search(title) or _MISSING.match(text):
        raise ResearchFailed("The site has no such page; check the address.", field="url")
    if (asks_password and _SIGN_IN.search(said)) or _SIGN_IN.search(title) or _MUST_SIGN_IN.search(text):
        raise ResearchFailed(
            "The page asks to sign in; give a page that opens for everybody, or describe the product instead.",
            field="url",
        )
    beside = re.sub(r"[^.!?\n]*\b(?:cookies?|куки)\b[^.!?\n]*", "", text, flags=re.IGNORECASE)
    if _COOKIES.search(said) and _CONSENT.search(said) and len(beside) < _LITTLE // 4:
        raise ResearchFailed("The page shows only a question about cookies; describe the product instead.", field="url")


def asks_password(root: Element) -> bool:
    return any((field.get("type") or "").lower() == "password" for field in root.iter("input"))


def is_empty(text: str) -> bool:
    """Next to nothing, or only the request to turn scripts on."""
    return len(text) < 80 or (len(text) < 300 and bool(_SCRIPTS.search(text)))
