"""Byte code as Lambda's Python would find it."""

import marshal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra import bytecode
from infra.constructs.functions import RUNTIME

SOURCE = "def fails():\n    raise ValueError('no')\n"


@pytest.fixture
def layer(tmp_path: Path) -> Iterator[Path]:
    package = tmp_path / "layer/python/goods"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(SOURCE)
    return tmp_path / "layer"


def test_byte_code_is_read_however_new_the_file_beside_it_is(layer: Path) -> None:
    bytecode.add(layer, sys.executable)
    (layer / "python/goods/__init__.py").write_text("raise SystemExit('compiled anew')")
    ran = subprocess.run([sys.executable, "-B", "-c", "import goods; goods.fails()"], cwd=layer / "python",
                         capture_output=True, text=True)  # fmt: skip
    assert "ValueError: no" in ran.stderr


def test_a_traceback_names_the_file_where_lambda_has_it(layer: Path) -> None:
    bytecode.add(layer, sys.executable)
    [compiled] = layer.rglob("*.pyc")
    assert marshal.loads(compiled.read_bytes()[16:]).co_filename == "/opt/python/goods/__init__.py"


def test_byte_code_is_the_same_each_time(layer: Path) -> None:
    bytecode.add(layer, sys.executable)
    [compiled] = layer.rglob("*.pyc")
    first = compiled.read_bytes()
    compiled.unlink()
    bytecode.add(layer, sys.executable)
    assert compiled.read_bytes() == first


def test_what_does_not_compile_stops_the_build(layer: Path) -> None:
    (layer / "python/goods/broken.py").write_text("def")
    with pytest.raises(subprocess.CalledProcessError):
        bytecode.add(layer, sys.executable)


def test_it_is_compiled_for_the_python_that_the_functions_run_on() -> None:
    """Another version compiles all of it anew at each start, and says nothing."""
    assert RUNTIME.name == f"python{'.'.join(map(str, bytecode.RUNTIME))}"


@pytest.mark.parametrize(("prints", "found"), [("3 13", True), ("3 11", False), ("", False)])
def test_only_a_python_of_the_runtime_s_version_compiles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prints: str, found: bool
) -> None:
    """What fails and prints nothing is pyenv's shim for a version that is not chosen."""
    python = tmp_path / "python3.13"
    python.write_text(f"#!/bin/sh\necho {prints}\n")
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    ours = sys.executable if sys.version_info[:2] == bytecode.RUNTIME else None
    assert bytecode.interpreter() == (ours or (str(python) if found else None))
