"""The layer as Lambda would unpack it."""

import re
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from infra import layers

ARM64 = 0xB7  # e_machine of ELF (https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html)


@pytest.fixture(scope="module")
def common() -> Path:
    built = layers.BUILD / "common"
    assert built.is_dir(), "run `make layers` first: it needs the package index, once"
    return built


def test_every_requirement_is_pinned_with_hashes() -> None:
    text = layers.REQUIREMENTS.read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert lines
    assert all(re.match(r"\S+==\S+ .*--hash=sha256:[0-9a-f]{64}", line) for line in lines)


def test_the_layer_pins_the_versions_that_are_tested() -> None:
    pin = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)
    tested = set(pin.findall((layers.ROOT / "requirements" / "all.txt").read_text()))
    assert set(pin.findall(layers.REQUIREMENTS.read_text())) <= tested


def test_the_base_dependencies_are_in_the_layer_but_boto3_which_the_runtime_brings() -> None:
    project = tomllib.loads((layers.ROOT / "pyproject.toml").read_text())["project"]
    wanted = {re.split(r"[><=\[]", requirement)[0] for requirement in project["dependencies"]}
    pinned = {line.split("==")[0] for line in layers.REQUIREMENTS.read_text().splitlines() if "==" in line}
    assert wanted - pinned == {"boto3"}


def test_adapters_are_found_in_the_layer_by_their_entry_points(tmp_path: Path) -> None:
    layers.describe(tmp_path)
    [layer] = metadata.distributions(path=[str(tmp_path)])
    found = {(entry.group, entry.name, entry.value) for entry in layer.entry_points}
    project = tomllib.loads((layers.ROOT / "pyproject.toml").read_text())["project"]
    assert found == {
        (group, name, value) for group, points in project["entry-points"].items() for name, value in points.items()
    }
    assert ("spotworks.providers", "replicate", "spotworks.adapters.providers.replicate:Replicate") in found


def test_compiled_modules_are_for_the_runtime_s_machine_and_python(common: Path) -> None:
    compiled = list(common.rglob("*.so"))
    assert compiled
    for module in compiled:
        assert int.from_bytes(module.read_bytes()[18:20], "little") == ARM64, module
        assert "cpython-313" in module.name or ".abi3." in module.name, module


def test_the_layer_leaves_room_under_the_limit_of_lambda(common: Path) -> None:
    # 250 MB unzipped for the function and all its layers (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
    assert sum(f.stat().st_size for f in common.rglob("*") if f.is_file()) < 150e6


def test_our_layer_holds_every_file_of_the_package_that_is_in_the_repository(tmp_path, monkeypatch) -> None:
    """Modules and what they read beside them: models, graphs of ComfyUI, prompts, fonts, the watermark's classifier."""
    monkeypatch.setattr(layers, "BUILD", tmp_path)
    built = layers._spotworks() / "python"
    source = layers.ROOT / "layers" / "spotworks" / "python"
    listed = subprocess.run(["git", "ls-files", "-z", "."], cwd=source, capture_output=True, text=True, check=True)
    files = {name for name in listed.stdout.split("\0") if name and (source / name).is_file()}
    assert {Path(name).suffix for name in files} >= {".py", ".json", ".toml", ".md", ".ttf", ".tflite", ".txt"}
    assert "spotworks/adapters/providers/graphs/wan22_5b_t2v.json" in files
    assert [name for name in sorted(files) if not (built / name).is_file()] == []
    assert all((built / name).read_bytes() == (source / name).read_bytes() for name in files)
