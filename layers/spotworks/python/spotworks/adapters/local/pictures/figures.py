"""Our own Lottie documents, in the colours of a video. Shapes are coloured by the names of their fills and strokes."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from spotworks.adapters.local.pictures.kinetic import look
from spotworks.adapters.media import colour
from spotworks.domain.drawing import Figure, Tone
from spotworks.domain.research import Palette
from spotworks.ports import OverlayImage

_SIDE = 1000  # of each document


def figure(asked: Figure, palette: Palette) -> OverlayImage:
    """Raises KeyError for a name that is not in domain.drawing.FIGURES."""
    document = json.loads(_text(asked.name))
    _colour(document["layers"], _shades(asked.tone, palette))
    content = json.dumps(document, separators=(",", ":")).encode()
    return OverlayImage(content=content, x=0, y=0, width=_SIDE, height=_SIDE)


@cache
def _text(name: str) -> str:
    source = files("spotworks") / "adapters" / "local" / "pictures" / "lottie" / f"{name}.json"
    if not source.is_file():
        raise KeyError(f"there is no figure {name!r}")
    return source.read_text()


def _shades(tone: Tone, palette: Palette) -> dict[str, str]:
    """What each name in a document is drawn in: accent, ink, and what stands on the accent."""
    found = look(tone, palette)
    if tone == "plain":
        return {"accent": palette.accent, "ink": palette.ink, "accent_ink": palette.accent_ink}
    if tone == "inverse" and colour.contrast(palette.accent, palette.ink) >= 1.3:
        return {"accent": palette.accent, "ink": palette.background, "accent_ink": palette.accent_ink}
    return {"accent": found.ink, "ink": found.ink, "accent_ink": found.ground}


def _colour(part: Any, shades: dict[str, str]) -> None:
    """Sets the colour of every named fill and stroke, in place."""
    if isinstance(part, list):
        for one in part:
            _colour(one, shades)
    elif isinstance(part, dict):
        if part.get("ty") in {"fl", "st"} and part.get("nm") in shades:
            part["c"] = {"a": 0, "k": [*(round(value / 255, 4) for value in colour.rgb(shades[part["nm"]])), 1]}
        for value in part.values():
            _colour(value, shades)
