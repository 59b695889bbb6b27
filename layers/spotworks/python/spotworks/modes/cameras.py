"""Camera moves over pictures drawn at 4/3 of the canvas, which have its ratio."""

from typing import Literal

from spotworks.domain.research import Box
from spotworks.domain.screenplay import Camera

Move = Literal["in", "out", "left", "right", "up", "down"]
MOVES: tuple[Move, ...] = ("in", "right", "out", "left", "up", "out", "down")

RESTING = Camera(start=Box(x=0, y=0, w=1, h=1), end=Box(x=0, y=0, w=1, h=1))
"""For pictures of the canvas's own size."""

_WIDE, _NEAR, _SIDE = 0.97, 0.82, 0.86


def ken_burns(move: Move) -> Camera:
    """A whole move, however long the shot."""
    slack = (1 - _SIDE) / 2

    def box(side: float, x: float = 0.0, y: float = 0.0) -> Box:
        return Box(x=round(0.5 + x - side / 2, 4), y=round(0.5 + y - side / 2, 4), w=side, h=side)

    match move:
        case "in":
            start, end = box(_WIDE), box(_NEAR)
        case "out":
            start, end = box(_NEAR), box(_WIDE)
        case "left":
            start, end = box(_SIDE, slack), box(_SIDE, -slack)
        case "right":
            start, end = box(_SIDE, -slack), box(_SIDE, slack)
        case "up":
            start, end = box(_SIDE, 0, slack), box(_SIDE, 0, -slack)
        case "down":
            start, end = box(_SIDE, 0, -slack), box(_SIDE, 0, slack)
    return Camera(start=start, end=end, easing="linear")
