"""A model without PyTorch: it really draws, step by step, and takes work up where it was left."""

from typing import Any

import numpy as np

from spotworks.adapters.diffusion.diffuser import Frames, MemoryGone
from spotworks.domain.shots import Shot
from spotworks.ports.diffusing import Watch


class Sketcher:
    """Satisfies adapters.diffusion.diffuser.Pipeline: a disc that goes its way, brighter with each step.

    short: how often memory is short before it is enough. done: the steps that were really made; slimmed: how often it
    was told to take less; before: called with the number of each step before it is watched.
    """

    def __init__(self, *, short: int = 0, before: Any = None) -> None:
        self.short, self.before = short, before
        self.done: list[int] = []
        self.slimmed = 0
        self.pictures: list[bytes] = []

    def draw(self, shot: Shot, *, picture: bytes, begin: bytes, watch: Watch) -> Frames:
        self.pictures.append(picture)
        light = np.frombuffer(begin, np.float64).copy() if begin else np.zeros(1)
        for number in range(int(light[0]) + 1, shot.steps + 1):
            if self.short and number == 4:
                self.short -= 1
                raise MemoryGone("CUDA out of memory")
            light[0] = number
            self.done.append(number)
            if self.before is not None:
                self.before(number)
            watch(number, light.tobytes)
        return self._frames(shot, light[0] / shot.steps)

    def slim(self) -> None:
        self.slimmed += 1

    def _frames(self, shot: Shot, light: float) -> Frames:
        y, x = np.mgrid[: shot.height, : shot.width]
        frames = np.zeros((shot.frames, shot.height, shot.width, 3), np.uint8)
        for number in range(shot.frames):
            middle = shot.width * (number + 1) / (shot.frames + 1)
            disc = (x - middle) ** 2 + (y - shot.height / 2) ** 2 < (shot.height / 6) ** 2
            frames[number, disc] = [int(255 * light), int(160 * light), 30]
        return frames
