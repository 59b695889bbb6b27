"""What a subject and a mood look like: category, mood, tempo and palette from words, by catalogue/direction.toml."""

import re
from functools import cache
from typing import Any, Literal

from spotworks.catalogue import load
from spotworks.domain.research import Palette

Tempo = Literal["slow", "medium", "fast"]

_FILLERS = re.compile(
    r"\b(and|very|a|an|the|but|so|with|in|of|feel(ing|s)?|vibes?|mood|tone|style|look|atmosphere|it|should|be|"
    r"keep|make|made|fast|quick|slow|быстро|медленно|динамично|some|really|more|bit|little|serious|fun|funny|like|music|light|"
    r"и|очень|но|чтобы|было|в|с|стиль|стиле|тон|настроение|настроением|атмосфера|атмосферой|по|чуть|более|"
    r"немного|музыка|музыкой|серьёзно|серьезно|красиво|вкусно|круто|прикольно|чтоб)\b",
    re.IGNORECASE,
)
_FAST = re.compile(
    r"\b(fast|faster|quick|energetic|high[- ]energy|dynamic|upbeat|snappy|punchy|быстр|динамич|энергич|бодр|драйв)",
    re.IGNORECASE,
)
_SLOW = re.compile(r"\b(slow|slower|calm|relaxed|gentle|unhurried|медлен|спокой|неспешн|плавн|тих)", re.IGNORECASE)


@cache
def _matcher(words: tuple[str, ...]) -> re.Pattern[str]:
    parts = [re.escape(w[1:]) + r"(?!\w)" if w.startswith("=") else re.escape(w) for w in words]
    return re.compile(r"(?<!\w)(?:" + "|".join(parts) + ")" if parts else r"(?!x)x", re.IGNORECASE)


@cache
def keywords() -> re.Pattern[str]:
    """Any word by which a category is recognised, whole, with its ending."""
    words = [w for c in load("direction")["category"].values() for w in c["words"]]
    parts = [re.escape(w[1:]) + r"(?!\w)" if w.startswith("=") else re.escape(w.strip()) + r"\w*" for w in words]
    return re.compile(r"(?<!\w)(?:" + "|".join(sorted(parts, key=len, reverse=True)) + ")", re.IGNORECASE)


def category_of(subject: str, about: str) -> str:
    """The category whose words are found most, those in the subject's last word counting most."""
    nouns = subject.split()
    if re.search("[а-яё]", subject, re.IGNORECASE):  # a Russian noun stands before what belongs to it
        nouns = [next((noun for noun in nouns if keywords().match(noun)), "")]
    last = nouns[-1] if nouns else ""
    best, best_score = "any", 0.0
    for name, category in load("direction")["category"].items():
        words = tuple(category["words"])
        if not words:
            continue
        matcher = _matcher(words)
        score: float = (
            6 * bool(matcher.search(last)) + 4 * bool(matcher.search(subject)) + min(3, len(matcher.findall(about)))
        )
        score += 1.5 * len({found.lower()[:5] for found in matcher.findall(subject)})
        score += sum(8 for w in words if " " in w.strip() and w in subject.lower())  # "coffee shop" beats "coffee"
        if score > best_score:
            best, best_score = name, score
    return best


def kind_of_subject(subject: str, category_name: str, language: str) -> str:
    """ "product", "place", "service", "app" or "event": by the noun itself, else as its category usually is."""
    words = subject.lower().split()
    # An English noun stands last; a Russian one before what belongs to it.
    order = words if language == "ru" else [" ".join(words[-2:]), *words[-1:]]
    for word in order:
        for kind, nouns in load("direction")["kind"].items():
            if _matcher(tuple(nouns)).match(word):
                return str(kind)
    return str(category(category_name)["kind"])


def category(name: str) -> dict[str, Any]:
    return dict(load("direction")["category"][name])


def mood(name: str) -> dict[str, Any]:
    return dict(load("direction")["mood"][name])


def mood_words(clause: str) -> bool:
    """Whether a clause says nothing but how the film should feel ("warm and calm", "cozy vibes")."""
    left = clause
    for entry in load("direction")["mood"].values():
        parts = [re.escape(w.removeprefix("=")) + r"\w*" for w in entry["words"]]
        left = re.sub(
            r"(?<!\w)(?:" + "|".join(sorted(parts, key=len, reverse=True)) + ")", " ", left, flags=re.IGNORECASE
        )
    if left == clause and not (_FAST.search(clause) or _SLOW.search(clause)):
        return False
    return not any(c.isalnum() for c in _FILLERS.sub(" ", left))


def moods_in(text: str) -> list[str]:
    """Moods whose words stand in a text, in the order in which they first appear."""
    found: list[tuple[int, str]] = []
    for name, entry in load("direction")["mood"].items():
        if hit := _matcher(tuple(entry["words"])).search(text):
            found.append((hit.start(), name))
    return [name for _, name in sorted(found)]


def tempo_in(text: str) -> Tempo | None:
    if _FAST.search(text):
        return "fast"
    return "slow" if _SLOW.search(text) else None


def tempo_words(text: str) -> tuple[str, str]:
    """The first word that asks for speed and the first that asks for calm, "" for none."""
    fast, slow = _FAST.search(text), _SLOW.search(text)
    return (fast[0] if fast else ""), (slow[0] if slow else "")


def palette_of(category_name: str, mood_name: str, seed: int) -> Palette:
    """A palette that suits both, else one of either; which of them, by seed."""
    of_category, of_mood = category(category_name)["palettes"], mood(mood_name)["palettes"]
    both = [p for p in of_category if p in of_mood]
    names = both or [*of_category, *of_mood[:2]]
    background, surface, ink, accent, accent_ink = load("direction")["palette"][names[seed % len(names)]]
    return Palette(background=background, surface=surface, ink=ink, accent=accent, accent_ink=accent_ink)
