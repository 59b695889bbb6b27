"""What was understood of a brief: each parameter with where it comes from, and what in the brief needs a look."""

from collections.abc import Iterator
from typing import Literal

from spotworks.domain.base import Frozen

Origin = Literal["given", "inferred", "read", "defaulted"]
Trouble = Literal["contradiction", "languages", "profanity", "trademark", "pictures"]


class Parameter(Frozen):
    """given: set in a field of its own; inferred: from the brief's text, evidence being its words; read: on the page,
    evidence being where; else a default.
    """

    name: str
    value: str
    origin: Origin
    evidence: str = ""

    @property
    def told(self) -> str:
        """In a line, for people."""
        if self.origin == "read":
            return f"{self.name}: {self.value} (read from the page: {self.evidence})"
        return f"{self.name}: {self.value} " + (f"(from “{self.evidence}”)" if self.evidence else f"({self.origin})")


class Flag(Frozen):
    """words: those of the brief that it is about; suggestion: what was done, and what to do."""

    trouble: Trouble
    words: tuple[str, ...]
    suggestion: str

    @property
    def told(self) -> str:
        """In a line, for people."""
        return ": ".join(
            (self.trouble, *filter(None, [", ".join(f"“{word}”" for word in self.words)]), self.suggestion)
        )


class Parameters(Frozen):
    parameters: tuple[Parameter, ...] = ()
    flags: tuple[Flag, ...] = ()

    def value(self, name: str) -> str:
        """ "" for what was not understood."""
        return next((p.value for p in self.parameters if p.name == name), "")

    def origin(self, name: str) -> Origin:
        """Of what was not understood: a default."""
        return next((p.origin for p in self.parameters if p.name == name), "defaulted")

    def told(self, *, defaults: bool = True) -> Iterator[str]:
        """What was understood, a line each, for people; the flags last. defaults: also what nobody asked for."""
        for one in self.parameters:
            if one.origin == "defaulted" and not defaults:
                continue
            yield one.told
        for flag in self.flags:
            yield flag.told
