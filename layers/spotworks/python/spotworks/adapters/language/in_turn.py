"""Several language models, of which one answers while the others cannot."""

from collections.abc import Sequence
from typing import TypeVar

from spotworks.domain.base import Frozen
from spotworks.domain.thought import Usage
from spotworks.errors import (
    CreditGone,
    KeyRejected,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    RetryableError,
    SpotworksError,
)
from spotworks.ports import Answer, LanguageModel, Priced, Question

T = TypeVar("T", bound=Frozen)

_ANOTHER = (CreditGone, KeyRejected, ProviderRejected, ProviderThrottled, ProviderUnavailable)


class InTurn:
    """ports.LanguageModel, ports.Several. Whoever gives no answer goes to the end of the line, for all that follows.

    An answer that was lost is raised all the same, since it is to be booked: whoever asks again asks the next. So is
    one that refuses or is of no use, which was paid for: whoever asks decides when it is another's turn.
    """

    def __init__(self, models: Sequence[LanguageModel]) -> None:
        self._line = list(models)
        self.id = ",".join(str(getattr(model, "id", "")) for model in models)

    def at_most(self, question: Question, model: type[Frozen]) -> Usage | None:
        """Of the dearest that may be asked: whoever fails for nothing leaves it to the next."""
        most = [one.at_most(question, model) for one in self._line if isinstance(one, Priced)]
        return max(filter(None, most), key=lambda usage: usage.cost_usd, default=None)

    @property
    def count(self) -> int:
        return len(self._line)

    def pass_on(self) -> None:
        self._line.append(self._line.pop(0))

    def answer(self, question: Question, model: type[T]) -> Answer[T]:
        """Raises, where none answers, what may pass by itself if any of them said such, else what the last said."""
        failed: list[SpotworksError] = []
        for _ in range(len(self._line)):
            try:
                return self._line[0].answer(question, model)
            except _ANOTHER as error:
                self.pass_on()
                failed.append(error)
                if getattr(error, "usage", None) is not None:
                    raise
        raise next((error for error in failed if isinstance(error, RetryableError)), failed[-1])
