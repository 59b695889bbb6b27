"""Who answers questions in words: a language model."""

from typing import Generic, Protocol, TypeVar

from spotworks.domain.base import Frozen
from spotworks.domain.thought import Usage

T = TypeVar("T", bound=Frozen)


class Question(Frozen):
    """One call. system, user: our instructions; data: what users and pages say, which is never obeyed.

    An adapter sends `data` as a part of its own, marked as material. The model that answers has no tools.
    language: of what people will read of the answer; images: JPEG or PNG.
    """

    system: str
    user: str
    data: str = ""
    images: tuple[bytes, ...] = ()
    max_tokens: int = 4_096
    language: str = "en"


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


class Meter(Protocol):
    """Counts and books what planning one video costs."""

    def ask(self, what: str, *, repair: bool = False) -> None:
        """Before each call. Raises PlanRejected when the plan has had all of its calls."""
        ...

    def paid(self, what: str, usage: Usage) -> None:
        """After each call, also one whose answer was of no use. Raises BudgetExceeded beyond the job's cap."""
        ...
