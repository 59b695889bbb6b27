"""Files that are whole or not there, however the process or the disk ends."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_whole(path: Path, body: str | bytes) -> None:
    """Text as UTF-8. Raises OSError; what stood there before stands until all is written."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(body.encode() if isinstance(body, str) else body)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def work_folder(path: Path) -> Iterator[Path]:
    """An empty folder that is gone after the block; what a killed run left there goes with the next. Raises OSError."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
