"""Sound files as the mix reads them: decoded as they are needed, stereo, at one rate."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import av.error
import numpy as np
import numpy.typing as npt

from spotworks.adapters.media.bs1770 import RATE, Samples
from spotworks.errors import RenderFailed

FORMATS = "wav,mp3,aac,flac,ogg,mov,matroska,webm,avi,mpegts"
DECLICK = RATE // 200  # samples, 5 ms: what an edge without a fade is faded over
_SLIP = RATE // 50  # samples that time stamps may be off before silence is put in or sound is left out
_CHUNK = 8192  # samples that are taken from the decoder at once
_WAV_PROBE = "65536"  # bytes: FFmpeg looks through five million for what else a WAV might hold, and takes 15 ms
_NEAR = Fraction(10)  # seconds: so far in, sound is decoded and dropped rather than sought

_HALF = 0.5**0.5
# Share of each channel in left and right, ITU-R BS.775-4, table 2; low-frequency effects are left out.
_DOWNMIX = {
    "FL": (1.0, 0.0), "FR": (0.0, 1.0), "FC": (_HALF, _HALF), "LFE": (0.0, 0.0), "LFE2": (0.0, 0.0),
    "BL": (_HALF, 0.0), "SL": (_HALF, 0.0), "BR": (0.0, _HALF), "SR": (0.0, _HALF), "BC": (0.5, 0.5),
    "FLC": (1.0, 0.0), "FRC": (0.0, 1.0), "DL": (1.0, 0.0), "DR": (0.0, 1.0),
}  # fmt: skip
_USUAL = {1: "mono", 2: "stereo", 3: "3.0", 4: "quad", 5: "5.0", 6: "5.1", 8: "7.1"}


class SoundReader:
    """A sound file, or the sound of a video, from `offset` seconds on.

    name: for messages; may_lack: a file without sound is silence instead of an error.
    Raises RenderFailed, also while reading.
    """

    def __init__(self, path: Path, name: str, offset: Fraction = Fraction(0), *, may_lack: bool = False) -> None:
        self._name, self._may_lack = name, may_lack
        self._next = round(offset * RATE)  # position in the file of the next sample that is not yet decoded
        self._queue: list[Samples] = []
        self._held = 0
        self._ended = False
        if not path.is_file():
            raise RenderFailed(f"{name}: the file is not there")
        options = {"format_whitelist": FORMATS, "protocol_whitelist": "file"}
        if path.suffix == ".wav":
            options["probesize"] = _WAV_PROBE
        try:
            self._container = av.open(str(path), options=options)
        except (av.error.FFmpegError, ValueError) as error:
            raise RenderFailed(f"{name}: the sound does not open: {error}") from error
        if not self._container.streams.audio:
            self._ended = True
            if not may_lack:
                raise RenderFailed(f"{name}: there is no sound in the file")
        else:
            self._coming = self._decoded(offset)

    def read(self, count: int) -> Samples:
        """The next `count` samples; what the file lacks is silence, faded into."""
        while not self._ended and self._held < count + DECLICK:
            block = next(self._coming, None)
            if block is None:
                self._ended = True
                self._taper()
            else:
                self._queue.append(block)
                self._held += block.shape[1]
        whole = np.concatenate(self._queue, axis=1) if self._queue else np.zeros((2, 0), np.float32)
        self._queue = [whole[:, count:]]
        self._held = self._queue[0].shape[1]
        taken = whole[:, :count]
        return np.pad(taken, ((0, 0), (0, count - taken.shape[1]))) if taken.shape[1] < count else taken.copy()

    def _taper(self) -> None:
        """Sound that stops in the middle stops softly."""
        if not self._queue:
            return
        last = np.concatenate(self._queue, axis=1)
        length = min(DECLICK, last.shape[1])
        last[:, last.shape[1] - length :] *= ramp(length)[::-1]
        self._queue = [last]

    def _decoded(self, offset: Fraction) -> Iterator[Samples]:
        stream = self._container.streams.audio[0]
        picture = self._container.streams.video
        origin = _start(picture[0]) if picture else None
        try:
            if offset > _NEAR:
                origin = _start(stream) if origin is None else origin
                self._container.seek(int((Fraction(origin, RATE) + offset - 1) * 1_000_000))
            is_first = True
            for frame in _conformed(self._container, stream):
                at = _position(frame)
                if at is None:
                    at = self._next
                else:
                    origin = at if origin is None else origin
                    at -= origin
                yield from self._in_place(stereo(frame), at, 0 if is_first else _SLIP)
                is_first = False
        except (av.error.FFmpegError, ValueError) as error:
            if not self._may_lack:
                raise RenderFailed(f"{self._name}: the sound does not decode: {error}") from error

    def _in_place(self, block: Samples, at: int, slip: int) -> Iterator[Samples]:
        """The block where its time stamp puts it: after a gap there is silence, what is past is left out."""
        gap = at - self._next
        if gap > slip:
            self._next += gap
            block[:, :DECLICK] *= ramp(DECLICK)[: block.shape[1]]
            while gap > 0:
                yield np.zeros((2, min(gap, RATE)), np.float32)
                gap -= RATE
        elif gap < -slip:
            block = block[:, -gap:]
        self._next += block.shape[1]
        if block.shape[1]:
            yield block

    def close(self) -> None:
        self._container.close()


def ramp(length: int) -> npt.NDArray[np.float32]:
    """From 0 to 1, without corners."""
    return np.asarray(np.sin(np.pi / 2 * (np.arange(length) + 0.5) / max(length, 1)) ** 2, np.float32)


def stereo(frame: av.AudioFrame) -> Samples:
    """A planar float frame of any layout as left and right."""
    planes = frame.to_ndarray()
    shares = _shares(frame.layout.name, len(planes))
    return np.asarray(planes, np.float32).copy() if shares is None else np.asarray(shares @ planes, np.float32)


@cache
def _shares(layout: str, channels: int) -> npt.NDArray[np.float32] | None:
    """Matrix from the channels of a layout to two; None for stereo itself."""
    names = [channel.name for channel in av.AudioLayout(layout).channels]
    if not _DOWNMIX.keys() >= set(names):  # a file that does not say which is which
        names = [channel.name for channel in av.AudioLayout(_USUAL[channels]).channels] if channels in _USUAL else []
    if names == ["FL", "FR"]:
        return None
    shares = [_DOWNMIX[name] for name in names] or [((1.0, 0.0), (0.0, 1.0))[n % 2] for n in range(channels)]
    return np.array(shares, np.float32).T


def _conformed(container: av.container.InputContainer, stream: av.AudioStream) -> Iterator[av.AudioFrame]:
    resampler = av.AudioResampler(format="fltp", rate=RATE, frame_size=_CHUNK)
    for frame in container.decode(stream):
        yield from resampler.resample(frame)
    yield from resampler.resample(None)


def _position(frame: av.AudioFrame) -> int | None:
    """When a frame begins, in samples at RATE."""
    if frame.pts is None or frame.time_base is None:
        return None
    base = frame.time_base
    return round(frame.pts * base.numerator * RATE / base.denominator)


def _start(stream: "av.stream.Stream") -> int:
    """When a stream begins, in samples at RATE."""
    return round(Fraction(stream.start_time or 0) * Fraction(stream.time_base or 0) * RATE)
