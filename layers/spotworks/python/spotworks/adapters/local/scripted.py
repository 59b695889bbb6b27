"""Makers slowed down to a vendor's pace, for `make bench`: what then remains is our own overhead."""

import time
from functools import wraps
from typing import Any


class Scripted:
    """Any maker or writer, each of whose calls takes `delay` seconds at least."""

    def __init__(self, real: Any, delay: float) -> None:
        self._real = real
        self._delay = delay

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._real, name)

        @wraps(method)
        def slow(*args: Any, **options: Any) -> Any:
            ends = time.monotonic() + self._delay
            result = method(*args, **options)
            time.sleep(max(0.0, ends - time.monotonic()))
            return result

        return slow
