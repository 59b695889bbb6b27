"""`make bench`: speed and size as ratios in one run. A report, not a test."""

import os
import platform
import sys
from pathlib import Path

import psutil

from bench import costs, creative, flow, jobs, lambdas, profiles, research, vendors

SECTIONS = {
    "flow": flow.main,
    "render": jobs.main,
    "profiles": profiles.main,
    "research": research.main,
    "creative": creative.main,
    "lambdas": lambdas.main,
    "costs": costs.main,
    "vendors": vendors.main,
}


def main() -> None:
    wanted = [name for name in sys.argv[1:] if name in SECTIONS] or list(SECTIONS)
    parts = [name for name in sys.argv[1:] if name not in SECTIONS]  # of one section, as in "render a b"
    memory = psutil.virtual_memory().total / 2**30
    print(f"# {_processor()}, {os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}")
    print(f"# load before the run: {os.getloadavg()[0]:.1f}")
    for name in wanted:
        print(f"\n## {name}")
        SECTIONS[name](*parts)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    main()
