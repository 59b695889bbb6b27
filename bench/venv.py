"""Peers are installed beside the project, not into it."""

import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@cache
def python_with(requirement: str) -> Path:
    """The interpreter of a virtual environment under build/bench that has this package; made once."""
    folder = ROOT / "build/bench" / requirement.replace("==", "-")
    python = folder / "bin/python"
    if not (folder / "installed").exists():
        print(f"(installing {requirement} under build/bench)", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
        uv = ROOT / ".tools/bin/uv"
        subprocess.run([uv, "pip", "install", "--quiet", "--python", python, requirement], check=True)
        (folder / "installed").touch()
    return python
