"""What a catalogue has to say of each model, and what its models may not do to each other. Pure."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import product

from spotworks.catalogue.figures import figures
from spotworks.catalogue.places import Path
from spotworks.domain.model import Kind, Model, price_of, rate_of
from spotworks.domain.sharpness import lines

Finding = tuple[Path, str]
"""A field, and what is wrong with it."""

RESERVED = frozenset({"auto"})
"""Words that a brief has in the place of a model's name."""

PATIENCE, PATIENCE_OTHERS = 80, 14
"""Minutes that an order of a clip, and of anything else, may take at most: the states wait a little longer."""

_NAME = re.compile(r"[a-z][a-z0-9_]{1,39}", re.ASCII)
_ASPECT = re.compile(r"[1-9]\d?:[1-9]\d?", re.ASCII)
_SONG, _EFFECT = 30, 1  # seconds, of a model that makes any length


def within(model: Model) -> Iterator[Finding]:
    """Mistakes of one model."""
    for name, path in ((model.id, ("id",)), *((alias, ("aliases",)) for alias in model.aliases)):
        if not _NAME.fullmatch(name):
            yield path, f"{name!r}: must be 2 to 40 of a-z, 0-9 and _, a letter first"
        elif name in RESERVED:
            yield path, f"{name!r}: is a word that a brief may have in the place of a model"
    if not model.source:
        yield ("source",), "is missing: say where these facts are from"
    if model.checked is None:
        yield ("checked",), "is missing: the day on which these facts were looked up"
    if model.secrets and not model.key_from:
        yield ("key_from",), "is missing: say where one gets its key"
    yield from _lifetime(model)
    yield from _shape(model)
    yield from _look(model)
    yield from figures(model)
    if _costs(model):
        yield from _prices(model)
        return
    for place, price in enumerate(model.prices):
        if price.usd < 0:
            yield ("prices", place, "usd"), f"must not be less than 0 dollars, as {price.usd} is"


def _lifetime(model: Model) -> Iterator[Finding]:
    ends, checked = model.shut_down_on, model.checked
    if model.lifecycle == "available" and ends:
        yield ("lifecycle",), f"must be deprecated or shut_down, as it has a day on which it is shut down ({ends})"
    if model.lifecycle == "deprecated" and not ends and not model.replaced_by:
        yield ("lifecycle",), "is deprecated without shut_down_on or replaced_by"
    if model.lifecycle == "shut_down" and not model.replaced_by:
        yield ("replaced_by",), "is missing: say what is used instead"
    if model.lifecycle == "shut_down" and ends and checked and ends > checked:
        yield ("shut_down_on",), f"lies after the day on which that was looked up ({checked}): it is deprecated"


def _shape(model: Model) -> Iterator[Finding]:
    if not model.makes:
        yield ("makes",), "must not be empty"
    if model.durations and model.longest:
        yield ("durations",), "has no place beside shortest and longest"
    if any(seconds < 1 for seconds in model.durations):
        yield ("durations",), "must be whole seconds from 1 on"
    if not model.lengths and any(price.unit == "clip" for price in model.prices):
        yield ("durations",), "is missing, as it is paid by the clip"
    if model.longest and not 1 <= model.shortest <= model.longest:
        yield ("shortest",), f"must be from 1 to the longest, {model.longest}"
    if model.shortest and not model.longest:
        yield ("shortest",), "has no place without longest"
    longest = PATIENCE if "clip" in model.makes else PATIENCE_OTHERS
    if not 0 <= model.most_minutes <= longest:
        yield ("most_minutes",), f"must be from 1 to {longest}, for as long as a video waits for it"


def _look(model: Model) -> Iterator[Finding]:
    if not {"clip", "image"} & set(model.makes):
        return
    if not model.aspects:
        yield ("aspects",), "must not be empty"
    for number, aspect in enumerate(model.aspects):
        if not _ASPECT.fullmatch(aspect):
            yield ("aspects", number), f"{aspect!r}: must be a ratio, as 16:9"
    for aspect in model.sizes:
        if aspect not in model.aspects:
            yield ("sizes", aspect), "is not one of its aspects"
    for number, resolution in enumerate(model.resolutions if "clip" in model.makes else ()):
        if not lines(resolution):
            yield ("resolutions", number), f"{resolution!r}: must say how many lines, as 720p or 2k; options spell it"


def _costs(model: Model) -> bool:
    """A server of one's own costs the machine's time, which is not counted here."""
    return bool(model.secrets) and not model.endpoint and model.lifecycle != "shut_down"


def _prices(model: Model) -> Iterator[Finding]:
    for number, price in enumerate(model.prices):
        if not 0 < price.usd < 1_000:
            yield ("prices", number, "usd"), f"must be more than 0 and less than 1,000 dollars, not {price.usd}"
        if price.resolution and price.resolution not in model.resolutions:
            yield ("prices", number, "resolution"), f"{price.resolution!r} is not one of its resolutions"
        if price.seconds is not None and model.lengths and price.seconds not in model.lengths:
            yield ("prices", number, "seconds"), f"{price.seconds} is not one of its lengths"
    for kind in model.makes:
        try:
            _look_up(kind, model)
        except LookupError as error:
            yield ("prices",), str(error)


def _look_up(kind: Kind, model: Model) -> None:
    """All that has to have a price. Raises LookupError, naming the first that has none."""
    sounds = {"no": (False,), "optional": (False, True), "always": (True,)}[model.native_audio]
    match kind:
        case "clip":
            for resolution in model.resolutions or ("",):
                for seconds, sound in product(model.lengths or (1,), sounds):
                    price_of(model, seconds=seconds, resolution=resolution, sound=sound)
        case "image":
            for resolution in model.resolutions or ("",):
                price_of(model, resolution=resolution)
        case "music" | "effects":
            price_of(model, seconds=max(model.lengths, default=_SONG if kind == "music" else _EFFECT))
        case "voice":
            units = {price.unit for price in model.prices}
            rate_of(model, "character" if "character" in units else "token out" if "token out" in units else "second")
        case "language":
            rate_of(model, "token in")
            rate_of(model, "token out")


def among(models: Sequence[Model], place: Sequence[Callable[[Path], str]]) -> Iterator[tuple[int, Path, str]]:
    """Mistakes between models: the number of the one at fault, and what is wrong. place: where a field of each is."""
    names: dict[str, tuple[int, Path]] = {}
    for number, model in enumerate(models):
        for name, path in ((model.id, ("id",)), *((alias, ("aliases",)) for alias in model.aliases)):
            if name in names:
                other, there = names[name]
                yield number, path, f"{name!r} is taken by {place[other](there)}"
            names.setdefault(name, (number, path))
    by_id = {model.id: model for model in reversed(models)}
    for number, model in enumerate(models):
        if what := _succession(model, by_id):
            yield number, ("replaced_by",), what


def _succession(model: Model, by_id: dict[str, Model]) -> str:
    """What is wrong with what follows a model, and follows that."""
    seen = [model.id]
    while after := by_id[seen[-1]].replaced_by:
        if after in seen:
            return f"goes round in a circle: {' -> '.join([*seen, after])}"
        if after not in by_id:
            return f"there is no model {after!r}" if len(seen) == 1 else ""  # else it is told there
        if not set(model.makes) & set(by_id[after].makes):
            return f"{after} makes {', '.join(by_id[after].makes)}"
        seen.append(after)
    return ""
