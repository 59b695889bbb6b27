"""The segments of a timeline, encoded side by side in this process's threads; each has an FFmpeg of its own."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from queue import SimpleQueue

from spotworks.adapters.media.caption_layer import lettered
from spotworks.adapters.media.encode import Pass, encode
from spotworks.domain.segments import Segment
from spotworks.domain.timeline import Timeline
from spotworks.errors import RenderInterrupted

MOST = 4  # at once: every one holds frames of its own


@dataclass(frozen=True)
class Piece:
    """A segment and its content address. name: of its file among the checkpoints."""

    segment: Segment
    address: str
    suffix: str = ".mp4"

    @property
    def name(self) -> str:
        return f"part-{self.address}{self.suffix}"


@dataclass(frozen=True)
class _News:
    """From a worker: frames handed to the encoder, or `made` when a piece is finished, or the error that ended it."""

    piece: Piece
    frames: int = 0
    made: Path | None = None
    error: BaseException | None = None


def encode_all(
    timeline: Timeline, pieces: Sequence[Piece], media: Path, work: Path, *, how: Pass,
    finished: Callable[[Piece, Path], None], progress: Callable[[int], None],
) -> None:  # fmt: skip
    """Calls `finished` with each piece as soon as it is whole, and `progress` with the frames so far, in this thread.

    What either raises stops the others. Raises as encode does.
    """
    if not pieces:
        return
    workers = min(MOST, how.threads, len(pieces))
    share = replace(how, threads=max(1, how.threads // workers))
    news: SimpleQueue[_News] = SimpleQueue()
    stop = threading.Event()

    def work_on(piece: Piece) -> None:
        try:
            news.put(_News(piece, piece.segment.length, made=_encoded(piece)))
        except BaseException as error:  # told to the thread that waits, which raises it
            news.put(_News(piece, error=error))

    def _encoded(piece: Piece) -> Path:
        def tell(frames: int) -> None:
            if stop.is_set():
                raise RenderInterrupted("another segment failed")
            news.put(_News(piece, frames))

        made = work / piece.name
        encode(timeline, piece.segment, media, made, how=share, letters=letters, tag=piece.address, progress=tell)
        return made

    with (
        ThreadPoolExecutor(1, thread_name_prefix="letters") as aside,
        ThreadPoolExecutor(workers, thread_name_prefix="segment") as pool,
    ):
        letters = aside.submit(lettered, timeline, how.size, work)  # once: fonts are read lazily, by one thread only
        try:
            for piece in pieces:
                pool.submit(work_on, piece)
            _listen(news, len(pieces), finished, progress)
        finally:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)


def _listen(
    news: "SimpleQueue[_News]", pieces: int, finished: Callable[[Piece, Path], None], progress: Callable[[int], None]
) -> None:
    done: dict[str, int] = {}
    while pieces:
        told = news.get()
        if told.error is not None:
            raise told.error
        if told.made is not None:
            finished(told.piece, told.made)
            pieces -= 1
        done[told.piece.address] = told.frames
        progress(sum(done.values()))
