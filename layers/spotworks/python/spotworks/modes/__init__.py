"""Content modes: each a file with one object, found by name.

A package adds a mode by an entry point of the group "spotworks.modes" that names such an object. Our own are declared
there too; but in a Lambda our code is a plain folder that no entry point leads to, so they are also listed here.
"""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from spotworks.domain.mode import DEFAULT_MODE, ModeInfo
from spotworks.errors import InvalidRequest, ModelUnavailable
from spotworks.ports import Mode

GROUP = "spotworks.modes"
BUILT_IN = {
    "ai_video": "spotworks.modes.ai_video:MODE",
    "animation": "spotworks.modes.animation:MODE",
    "minimal_text": "spotworks.modes.minimal_text:MODE",
    "shorts_carousel": "spotworks.modes.shorts_carousel:MODE",
    "text_stock": "spotworks.modes.text_stock:MODE",
}
"""As in pyproject.toml; nobody else can take these names."""

_METHODS = ("get_metadata", "validate_config", "plan", "drawings", "timeline", "render")


class InstalledModes:
    """Satisfies ports.Modes with what is installed."""

    def find(self, name: str) -> Mode:
        """Raises InvalidRequest for a name that nobody has, ModelUnavailable for a mode that does not load."""
        if name in BUILT_IN:
            return _built_in(name)
        found = _others().get(name)
        if found is None:
            known = ", ".join(sorted({*BUILT_IN, *_others()}))
            raise InvalidRequest(f"mode: there is no {name!r}; known: {known}", field="mode")
        try:
            return _checked(found.load(), name)
        except Exception as error:  # other people's code, of which anything may be wrong
            raise ModelUnavailable(f"mode: {name} ({found.value}) does not load: {error}", field="mode") from error

    def infos(self) -> tuple[ModeInfo, ...]:
        """The default first, the others by name; one that does not load says why."""
        names = sorted({*BUILT_IN, *_others()}, key=lambda name: (name != DEFAULT_MODE, name))
        return tuple(self._info(name) for name in names)

    def _info(self, name: str) -> ModeInfo:
        try:
            return self.find(name).get_metadata()
        except ModelUnavailable as error:
            return ModeInfo(name=name, title=name, summary="", available=False, why_not=error.message)


@cache
def _built_in(name: str) -> Mode:
    module, _, attribute = BUILT_IN[name].partition(":")
    mode: Mode = getattr(import_module(module), attribute)
    return mode


@cache
def _others() -> dict[str, EntryPoint]:
    """Of other packages. Looking costs some 20 ms a hundred packages, so nobody looks for a name of our own."""
    return {point.name: point for point in _declared() if point.name not in BUILT_IN}


def _declared() -> Iterator[EntryPoint]:
    yield from entry_points(group=GROUP)


def _checked(mode: Any, name: str) -> Mode:
    """Raises TypeError or ValueError for what is not a mode, or one of another name."""
    missing = [method for method in _METHODS if not callable(getattr(mode, method, None))]
    if missing:
        raise TypeError(f"it has no {missing[0]}()")
    if (own := mode.get_metadata().name) != name:
        raise ValueError(f"it calls itself {own!r}")
    found: Mode = mode
    return found
