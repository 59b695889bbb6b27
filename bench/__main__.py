"""`make bench`: speed and size as ratios in one run. A report, not a test."""

import os
import platform
import sys
from pathlib import Path

import psutil

from bench import flow, render

SECTIONS = {"flow": flow.main, "render": render.main}


def main() -> None:
    wanted = sys.argv[1:] or list(SECTIONS)
    memory = psutil.virtual_memory().total / 2**30
    print(f"# {_processor()}, {os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}")
    print(f"# load before the run: {os.getloadavg()[0]:.1f}")
    for name in wanted:
        print(f"\n## {name}")
        SECTIONS[name]()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    main()
