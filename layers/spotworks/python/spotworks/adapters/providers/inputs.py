"""A request in a model's own words, for vendors whose models have inputs of their own: Replicate, fal, Runway."""

import base64
from collections.abc import Mapping
from typing import Any

from spotworks.ports import StillInput, VendorRequest


def named_inputs(request: VendorRequest, names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What the request holds, under the names that the model has for it; what it has no name for is left out.

    names: the vendor's own, over which the model's `options` go: "first_frame" = "start_image", "frames" for both in a
    list. In options "seconds.5" = "5s" is how the model spells that value, and "input.x" is sent as x always.
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
    return found | {name[6:]: value for name, value in known.items() if name.startswith("input.")}


def source(still: StillInput) -> str:
    """Where the vendor reads the picture, or the picture itself."""
    return still.url or data_uri(still)


def data_uri(still: StillInput) -> str:
    return f"data:{still.content_type};base64,{base64.b64encode(still.content).decode()}"


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
