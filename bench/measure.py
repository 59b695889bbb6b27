"""What a piece of work costs, and how two of them compare in one run."""

import multiprocessing
import os
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """wall, cpu in seconds, children included; rss: MB of the process and of its largest child together."""

    wall: float
    cpu: float
    rss: int


def _child(work: Callable[[], object], out: "multiprocessing.queues.Queue[Cost]") -> None:
    began, cpu = time.monotonic(), _cpu()
    work()
    rss = sum(usage.ru_maxrss for usage in _usages()) // 1024
    out.put(Cost(time.monotonic() - began, _cpu() - cpu, rss))


def _usages() -> list[resource.struct_rusage]:
    return [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]


def _cpu() -> float:
    return sum(usage.ru_utime + usage.ru_stime for usage in _usages())


def cost(work: Callable[[], object]) -> Cost:
    """Runs in a fresh process, whose start is not counted; `work` must pickle: a function of a module, or a partial.

    Not in a forked one: OpenCV's threads do not live on in a fork, which then waits for them forever.
    """
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    process = context.Process(target=_child, args=(work, out))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"the measured work ended with {process.exitcode}")
    return out.get()


def pairs(ours: Callable[[], object], other: Callable[[], object], times: int) -> tuple[Cost, Cost, float, float]:
    """One after the other, `times` times: both medians, and the medians of the ratios ours/other of wall and CPU."""
    found = [(cost(ours), cost(other)) for _ in range(times)]
    a, b = (
        Cost(*(statistics.median(getattr(pair[side], name) for pair in found) for name in ("wall", "cpu", "rss")))
        for side in (0, 1)
    )
    wall = statistics.median(x.wall / y.wall for x, y in found)
    cpu = statistics.median(x.cpu / y.cpu for x, y in found)
    return a, b, wall, cpu


def line(name: str, found: Cost, size: int = 0) -> None:
    megabytes = f"{size / 1e6:7.1f} MB" if size else ""
    print(f"{name:44} {found.wall:7.1f} s {found.cpu:7.1f} CPU-s {found.rss:6} MB RSS {megabytes}", flush=True)


def verdict(what: str, value: float, goal: float, *, at_least: bool = False) -> None:
    met = value >= goal if at_least else value <= goal
    sign = ">=" if at_least else "<="
    load = os.getloadavg()[0]
    print(f"  -> {what}: {value:.3g} (goal {sign} {goal:g}): {'met' if met else 'MISSED'}; load {load:.1f}", flush=True)
