"""A package of somebody else's adds a provider; nothing of ours changes (requirement G2)."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "samples" / "spotworks_acme"
PAGE = ROOT / "docs" / "adding-a-provider.md"
LINKED = {"spotworks_acme/fake.py", "tests/test_acme.py"}
"""Too long for the page."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package in it, built and installed as from an index, but from no network."""
    folder = tmp_path_factory.mktemp("site")
    uv = ROOT / ".tools" / "bin" / "uv"
    assert uv.exists(), "uv is missing: run make dev"
    options = ("--offline", "--no-cache", "--no-deps", "--quiet", "--python", sys.executable)
    subprocess.run([uv, "pip", "install", *options, "--target", folder, PACKAGE], check=True)
    return folder


def test_an_installed_packages_models_are_found_by_name_and_make_things(site: Path) -> None:
    tests = (PACKAGE / "tests", Path(__file__).with_name("acme_by_name.py"))
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(site)}, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_page_shows_the_packages_files_as_they_are() -> None:
    text = PAGE.read_text(encoding="utf-8")
    shown = dict(re.findall(r"\[`([\w./]+)`\]\([\w./-]+\)\n\n```\w+\n(.*?)```\n", text, re.DOTALL))
    files = {str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*") if path.suffix in {".py", ".toml"}}
    assert set(shown) == files - LINKED
    assert text.count("\n```") == 2 * len(shown), "a block of code that is no file of the package"
    for name, code in shown.items():
        assert code == (PACKAGE / name).read_text(encoding="utf-8"), name
    assert all(name in text for name in LINKED)
