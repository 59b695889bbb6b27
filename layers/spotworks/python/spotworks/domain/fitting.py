"""From what is wanted to what a model takes: a length of its own, its spelling of an aspect, a prompt short enough."""

import re
from fractions import Fraction
from itertools import accumulate

from spotworks.domain.base import Frozen
from spotworks.domain.generation import ClipRequest, ImageRequest
from spotworks.domain.model import Model
from spotworks.errors import ModelUnavailable

_SENTENCE = re.compile(r"(?<=[.!?…])\s+")


class Fitted(Frozen):
    """See ports.vendors.VendorRequest, whose fields these are."""

    prompt: str
    seconds: int | None
    aspect: str
    size: str
    resolution: str


def fitted(request: ClipRequest | ImageRequest, model: Model) -> Fitted:
    """Raises ModelUnavailable, saying what the model makes instead.

    The resolution is the one that was asked for, and the model's default where none was.
    """
    aspect = aspect_of(request.width, request.height)
    if aspect not in model.aspects:
        raise ModelUnavailable(
            f"{model.id} makes {' and '.join(model.aspects)}, not {aspect}", field="model"
        )  # fmt: skip
    resolution = request.resolution if isinstance(request, ClipRequest) else ""
    if resolution and resolution not in model.resolutions:
        raise ModelUnavailable(
            f"{model.id} makes {' and '.join(model.resolutions) or 'one resolution'}, not {resolution}", field="model"
        )  # fmt: skip
    seconds = length_for(request.duration, model) if isinstance(request, ClipRequest) else None
    return Fitted(
        prompt=shortened(request.prompt, model.prompt_max),
        seconds=seconds,
        aspect=aspect,
        size=model.sizes.get(aspect, ""),
        resolution=resolution or next(iter(model.resolutions), ""),
    )


def aspect_of(width: int, height: int) -> str:
    """ "9:16". Sides of a picture with room for the camera are rounded, so the nearest small ratio counts."""
    ratio = Fraction(width, height)
    near = min(("9:16", "16:9", "1:1", "4:5"), key=lambda name: abs(Fraction(name.replace(":", "/")) - ratio))
    if abs(Fraction(near.replace(":", "/")) / ratio - 1) < Fraction(1, 50):
        return near
    return f"{ratio.numerator}:{ratio.denominator}"


def length_for(duration: Fraction, model: Model) -> int:
    """The shortest of the model's lengths that holds it, in seconds. Raises ModelUnavailable."""
    if not model.lengths:
        return -(-duration.numerator // duration.denominator)
    for length in model.lengths:
        if length >= duration:
            return length
    raise ModelUnavailable(f"{model.id} makes {model.lengths[-1]} s at most, not {float(duration):g}", field="model")


def shortened(prompt: str, most: int) -> str:
    """Whole sentences from the front, as many as fit; of a first one that is longer as many words as fit.

    most: in units of UTF-16, as vendors count characters: an emoji is two of them.
    """
    if units(prompt) <= (room := most):
        return prompt
    kept: list[str] = []
    for sentence in _SENTENCE.split(prompt):
        most -= units(sentence) + bool(kept)
        if most < 0:
            break
        kept.append(sentence)
    return " ".join(kept).strip() or _words(prompt, room)


def units(text: str) -> int:
    """Its length in UTF-16."""
    return len(text) + sum(character > "\uffff" for character in text)


def _words(text: str, most: int) -> str:
    """As many words from the front as fit; of a first one that is longer a part."""
    long = sum(1 for length in accumulate(map(units, text)) if length <= most)
    return text[: long + 1].rsplit(" ", 1)[0][:long].rstrip()
