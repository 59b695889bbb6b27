"""Who plans where no language model gives a usable answer: the rules; what may pass by itself is waited for first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from spotworks.domain.base import JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.research import References, Research
from spotworks.domain.screenplay import Screenplay, Strategy
from spotworks.errors import (
    AnswerUnusable,
    CreditGone,
    KeyRejected,
    ModerationRefused,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    RetryableError,
)
from spotworks.ports import Writer
from spotworks.stages.shared.admission import unreadable_by_rules
from spotworks.stages.shared.desk import Desk

RETRIES = 3
"""How often the machine runs a planning state again (MaxAttempts of its Retry)."""

Plan = TypeVar("Plan")

_NO_ANSWER = (
    AnswerUnusable, CreditGone, KeyRejected, ModerationRefused, ProviderRejected, ProviderThrottled,
    ProviderUnavailable,
)  # fmt: skip


class PlanRequest(JobRef):
    """A job's turn at planning. retries: how often the state was run again already ($$.State.RetryCount)."""

    retries: int = 0


def understudied(writer: Writer, rules: Callable[[], Writer] | None, job: JobRef, desk: Desk, retries: int) -> Writer:
    """The writer, with the rules behind it where there are any. retries: of this state so far."""
    return Understudied(writer, rules, job, desk, last=retries >= RETRIES) if rules else writer


@dataclass
class Understudied:
    """ports.Writer: a language model's, for which `rules` steps in where it gives no answer of use, and goes on.

    Raised is what the state is run again for, and any failure of a brief that the rules cannot read. A refusal is not:
    vendors refuse in error too, and who makes pictures of the plan has a policy of their own.
    """

    writer: Writer
    rules: Callable[[], Writer]
    job: JobRef
    desk: Desk
    last: bool
    _instead: Writer | None = field(default=None, init=False)

    def strategy(self, brief: Brief, research: Research | None, references: References, **about: Any) -> Strategy:
        return self._played(brief, lambda writer: writer.strategy(brief, research, references, **about))

    def screenplay(
        self, brief: Brief, research: Research | None, references: References, strategy: Strategy, **about: Any
    ) -> Screenplay:
        return self._played(brief, lambda writer: writer.screenplay(brief, research, references, strategy, **about))

    def _played(self, brief: Brief, play: Callable[[Writer], Plan]) -> Plan:
        if self._instead is None:
            try:
                return play(self.writer)
            except _NO_ANSWER as error:
                if (isinstance(error, RetryableError) and not self.last) or unreadable_by_rules(brief):
                    raise
                why = f"{type(error).__name__}: {error.message}"
            told = f"Warning: no language model gives a usable answer, the rules plan instead ({why})"
            self.desk.note(self.job, told[:1000])
            self._instead = self.rules()
        return play(self._instead)
