"""What was understood of a brief: each parameter with where it comes from, and what in the brief needs a look."""

from collections.abc import Iterator
from typing import Literal

from spotworks.domain.base import Frozen

Origin = Literal["given", "inferred", "defaulted"]
Trouble = Literal["contradiction", "languages", "profanity", "trademark"]


class Parameter(Frozen):
    """given: set in a field of its own; inferred: read from the text, evidence being its words; else a default."""

    name: str
    value: str
    origin: Origin
    evidence: str = ""


class Flag(Frozen):
    """words: those of the brief that it is about; suggestion: what was done, and what to do."""

    trouble: Trouble
    words: tuple[str, ...]
    suggestion: str


class Parameters(Frozen):
    parameters: tuple[Parameter, ...] = ()
    flags: tuple[Flag, ...] = ()

    def value(self, name: str) -> str:
        """ "" for what was not understood."""
        return next((p.value for p in self.parameters if p.name == name), "")

    def told(self, *, defaults: bool = True) -> Iterator[str]:
        """What was understood, a line each, for people; the flags last. defaults: also what nobody asked for."""
        for one in self.parameters:
            if one.origin == "defaulted" and not defaults:
                continue
            because = f" (from “{one.evidence}”)" if one.evidence else f" ({one.origin})"
            yield f"{one.name}: {one.value}{because}"
        for flag in self.flags:
            quoted = ", ".join(f"“{word}”" for word in flag.words)
            yield f"{flag.trouble}: {quoted}: {flag.suggestion}"
