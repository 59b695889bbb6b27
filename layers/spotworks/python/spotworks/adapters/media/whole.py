"""Files that are whole or not there, however the process or the disk ends and whoever else writes there."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

_BEGIN, _END = ".spotworks-", ".work"


def write_whole(path: Path, body: str | bytes) -> None:
    """Text as UTF-8. Raises OSError; what stood there before stands until all is written."""
    with work_folder(path.parent) as folder:
        part = folder / "part"
        part.write_bytes(body.encode() if isinstance(body, str) else body)
        part.replace(path)


def put(made: Sequence[Path], folder: Path) -> tuple[Path, ...]:
    """Moves files into a folder on their file system; the files of two processes never stand there mixed.

    Raises OSError, with nothing moved where a folder has the name of a file.
    """
    to = tuple(folder / path.name for path in made)
    with _locked(folder):
        if taken := next((path for path in to if path.is_dir()), None):
            raise IsADirectoryError(None, "a folder has that name", str(taken))
        return tuple(path.replace(new) for path, new in zip(made, to, strict=True))


@contextmanager
def work_folder(where: Path) -> Iterator[Path]:
    """An empty folder in `where`, which is made if need be: nobody else's, and gone after the block.

    What killed processes left in such folders goes first. Raises OSError.
    """
    where.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        with _locked(where):
            for left in where.glob(f"{_BEGIN}*{_END}"):
                with suppress(FileNotFoundError), _locked(left, wait=False) as nobodys:
                    if nobodys:
                        shutil.rmtree(left, ignore_errors=True)
            path = Path(tempfile.mkdtemp(_END, _BEGIN, where))
            held.callback(shutil.rmtree, path, ignore_errors=True)
            held.enter_context(_locked(path))
        yield path


@contextmanager
def _locked(folder: Path, *, wait: bool = True) -> Iterator[bool]:
    """Whether the folder is this process's alone during the block; without locks (NFS) it never is.

    A lock goes with its process, however that ends.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            ours = True
        except OSError:
            ours = False
        yield ours
    finally:
        os.close(descriptor)
