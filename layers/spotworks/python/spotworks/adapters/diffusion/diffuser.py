"""From a shot to a file: a model loaded, its frames drawn, with less memory if it has to be, and encoded."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from spotworks.adapters.diffusion.filming import written
from spotworks.domain.model import Model
from spotworks.domain.shots import Shot
from spotworks.errors import ModelUnavailable, ProviderUnavailable
from spotworks.ports.diffusing import Watch

Frames = NDArray[np.uint8]
"""Number, height, width and RGB."""


class MemoryGone(Exception):
    """The GPU, or the machine, had too little memory for what was asked."""


class Pipeline(Protocol):
    """One model, loaded."""

    def draw(self, shot: Shot, *, picture: bytes, begin: bytes, watch: Watch) -> Frames:
        """See ports.diffusing.Diffuser. Raises MemoryGone, and what `watch` raises."""
        ...

    def slim(self) -> None:
        """From now on it takes less memory and more time."""
        ...


class LocalDiffuser:
    """Satisfies ports.diffusing.Diffuser. load: a model that begins with a picture, or with words alone.

    It raises ModelUnavailable, and MemoryGone.
    """

    def __init__(self, load: Callable[[Model, bool], Pipeline]) -> None:
        self._load = load

    def film(self, shot: Shot, model: Model, to: Path, *, picture: bytes, begin: bytes, watch: Watch) -> str:
        last = [begin]

        def keep(number: int, checkpoint: Callable[[], bytes]) -> None:
            def kept() -> bytes:
                last[0] = checkpoint()
                return last[0]

            watch(number, kept)

        try:
            pipeline = self._load(model, bool(picture))
            try:
                frames = pipeline.draw(shot, picture=picture, begin=begin, watch=keep)
            except MemoryGone:
                pipeline.slim()
                frames = pipeline.draw(shot, picture=picture, begin=last[0], watch=keep)
        except MemoryGone as error:
            needs = model.options.get("gpu_gb", "?")
            raise ModelUnavailable(
                f"{model.id} needs a GPU with {needs} GB or more for {shot.width}x{shot.height} and {shot.frames} "
                f"frames: even in parts it did not fit ({error})", field="model",
            ) from error  # fmt: skip
        if frames.shape != (shot.frames, shot.height, shot.width, 3):
            raise ProviderUnavailable(f"{model.id} drew {frames.shape}, which is not what it was asked for")
        return written(frames, shot.fps, to)
