"""How a language model is asked: counted, booked, once more where its answer can't be read, and then another."""

from typing import TypeVar

from spotworks.domain.base import Frozen
from spotworks.domain.thought import Usage
from spotworks.errors import AnswerUnusable, ModerationRefused, SpotworksError
from spotworks.ports.thinking import LanguageModel, Meter, Priced, Question, Several
from spotworks.prompts import prompt

Draft = TypeVar("Draft", bound=Frozen)
CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))
"""For str.translate: what no material may hold, because it would end up in the answer."""


def answered(model: LanguageModel, what: str, question: Question, form: type[Draft], meter: Meter | None) -> Draft:
    """Of several models the first that neither refuses nor answers twice what can't be read.

    Raises ModerationRefused and AnswerUnusable of the last, and whatever else a model and the meter raise.
    """
    repair = False
    if isinstance(model, Several):
        for _ in range(model.count - 1):
            try:
                return _answered(model, what, question, form, meter, repair=repair)
            except (AnswerUnusable, ModerationRefused):
                model.pass_on()
                repair = True
    return _answered(model, what, question, form, meter, repair=repair)


def _answered(
    model: LanguageModel, what: str, question: Question, form: type[Draft], meter: Meter | None, *, repair: bool
) -> Draft:
    try:
        return _asked(model, what, question, form, meter, repair=repair)
    except AnswerUnusable as error:
        again = prompt("again/unusable").filled(asked=question.user, complaint=error.message)
    try:
        return _asked(model, what, question.model_copy(update={"user": again}), form, meter, repair=True)
    except AnswerUnusable as error:
        raise AnswerUnusable(
            f"the language model gave no usable {what.lower()}, asked twice: {error.message}", usage=error.usage
        ) from error


def _asked(
    model: LanguageModel, what: str, question: Question, form: type[Draft], meter: Meter | None, *, repair: bool
) -> Draft:
    if meter is None:
        return model.answer(question, form).value
    question = question.model_copy(update={"tenant": meter.tenant})
    most = model.at_most(question, form) if isinstance(model, Priced) else None
    meter.ask(what, repair=repair, most=most)
    try:
        answer = model.answer(question, form)
    except SpotworksError as error:
        _booked(meter, what, error, most)
        raise
    meter.paid(what, answer.usage)
    return answer.value


def _booked(meter: Meter, what: str, error: SpotworksError, most: Usage | None) -> None:
    """Who gave an answer, or may have, takes money for it: the most where it was lost or not counted."""
    answered = isinstance(error, AnswerUnusable | ModerationRefused)
    usage: Usage | None = getattr(error, "usage", None)
    if usage is not None:
        meter.paid(what, usage, perhaps=not answered)
    elif answered and most is not None:
        meter.paid(what, most, perhaps=True)
    else:
        meter.unpaid(what)
