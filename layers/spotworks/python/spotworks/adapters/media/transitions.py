"""How one clip gives way to the next."""

import math

import cv2
import numpy as np

from spotworks.adapters.media.planes import BLACK, Planes
from spotworks.adapters.media.sources import Layer, ease, speed
from spotworks.adapters.media.whip import touches, whip
from spotworks.domain.screenplay import Easing, Transition

ZOOM = 0.45  # how far a "zoom" flies into the old picture, and from how far back the new one comes
SOFT_EDGE = 0.12  # of the frame's width: the blur of a "wipe"
EVEN: tuple[Transition, ...] = ("crossfade", "dip")  # what only changes light goes evenly; what moves, eases


def blend(
    kind: Transition, t: float, old: Layer, new: Layer, into: Planes, spare: Planes, *, easing: Easing | None = None
) -> None:
    """Draws the frame at `t`, between 0 (old alone) and 1 (new alone). spare: another frame to work in.

    easing: None for the kind's own.
    """
    easing = easing or ("linear" if kind in EVEN else "ease_in_out")
    pace = ease(t, easing)
    match kind:
        case "dip":
            _dip(pace, old, new, into)
        case "zoom":
            old.draw(into, zoom=1 + ZOOM * pace)
            new.draw(spare, zoom=1 / (1 + ZOOM * (1 - pace)))
            _mix(into, spare, ease(min(1.0, max(0.0, t * 2 - 0.5)), "ease_in_out"))
        case "whip":
            seen = touches(pace, speed(t, easing))
            for layer, picture, is_seen in zip((old, new), (into, spare), seen, strict=True):
                if is_seen:
                    layer.draw(picture)
            whip(pace, speed(t, easing), into, spare, into)
        case _:
            old.draw(into)
            new.draw(spare)
            {"wipe": _wipe, "push": _push}.get(kind, _mix)(into, spare, pace)


def _mix(into: Planes, other: Planes, t: float) -> None:
    for plane, incoming in zip(into, other, strict=True):
        cv2.addWeighted(plane, 1 - t, incoming, t, 0, dst=plane)


def _dip(t: float, old: Layer, new: Layer, into: Planes) -> None:
    """Down to black and up again."""
    (old if t < 0.5 else new).draw(into)
    light = abs(2 * t - 1)
    for plane, black in zip(into, BLACK, strict=True):
        cv2.convertScaleAbs(plane, dst=plane, alpha=light, beta=black * (1 - light))


def _wipe(into: Planes, other: Planes, t: float) -> None:
    """From left to right, with a soft edge."""
    for plane, incoming in zip(into, other, strict=True):
        width = plane.shape[1]
        soft = max(1.0, width * SOFT_EDGE)
        edge = t * (width + soft) - soft  # left of it only the new picture, right of edge + soft only the old
        left, right = max(0, math.floor(edge)), min(width, math.ceil(edge + soft))
        plane[:, :left] = incoming[:, :left]
        share = np.clip((edge + soft - np.arange(left, right)) / soft, 0, 1).astype(np.float32)
        band = plane[:, left:right]
        band[:] = np.rint(band * (1 - share) + incoming[:, left:right] * share)


def _push(into: Planes, other: Planes, t: float) -> None:
    """The new picture pushes the old one out: upwards on a tall frame, to the left on a wide one."""
    height, width = into.y.shape
    tall = height > width
    moved = round((height if tall else width) * t / 2) * 2
    for plane, incoming, by in zip(into, other, (1, 2, 2), strict=True):
        old, new = (plane, incoming) if tall else (plane.T, incoming.T)
        shift, kept = moved // by, old.shape[0] - moved // by
        old[:kept] = old[shift:].copy()
        old[kept:] = new[:shift]
