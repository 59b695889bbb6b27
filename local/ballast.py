"""Room that is kept free of everything but the table, so that a full disk can still be told of."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

BYTES = 4 * 1024 * 1024


def free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


class Ballast:
    """A file that is thrown overboard when the disk is full. free: the bytes that are left on a folder's disk.

    Small writes (items, logs) go on in its room; large ones have to wait until there is enough for it again.
    """

    def __init__(self, path: Path, free: Callable[[Path], int] = free_bytes) -> None:
        self._path = path
        self._free = lambda: free(path.parent)
        if self._free() < BYTES:
            self.drop()
        elif not self._held() and self._free() >= 2 * BYTES:
            self._take()

    def require(self) -> None:
        """Raises OSError (no space) while there is no room for the ballast and as much again."""
        if self._held():
            return
        if self._free() < 2 * BYTES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._path.parent))
        self._take()

    def drop(self) -> bool:
        """Whether there was any."""
        held = self._path.exists()
        self._path.unlink(missing_ok=True)
        return held

    def _held(self) -> bool:
        return self._path.exists() and self._path.stat().st_size == BYTES

    def _take(self) -> None:
        try:
            self._path.write_bytes(os.urandom(BYTES))  # random, so that no file system stores it in less
        except OSError:
            self.drop()
            raise
