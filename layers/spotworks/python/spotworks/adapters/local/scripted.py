"""A maker slowed down to a vendor's pace, for `make bench`: what then remains is our own overhead."""

import time
from typing import Any

from spotworks.ports import Maker, Product, Ticket


class Scripted:
    """delay: seconds that each call takes at least."""

    def __init__(self, maker: Maker, delay: float) -> None:
        self._maker = maker
        self._delay = delay

    def make(self, request: Any) -> Product | Ticket:
        ends = time.monotonic() + self._delay
        product = self._maker.make(request)
        time.sleep(max(0.0, ends - time.monotonic()))
        return product
