"""Camera moves over pictures drawn at 4/3 of the canvas, which have its ratio."""

from typing import Literal

from spotworks.domain.drawing import Layer
from spotworks.domain.research import Box
from spotworks.domain.screenplay import Camera

Move = Literal["in", "out", "left", "right", "up", "down"]
MOVES: tuple[Move, ...] = ("in", "right", "out", "left", "up", "out", "down")

RESTING = Camera(start=Box(x=0, y=0, w=1, h=1), end=Box(x=0, y=0, w=1, h=1))
"""For pictures of the canvas's own size."""

_ACROSS: tuple[Move, ...] = ("in", "right", "out", "left")
_DOWN: tuple[Move, ...] = ("in", "up", "out", "down")
_WIDE = 0.97
_NEAR, _SIDE = 0.82, 0.86
_FRAMED = 0.86, 0.92  # in the place of these two; what adapters/local/pictures/zones.py counts on


def resting() -> Camera:
    """Over an end card, whose photo stands at the edge."""
    return ken_burns("out", framed=True)


def toured(number: int, layer: Layer, canvas: tuple[int, int]) -> Camera:
    """The move of a shot over one of the user's pictures, another each time. One that is framed moves less, and only
    along the words: these stand beside it on a wide canvas, else above."""
    if layer.ink is None:
        return ken_burns(MOVES[number % len(MOVES)])
    moves = _DOWN if canvas[0] > 1.25 * canvas[1] else _ACROSS
    return ken_burns(moves[number % len(moves)], framed=True)


def ken_burns(move: Move, *, framed: bool = False) -> Camera:
    """A whole move, however long the shot. framed: one that a framed picture stays in view through."""
    near, aside = _FRAMED if framed else (_NEAR, _SIDE)
    slack = (1 - aside) / 2

    def box(side: float, x: float = 0.0, y: float = 0.0) -> Box:
        return Box(x=round(0.5 + x - side / 2, 4), y=round(0.5 + y - side / 2, 4), w=side, h=side)

    match move:
        case "in":
            start, end = box(_WIDE), box(near)
        case "out":
            start, end = box(near), box(_WIDE)
        case "left":
            start, end = box(aside, slack), box(aside, -slack)
        case "right":
            start, end = box(aside, -slack), box(aside, slack)
        case "up":
            start, end = box(aside, 0, slack), box(aside, 0, -slack)
        case "down":
            start, end = box(aside, 0, -slack), box(aside, 0, slack)
    return Camera(start=start, end=end, easing="linear")
