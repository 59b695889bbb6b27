"""Which model is asked first, and which after it: by fit to what is wanted, price, and how it has done so far.

A chain begins with what was asked for, goes on with models of other providers that make the same shape, and ends on
this machine, so that a video always comes out.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from spotworks.domain.base import Frozen, Usd
from spotworks.domain.model import Kind, Model, price_of

LOCAL = "local"
AUTO = "auto"
By = Literal["price", "speed", "preference"]
_LINKS = 3  # vendors that are tried before this machine does it

_PRIOR = 4
"""Calls by which a model that nobody has asked yet is taken to do as well as most."""
_USUAL = Fraction(19, 20)  # of calls bring something that can be used (requirement C5)
_SLOW = 90.0  # seconds that a clip of a vendor takes, where nobody knows


class Record(Frozen):
    """How a model has done here. spent: US dollars for all of them; seconds: that the accepted ones took together."""

    asked: int = 0
    accepted: int = 0
    spent: Usd = Decimal(0)
    seconds: float = 0.0

    @property
    def success(self) -> Fraction:
        """Of its calls, between what was seen and what is usual while little was seen."""
        return (self.accepted + _USUAL * _PRIOR) / (self.asked + _PRIOR)


class Shape(Frozen):
    """What is wanted. seconds: of the longest clip; has_picture: whether there is one to begin from."""

    kind: Kind
    aspect: str
    seconds: Fraction = Fraction(0)
    has_picture: bool = True


class Choice(Frozen):
    """One link of a chain. why: for the report."""

    model: str
    why: str


def chain(
    wanted: str, shape: Shape, models: Sequence[Model], records: Mapping[str, Record], *, by: By = "price"
) -> tuple[Choice, ...]:
    """wanted: a model's id, "auto" or "local". models: in the catalogue's order, each with whether it can be used.

    One that cannot be used or does not fit is left out, whoever asked for it.
    """
    if wanted == LOCAL:
        return (Choice(model=LOCAL, why="asked for"),)
    fitting = [model for model in models if model.provider != LOCAL and fits(model, shape)]
    ranked = sorted(fitting, key=lambda model: _rank(model, shape, records.get(model.id, Record()), by))
    first = [model for model in ranked if model.id == wanted]
    chosen: list[Choice] = [Choice(model=model.id, why="asked for") for model in first]
    providers = {model.provider for model in first}
    for model in ranked:
        if model.provider not in providers and len(chosen) < _LINKS:
            providers.add(model.provider)
            chosen.append(Choice(model=model.id, why=_why(model, shape, records.get(model.id, Record()), by)))
    return (*chosen, Choice(model=LOCAL, why="on this machine, if no vendor can"))


def fits(model: Model, shape: Shape) -> bool:
    """Whether it makes the same: kind, aspect, length, from a picture or without one."""
    if shape.kind not in model.makes or not model.available or not model.prices:
        return False
    if shape.kind not in {"clip", "image"}:
        return True
    if shape.aspect not in model.aspects:
        return False
    if shape.kind == "image":
        return True
    reaches = not model.lengths or model.lengths[-1] >= shape.seconds
    return reaches and (model.first_frame != "no" if shape.has_picture else model.first_frame != "required")


def per_accepted(model: Model, shape: Shape, record: Record) -> Decimal:
    """US dollars for one that can be used: its price, and what was paid for those that could not."""
    seconds = next((length for length in model.lengths if length >= shape.seconds), None)
    try:
        price = price_of(model, seconds=seconds)
    except LookupError:
        price = min(one.usd for one in model.prices)
    if record.asked < _PRIOR or not record.accepted:
        return price
    return max(price, record.spent / record.accepted)


def _rank(model: Model, shape: Shape, record: Record, by: By) -> tuple[float, ...]:
    cost = float(per_accepted(model, shape, record)) / float(record.success)
    match by:
        case "price":
            return (cost,)
        case "speed":
            return (_seconds(record) / float(record.success), cost)
    return ()  # sorting is stable: the catalogue's order stays


def _seconds(record: Record) -> float:
    return record.seconds / record.accepted if record.accepted else _SLOW


def _why(model: Model, shape: Shape, record: Record, by: By) -> str:
    done = f", {record.accepted} of {record.asked} came out" if record.asked else ""
    match by:
        case "price":
            return f"${per_accepted(model, shape, record):f} for one that can be used{done}"
        case "speed":
            return f"about {_seconds(record):.0f} s{done}"
    return f"next in the catalogue{done}"
