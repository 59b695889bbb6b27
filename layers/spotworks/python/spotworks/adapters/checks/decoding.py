"""One decode of a finished video for all checks: FFmpeg decodes and shrinks, this process measures as it comes.

Fails closed: the program must end well, and what came out must be the whole file.
"""

import io
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from spotworks.adapters.checks.hearing import BLOCK, Ear, Heard
from spotworks.adapters.checks.looking import Look, Wanted, look
from spotworks.adapters.checks.seeing import Sight
from spotworks.adapters.media.loudness import METER, Reading, reading
from spotworks.adapters.media.probe import Facts
from spotworks.adapters.media.process import SAFE_INPUT, Running
from spotworks.errors import RenderFailed

_SMALL = 160  # pixels on the short side: enough for black, freeze and flashes
_VIDEO = "scale={size}:flags=area:out_range=tv:out_color_matrix=bt709,format=yuv420p"
_SOUND = "aformat=sample_rates=48000:channel_layouts=stereo"


@dataclass(frozen=True)
class Readings:
    """heard, loudness: None without sound. looks: at the frames that were asked for, in order."""

    sight: Sight
    heard: Heard | None
    loudness: Reading | None
    looks: tuple[Look, ...]


def readings(ffmpeg: Path, video: Path, found: Facts, wanted: Wanted) -> Readings:
    """Raises RenderFailed, ToolMissing, RenderInterrupted."""
    width, height = found.size
    scale = min(1.0, _SMALL / min(found.size))
    small = (max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2))
    sight, ear, looking = Sight(float(found.fps)), Ear(), _Looking(found.size, wanted)
    sinks: list[_Sink] = [_Sink(small[0] * small[1] * 3 // 2, _frames(sight, small))]
    whole = _VIDEO.format(size=f"{small[0]}:{small[1]}")
    if wanted.frames:
        chosen = "+".join(f"eq(n\\,{number})" for number in wanted.frames)
        graph = [f"[0:v:0]split[a][b];[a]{whole}[small];[b]select={chosen},format=yuv420p[full]"]
        sinks.append(_Sink(looking.bytes, looking.add))
    else:
        graph = [f"[0:v:0]{whole}[small]"]
    outputs = [["-map", "[small]", *_RAW], *([["-map", "[full]", *_RAW]] if wanted.frames else [])]
    if found.sound:
        graph.append(f"[0:a:0]{_SOUND},asplit[h][m];[h]aformat=sample_fmts=flt[sound];[m]{METER}[meter]")
        outputs.append(["-map", "[sound]", "-f", "f32le"])
        sinks.append(_Sink(BLOCK * 8, _samples(ear)))
    argv = [
        # One thread decodes, for a second one holds five frames more: the filters are as busy.
        str(ffmpeg), "-hide_banner", "-nostats", "-nostdin", "-threads", "1",
        # What no other frame is made of need not be smoothed to be measured. In the others errors would add up from
        # frame to frame: 1.6 % of a picture's pixels out of levels, of which a player shows none.
        "-skip_loop_filter", "noref", *SAFE_INPUT, "-i", str(video), "-filter_complex", ";".join(graph),
    ]  # fmt: skip
    for sink, output in zip(sinks, outputs, strict=True):
        # One that waits for its reader need not have seven more behind it: in full size each holds 3 MB.
        argv += [*output, "-thread_queue_size", "1", f"pipe:{sink.write_end}"]
    if found.sound:
        argv += ["-map", "[meter]", "-f", "null", "-"]
    log = _run(argv, sinks, 120 + 8 * float(found.seconds))
    sight.end()
    heard = ear.heard() if found.sound else None
    _whole(sight, heard, looking, found)
    return Readings(sight, heard, reading(log) if found.sound else None, tuple(looking.looks))


_RAW = ("-fps_mode", "passthrough", "-f", "rawvideo")


class _Sink:
    """A pipe from the program, read in pieces of `size` bytes in a thread of its own; the last may be short."""

    def __init__(self, size: int, take: Callable[[bytearray], None]) -> None:
        self._read_end, self.write_end = os.pipe()
        self._size, self._take = size, take
        self.error: Exception | None = None
        self._thread = threading.Thread(target=self._read, daemon=True)

    def start(self) -> None:
        os.close(self.write_end)  # the program's own is the last
        self._thread.start()

    def _read(self) -> None:
        with open(self._read_end, "rb", buffering=0) as pipe:
            try:
                while piece := _filled(pipe, self._size):
                    self._take(piece)
            except (ValueError, MemoryError) as error:
                self.error = error

    def join(self) -> None:
        self._thread.join()

    def abandon(self) -> None:
        os.close(self.write_end)
        os.close(self._read_end)


def _filled(pipe: io.FileIO, size: int) -> bytearray:
    piece = bytearray(size)
    view, count = memoryview(piece), 0
    while count < size:
        got = pipe.readinto(view[count:])
        if not got:
            break
        count += got
    view.release()
    del piece[count:]
    return piece


def _run(argv: Sequence[str], sinks: Sequence[_Sink], wall_seconds: float) -> str:
    try:
        process = Running(argv, wall_seconds=wall_seconds, pass_fds=[sink.write_end for sink in sinks], keep_heap=False)
    except BaseException:
        for sink in sinks:
            sink.abandon()
        raise
    with process:
        for sink in sinks:
            sink.start()
        for sink in sinks:
            sink.join()
        for sink in sinks:
            if sink.error is not None:
                raise RenderFailed(f"the frames could not be measured: {sink.error}") from sink.error
        return process.finish()


def _frames(sight: Sight, size: tuple[int, int]) -> Callable[[bytearray], None]:
    def take(piece: bytearray) -> None:
        sight.add(np.frombuffer(piece, np.uint8).reshape(size[1] * 3 // 2, size[0]))

    return take


def _samples(ear: Ear) -> Callable[[bytearray], None]:
    def take(piece: bytearray) -> None:
        ear.add(np.ascontiguousarray(np.frombuffer(piece, np.float32).reshape(-1, 2).T))

    return take


class _Looking:
    def __init__(self, size: tuple[int, int], wanted: Wanted) -> None:
        self._width, self._height = size
        self._half = (-(-self._height // 2), -(-self._width // 2))
        self._wanted = wanted
        self.bytes = self._width * self._height + 2 * self._half[0] * self._half[1]
        self.looks: list[Look] = []

    def add(self, piece: bytearray) -> None:
        flat = np.frombuffer(piece, np.uint8)
        at = self._width * self._height
        luma = flat[:at].reshape(self._height, self._width)
        blue, red = flat[at:].reshape(2, *self._half)
        self.looks.append(look(self._wanted.frames[len(self.looks)], (luma, blue, red), self._wanted))

    @property
    def whole(self) -> bool:
        return len(self.looks) == len(self._wanted.frames)


def _whole(sight: Sight, heard: Heard | None, looking: _Looking, found: Facts) -> None:
    """Raises RenderFailed unless the file was read to its end."""
    if sight.frames != found.frames or not looking.whole:
        raise RenderFailed(f"only {sight.frames} of {found.frames} frames decode")
    length = Fraction(found.sound_seconds)
    if heard is not None and abs(heard.seconds - float(length)) > 0.25:
        raise RenderFailed(f"only {heard.seconds:.2f} of {float(length):.2f} s of sound decode")
