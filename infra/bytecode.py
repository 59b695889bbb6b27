"""Byte code for the layers. Lambda can write nothing under /opt, so without it every cold start compiles all that it
imports, which takes longer than the importing itself (docs/benchmarks.md).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

RUNTIME = (3, 13)
MISSING = (
    f"No Python {RUNTIME[0]}.{RUNTIME[1]} was found, so the Lambda layers are without byte code: each cold start takes "
    f"0.7 CPU-seconds more. With a `python{RUNTIME[0]}.{RUNTIME[1]}` on the PATH, `make layers` compiles them."
)


def interpreter() -> str | None:
    """A Python of the runtime's version, whose byte code only that version reads: this one, or one on the PATH."""
    for python in (sys.executable, shutil.which(f"python{RUNTIME[0]}.{RUNTIME[1]}")):
        if python and _version(python) == RUNTIME:
            return python
    return None


def _version(python: str) -> tuple[int, ...]:
    """() for what cannot be run, as a shim of pyenv's whose version is not chosen."""
    program = "import sys; print(*sys.version_info[:2])"
    told = subprocess.run([python, "-c", program], capture_output=True, text=True, check=False)
    return tuple(map(int, told.stdout.split()))


def add(layer: Path, python: str) -> None:
    """layer: what comes to lie under /opt. Files unpacked there are newer than their sources were here, so it is not
    asked how old those are; and it is the same each time, else every deployment would replace the layer.
    """
    subprocess.run(
        [python, "-m", "compileall", "-q", "-j", "1", "--invalidation-mode", "unchecked-hash",
         "-s", str(layer), "-p", "/opt", str(layer / "python")],
        check=True, env=os.environ | {"PYTHONHASHSEED": "0"},
    )  # fmt: skip
