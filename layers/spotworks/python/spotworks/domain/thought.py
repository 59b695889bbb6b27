"""What a language model answered, and what that took."""

import json
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import Field, ValidationError

from spotworks.domain.base import Frozen, Usd
from spotworks.errors import AnswerUnusable

MAX_CALLS = 6
"""Of a language model for one plan, and for the pictures of one scene; each may be repaired once."""
SCREENPLAY_CALLS = 2
"""Of the plan's, left for the screenplay when more concepts are asked for."""
MAX_ANSWER = 200_000  # characters; more is no plan
_SHOWN = 3  # complaints that are named

T = TypeVar("T", bound=Frozen)


class Usage(Frozen):
    """What one call took. model, provider: ids of the catalogue.

    tokens_cached: those of tokens_in that its vendor had read before, which are cheaper.
    """

    model: str
    provider: str = ""
    tokens_in: int = 0
    tokens_cached: Annotated[int, Field(exclude_if=lambda count: count == 0)] = 0
    tokens_out: int = 0
    cost_usd: Usd = Decimal(0)


class Thought(Frozen):
    """A call that was made for a plan. what: for people ("Strategy"); repair: of an answer that could not be read.

    id: no other call's; "" for one of an older version. perhaps: nobody knows whether it was charged.
    """

    id: str = ""
    what: str
    usage: Usage
    repair: bool = False
    attempt: int = 1
    perhaps: Annotated[bool, Field(exclude_if=lambda perhaps: not perhaps)] = False


class Thoughts(Frozen):
    """thoughts.json: all calls for one plan, in their order; thoughts/scene-3.json: for the pictures of a scene."""

    calls: tuple[Thought, ...] = ()

    def asked(self, attempt: int) -> int:
        """Calls of one attempt at the job, repairs left out."""
        return sum(not call.repair and call.attempt == attempt for call in self.calls)

    @property
    def cost_usd(self) -> Decimal:
        return sum((call.usage.cost_usd for call in self.calls), start=Decimal(0))

    def told(self) -> str:
        """In a line, for the report."""
        models = ", ".join(dict.fromkeys(call.usage.model for call in self.calls))
        tokens_in = sum(call.usage.tokens_in for call in self.calls)
        tokens_out = sum(call.usage.tokens_out for call in self.calls)
        plural = "" if len(self.calls) == 1 else "s"
        return f"{len(self.calls)} call{plural} of {models}, {tokens_in:,} tokens in, {tokens_out:,} out"


def read_answer(text: str, model: type[T], usage: Usage) -> T:
    """A model's text as a value: one JSON object, a fence or words round it passed over, nothing beyond the schema.

    Raises AnswerUnusable, naming what is wrong in words that the model itself can act on.
    """
    if len(text) > MAX_ANSWER:
        raise AnswerUnusable(f"the answer has {len(text):,} characters; at most {MAX_ANSWER:,} are read", usage=usage)
    try:
        return model.model_validate(_object(text))
    except ValueError as error:
        raise AnswerUnusable(_complaint(error), usage=usage) from error


def _object(text: str) -> Any:
    start = text.find("{")
    if start < 0:
        raise ValueError("the answer holds no JSON object" if text.strip() else "the answer is empty")
    try:
        return json.JSONDecoder().raw_decode(text, start)[0]
    except (ValueError, RecursionError) as error:
        raise ValueError("the answer's JSON is broken or breaks off") from error


def _complaint(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    found = [f"{'.'.join(map(str, e['loc'])) or 'the answer'}: {e['msg']}" for e in error.errors()[:_SHOWN]]
    more = error.error_count() - len(found)
    return "; ".join(found) + (f"; and {more} more" if more > 0 else "")
