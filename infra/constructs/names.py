"""What the catalogue's `{name}` placeholders stand for in one deployment."""

import re
from collections.abc import Mapping
from typing import Any


def filled(value: Any, names: Mapping[str, str]) -> Any:
    """`value` with each `{name}` put in, in strings at any depth of it.

    Raises KeyError for a name that nothing stands behind.
    """
    match value:
        case str():
            return re.sub(r"\{(\w+)\}", lambda found: names[found[1]], value)
        case list() | tuple():
            return [filled(item, names) for item in value]
        case dict():
            return {key: filled(item, names) for key, item in value.items()}
        case _:
            return value
