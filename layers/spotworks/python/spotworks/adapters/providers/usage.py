"""What a call cost by the tokens that its vendor counted."""

from collections.abc import Mapping
from decimal import ROUND_UP, Decimal, InvalidOperation
from typing import Any

from spotworks.domain.model import Model


def cost_of(model: Model, tokens: Mapping[str, Any]) -> Decimal | None:
    """US dollars, or None where the catalogue lacks the price of a kind of token, or the vendor counted none.

    tokens: by kind, such as "image_out"; as the vendor sent them, so that anything may be in there. The prices are
    options of the model: "usd.image_out" = "30" for a million.
    """
    counted = {kind: count for kind, count in tokens.items() if isinstance(count, int) and count > 0}
    try:
        parts = [Decimal(model.options[f"usd.{kind}"]) * count for kind, count in counted.items()]
    except (KeyError, InvalidOperation):
        return None
    return (sum(parts, Decimal(0)) / 1_000_000).quantize(Decimal("0.000001"), rounding=ROUND_UP) if parts else None
