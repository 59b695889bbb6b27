"""The one guard through which every FFmpeg runs.

Argument lists only, no standard input unless it is fed, a process group of its own, a wall clock
after which the whole group is killed, and an exit that becomes a named error.
"""

import contextlib
import ctypes
import errno
import fcntl
import os
import resource
import shutil
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

from spotworks.errors import DiskFull, RenderFailed, RenderInterrupted, ToolMissing

PIPE_BYTES = 1 << 20  # the most that Linux allows without privileges
# Frames of megabytes are taken from the heap and stay there, instead of being mapped and cleared anew each (glibc).
_SMALL_HEAP = ("env", "MALLOC_ARENA_MAX=1")
_KEEPING_HEAP = ("env", f"MALLOC_MMAP_THRESHOLD_={1 << 30}", f"MALLOC_TRIM_THRESHOLD_={1 << 30}")
KEPT_LINES = 400  # of stderr: enough for any summary that a filter prints at the end
NO_SPACE = "No space left on device"
INSTALL_HINT = "install FFmpeg (apt-get install ffmpeg) or the wheel imageio-ffmpeg"

# An input is a local file in a format we expect, whatever its name says: no playlists, no network.
SAFE_INPUT = ("-protocol_whitelist", "file,pipe", "-format_whitelist", "wav,mp3,aac,flac,ogg,mov,matroska,rawvideo")


@contextlib.contextmanager
def disk_guard() -> Iterator[None]:
    """A full disk under our own writes is a DiskFull."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            where = error.filename2 or error.filename or "work folder"  # the second is what a copy was written to
            raise DiskFull(f"{NO_SPACE} ({where}): free some and run again") from error
        raise


class Running:
    """A started program. As a context manager it never outlives the block.

    feed: keep a pipe to its standard input for `write`; pass_fds: descriptors that the program gets too;
    keep_heap: whether it keeps the memory of frames it is done with, for the next ones; else its threads share one.
    Raises ToolMissing if it cannot be started.
    """

    def __init__(
        self,
        argv: Sequence[str],
        *,
        wall_seconds: float,
        cwd: Path | None = None,
        feed: bool = False,
        pass_fds: Sequence[int] = (),
        keep_heap: bool = True,
    ) -> None:
        self._name = Path(argv[0]).name.partition("-")[0]
        self._timed_out = False
        self._wall_seconds = wall_seconds
        if shutil.which(argv[0]) is None:
            raise ToolMissing(f"cannot run {argv[0]}: {INSTALL_HINT}")
        try:
            self._process = subprocess.Popen(
                [*_ends_with_us(), *(_KEEPING_HEAP if keep_heap else _SMALL_HEAP), *argv],
                stdin=subprocess.PIPE if feed else subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE, cwd=cwd, start_new_session=True, bufsize=0,
                pass_fds=pass_fds,
            )  # fmt: skip
        except (FileNotFoundError, PermissionError) as error:
            raise ToolMissing(f"cannot run {argv[0]}: {INSTALL_HINT}") from error
        _limit(self._process.pid, wall_seconds)
        if self._process.stdin is not None:
            _widen(self._process.stdin.fileno())
        self._lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._clock = threading.Timer(wall_seconds, self._expire)
        self._clock.daemon = True
        self._clock.start()

    def _read(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._lines.append(line.decode(errors="replace").rstrip())

    def _expire(self) -> None:
        self._timed_out = True
        self.kill()

    def write(self, data: memoryview) -> None:
        """Raises what `finish` would if the program is gone."""
        self._give(data, os.write)

    def lend(self, data: memoryview) -> None:
        """As `write`, but uncopied where the system can: `data` must stay as it is until PIPE_BYTES more were lent."""
        self._give(data, _spliced if _VMSPLICE else os.write)

    def _give(self, data: memoryview, how: Callable[[int, memoryview], int]) -> None:
        assert self._process.stdin is not None
        descriptor = self._process.stdin.fileno()
        try:
            while data:
                data = data[how(descriptor, data) :]
        except BrokenPipeError:
            self.finish()
            raise RenderFailed(f"{self._name} stopped reading before the last frame") from None

    def finish(self) -> str:
        """Waits for the end and returns what was written to stderr (its last lines).

        Raises RenderFailed, RenderInterrupted (killed from outside), DiskFull.
        """
        if self._process.stdin is not None:
            self._process.stdin.close()
        code = self._process.wait()
        self._clock.cancel()
        self._reader.join()
        text = "\n".join(self._lines)
        if code != 0:
            raise self._failure(code, text)
        return text

    def _failure(self, code: int, text: str) -> RenderFailed | RenderInterrupted | DiskFull:
        if self._timed_out:
            return RenderFailed(f"{self._name} took longer than {self._wall_seconds:.0f} s and was stopped")
        if NO_SPACE in text:
            return DiskFull(f"{NO_SPACE}: free some and run again")
        if code < 0:
            return RenderInterrupted(f"{self._name} was killed ({signal.Signals(-code).name}); its checkpoints remain")
        last = " | ".join(text.splitlines()[-3:])
        return RenderFailed(f"{self._name} gave up (exit {code}): {last or 'it said nothing'}")

    def kill(self) -> None:
        """Ends the whole group, at once."""
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self._clock.cancel()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        self._process.wait()
        self._reader.join()
        if self._process.stderr is not None:
            self._process.stderr.close()


def run(argv: Sequence[str], *, wall_seconds: float, cwd: Path | None = None) -> str:
    """Runs to the end and returns the last lines of stderr. Raises as Running does."""
    with Running(argv, wall_seconds=wall_seconds, cwd=cwd) as process:
        return process.finish()


class _Span(ctypes.Structure):
    """struct iovec."""

    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


_VMSPLICE = getattr(ctypes.CDLL(None, use_errno=True), "vmsplice", None)  # vmsplice(2): Linux alone has it


def _spliced(descriptor: int, data: memoryview) -> int:
    """As os.write, but the pipe holds the pages themselves."""
    assert _VMSPLICE is not None
    span = _Span(ctypes.addressof(ctypes.c_char.from_buffer(data)), data.nbytes)
    while (taken := _VMSPLICE(descriptor, ctypes.byref(span), 1, 0)) < 0:
        if (code := ctypes.get_errno()) != errno.EINTR:
            raise OSError(code, os.strerror(code))
    return int(taken)


@cache
def _ends_with_us() -> tuple[str, ...]:
    """Before a command line: the kernel ends the program with the thread that started it.

    However this process ends: an orphan would go on writing into files that the next run begins anew.
    Nothing where util-linux is not (macOS); there an orphan ends at the next write to its pipe.
    """
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return ()
    words = (setpriv, "--pdeathsig", "KILL", "--")
    tried = subprocess.run([*words, setpriv, "--version"], capture_output=True, check=False)  # BusyBox's cannot
    return words if tried.returncode == 0 else ()


def _widen(descriptor: int) -> None:
    """Fewer switches for frames of megabytes. Not granted to a user who holds many pipes: then it stays as it is."""
    with contextlib.suppress(OSError):
        fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, PIPE_BYTES)


def _limit(pid: int, wall_seconds: float) -> None:
    """No core dumps, and no more CPU than every core for the whole wall clock."""
    seconds = int(wall_seconds * (os.cpu_count() or 1)) + 1
    with contextlib.suppress(ProcessLookupError, PermissionError):
        resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))
        resource.prlimit(pid, resource.RLIMIT_CPU, (seconds, seconds))
