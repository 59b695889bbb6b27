"""Where in a TOML file a value stands: its parser does not say."""

import re
from collections import Counter

Path = tuple[str | int, ...]

DEFAULTS = -1
"""The number of the table [defaults]; the [[models]] are counted from 0."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]")
_KEY = re.compile(r"\s*\"?([\w.:-]+)\"?\s*=\s*([^#]*)")


class Places:
    """Lines of a catalogue, counted from 1.

    Reads the layout that people write: a key a line, and an element a line of a list that takes several.
    """

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[int, Path], int] = {}
        self._listed: Counter[tuple[int, Path]] = Counter()  # elements of a list so far
        self._table = DEFAULTS - 1
        self._inside: Path = ()
        self._list: Path = ()  # that was opened and goes on
        for number, line in enumerate(text.splitlines(), 1):
            self._read(number, line)

    def line(self, table: int, path: Path = ()) -> int:
        """Of the value, or of what holds it; in the defaults where the table itself does not say."""
        for upto in range(len(path), 0, -1):
            for where in (table, DEFAULTS):
                if found := self._lines.get((where, path[:upto])):
                    return found
        return self._lines.get((table, ()), 1)

    def _read(self, number: int, line: str) -> None:
        if self._list:
            self._element(number, line.strip())
        elif header := _HEADER.match(line):
            self._header(number, header[2].split("."), repeated=header[1] == "[[")
        elif key := _KEY.match(line):
            path = (*self._inside, key[1])
            self._lines[self._table, path] = number
            self._list = path if key[2].startswith("[") and "]" not in key[2] else ()

    def _header(self, number: int, names: list[str], *, repeated: bool) -> None:
        if names == ["models"]:
            self._table = max(self._table, DEFAULTS) + 1
        elif names[0] == "defaults":
            self._table = DEFAULTS
        self._inside = tuple(names[1:])
        if self._inside and repeated:
            self._inside = self._next(self._inside)
        self._lines[self._table, self._inside] = number

    def _element(self, number: int, line: str) -> None:
        if line.startswith("]"):
            self._list = ()
        elif line and not line.startswith("#"):
            self._lines[self._table, self._next(self._list)] = number

    def _next(self, path: Path) -> Path:
        self._listed[self._table, path] += 1
        return (*path, self._listed[self._table, path] - 1)
