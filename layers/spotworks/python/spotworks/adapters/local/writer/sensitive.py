"""Words of a brief that an ad must not repeat, and names in it that belong to others."""

import re
from functools import cache

from spotworks.catalogue import load


def without_profanity(text: str) -> str:
    """The text without its profanity, and without the holes that this leaves."""
    if not _profanity().search(text):
        return text
    cut = _profanity().sub("", text)
    cut = re.sub(r"[ \t]{2,}", " ", re.sub(r"[ \t]+([,.;:!?])", r"\1", cut))
    return re.sub(r"(?:^|(?<=[.!?\n]))[ ,;:!?]+|,(?=\s*[,.!?])", "", cut).strip()


def profanity_in(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found[0] for found in _profanity().finditer(text)))


def trademarks_in(text: str, *, own: str) -> tuple[str, ...]:
    """Names of others, as they stand in the text; own: the name of whoever asks."""
    found = dict.fromkeys(hit[0] for hit in _trademarks().finditer(text))
    return tuple(name for name in found if name.lower() not in own.lower())


@cache
def _profanity() -> re.Pattern[str]:
    words = [word for language in load("sensitive")["profanity"].values() for word in language]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


@cache
def _trademarks() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(load('sensitive')['trademarks']['names'])})(?!\w)", re.IGNORECASE)
