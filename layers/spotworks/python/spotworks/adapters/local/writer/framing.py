"""Camera moves as windows: square fractions of a picture that is 4/3 of the canvas."""

from fractions import Fraction

from spotworks.domain.beats import Move
from spotworks.domain.research import Box
from spotworks.domain.screenplay import Camera

_NEAR, _FAR = 0.78, 0.95  # sides of the closest and the widest window; 0.75 shows the picture's own pixels
_LIFT = 0.02  # of the picture: how far a subject may go up and down between words and captions

FRAMED = Box(x=0.09, y=0.09, w=0.82, h=0.82)
"""As a focus: the camera keeps in view, with air round it, what adapters/local/pictures frames beside words."""


def move(kind: Move, duration: Fraction, focus: Box | None = None) -> Camera:
    """A gentle move, longer for longer scenes. focus: stays inside both windows if the widest can hold it."""
    amount = min(0.14, 0.035 + 0.022 * float(duration))
    least = max(_NEAR, min(_FAR, max(focus.w, focus.h) + 0.04)) if focus else _NEAR
    at = (focus.x + focus.w / 2, focus.y + focus.h / 2) if focus else (0.5, 0.5)
    wide = min(_FAR, least + amount)
    side = min(_FAR, least + 0.04)
    slack = (1 - side) / 2 * min(1.0, amount / 0.1)
    match kind:
        case "push_in":
            start, end = _window(wide, (0.5, 0.5), focus), _window(least, at, focus)
        case "pull_out":
            start, end = _window(least, at, focus), _window(wide, (0.5, 0.5), focus)
        case "drift_left":
            start, end = _window(side, (0.5 + slack, at[1]), focus), _window(side, (0.5 - slack, at[1]), focus)
        case "drift_right":
            start, end = _window(side, (0.5 - slack, at[1]), focus), _window(side, (0.5 + slack, at[1]), focus)
        case "rise":
            slack = min(slack, _LIFT) if focus else slack
            start, end = _window(side, (at[0], 0.5 + slack), focus), _window(side, (at[0], 0.5 - slack), focus)
        case _:
            start = end = _window(0.9, (0.5, 0.5), None)
    return Camera(start=start, end=end)


def _window(side: float, centre: tuple[float, float], focus: Box | None) -> Box:
    x, y = centre[0] - side / 2, centre[1] - side / 2
    if focus:
        x = _between(x, focus.x + focus.w - side, focus.x)
        y = _between(y, focus.y + focus.h - side, focus.y)
    return Box(x=_between(x, 0.0, 1 - side), y=_between(y, 0.0, 1 - side), w=round(side, 4), h=round(side, 4))


def _between(value: float, low: float, high: float) -> float:
    """Four decimals; where a focus is larger than the window the bounds cross and its middle wins."""
    if low > high:
        return round((low + high) / 2, 4)
    return round(min(max(value, low), high), 4)
