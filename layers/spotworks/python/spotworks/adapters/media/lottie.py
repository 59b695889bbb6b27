"""Lottie documents drawn: whether one can be, and its frames over a ground."""

import json
import math
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from spotworks.adapters.media import lottie_frames
from spotworks.adapters.media.lottie_document import read_document, rejected
from spotworks.adapters.media.overlays import blend
from spotworks.adapters.media.planes import Plane, Planes, empty, from_bgr, premultiplied_to_yuv, read_picture
from spotworks.adapters.media.window import look, with_margin
from spotworks.adapters.rules import rules_of
from spotworks.domain.timeline import Animation
from spotworks.errors import RenderFailed, ToolMissing
from spotworks.ports import LottieFacts

MAX_SECONDS, MAX_SIDE, MAX_FPS = 120, 4_096, 120
_PATIENCE = 10.0  # seconds for one frame; a slow machine takes a hundredth
_MOST = 1_440  # pixels a side: drawn no larger, then enlarged


class LottieIntake:
    """Satisfies ports.LottieIntake."""

    @property
    def rules(self) -> str:
        return rules_of(*(f"adapters.media.{name}" for name in ("lottie", "lottie_document", "lottie_frames")))

    def check(self, content: bytes, *, name: str = "animation") -> LottieFacts:
        """Raises AssetRejected, saying what is wrong and what to send instead."""
        document = read_document(content, name)
        try:
            with _Drawer(document, 64, 64) as drawer:
                facts = drawer.facts
                for frame in {0, facts.frames // 2, facts.frames - 1}:
                    drawer.frame(frame)
        except RenderFailed as error:
            raise rejected(name, "it cannot be drawn", "export it again as Lottie JSON from Bodymovin") from error
        if facts.seconds > MAX_SECONDS or max(facts.width, facts.height) > MAX_SIDE or facts.fps > MAX_FPS:
            raise rejected(
                name,
                f"{facts.width}x{facts.height}, {float(facts.seconds):.0f} s, {float(facts.fps):.0f} frames a second",
                f"send up to {MAX_SIDE:,} pixels, {MAX_SECONDS} s and {MAX_FPS} frames a second",
            )  # fmt: skip
        return facts


class _Drawer:
    """The process that draws one document. Raises RenderFailed, ToolMissing."""

    def __init__(self, document: dict[str, Any], width: int, height: int) -> None:
        self._bytes = width * height * 4
        self._size = (height, width, 4)
        order = {"path": [entry for entry in sys.path if entry], "width": width, "height": height}
        self._process = subprocess.Popen(
            [sys.executable, "-I", lottie_frames.__file__, json.dumps(order)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, start_new_session=True, bufsize=0,
        )  # fmt: skip
        try:
            self._send(json.dumps(document).encode() + b"\n")
            about = json.loads(self._line())
        except RenderFailed:
            self._refuse()
            raise
        try:
            # rlottie counts the frame at which the document ends, which is not shown.
            frames = max(1, min(int(about["frames"]), round(document["op"] - document["ip"])))
        except (TypeError, ValueError, OverflowError) as error:
            self.close()
            raise RenderFailed("the animation does not say how long it is") from error
        rate = Fraction(about["fps"]).limit_denominator(1_001)
        if not 0 < rate <= 1_000:
            self.close()
            raise RenderFailed("the animation has no frame rate")
        self.facts = LottieFacts(
            width=about["width"], height=about["height"], frames=frames, fps=rate,
            seconds=Fraction(frames) / rate,
        )  # fmt: skip

    def __enter__(self) -> "_Drawer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, number: int) -> None:
        self._send(b"%d\n" % number)

    def answer(self) -> Plane:
        """The frame that was asked for."""
        return np.frombuffer(self._read(self._bytes), np.uint8).reshape(self._size)

    def frame(self, number: int) -> Plane:
        self.ask(number)
        return self.answer()

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def _refuse(self) -> None:
        code = self._process.wait(_PATIENCE) if self._process.poll() is None else self._process.returncode
        self.close()
        if code == lottie_frames.MISSING:
            raise ToolMissing("Lottie needs rlottie-python: `make extra NAME=animation`")

    def _send(self, data: bytes) -> None:
        assert self._process.stdin is not None
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(self._process.stdin.fileno(), view) :]
        except BrokenPipeError as error:
            raise RenderFailed("the animation cannot be drawn: rlottie gave up") from error

    def _line(self) -> bytes:
        line = b""
        while not line.endswith(b"\n"):
            line += self._read(1)
        return line

    def _read(self, count: int) -> bytearray:
        assert self._process.stdout is not None
        data, until = bytearray(count), time.monotonic() + _PATIENCE
        view, descriptor = memoryview(data), self._process.stdout.fileno()
        while view:
            ready, _, _ = select.select([descriptor], [], [], max(0.0, until - time.monotonic()))
            got = os.readv(descriptor, [view]) if ready else 0
            if not got:
                self._process.kill()
                raise RenderFailed("the animation cannot be drawn: rlottie gave up")
            view = view[got:]
        return data


@dataclass(frozen=True, eq=False)
class AnimatedLayer:
    """A drawn frame over its ground. picture: BGRA premultiplied, to be laid at (left, top), even, enlarged to size."""

    ground: Planes
    picture: Plane
    place: tuple[int, int]
    size: tuple[int, int]

    def draw(self, into: Planes, *, zoom: float = 1.0) -> None:
        if zoom != 1.0:
            height, width = into.y.shape
            whole = empty(width, height)
            self.draw(whole)
            step = 1 / zoom
            look(with_margin(whole), width * (1 - step) / 2, height * (1 - step) / 2, step, into, mirror=zoom < 1)
            return
        for part, target in zip(self.ground, into, strict=True):
            np.copyto(target, part)
        picture: Plane = self.picture
        if (picture.shape[1], picture.shape[0]) != self.size:
            picture = np.asarray(cv2.resize(self.picture, self.size, interpolation=cv2.INTER_LINEAR), np.uint8)
        yuv = premultiplied_to_yuv(picture)
        half = (self.size[0] // 2, self.size[1] // 2)
        small = cv2.resize(np.dstack([yuv[..., 1:], picture[..., 3]]), half, interpolation=cv2.INTER_AREA)
        planes = [yuv[..., 0], small[..., 0], small[..., 1]]
        covers = [picture[..., 3], small[..., 2], small[..., 2]]
        for target, plane, cover, by in zip(into, planes, covers, (1, 2, 2), strict=True):
            laid = np.ascontiguousarray(plane, np.uint8), np.ascontiguousarray(cover, np.uint8)
            blend(target, *laid, self.place[0] // by, self.place[1] // by, 1.0)


class AnimationSource:
    """A Lottie document over a picture, at the timeline's rate: a compositor's source.

    Frames between two of the document's own show the one before: rlottie draws whole frames.
    """

    def __init__(self, folder: Path, name: str, source: Animation, size: tuple[int, int], fps: Fraction) -> None:
        self._name, self._source, self._fps = name, source, fps
        self._ground = from_bgr(_covering(read_picture(folder / source.ground, name), size))
        try:
            document = json.loads((folder / source.key).read_bytes())
        except (OSError, ValueError) as error:
            raise RenderFailed(f"{name}: the animation does not read") from error
        box = (source.box.w * size[0], source.box.h * size[1])
        scale = min(box[0] / document["w"], box[1] / document["h"])
        self._size = _even(document["w"] * scale), _even(document["h"] * scale)
        left = source.box.x * size[0] + (box[0] - self._size[0]) / 2
        top = source.box.y * size[1] + (box[1] - self._size[1]) / 2
        self._place = round(left / 2) * 2, round(top / 2) * 2
        shrink = min(1.0, _MOST / max(self._size))
        self._drawer = _Drawer(document, _even(self._size[0] * shrink), _even(self._size[1] * shrink))
        self._ahead: int | None = None
        self._now: tuple[int, AnimatedLayer] | None = None

    def at(self, frame: int) -> AnimatedLayer:
        number = self._number(frame)
        if self._now is None or self._now[0] != number:
            self._now = number, AnimatedLayer(self._ground, self._drawn(number), self._place, self._size)
        following = self._number(frame + 1)
        if self._ahead is None and following != number:
            self._drawer.ask(following)
            self._ahead = following
        return self._now[1]

    def _drawn(self, number: int) -> Plane:
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            picture = self._drawer.answer()
            if ahead == number:
                return picture
        return self._drawer.frame(number)

    def _number(self, frame: int) -> int:
        """Which of the document's frames is shown."""
        facts, source = self._drawer.facts, self._source
        seconds = (source.offset + frame) / self._fps * source.speed
        number = math.floor(seconds * facts.fps + Fraction(1, 1_000))
        return number % facts.frames if source.loop else min(number, facts.frames - 1)

    def close(self) -> None:
        self._drawer.close()


def _even(side: float) -> int:
    return max(2, round(side / 2) * 2)


def _covering(picture: Plane, size: tuple[int, int]) -> Plane:
    """Scaled and cut to fill the frame."""
    scale = max(size[0] / picture.shape[1], size[1] / picture.shape[0])
    wide, tall = max(size[0], round(picture.shape[1] * scale)), max(size[1], round(picture.shape[0] * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    grown = cv2.resize(picture, (wide, tall), interpolation=how)
    left, top = (wide - size[0]) // 2, (tall - size[1]) // 2
    return np.ascontiguousarray(grown[top : top + size[1], left : left + size[0]], np.uint8)


def frames_of(document: dict[str, Any], size: tuple[int, int], numbers: Iterator[int]) -> Iterator[Plane]:
    """Some frames of a document, for pictures of it."""
    with _Drawer(document, *size) as drawer:
        for number in numbers:
            yield drawer.frame(min(number, drawer.facts.frames - 1)).copy()
