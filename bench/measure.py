"""What a piece of work costs, and how two of them compare in one run."""

import multiprocessing
import os
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

_SAMPLED = 0.1  # seconds


@dataclass(frozen=True)
class Cost:
    """wall, cpu in seconds, children included; memory: MB of the process and its children at their peak.

    Memory is the proportional set size, which counts what processes share once, looked at ten times a second:
    `ru_maxrss` of a child begins with all that its parent held when it was forked.
    """

    wall: float
    cpu: float
    memory: int


def _child(work: Callable[[], object], out: "multiprocessing.queues.Queue[tuple[float, float]]") -> None:
    began, cpu = time.monotonic(), _cpu()
    work()
    out.put((time.monotonic() - began, _cpu() - cpu))


def _cpu() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def cost(work: Callable[[], object]) -> Cost:
    """Runs in a fresh process, whose start is not counted; `work` must pickle: a function of a module, or a partial.

    Not in a forked one: OpenCV's threads do not live on in a fork, which then waits for them forever.
    """
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    process = context.Process(target=_child, args=(work, out))
    process.start()
    peak = 0
    while process.is_alive():
        peak = max(peak, held(process.pid or 0))
        process.join(_SAMPLED)
    if process.exitcode:
        raise SystemExit(f"the measured work ended with {process.exitcode}")
    return Cost(*out.get(), peak)


def held(pid: int) -> int:
    """MB that a process and its children hold now, 0 if it ended."""
    try:
        parent = psutil.Process(pid)
        return sum(_held(process.pid) for process in (parent, *parent.children(recursive=True))) // 1024
    except psutil.NoSuchProcess:
        return 0


def _held(pid: int) -> int:
    """KB; https://docs.kernel.org/filesystems/proc.html, smaps_rollup."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it ended
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def pairs(ours: Callable[[], object], other: Callable[[], object], times: int) -> tuple[Cost, Cost, float, float]:
    """One after the other, `times` times: both medians, and the medians of the ratios ours/other of wall and CPU."""
    found = [(cost(ours), cost(other)) for _ in range(times)]
    a, b = (
        Cost(*(statistics.median(getattr(pair[side], name) for pair in found) for name in ("wall", "cpu", "memory")))
        for side in (0, 1)
    )
    wall = statistics.median(x.wall / y.wall for x, y in found)
    cpu = statistics.median(x.cpu / y.cpu for x, y in found)
    return a, b, wall, cpu


def line(name: str, found: Cost, size: int = 0) -> None:
    megabytes = f"{size / 1e6:7.1f} MB" if size else ""
    print(f"{name:44} {found.wall:7.1f} s {found.cpu:7.1f} CPU-s {found.memory:6} MB held {megabytes}", flush=True)


def verdict(what: str, value: float, goal: float, *, at_least: bool = False) -> None:
    met = value >= goal if at_least else value <= goal
    sign = ">=" if at_least else "<="
    load = os.getloadavg()[0]
    print(f"  -> {what}: {value:.3g} (goal {sign} {goal:g}): {'met' if met else 'MISSED'}; load {load:.1f}", flush=True)
