"""Who answers questions in words: a language model."""

from typing import Generic, Protocol, TypeVar, runtime_checkable

from spotworks.domain.base import Frozen
from spotworks.domain.thought import Usage

T = TypeVar("T", bound=Frozen)


class Question(Frozen):
    """One call. system, user: our instructions; data: what users and pages say, which is never obeyed.

    An adapter sends `data` as a part of its own, marked as material. The model that answers has no tools.
    language: of what people will read of the answer; images: JPEG or PNG. tenant: whose turn it takes at the vendor's
    account; it is not told to the vendor.
    """

    system: str
    user: str
    data: str = ""
    images: tuple[bytes, ...] = ()
    max_tokens: int = 4_096
    language: str = "en"
    tenant: str = ""


class Answer(Frozen, Generic[T]):
    value: T
    usage: Usage


class LanguageModel(Protocol):
    def answer(self, question: Question, model: type[T]) -> Answer[T]:
        """The answer as a value of `model`; its text is read by domain.thought.read_answer, whoever the vendor is.

        Raises AnswerUnusable and ModerationRefused, whose `usage` was paid for; ProviderThrottled, ProviderUnavailable;
        ModelUnavailable for a question with images to a model that sees none.
        """
        ...


@runtime_checkable
class Priced(Protocol):
    """A language model whose calls have a price that is known before they are made."""

    def at_most(self, question: Question, model: type[Frozen]) -> Usage | None:
        """The most that asking it can take, whatever comes of it; None where nobody knows after all."""
        ...


@runtime_checkable
class Several(Protocol):
    """Language models of which one answers: what it refuses, or answers badly, another can be asked."""

    @property
    def count(self) -> int:
        """How many there are."""
        ...

    def pass_on(self) -> None:
        """Whoever answered goes to the end of the line."""
        ...


class Meter(Protocol):
    """Counts what planning one video takes, and books what it costs: set aside before each call, settled after it."""

    @property
    def tenant(self) -> str:
        """Whose video it is."""
        ...

    def ask(self, what: str, *, repair: bool = False, most: Usage | None = None) -> None:
        """Before each call. most: what it can take, None where nobody knows.

        Raises PlanRejected when the plan has had all of its calls, and BudgetExceeded where a cap has no room for it.
        """
        ...

    def paid(self, what: str, usage: Usage, *, perhaps: bool = False) -> None:
        """After each call, also one whose answer was of no use. perhaps: nobody knows whether it was charged.

        Raises BudgetExceeded beyond the job's cap, of what nobody could set aside.
        """
        ...

    def unpaid(self, what: str) -> None:
        """After a call for which its vendor takes nothing, in place of `paid`."""
        ...
