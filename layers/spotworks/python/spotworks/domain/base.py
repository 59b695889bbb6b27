"""What every model shares."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, PlainSerializer, ValidationError

from spotworks.errors import InternalError

Seconds = Annotated[Fraction, PlainSerializer(str, return_type=str)]
"""Exact seconds; in JSON a string such as "5/2". Positions on a timeline are int frames instead."""

Usd = Annotated[Decimal, PlainSerializer(str, return_type=str)]
"""US dollars; in JSON a string, so that no cent passes through a float."""


Bounds = tuple[int, int, int, int]
"""Left, top, right and bottom, in pixels."""


class Frozen(BaseModel):
    """A value: immutable, and strict about unknown fields. Its checks are made when the first is read or written: of
    nearly 300 kinds a Lambda needs a few.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


Value = TypeVar("Value", bound=Frozen)


def stored(model: type[Value], text: str | bytes) -> Value:
    """A value that was kept as JSON, perhaps by an older version: fields that went out of use are passed over.

    Raises InternalError for what this version cannot read.
    """
    try:
        return model.model_validate_json(text, extra="ignore")
    except ValidationError as error:
        raise InternalError(f"a stored {model.__name__} does not read: {error}") from error


class JobRef(Frozen):
    """Which job a stage works on. Everything else is found from it.

    request_id: the API call that began it all; attempt: 1, then one more for each retry.
    """

    tenant: str
    video_id: str
    request_id: str = ""
    attempt: int = 1


class OutputRef(JobRef):
    """One output of a job. output: index into Brief.outputs; 0 is the brief's own aspect."""

    output: int = 0
