"""What our own code decides, as a short text that changes with the code."""

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_COUNTED = (".py", ".toml", ".ttf", ".otf")


@cache
def rules_of(*paths: str) -> str:
    """A digest of files and folders of this package, named relative to it.

    Whoever changes a rule can't forget to say so, as with a number that has to be raised by hand;
    the price is that a comment changes it too. Versions of libraries are not part of it.
    """
    total = hashlib.sha256()
    for path in paths:
        for name, content in _contents(files("spotworks") / path, path):
            total.update(f"{name} {len(content)}\n".encode() + content)
    return total.hexdigest()[:16]


def _contents(at: Traversable, name: str) -> list[tuple[str, bytes]]:
    if at.is_file():
        return [(name, at.read_bytes())] if name.endswith(_COUNTED) else []
    inside = sorted(at.iterdir(), key=lambda part: part.name)
    return [found for part in inside for found in _contents(part, f"{name}/{part.name}")]
