"""Clips on a bus: each at its moment, at its level, with its fades; read from front to back."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from spotworks.adapters.media.bs1770 import RATE, Samples
from spotworks.adapters.media.sounds import DECLICK, SoundReader, ramp
from spotworks.domain.timeline import SoundClip, Timeline

CUT_FADE = Fraction(6, 5)  # seconds of fade where music without a fade of its own is cut off by the picture's end


@dataclass(frozen=True)
class Placed:
    """A clip in samples of the mix: heard from `first` up to `last`."""

    clip: SoundClip
    first: int
    last: int
    fade_in: int
    fade_out: int

    def envelope(self, at: int, count: int) -> npt.NDArray[np.float32] | None:
        """Gain of `count` samples from `at` samples into the clip; None where it is 1."""
        length = self.last - self.first
        if at >= max(self.fade_in, DECLICK) and at + count <= length - max(self.fade_out, DECLICK):
            return None
        rise, fall = _edge(self.fade_in, length), _edge(self.fade_out, length)[::-1]
        whole = np.ones(count, np.float32)
        head = rise[at : at + count]
        whole[: head.size] *= head
        start = length - fall.size - at
        tail = fall[max(0, -start) : max(0, count - start)]
        whole[max(0, start) : max(0, start) + tail.size] *= tail
        return whole


def _edge(fade: int, length: int) -> npt.NDArray[np.float32]:
    """A fade of equal power, or the shortest that does not click."""
    if fade > DECLICK:
        count = min(fade, length)
        return np.asarray(np.sin(np.pi / 2 * (np.arange(count) + 0.5) / count), np.float32)
    return ramp(min(DECLICK, length // 2))


def placed(clip: SoundClip, timeline: Timeline, *, is_music: bool = False) -> Placed:
    """Cut to what the picture lasts."""
    begin = clip.start / timeline.fps
    end = min(begin + clip.length, timeline.seconds)
    fade_out = clip.fade_out
    if is_music and not fade_out and begin + clip.length > timeline.seconds:
        fade_out = min(CUT_FADE, (end - begin) / 2)
    return Placed(
        clip, round(begin * RATE), round(end * RATE), round(clip.fade_in * RATE), round(fade_out * RATE)
    )  # fmt: skip


class Bus:
    """The sum of clips, block by block. Files are open only while they are heard.

    may_lack: files without sound are silence. Raises RenderFailed, also while reading.
    """

    def __init__(self, clips: Sequence[Placed], media: Path, name: str, *, may_lack: bool = False) -> None:
        self._coming = sorted((each for each in clips if each.first < each.last), key=lambda each: each.first)
        self._open: list[tuple[Placed, SoundReader]] = []
        self._media, self._name, self._may_lack = media, name, may_lack
        self._at = 0

    def read(self, count: int) -> Samples:
        end = self._at + count
        while self._coming and self._coming[0].first < end:
            this = self._coming.pop(0)
            path, name = self._media / this.clip.key, f"{self._name}: {this.clip.key}"
            self._open.append((this, SoundReader(path, name, this.clip.offset, may_lack=self._may_lack)))
        total = np.zeros((2, count), np.float32)
        for this, reader in self._open:
            begin, until = max(this.first, self._at), min(this.last, end)
            part = reader.read(until - begin)
            envelope = this.envelope(begin - this.first, until - begin)
            part *= np.float32(10 ** (this.clip.gain / 20))
            total[:, begin - self._at : until - self._at] += part if envelope is None else part * envelope
            if until == this.last:
                reader.close()
        self._open = [pair for pair in self._open if pair[0].last > end]
        self._at = end
        return total

    def close(self) -> None:
        for _, reader in self._open:
            reader.close()
        self._open = []

    @property
    def is_empty(self) -> bool:
        return not self._coming and not self._open
