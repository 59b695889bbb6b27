"""Remotion compositions. What renders runs where Remotion is installed and its licence taken, in no gate:

cd containers/animate && npm ci --omit=dev
SPOTWORKS_REMOTION=1 CHROMIUM=/usr/bin/chromium .venv/bin/pytest tests/containers/test_animate.py
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from spotworks.adapters.media.footage import FootageIntake
from spotworks.adapters.media.probe import PICTURE, facts
from tests.adapters.media.spots import frames

FOLDER = Path(__file__).parents[2] / "containers/animate"
INSTALLED = (FOLDER / "node_modules").is_dir() and shutil.which("node")
renders = pytest.mark.skipif(
    not INSTALLED or os.environ.get("REMOTION_TESTS") != "1", reason="Remotion is off: it has its own licence"
)


def animate(main: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    given = {name: value for name, value in os.environ.items() if name != "SPOTWORKS_REMOTION"} | environment
    return subprocess.run(
        [sys.executable, str(main), *arguments], env=given, capture_output=True, text=True, check=False, timeout=900
    )


def test_it_is_off_until_somebody_takes_the_licence(tmp_path: Path) -> None:
    done = animate(FOLDER / "main.py", "--out", str(tmp_path / "out"))
    assert done.returncode == 2
    assert "https://remotion.dev/license" in done.stderr
    assert not (tmp_path / "out").exists()


def test_without_its_packages_it_says_how_to_get_them(tmp_path: Path) -> None:
    main = Path(shutil.copy(FOLDER / "main.py", tmp_path / "main.py"))
    done = animate(main, "--out", str(tmp_path / "out"), SPOTWORKS_REMOTION="1")
    assert done.returncode == 3
    assert "npm ci" in done.stderr


def test_every_package_is_pinned_by_its_hash_and_no_registry_is_named() -> None:
    wanted = json.loads((FOLDER / "package.json").read_text())["dependencies"]
    lock = json.loads((FOLDER / "package-lock.json").read_text())["packages"]
    assert lock[""]["dependencies"] == wanted
    packages = {name: about for name, about in lock.items() if name}
    assert all(about["integrity"].startswith("sha512-") and "resolved" not in about for about in packages.values())
    assert all(packages[f"node_modules/{name}"]["version"] == version for name, version in wanted.items())
    # `npm ci` refuses a lock without those of other machines.
    optional = {name for about in packages.values() for name in about.get("optionalDependencies", {})}
    assert {name for name in optional if name.startswith("@remotion/")} <= {
        name.removeprefix("node_modules/") for name in packages
    }


@renders
def test_a_composition_becomes_footage_that_moves(tmp_path: Path) -> None:
    done = animate(
        FOLDER / "main.py", "--out", str(tmp_path), "--seconds", "1", "--accent", "#ffcc33", SPOTWORKS_REMOTION="1"
    )
    assert done.returncode == 0, done.stderr
    found = facts(tmp_path / "orbit.mp4")
    assert (found.frames, found.size, found.fps, found.picture, found.sound) == (30, (1080, 1920), 30, PICTURE, "")
    first, *_, last = frames(tmp_path / "orbit.mp4")
    assert (np.abs(first.astype(int) - last) > 30).mean() > 0.005, "the sun alone is 2 % of the frame"
    assert len(FootageIntake().check(tmp_path / "orbit.mp4").shots) == 1
    assert {path.name for path in tmp_path.iterdir()} == {"orbit.mp4"}


@renders
def test_a_browser_that_is_not_there_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    done = animate(
        FOLDER / "main.py", "--out", str(tmp_path), "--seconds", "1", SPOTWORKS_REMOTION="1", CHROMIUM="/nowhere"
    )
    assert done.returncode == 1
    assert "/nowhere" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
