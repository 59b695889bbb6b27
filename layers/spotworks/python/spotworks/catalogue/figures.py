"""Numbers of a catalogue, and what they may be: fields, and options that somebody reads as a number. Pure."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from spotworks.catalogue.places import Path
from spotworks.domain.model import Model

_FIELDS: dict[str, tuple[int, int]] = {
    "fps": (1, 240), "references": (0, 100), "output_hours": (0, 24 * 365),
    "prompt_max": (20, 1_000_000), "image_max": (10_000, 1_000_000_000),
}  # fmt: skip
"""From, and to."""

_WHOLE: dict[str, tuple[int, int]] = {"frame_step": (1, 64), "steps": (1, 1_000), "thinking": (0, 1_000_000)}
_AMOUNTS = {"gpu_gb", "gpu_hour_usd"}
_DRAWN = "diffuse"
"""The wire to which options.frames is a number; to others it is a name of theirs."""


def figures(model: Model) -> Iterator[tuple[Path, str]]:
    """Fields and options of a model that are out of range or no number, and what is wrong with each."""
    for name, (least, most) in _FIELDS.items():
        value = getattr(model, name)
        if value is not None and not least <= value <= most:  # not a number is neither
            yield (name,), f"must be from {least:,} to {most:,}, not {value:,}"
    for name, value in model.options.items():
        if wrong := _wrong(name, value, model):
            yield ("options", name), f"{wrong}, not {value!r}"


def _wrong(name: str, value: str, model: Model) -> str:
    """What an option has to be and is not, or ""."""
    limits = _WHOLE.get(name) or ((1, 10_000) if name == "frames" and model.spoken_by == _DRAWN else None)
    if limits:
        least, most = limits
        good = value.isascii() and value.isdecimal() and len(value) < 9 and least <= int(value) <= most
        return "" if good else f"must be a whole number from {least:,} to {most:,}"
    if name in _AMOUNTS or name.startswith("usd."):
        return "" if _is_amount(value) else "must be a number, 0 or more"
    return ""


def _is_amount(value: str) -> bool:
    try:
        return Decimal(value).is_finite() and Decimal(value) >= 0
    except InvalidOperation:
        return False
