"""What our own code decides, as a short text that changes with the code."""

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_COUNTED = (".py", ".toml", ".ttf", ".otf")


@cache
def rules_of(*modules: str) -> str:
    """A digest of modules and packages of ours, named below `spotworks` ("domain.cues", "fonts").

    Whoever changes a rule can't forget to say so, as with a number that has to be raised by hand;
    the price is that a comment changes it too. Versions of libraries are not part of it.
    """
    total = hashlib.sha256()
    for module in modules:
        for name, content in _contents(_source(module), module):
            total.update(f"{name} {len(content)}\n".encode() + content)
    return total.hexdigest()[:16]


def _source(module: str) -> Traversable:
    *folders, name = module.split(".")
    folder = files("spotworks").joinpath(*folders)
    return folder / name if (folder / name).is_dir() else folder / f"{name}.py"


def _contents(at: Traversable, name: str) -> list[tuple[str, bytes]]:
    if at.is_file():
        return [(name, at.read_bytes())] if at.name.endswith(_COUNTED) else []
    inside = sorted(at.iterdir(), key=lambda part: part.name)
    return [found for part in inside for found in _contents(part, f"{name}/{part.name}")]
