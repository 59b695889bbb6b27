"""A Lambda that moves money does not load a picture library: what importing a zip function's handler brings in."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from infra import catalogue

ROOT = Path(__file__).parents[2]
HEAVY = {
    "numpy", "cv2", "av", "PIL", "lxml", "moto", "resvg_py", "httpx", "fontTools", "aws_cdk", "imageio_ffmpeg",
    "trafilatura", "tinycss2", "extruct",
}  # fmt: skip

# One process for all: a handler is blamed for what was not there before it.
PROGRAM = """
import importlib.util, json, sys
brought = {}
for name, path in json.loads(sys.argv[1]):
    before = {module.split(".")[0] for module in sys.modules}
    spec = importlib.util.spec_from_file_location(f"handler_of_{name}", path)
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    brought[name] = sorted({module.split(".")[0] for module in sys.modules} - before)
print(json.dumps(brought))
"""


@pytest.fixture(scope="module")
def brought() -> dict[str, list[str]]:
    """Top-level modules by the function whose handler loaded them first."""
    handlers = [(f.name, str(f.folder / "handler.py")) for f in catalogue.FUNCTIONS if f.package == "zip"]
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(handlers)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return json.loads(run.stdout.splitlines()[-1])


def test_no_zip_function_loads_a_media_library(brought):
    heavy = {name: sorted(HEAVY & set(modules)) for name, modules in brought.items() if HEAVY & set(modules)}
    assert heavy == {}


def test_no_function_loads_infra_or_the_local_cloud(brought):
    assert {"infra", "local", "tests"} & {module for modules in brought.values() for module in modules} == set()


def test_no_vendor_s_sdk_comes_with_a_language_model():
    """Anthropic's alone takes 0.66 s and 81 MB (research/providers.md 0.3)."""
    program = (
        "import json, sys; from spotworks.installed import all_of\n"
        "for found in all_of('spotworks.language_models').values(): found.load()\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    brought = set(json.loads(run.stdout))
    assert "urllib3" in brought
    assert brought & (HEAVY | {"openai", "anthropic", "google", "httpx2"}) == set()
