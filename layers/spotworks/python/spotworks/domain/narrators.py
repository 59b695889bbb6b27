"""Who speaks: the voices of vendors, and which of them a line is given to."""

from collections.abc import Sequence
from datetime import date

from spotworks.domain.base import Frozen
from spotworks.errors import ModelUnavailable


class Narrator(Frozen):
    """A row of catalogue/voices.toml, which explains the fields."""

    id: str
    name: str = ""
    wires: tuple[str, ...]
    languages: tuple[str, ...]
    gender: str = ""
    moods: tuple[str, ...] = ()
    marks: bool = False
    source: str
    checked: date


def narrator_for(narrators: Sequence[Narrator], wire: str, language: str, mood: str) -> Narrator:
    """The first voice of the wire for that language and mood: one for just this language before one for all.

    Raises ModelUnavailable for a language that none of them speaks.
    """
    ours = [one for one in narrators if wire in one.wires]
    speaking = _speaking(ours, language)
    if not speaking:
        known = sorted({language for one in ours for language in one.languages})
        raise ModelUnavailable(
            f"catalogue/voices.toml has no voice of {wire} for {language!r}; it has {', '.join(known) or 'none'}",
            field="language",
        )
    fitting = [one for one in speaking if mood in one.moods] or [one for one in speaking if not one.moods]
    return (fitting or speaking)[0]


def _speaking(narrators: Sequence[Narrator], language: str) -> list[Narrator]:
    for wanted in (language, language.partition("-")[0], "*"):
        if found := [one for one in narrators if wanted in one.languages]:
            return found
    return []
