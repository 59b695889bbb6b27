"""How long we may live: what is paid for and answered after our end is money that nobody knows of."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_MARGIN = 10.0  # seconds: to write down what came of the last call
_END: ContextVar[float | None] = ContextVar("when we end, by time.monotonic()", default=None)

_MOST: ContextVar[float] = ContextVar("seconds that any answer is waited for", default=math.inf)


@contextmanager
def living(seconds: float | None, *, most: float = math.inf) -> Iterator[None]:
    """What is called inside waits no longer than that, and for one answer no longer than `most`. None: as long as it
    likes. Threads that are begun inside know it if they run in a copy of the context."""
    was, before = _END.set(None if seconds is None else time.monotonic() + seconds), _MOST.set(most)
    try:
        yield
    finally:
        _END.reset(was)
        _MOST.reset(before)


def patience(seconds: float) -> float:
    """Seconds of it that an answer is waited for here."""
    return min(seconds, _MOST.get())


def left() -> float | None:
    """Seconds that a call may still take, or None where nothing ends us."""
    end = _END.get()
    return None if end is None else end - _MARGIN - time.monotonic()
