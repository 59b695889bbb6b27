"""Who reads a brief before anything is priced."""

from typing import Protocol

from spotworks.domain.brief import Brief
from spotworks.domain.parameters import Parameters
from spotworks.domain.research import Research


class Quantifier(Protocol):
    def resolved(self, brief: Brief, given: frozenset[str]) -> tuple[Brief, Parameters]:
        """The brief with what its text asks for in its fields, and how each was come by.

        given: the fields that the caller really set; they always win over the text. Never raises.
        """
        ...

    def informed(self, brief: Brief, parameters: Parameters, research: Research) -> Parameters:
        """What is understood once the page was read; what the brief says itself stays as it is. Never raises.

        parameters: as resolved() gave them; brief: with what was settled since then.
        """
        ...
