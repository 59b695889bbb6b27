"""A folder as the bucket of makers that run without a cloud."""

import shutil
from pathlib import Path

from spotworks.errors import NotFound


class FolderFiles:
    """The part of ports.Files that makers use; keys are paths below the folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, key: str) -> bytes:
        """Raises NotFound."""
        try:
            return (self._root / key).read_bytes()
        except FileNotFoundError as error:
            raise NotFound(f"{key}: no such file") from error

    def write(
        self,
        key: str,
        body: bytes,
        *,
        content_type: str = "application/octet-stream",
        metadata: dict[str, str] | None = None,
    ) -> None:
        path = self._root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)

    def exists(self, key: str) -> bool:
        return (self._root / key).is_file()

    def upload(self, path: Path, key: str, *, content_type: str, metadata: dict[str, str] | None = None) -> None:
        (self._root / key).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, self._root / key)
