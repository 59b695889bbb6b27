"""`spotworks models`: what videos can be made with, what that costs, and what is missing for it here."""

import json
import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from local.cli.faults import Fault, bad_input, printable
from local.cli.words import single_line
from local.client import Client

if TYPE_CHECKING:  # pydantic takes 0.2 s
    from spotworks.domain.lifecycle import Resolved
    from spotworks.domain.model import Model, Price

KINDS = ("clip", "image", "voice", "effects", "music", "language")
TITLES = {
    "clip": "Clips", "image": "Pictures", "voice": "Voices", "effects": "Sound effects", "music": "Music",
    "language": "Planning and judging",
}  # fmt: skip
_HEADS = {
    "clip": ("Model", "By", "Seconds", "Ratios", "Price", "Frames", "Sound", "Usable here"),
    "image": ("Model", "By", "Ratios", "Price", "Your photo", "Usable here"),
    "voice": ("Model", "By", "Price", "Usable here"),
    "effects": ("Model", "By", "Price", "Usable here"),
    "music": ("Model", "By", "Seconds", "Price", "Usable here"),
    "language": ("Model", "By", "Price", "Usable here"),
}
_WIDE = 100  # columns of a terminal; in a narrower one there are only those that are needed
_NEEDED = {"Model", "Seconds", "Price", "Usable here"}
_ALL = ("9:16", "16:9", "1:1", "4:5")
_FRAMES = {"no": "", "optional": "first", "required": "first, needed"}
_MANY = 4  # lengths that are named one by one
_AMOUNT = {"character": 1_000, "token in": 1_000_000, "token out": 1_000_000}  # that prices are told of
_SHORT = {"character": "1,000 characters", "token in": "M in", "token out": "M out"}


def models(
    name: str, *, makes: str | None, usable: bool, as_json: bool, server: str | None, token: str | None
) -> int:  # fmt: skip
    """name: of the one to show whole, or ""."""
    if makes is not None and makes not in KINDS:
        raise bad_input("makes", f"must be {', '.join(KINDS[:-1])} or {KINDS[-1]}, not {makes!r}")
    found = _found(server, token)
    if name:
        return _one(_resolved(name, found, datetime.now(UTC).date()), as_json=as_json)
    listed = [one for one in found if (not makes or makes in one.makes) and (one.available or not usable)]
    if as_json:
        _print({"models": [one.model_dump(mode="json") for one in listed]})
        return 0
    if not listed:
        print("None of them can be used here: `spotworks models` says what each needs.")
        return 0
    kinds = [makes] if makes else [kind for kind in KINDS if any(kind in one.makes for one in listed)]
    _tables(listed, kinds)
    if not all(one.available for one in listed):
        print("`spotworks models NAME` tells everything of one, and where its key is to be had.")
    if "language" in kinds and server is None:
        planner = os.environ.get("SPOTWORKS_LANGUAGE_MODEL", "")
        one = f"SPOTWORKS_LANGUAGE_MODEL={printable(planner)} plans." if planner else "The rules plan."
        print(f"{one} SPOTWORKS_LANGUAGE_MODEL=NAME, or several with commas between, names who does: for all videos.")
    return 0


def _tables(listed: "Sequence[Model]", kinds: Sequence[str]) -> None:
    """One a kind; long cells wrap, and a pipe gets them whole."""
    from rich.console import Console  # 0.1 s
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 2_000
    for kind in kinds:
        rows = [_row(one) for one in sorted((one for one in listed if kind in one.makes), key=_place)]
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        wide = console.width >= _WIDE
        heads = [head for head in _HEADS[kind] if wide or head in _NEEDED]
        for head in heads:
            title = "Usable, or needs" if head == "Usable here" and not wide else head
            table.add_column(title, no_wrap=head in {"Model", "Seconds"}, overflow="fold")
        for row in rows:
            cells = (row[head] if wide else row[head].removeprefix("needs ") for head in heads)
            table.add_row(*map(Text, cells))
        console.print(Text(TITLES[kind], style="bold"))
        console.print(table, "")


def _found(server: str | None, token: str | None) -> "tuple[Model, ...]":
    """Those of this installation, or of a server."""
    from spotworks import wiring
    from spotworks.domain.model import Model
    from spotworks.errors import CatalogueRejected

    if server is not None:
        with Client(server, token=token) as client:
            return tuple(Model.model_validate(one) for one in client.models())
    try:
        return wiring.models()
    except CatalogueRejected as error:
        raise Fault(error.message, error="CatalogueRejected") from error


def _resolved(name: str, found: "Sequence[Model]", today: date) -> "Resolved":
    from spotworks.domain.lifecycle import resolve
    from spotworks.errors import InvalidRequest, ModelUnavailable

    try:
        return resolve(name, found, today)
    except (InvalidRequest, ModelUnavailable) as error:
        raise bad_input("name", error.message) from error


def _one(resolved: "Resolved", *, as_json: bool) -> int:
    model = resolved.model
    if as_json:
        _print({"told": resolved.told, "model": model.model_dump(mode="json")})
        return 0
    if resolved.told:
        print(f"{resolved.told}\n")
    width = max(map(len, _whole(model)))
    for what, text in _whole(model).items():
        print(f"{what:<{width}}  {text}")
    return 0


def _whole(model: "Model") -> dict[str, str]:
    """Everything that a person may want to know of it; what it does not have is left out."""
    about = {
        "Model": f"{model.id} ({model.name})",
        "Also called": ", ".join(model.aliases),
        "Makes": ", ".join(model.makes),
        "Provider": f"{model.provider}{f', where it is {model.vendor_id}' if model.vendor_id else ''}",
        "Usable here": _usable(model),
        "Price": "; ".join(_priced(price) for price in model.prices) or "nothing but its machine's time",
        "Seconds": _lengths(model),
        "Ratios": ", ".join(_spelled(one, model) for one in _aspects(model)),
        "Resolutions": ", ".join(model.resolutions),
        "Frames": _frames(model),
        "Your photo": _photo(model),
        "References": str(model.references or ""),
        "Sound": "" if model.native_audio == "no" else f"of its own, {model.native_audio}",
        "At once": f"{model.concurrency}, and {model.per_minute} calls a minute" if model.provider != "local" else "",
        "Tells when done": f"by a webhook, {model.webhook}" if model.webhook != "no" else "",
        "Files are kept": f"{model.output_hours:g} h" if model.output_hours else "",
        "Keys": ", ".join(_keys(model)),
        "May be set": ", ".join(name for name in model.variables if name not in _keys(model)),
        "Keys from": model.key_from,
        "Lifecycle": _lifecycle(model),
        "Note": model.note,
        "Source": f"{model.source}, looked up on {model.checked}",
    }
    return {what: text for what, text in about.items() if text}


def _place(model: "Model") -> tuple[bool, bool]:
    """What can be used first, what is gone last."""
    return not model.available, model.lifecycle == "shut_down"


def _row(model: "Model") -> dict[str, str]:
    return {
        "Model": model.id,
        "By": model.provider,
        "Seconds": _lengths(model),
        "Ratios": "any" if set(model.aspects) >= set(_ALL) else " ".join(model.aspects),
        "Price": price(model),
        "Frames": _frames(model),
        "Your photo": _photo(model),
        "Sound": {"no": "", "optional": "can", "always": "always"}[model.native_audio],
        "Usable here": _here(model),
    }


def _here(model: "Model") -> str:
    """The short of it."""
    if model.available:
        return f"yes, until {model.shut_down_on}" if model.warning else "yes"
    if model.reads == "addresses" and "addresses" in model.why_not:
        return "needs a public address"
    if model.package and model.package in model.why_not:
        return f"needs the package {model.package}"
    if model.lifecycle == "shut_down" or not (model.secrets or model.endpoint):
        return f"gone: use {model.replaced_by}" if model.replaced_by else single_line(model.why_not)
    told = model.why_not.partition("; ")[0]
    lacking = [name for name in _keys(model) if name in told]
    return f"needs {' '.join(lacking)}" if "needs " in told else single_line(told)


def _keys(model: "Model") -> tuple[str, ...]:
    return tuple(filter(None, (*model.secrets, model.endpoint)))


def _usable(model: "Model") -> str:
    if not model.available:
        return f"no: {single_line(model.why_not)}"
    return f"yes; {model.warning}" if model.warning else "yes"


def _aspects(model: "Model") -> tuple[str, ...]:
    return model.aspects if {"clip", "image"} & set(model.makes) else ()


def _spelled(aspect: str, model: "Model") -> str:
    size = model.sizes.get(aspect, aspect)
    return aspect if size == aspect else f"{aspect} as {size}"


def _lengths(model: "Model") -> str:
    if len(model.lengths) > _MANY:
        return f"{model.lengths[0]}-{model.lengths[-1]}"
    return ", ".join(map(str, model.lengths)) or ("any" if "clip" in model.makes else "")


def _frames(model: "Model") -> str:
    if "clip" not in model.makes:
        return ""
    last = {"required": "last, needed", True: "last"}.get(model.last_frame, "")
    return ", ".join(filter(None, (_FRAMES[model.first_frame], last)))


def _photo(model: "Model") -> str:
    """Whether a model of pictures draws from it."""
    return ("seen" if model.takes_photo else "not seen") if "image" in model.makes else ""


def price(model: "Model") -> str:
    """Of its shape in standard quality, short: "$0.19/6 s, $0.32/10 s"."""
    if not model.prices:
        return "" if model.lifecycle == "shut_down" else "free"
    shape = _usual(model)
    shown = [price for price in model.prices if price.resolution in {"", shape} and price.sound is not True]
    return ", ".join(f"${_plain(price.usd * _AMOUNT.get(price.unit, 1))}/{_per(price)}" for price in shown)


def _usual(model: "Model") -> str:
    """The resolution that is asked for in standard quality; pictures have one for all."""
    from spotworks.domain.sharpness import chosen

    return chosen(model.resolutions, "standard") if "clip" in model.makes else next(iter(model.resolutions), "")


def _per(price: "Price") -> str:
    """What it is the price of, short."""
    if price.unit == "second":
        return "s"
    return f"{price.seconds} s" if price.seconds else _SHORT.get(price.unit, price.unit)


def _priced(price: "Price") -> str:
    """In words: "$0.19 a clip of 6 s, 768p"."""
    amount = {
        "character": "a thousand characters",
        "token in": "a million tokens in",
        "token out": "a million tokens out",
    }
    unit = amount.get(price.unit) or f"{'an' if price.unit[0] in 'ie' else 'a'} {price.unit}"
    seconds = f" of {price.seconds} s" if price.seconds else ""
    sound = {None: "", True: "with sound", False: "without sound"}[price.sound]
    about = filter(None, (price.resolution, sound))
    return ", ".join([f"${_plain(price.usd * _AMOUNT.get(price.unit, 1))} {unit}{seconds}", *about])


def _plain(usd: Decimal) -> str:
    return f"{usd:.2f}" if usd == usd.quantize(Decimal("0.01")) else f"{usd.normalize():f}"


def _lifecycle(model: "Model") -> str:
    ends = f", ends on {model.shut_down_on}" if model.shut_down_on else ""
    follows = f", then {model.replaced_by}" if model.replaced_by else ""
    return f"{model.lifecycle.replace('_', ' ')}{ends}{follows}"


def _print(found: Any) -> None:
    print(json.dumps(found, ensure_ascii=False, indent=1))
