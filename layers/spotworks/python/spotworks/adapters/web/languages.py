"""Which language a page is written in."""

import re

from spotworks.domain.languages import canonical, script

_CYRILLIC, _LATIN = re.compile("[а-яё]", re.IGNORECASE), re.compile("[a-z]", re.IGNORECASE)
# Letters that Russian has not, of those who write Cyrillic.
_NOT_RUSSIAN = re.compile("[іїєґўәғқңөұүһћђљњџј]", re.IGNORECASE)


def language(said: str, text: str) -> str:
    """A BCP 47 tag without region, or "" where nobody can tell.

    said: the page's `lang`, which templates often leave at "en": its letters know better.
    """
    tag = _primary(said)
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if cyrillic > latin:
        if tag and script(tag) == "Cyrl":
            return tag
        return "" if len(_NOT_RUSSIAN.findall(text)) * 100 > cyrillic else "ru"
    return "" if tag and latin and script(tag) == "Cyrl" else tag


def _primary(said: str) -> str:
    try:
        return canonical(said.strip().replace("_", "-")[:35]).partition("-")[0]
    except ValueError:
        return ""
