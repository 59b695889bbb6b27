"""How long we may live: what is paid for and answered after our end is money that nobody knows of."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_MARGIN = 10.0  # seconds: to write down what came of the last call
_END: ContextVar[float | None] = ContextVar("when we end, by time.monotonic()", default=None)


@contextmanager
def living(seconds: float | None) -> Iterator[None]:
    """What is called inside waits no longer than that. None: as long as it likes."""
    was = _END.set(None if seconds is None else time.monotonic() + seconds)
    try:
        yield
    finally:
        _END.reset(was)


def left() -> float | None:
    """Seconds that a call may still take, or None where nothing ends us."""
    end = _END.get()
    return None if end is None else end - _MARGIN - time.monotonic()
