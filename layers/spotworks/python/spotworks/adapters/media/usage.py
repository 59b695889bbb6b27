"""What a render took of this machine."""

import resource
import sys
import time
from typing import Any

from spotworks.ports import Rendered


class Usage:
    """Counts from the moment it is made."""

    def __init__(self) -> None:
        self._began, self._cpu = time.monotonic(), _cpu_seconds()

    def rendered(self, frames: int, encoder: str, **more: Any) -> Rendered:
        """more: fields of Rendered."""
        return Rendered(
            frames=frames, encoder=encoder, seconds=time.monotonic() - self._began,
            cpu_seconds=_cpu_seconds() - self._cpu, peak_rss_mb=_peak_rss_mb(), **more,
        )  # fmt: skip


def _cpu_seconds() -> float:
    """Of this process and of its ended children."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _peak_rss_mb() -> int:
    """This process at its largest and the largest child, as if both had been so at once; kilobytes on Linux."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_maxrss for usage in usages) // (1024 if sys.platform != "darwin" else 1024 * 1024)
