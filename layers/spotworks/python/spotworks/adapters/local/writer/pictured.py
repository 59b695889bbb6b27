"""What a prompt asks to see where the name itself shows nothing: of a call upon people, the people who follow it."""

import re

from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.naming import in_english, known_nouns

_HELPERS = "people who help"
_CALL = re.compile(
    r"^(?:(?:please |help (?:us|them|me)(?: to)?|join us (?:and|to|as we)|let['’]s|we(?: want to| will)?)\s+)*"
    r"(?P<verb>[a-z]+(?: (?:up|home))?)\s+(?P<whom>.+)$",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[$€£₽]|\d\s*(?:dollars|euros|pounds|roubles|руб)|\bmoney\b", re.IGNORECASE)
_COUNT = re.compile(r"\b(?:\d[\d,.  ]*|a hundred|a thousand)\s*(?:k\b|thousand|million)?\s*", re.IGNORECASE)
_WHEN = re.compile(r",?\s(?:by|until|till|before|this|next|on)\s.*$", re.IGNORECASE)
_PURPOSE = re.compile(r"^(?:it['’]s )?for (?P<what>(?:a |an |the |our |new )+[^,]{3,50})$", re.IGNORECASE)
_IN_ENGLISH = re.compile(r"[A-Za-z]")


def pictured(facts: Facts) -> str:
    """In English; "" where its name can be seen as it is and prompts may say it."""
    if facts.kind != "cause":
        return in_english(facts.name, facts.category)
    goal = facts.reading.goal
    if not goal:
        return _of_group(facts)
    if facts.language != "en":
        return _with(", ".join(known_nouns(goal)))
    found = _CALL.match(_WHEN.sub("", goal))
    if not found or _MONEY.search(found["whom"]):
        purpose = next((hit["what"] for told in facts.features if (hit := _PURPOSE.match(told))), "")
        return _with(purpose)
    return f"people who {found['verb'].lower()} {_COUNT.sub('', found['whom']).strip().removesuffix(' with us')}"


def _of_group(facts: Facts) -> str:
    name = in_english(facts.name, facts.category) or facts.name
    return name if name.startswith(_HELPERS) or not _IN_ENGLISH.search(name) else f"{_HELPERS} at {name}"


def _with(things: str) -> str:
    return f"{_HELPERS} with {things}" if things else _HELPERS
