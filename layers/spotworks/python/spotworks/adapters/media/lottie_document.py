"""Lottie documents, judged by what they say before anything of them is drawn."""

import json
import math
from typing import Any

from spotworks.errors import AssetRejected

MAX_BYTES = 2_000_000
# What a document says of itself, and what that must be above.
_MEASURES = {
    "fr": ("frame rate", 0), "w": ("width", 0), "h": ("height", 0), "ip": ("first frame", -math.inf),
    "op": ("last frame", -math.inf),
}  # fmt: skip


def read_document(content: bytes, name: str) -> dict[str, Any]:
    """Raises AssetRejected, saying what is wrong and what to send instead."""
    if len(content) > MAX_BYTES:
        raise rejected(
            name, f"{len(content) / 1e6:.1f} MB is more than {MAX_BYTES // 1_000_000} MB", "send a smaller one"
        )
    try:
        document = json.loads(content)
    except RecursionError as error:
        raise rejected(name, "its lists are nested too deep", "send a simpler one") from error
    except ValueError as error:
        raise rejected(name, "this is not JSON", "send a Lottie document, as .json") from error
    if not isinstance(document, dict) or not {"v", "fr", "ip", "op", "w", "h", "layers"} <= document.keys():
        raise rejected(name, "this is no Lottie document", "export one as JSON from Bodymovin or a Lottie editor")
    for key, (what, least) in _MEASURES.items():
        if not isinstance(document[key], (int, float)) or not least < document[key] < math.inf:
            raise rejected(name, f"its {what} ({key!r}) is none", "export it again")
    if document["op"] <= document["ip"]:
        raise rejected(name, "it shows no frames", "export one that lasts")
    if _foreign(document.get("assets")):
        raise rejected(name, "it shows a picture that lies in another file", "embed its pictures")
    if _has_expressions(document):
        raise rejected(
            name, "it moves by expressions, which are programs", "convert them to keyframes and export again"
        )
    return document


def _foreign(assets: object) -> bool:
    """Whether one of them is a picture in a file or at an address."""
    listed = assets if isinstance(assets, list) else []
    places = [str(asset.get("p") or "") for asset in listed if isinstance(asset, dict)]
    return any(place and not place.startswith("data:") for place in places)


def _has_expressions(document: dict[str, Any]) -> bool:
    """Whether a value ("k") is told by a text beside it ("x")."""
    rest: list[Any] = [document]
    while rest:
        one = rest.pop()
        if isinstance(one, dict):
            if "k" in one and isinstance(one.get("x"), str):
                return True
            rest.extend(one.values())
        elif isinstance(one, list):
            rest.extend(one)
    return False


def rejected(name: str, problem: str, advice: str) -> AssetRejected:
    return AssetRejected(f"{name}: {problem}; {advice}", field="animation_assets")
