"""Content modes: each a file with one object, found by name.

A mode is an entry point of the group "spotworks.modes" that names such an object: ours in our pyproject.toml, another
package's in its own.
"""

from importlib.metadata import EntryPoint
from typing import Any

from spotworks import installed
from spotworks.domain.mode import DEFAULT_MODE, ModeInfo
from spotworks.errors import InvalidRequest, ModelUnavailable
from spotworks.ports import Mode

GROUP = "spotworks.modes"

_METHODS = ("get_metadata", "validate_config", "plan", "drawings", "timeline", "render")


class InstalledModes:
    """Satisfies ports.Modes with what is installed."""

    def find(self, name: str) -> Mode:
        """Raises InvalidRequest for a name that nobody has, ModelUnavailable for a mode that does not load."""
        try:
            found = installed.named(GROUP, name)
        except LookupError as error:
            known = ", ".join(sorted(installed.all_of(GROUP)))
            raise InvalidRequest(f"mode: there is no {name!r}; known: {known}", field="mode") from error
        return _loaded(found)

    def infos(self) -> tuple[ModeInfo, ...]:
        """The default first, the others by name; one that does not load says why."""
        found = sorted(installed.all_of(GROUP).values(), key=lambda one: (one.name != DEFAULT_MODE, one.name))
        return tuple(_info(one) for one in found)


def _info(found: EntryPoint) -> ModeInfo:
    try:
        return _loaded(found).get_metadata()
    except ModelUnavailable as error:
        return ModeInfo(name=found.name, title=found.name, summary="", available=False, why_not=error.message)


def _loaded(found: EntryPoint) -> Mode:
    try:
        return _checked(found.load(), found.name)
    except Exception as error:  # other people's code, of which anything may be wrong
        raise ModelUnavailable(f"mode: {found.name} ({found.value}) does not load: {error}", field="mode") from error


def _checked(mode: Any, name: str) -> Mode:
    """Raises TypeError or ValueError for what is not a mode, or one of another name."""
    missing = [method for method in _METHODS if not callable(getattr(mode, method, None))]
    if missing:
        raise TypeError(f"it has no {missing[0]}()")
    if (own := mode.get_metadata().name) != name:
        raise ValueError(f"it calls itself {own!r}")
    found: Mode = mode
    return found
