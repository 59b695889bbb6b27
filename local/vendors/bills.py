"""What vendors charge for what they were asked on their wires, at the catalogue's prices: their side of our ledger."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from spotworks import catalogue
from spotworks.adapters.providers.usage import cost_of
from spotworks.domain.model import Model, price_of, rate_of

if TYPE_CHECKING:
    from local.vendors.shop import Work

_MARK = re.compile(r"<mark[^>]*/>")  # Google counts all tags but these
_LONGEST = 200  # characters of what may be a model's name


def model_of(work: "Work") -> Model | None:
    """The one that was named on the wire; of several rows the one in the resolution that was asked for."""
    said = set(_words(work.body))
    named = [model for model in _models(work.provider) if _ids(model) & said]
    own = named or [model for model in _models(work.provider) if len(_models(work.provider)) == 1]
    return next((model for model in own if _resolution(model, said)), own[0] if own else None)


def priced(work: "Work") -> Decimal:
    """0 on a server of one's own. Raises LookupError for what the catalogue has no price of."""
    model = model_of(work)
    if model is None or not model.prices:
        return Decimal(0)
    if work.ask.kind == "voice":
        return _spoken(work, model)
    resolution = _resolution(model, set(_words(work.body)))
    length = round(work.ask.seconds) or None
    return price_of(model, seconds=length, resolution=resolution, sound=work.ask.sound)


def counted(work: "Work", tokens: Mapping[str, int]) -> Decimal:
    """By the tokens that the vendor tells of, where the catalogue has their prices."""
    model = model_of(work)
    cost = cost_of(model, tokens) if model else None
    return priced(work) if cost is None else cost


def _spoken(work: "Work", model: Model) -> Decimal:
    given = work.body.get("input")
    ssml = str(given.get("ssml", "")) if isinstance(given, dict) else ""
    amounts: dict[str, Decimal | int] = {
        "character": len(_MARK.sub("", ssml) or work.ask.prompt), "token in": len(work.ask.prompt) // 4,
        "token out": round(25 * work.ask.seconds), "second": Decimal(str(work.ask.seconds)),
    }  # fmt: skip
    units = {price.unit for price in model.prices}
    return sum((rate_of(model, unit) * amounts[unit] for unit in units if unit in amounts), Decimal(0))


def _words(found: Any) -> Iterator[str]:
    """Every text and number of a body that may name something; of a path its last part, too."""
    if isinstance(found, dict):
        found = list(found.values())
    if isinstance(found, list):
        for one in found:
            yield from _words(one)
    elif isinstance(found, str) and len(found) <= _LONGEST:
        yield from (found, found.rpartition("/")[2], found.lower())


def _ids(model: Model) -> set[str]:
    return {model.vendor_id.partition(":")[0], model.options.get("text_id", model.vendor_id)} - {""}


def _resolution(model: Model, said: set[str]) -> str:
    """As the catalogue has it; "" where the wire names none of the model's."""
    spelled = {one: {one, model.options.get(f"resolution.{one}", one), model.options.get(one, one)}
               for one in model.resolutions}  # fmt: skip
    return next((one for one, ways in spelled.items() if ways & said), "")


@cache
def _models(provider: str) -> tuple[Model, ...]:
    return tuple(model for model in catalogue.models() if model.provider == provider)
