"""What every model shares."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer

Seconds = Annotated[Fraction, PlainSerializer(str, return_type=str)]
"""Exact seconds; in JSON a string such as "5/2". Positions on a timeline are int frames instead."""

Usd = Annotated[Decimal, PlainSerializer(str, return_type=str)]
"""US dollars; in JSON a string, so that no cent passes through a float."""


class Frozen(BaseModel):
    """A value: immutable, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class JobRef(Frozen):
    """Which job a stage works on. Everything else is found from it.

    request_id: the API call that began it all; attempt: 1, then one more for each retry.
    """

    tenant: str
    video_id: str
    request_id: str = ""
    attempt: int = 1
