"""Which model is asked first, and which after it: by fit to what is wanted, price, and how it has done so far.

A chain begins with what was asked for, goes on with models of other providers that make the same shape, and ends on
this machine, so that a video always comes out.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, log

from spotworks.domain.base import Frozen, Usd
from spotworks.domain.brief import ClipSound, Quality, RouteBy
from spotworks.domain.estimate import music_price, unit_price, voice_price
from spotworks.domain.model import Kind, Model, chunks_for, clip_price, picture_price
from spotworks.domain.sharpness import highest, lacking

LOCAL = "local"
AUTO = "auto"
_LINKS = 3  # vendors that are tried before this machine does it

_PRIOR = 4
"""Calls by which a model that nobody has asked yet is taken to do as well as most."""
_USUAL = Fraction(19, 20)  # of calls bring something that can be used (requirement C5)
_SLOW = 90.0  # seconds that a clip of a vendor takes, where nobody knows
_NEARLY = 1.1  # times a price, which counts as the same
_CHARACTERS = 14  # that are spoken in a second


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
    """What is wanted. parts: seconds of each; whole: that a part must be one clip, instead of several in a row.

    has_picture: whether there is one to begin from; of pictures themselves, whether any has the user's photo to show.
    sound, quality: as a brief asks for them.
    """

    kind: Kind
    aspect: str
    parts: tuple[Fraction, ...] = (Fraction(5),)
    whole: bool = False
    has_picture: bool = True
    sound: ClipSound = "no"
    quality: Quality = "standard"


class Choice(Frozen):
    """One link of a chain. why: for the report."""

    model: str
    why: str


def chain(
    wanted: str, shape: Shape, models: Sequence[Model], records: Mapping[str, Record], *, by: RouteBy = "price"
) -> tuple[Choice, ...]:
    """wanted: a model's id, "auto" or "local". models: in the catalogue's order, each with whether it can be used.

    One that cannot be used or does not fit is left out, whoever asked for it. One whose best resolution is too low for
    the quality comes after all that have enough. One without a price, as a server of one's own is, or one that works
    from words alone, is used where it is asked for by its name.
    """
    if wanted == LOCAL:
        return (Choice(model=LOCAL, why="asked for"),)
    fitting = [model for model in models if fits(model, shape)]
    priced = [model for model in fitting if model.prices]
    ranked = sorted(priced, key=lambda model: _rank(model, shape, records.get(model.id, Record()), by))
    by_words = shape.model_copy(update={"has_picture": False})
    first = [model for model in models if model.id == wanted and (model in fitting or fits(model, by_words))]
    chosen: list[Choice] = [
        Choice(model=model.id, why=f"asked for{_given(model, shape)}{_low(model, shape)}") for model in first
    ]
    providers = {model.provider for model in first}
    for model in ranked:
        if model.provider not in providers and len(chosen) < _LINKS:
            providers.add(model.provider)
            why = _why(model, shape, records.get(model.id, Record()), by)
            chosen.append(Choice(model=model.id, why=f"{why}{_given(model, shape)}"))
    return (*chosen, Choice(model=LOCAL, why="on this machine, if no vendor can"))


def fits(model: Model, shape: Shape) -> bool:
    """Whether it makes the same: kind, aspect, length, from a picture or without one, with a sound if asked."""
    if shape.kind not in model.makes or not model.available or model.provider == LOCAL:
        return False
    if shape.kind not in {"clip", "image"}:
        return True
    if shape.aspect not in model.aspects:
        return False
    if shape.kind == "image":
        return model.takes_photo or not shape.has_picture
    if shape.sound == "yes" and model.native_audio == "no":
        return False
    reaches = not model.lengths or not shape.whole or model.lengths[-1] >= max(shape.parts)
    return reaches and (model.first_frame != "no" if shape.has_picture else model.first_frame != "required")


def per_accepted(model: Model, shape: Shape, record: Record) -> Decimal:
    """US dollars for one that can be used: its price, and what was paid for those that could not."""
    price = _price(model, shape) / len(shape.parts)
    if record.asked < _PRIOR or not record.accepted:
        return price
    return max(price, record.spent / record.accepted)


def _price(model: Model, shape: Shape) -> Decimal:
    """Of all parts together."""
    if shape.kind == "clip":
        parts = (one for part in shape.parts for one in chunks_for(part, model))
        return sum((clip_price(model, one, shape.sound, shape.quality) for one in parts), Decimal(0))
    if shape.kind == "image":
        return picture_price(model, photo=shape.has_picture) * len(shape.parts)
    return sum((_unit(model, shape.kind, part) for part in shape.parts), Decimal(0))


def _unit(model: Model, kind: Kind, seconds: Fraction) -> Decimal:
    match kind:
        case "voice":
            return voice_price(model, int(seconds * _CHARACTERS), seconds)
        case "music":
            return music_price(model, seconds)
        case "effects":
            return unit_price(model, seconds)
    return unit_price(model)


def _rank(model: Model, shape: Shape, record: Record, by: RouteBy) -> tuple[float, ...]:
    """The lowest first; of prices that are nearly the same the one that is done sooner."""
    success, short = float(record.success), _short(model, shape)
    cost = float(per_accepted(model, shape, record)) / success
    wait = _wait(model, shape, record) / success
    match by:
        case "price":
            return (short, round(log(max(cost, 1e-6), _NEARLY)), wait, cost)
        case "speed":
            return (short, wait, cost)
    return (short,)  # sorting is stable: the catalogue's order stays


def _short(model: Model, shape: Shape) -> int:
    """Pixels that its clips have too few of, at their best."""
    return lacking(model.resolutions, shape.quality) if shape.kind == "clip" else 0


def _low(model: Model, shape: Shape) -> str:
    """That it makes nothing sharp enough, in words, or ""."""
    best = highest(model.resolutions)
    return f"; {best} at most, which is low for {shape.quality} quality" if best and _short(model, shape) else ""


def _wait(model: Model, shape: Shape, record: Record) -> float:
    """Seconds until all parts are there, as many at once as its account takes."""
    return _seconds(record) * ceil(len(shape.parts) / model.concurrency)


def _seconds(record: Record) -> float:
    return (record.seconds + _SLOW * _PRIOR) / (record.accepted + _PRIOR)


def _given(model: Model, shape: Shape) -> str:
    """Whether it sees what there is to see."""
    if shape.kind not in {"clip", "image"} or not shape.has_picture:
        return ""
    if not fits(model, shape):
        return ", from words alone"
    return ", from the photo" if shape.kind == "image" else ""


def _why(model: Model, shape: Shape, record: Record, by: RouteBy) -> str:
    done = f", {record.accepted} of {record.asked} came out" if record.asked else ""
    done += _low(model, shape)
    match by:
        case "price":
            return f"${per_accepted(model, shape, record):.4f} for one that can be used{done}"
        case "speed":
            return f"about {_wait(model, shape, record):.0f} s for all of it{done}"
    return f"next in the catalogue{done}"
