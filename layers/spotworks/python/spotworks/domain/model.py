"""What is known of a model that makes things: catalogue/models/*.toml as values, and what its work costs."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Annotated, Literal

from pydantic import Field

from spotworks.domain.base import Frozen, Usd
from spotworks.domain.beats import chunks
from spotworks.domain.brief import ClipSound, Quality
from spotworks.domain.sharpness import chosen

Kind = Literal["clip", "image", "voice", "music", "effects", "language"]
Unit = Literal["second", "clip", "image", "song", "effect", "character", "token in", "token out", "reference"]
Lifecycle = Literal["available", "deprecated", "shut_down", "no_public_service"]

NAMING = ("key", "endpoint_id")
"""Options whose value is an environment name: of a server's key, of an endpoint's id."""


class Price(Frozen):
    """US dollars for one unit. seconds, resolution, sound: of what it is the price, where there are several.

    "reference": what the subject's photo adds to a picture drawn from it, where that is not free.
    """

    usd: Usd
    unit: Unit
    seconds: int | None = None
    resolution: str = ""
    sound: bool | None = None


class Model(Frozen):
    """id: what users write; provider: whose key and limits; wire: the entry point that speaks its format, the
    provider's own where none is said; vendor_id: what the vendor calls it. makes: what it can be asked for.

    durations: seconds of one clip, or empty for any; shortest, longest: where every whole second between is one.
    sizes: how the vendor spells an aspect, where it does not take "9:16" itself; resolutions: of pictures the first is
    asked for, of clips see domain.sharpness.
    first_frame, last_frame, native_audio: whether it takes one, whether it has a sound; references: pictures of the
    subject, or of a question; reads: the pictures themselves, or nothing but public addresses of them.
    secrets: environment names of its keys; key_from: where one gets them; endpoint: environment name of a base URL,
    of a self-hosted server; settings: environment names of what else its adapter reads, all of which may be missing;
    package: that its adapter imports, brought by that extra of ours.
    most_minutes: from the order to the file, after which it is given up; 0 for what is usual.
    prompt_max: characters; image_max: bytes of a picture; output_hours: that a file is kept.
    options: what it calls our fields ("first_frame" = "start_image"), "input.x": what is sent as x with each call, and
    whatever else its adapter asks for.
    source, checked: where the facts are from, and when; a note that holds "unverified" says which of them are not sure.
    available, why_not, warning: on this installation and day, set by domain.lifecycle.with_availability.
    """

    id: str
    provider: str
    wire: str = ""
    vendor_id: str = ""
    name: str
    makes: tuple[Kind, ...]
    aliases: tuple[str, ...] = ()
    prices: tuple[Price, ...] = ()
    durations: tuple[int, ...] = ()
    shortest: int = 0
    longest: int = 0
    aspects: tuple[str, ...] = ("9:16", "16:9", "1:1", "4:5")
    sizes: dict[str, str] = Field(default_factory=dict)
    resolutions: tuple[str, ...] = ()
    fps: int | None = None
    first_frame: Literal["no", "optional", "required"] = "no"
    last_frame: bool | Literal["required"] = False
    references: int = 0
    reads: Literal["pictures", "addresses"] = "pictures"
    native_audio: Literal["no", "optional", "always"] = "no"
    seed: bool = False
    concurrency: Annotated[int, Field(ge=1)] = 4
    per_minute: Annotated[int, Field(ge=1)] = 60
    webhook: Literal["signed", "unsigned", "no"] = "no"
    most_minutes: int = 0
    output_hours: float = 0
    prompt_max: int = 2_000
    image_max: int = 5_000_000
    lifecycle: Lifecycle = "available"
    shut_down_on: date | None = None
    replaced_by: str = ""
    secrets: tuple[str, ...] = ()
    key_from: str = ""
    endpoint: str = ""
    settings: tuple[str, ...] = ()
    package: str = ""
    extra: str = ""
    options: dict[str, str] = Field(default_factory=dict)
    note: str = ""
    source: str = ""
    checked: date | None = None
    available: bool = True
    why_not: str = ""
    warning: str = ""

    @property
    def spoken_by(self) -> str:
        """The entry point among "spotworks.providers"."""
        return self.wire or self.provider

    @property
    def variables(self) -> tuple[str, ...]:
        """Environment names of all that its adapter reads."""
        of_options = (self.options.get(option, "") for option in NAMING)
        return tuple(filter(None, (*self.secrets, *self.settings, self.endpoint, *of_options)))

    @property
    def takes_photo(self) -> bool:
        """Whether it can be given a picture of the subject: of a model that draws pictures the first frame is one."""
        return self.references > 0 or self.first_frame != "no"

    @property
    def lengths(self) -> tuple[int, ...]:
        """Seconds of one clip, shortest first; empty for any."""
        if self.durations or not self.longest:
            return tuple(sorted(self.durations))
        return tuple(range(self.shortest, self.longest + 1))


def chunks_for(duration: Fraction, model: Model) -> tuple[Fraction, ...]:
    """A scene's time in parts that the model makes, adding up to it exactly: each at most one of its durations.

    Of all ways the one that pays for the fewest seconds, then the one with the fewest seams. What a clip is
    longer than its part is cut off; the parts share that, so that none of them is a mere tail.
    """
    if not model.lengths:
        return chunks(duration)
    paid = paid_lengths(duration, model)
    total = sum(paid)
    return tuple(length * duration / total for length in paid)


def paid_lengths(duration: Fraction, model: Model) -> tuple[int, ...]:
    """The model's lengths, the longest first, that reach the duration with the least left over."""
    return paid_lengths_upto(-(-duration.numerator // duration.denominator), model)[-1]


def paid_lengths_upto(seconds: int, model: Model) -> list[tuple[int, ...]]:
    """What is paid for 0, 1, ... seconds, each as paid_lengths has it."""
    lengths = tuple(sorted(set(model.lengths), reverse=True))
    best: list[tuple[int, ...]] = [()]
    for second in range(1, seconds + 1):
        options = [(*best[max(0, second - length)], length) for length in lengths]
        best.append(min(options, key=lambda lengths: (sum(lengths), len(lengths))))
    return [tuple(sorted(one, reverse=True)) for one in best]


def length_for(seconds: Fraction, model: Model) -> Fraction:
    """How long a clip is paid for that shows so much: the shortest of the model's lengths that holds it, else its
    longest; of a model that makes any length just that."""
    lengths = model.lengths
    return Fraction(next((length for length in lengths if length >= seconds), max(lengths))) if lengths else seconds


def piece_for(duration: Fraction, model: Model) -> int:
    """Seconds of music that are asked for, and paid, for a video of so many."""
    return int(length_for(Fraction(ceil(duration)), model))


def price_of(
    model: Model, *, seconds: Fraction | int | None = None, resolution: str = "", sound: bool = False
) -> Decimal:
    """Of one clip, picture, song or effect. resolution: "" for the model's default.

    Raises LookupError for a shape that the catalogue has no price of.
    """
    wanted = resolution or (model.resolutions[0] if model.resolutions else "")
    for price in model.prices:
        if price.resolution not in {"", wanted} or price.sound not in {None, sound}:
            continue
        if price.unit == "second" and seconds is not None:
            return price.usd * seconds.numerator / seconds.denominator
        if price.unit in {"clip", "image", "song", "effect"} and price.seconds in {None, seconds}:
            return price.usd
    told = "" if seconds is None else f", {float(seconds):g} s"
    raise LookupError(f"the catalogue has no price for {model.id}{told}, {wanted or 'any resolution'}")


def picture_price(model: Model, *, photo: bool) -> Decimal:
    """Of one picture at its default resolution; nothing of a model that costs nothing but its machine.

    photo: whether there is one of the subject, which goes along to a model that takes it.
    """
    if not model.prices:
        return Decimal(0)
    more = [price.usd for price in model.prices if price.unit == "reference"]
    return price_of(model) + (more[0] if photo and model.takes_photo and more else Decimal(0))


def has_sound(model: Model, asked: ClipSound) -> bool:
    """Whether its clips come with a sound of their own, if that is asked."""
    if model.native_audio != "optional":
        return model.native_audio == "always"
    same = all(price.sound is None for price in model.prices)
    return asked == "yes" or (asked == "auto" and same)


def clip_price(model: Model, seconds: Fraction, asked: ClipSound = "no", quality: Quality = "standard") -> Decimal:
    """Of a clip that shows so much, in the resolution that is asked for; 0 for one that costs nothing but its machine.

    asked: see has_sound; quality: see domain.sharpness. Raises LookupError as price_of does.
    """
    if not model.prices:
        return Decimal(0)
    resolution = chosen(model.resolutions, quality)
    return price_of(model, seconds=length_for(seconds, model), resolution=resolution, sound=has_sound(model, asked))


def rate_of(model: Model, unit: Unit) -> Decimal:
    """Of one character, token or second. Raises LookupError where the model is not paid by it."""
    for price in model.prices:
        if price.unit == unit:
            return price.usd
    raise LookupError(f"the catalogue has no price for a {unit} of {model.id}")
