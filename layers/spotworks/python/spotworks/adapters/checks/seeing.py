"""What the whole picture shows over time, from small frames as they come."""

from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from spotworks.adapters.checks.flashes import Flashes, linear_light

Interval = tuple[float, float]
Frame = npt.NDArray[np.uint8]

_BLACK = 16 + 0.03 * 219  # luma: nearly black only, dark designs are none of its business (about #080808)
_ALL = 0.98  # of a frame's pixels
_STILL = 0.12  # mean difference in luma levels, small as the frames are: what coding alone changes is less
_SHORTEST = {"black": 0.1, "frozen": 0.5}  # seconds


@dataclass
class Spans:
    """Intervals in which something is so, told frame by frame."""

    shortest: float
    found: list[Interval] = field(default_factory=list)
    _since: float | None = None

    def tell(self, now: bool, at: float) -> None:
        """at: seconds at which it began or ended to be so."""
        if now and self._since is None:
            self._since = at
        elif not now and self._since is not None:
            if at - self._since >= self.shortest - 1e-6:
                self.found.append((self._since, at))
            self._since = None


class Sight:
    """Fed every frame, small, as planar 4:2:0 of BT.709 at video levels: shape (height * 3 / 2, width)."""

    def __init__(self, fps: float) -> None:
        self.frames = 0
        self._fps = fps
        self._flashes = Flashes(fps)
        self._black = Spans(_SHORTEST["black"])
        self._frozen = Spans(_SHORTEST["frozen"])
        self._standing: Frame | None = None

    def add(self, frame: Frame) -> None:
        height, width = frame.shape[0] * 2 // 3, frame.shape[1]
        luma = frame[:height]
        blue, red = frame[height:].reshape(2, height // 2, width // 2)
        at = self.frames / self._fps
        self._black.tell(bool((luma <= _BLACK).mean() >= _ALL), at)
        self._judge_standing(luma, at)
        self._flashes.add(linear_light(luma, blue, red))
        self.frames += 1

    def _judge_standing(self, luma: Frame, at: float) -> None:
        """As freezedetect does: against the frame with which it began to stand, so that slow moves add up."""
        if self._standing is not None and cv2.norm(luma, self._standing, cv2.NORM_L1) / luma.size <= _STILL:
            return
        self._frozen.tell(False, at)
        self._frozen.tell(True, at)
        self._standing = luma.copy()

    def end(self) -> None:
        for spans in (self._black, self._frozen):
            spans.tell(False, self.frames / self._fps)

    @property
    def black(self) -> tuple[Interval, ...]:
        return tuple(self._black.found)

    @property
    def frozen(self) -> tuple[Interval, ...]:
        return tuple(self._frozen.found)

    @property
    def flashes(self) -> dict[str, tuple[float, float]]:
        """By kind: the most in any second, and the second at which that second begins."""
        return {
            kind: (count, max(0.0, (frame + 1) / self._fps - 1)) for kind, (count, frame) in self._flashes.worst.items()
        }
