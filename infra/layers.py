"""Builds the two Lambda layers under build/layers/ with pip, without Docker.

    spotworks   our code and what lies beside it (docs/deployment.md, "Packages of others") as /opt/python,
                the dashboard as /opt/web
    common      what layers/common/requirements.txt pins, as wheels for the Lambda runtime (Python 3.13, arm64)

`common` needs the package index, and is only built again when its requirements have changed. Where there is a Python
of the runtime's version, both have byte code.
"""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from infra import bytecode
from infra.dist_info import describe

ROOT = Path(__file__).resolve().parent.parent
OURS = ROOT / "layers" / "spotworks" / "python"
REQUIREMENTS = ROOT / "layers" / "common" / "requirements.txt"
BUILD = ROOT / "build" / "layers"

# Amazon Linux 2023 has glibc 2.34, so it takes both of these tags.
PLATFORMS = ("manylinux_2_28_aarch64", "manylinux2014_aarch64")


@dataclass(frozen=True)
class Layers:
    """Folders whose content comes to lie under /opt."""

    spotworks: Path
    common: Path


def build() -> Layers:
    """Both layers, as new as their sources."""
    python = bytecode.interpreter()
    if python is None:
        print(bytecode.MISSING, file=sys.stderr)
    return Layers(spotworks(OURS, BUILD / "spotworks", python), _common(python))


def spotworks(site: Path, target: Path, python: str | None = None) -> Path:
    """site: a folder with our code and what lies beside it. python: compiles it; None for no byte code."""
    shutil.rmtree(target, ignore_errors=True)
    skip = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(site, target / "python", ignore=skip)
    describe(target / "python")
    shutil.copytree(ROOT / "web", target / "web", ignore=skip)
    if python:
        bytecode.add(target, python)
    return target


def _common(python: str | None) -> Path:
    target = BUILD / "common"
    # Beside the layer, not in it: a marker in the layer would be deployed.
    marker = BUILD / "common.sha256"
    digest = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest() + (" compiled" if python else "")
    if target.is_dir() and marker.is_file() and marker.read_text() == digest:
        return target
    shutil.rmtree(target, ignore_errors=True)
    marker.unlink(missing_ok=True)
    platforms = [word for platform in PLATFORMS for word in ("--platform", platform)]
    subprocess.run(
        [*_pip(), "install", "--quiet", "--disable-pip-version-check", "--no-warn-conflicts",
         "--root-user-action=ignore", "--no-compile", "--require-hashes",
         *platforms, "--python-version", "3.13", "--implementation", "cp", "--only-binary=:all:",
         "--target", str(target / "python"), "-r", str(REQUIREMENTS)],
        check=True,
    )  # fmt: skip
    if python:
        bytecode.add(target, python)
    marker.write_text(digest)
    return target


def _pip() -> list[str]:
    """pip of this environment, of the Makefile's tools, or of the Python under it: uv makes environments without."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    tools = ROOT / ".tools" / "bin" / "python"
    return [str(tools if tools.exists() else Path(sys.base_prefix) / "bin" / "python3"), "-m", "pip"]


if __name__ == "__main__":
    build()
