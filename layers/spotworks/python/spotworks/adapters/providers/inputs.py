"""What adapters make of a request's values, where several vendors want the same."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from spotworks.domain.model import Model
from spotworks.ports import StillInput, VendorRequest


def data_uri(still: StillInput) -> str:
    return f"data:{still.content_type};base64,{base64.b64encode(still.content).decode()}"


def sides(size: str) -> tuple[int, int] | None:
    """Width and height of "848x480" or "848:480"."""
    width, _, height = size.replace(":", "x").partition("x")
    return (int(width), int(height)) if width.isdecimal() and height.isdecimal() else None


def frames(seconds: int, model: Model) -> int:
    """How many frames last that long at the model's rate, 24 where none is said.

    options "frame_step": the model makes multiples of it and one more (Wan 4, Mochi 6, LTX 8): the next such number.
    """
    count, step = seconds * (model.fps or 24), int(model.options.get("frame_step", "1"))
    return -(-(count - 1) // step) * step + 1 if step > 1 else count


def given(request: VendorRequest) -> dict[str, Any]:
    """The request's values by our names, those that it has; pictures as data URIs."""
    size = sides(request.size) or (None, None)
    values = {
        "prompt": request.prompt,
        "negative_prompt": request.negative_prompt,
        "seconds": request.seconds,
        "frames": frames(request.seconds, request.model) if request.seconds else None,
        "fps": request.model.fps,
        "aspect": request.aspect,
        "size": request.size,
        "width": size[0],
        "height": size[1],
        "resolution": request.resolution,
        "seed": request.seed,
        "sound": request.sound or None,
        "first_frame": request.first_frame and data_uri(request.first_frame),
        "last_frame": request.last_frame and data_uri(request.last_frame),
    }
    return {name: value for name, value in values.items() if value not in (None, "")}


def constants(options: Mapping[str, str]) -> dict[str, Any]:
    """What the catalogue sends with every request: options "input.steps" = "40". Numbers and booleans as such."""
    return {name[6:]: _typed(value) for name, value in options.items() if name.startswith("input.")}


def _typed(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def named_inputs(request: VendorRequest, names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What the request holds, under the names that the model has for it; what it has no name for is left out.

    names: the vendor's own, over which the model's `options` go: "first_frame" = "start_image", "frames" for both in a
    list. In options "seconds.5" = "5s" is how the model spells that value, and "input.x" is sent as x
    always: numbers and booleans as such.
    """
    known = {"prompt": "prompt"} | dict(names or {}) | request.model.options
    found: dict[str, Any] = {}
    for ours, value in _plain(request).items():
        if known.get(ours) and value not in (None, ""):
            found[known[ours]] = known.get(f"{ours}.{value}", value)
    for ours, stills in _pictures(request).items():
        if known.get(ours) and stills:
            many = ours in {"frames", "references"}
            found[known[ours]] = [source(one) for one in stills] if many else source(stills[0])
    return found | constants(known)


def source(still: StillInput) -> str:
    """Where the vendor reads the picture, or the picture itself."""
    return still.url or data_uri(still)


def _plain(request: VendorRequest) -> dict[str, Any]:
    return {
        "prompt": request.prompt,
        "seconds": request.seconds,
        "aspect": request.size or request.aspect,
        "size": request.size,
        "resolution": request.resolution,
        "negative_prompt": request.negative_prompt,
        "seed": request.seed,
        "sound": request.sound,
    }


def _pictures(request: VendorRequest) -> dict[str, tuple[StillInput, ...]]:
    frames = {"first_frame": request.first_frame, "last_frame": request.last_frame}
    given = {name: (still,) for name, still in frames.items() if still}
    return {**given, "frames": sum(given.values(), ()), "references": request.references}
