"""Arrows point inward. The table is the architecture; everything else is detail."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = ROOT / "layers/spotworks/python/spotworks"
MAY_IMPORT = {  # first folder or module under spotworks -> what of ours it may use
    "errors": set(),
    "installed": set(),
    "domain": {"domain", "errors"},
    "ports": {"domain", "errors", "ports"},
    "stages": {"domain", "errors", "ports", "stages"},
    "catalogue": {"domain", "errors", "catalogue"},
    "fonts": {"errors", "fonts"},
    "prompts": {"errors", "prompts"},
    "adapters": {"domain", "errors", "ports", "adapters", "catalogue", "fonts", "prompts"},
    "modes": {"domain", "errors", "ports", "adapters", "modes", "fonts", "installed"},
    "runtime": {"domain", "errors", "ports", "stages", "wiring", "runtime"},
    "wiring": {"domain", "errors", "ports", "adapters", "catalogue", "stages", "modes", "wiring", "installed"},
}
PURE = {"errors", "domain", "ports", "stages"}
PURE_MAY_USE = {
    "pydantic", "typing", "collections", "fractions", "decimal", "datetime", "hashlib", "math", "enum", "re", "json",
    "dataclasses", "functools", "itertools", "pathlib", "unicodedata", "bisect", "operator", "string", "html", "xml",
    "difflib",
}  # fmt: skip


def modules() -> list[Path]:
    return sorted(CORE.rglob("*.py"))


@cache
def nodes(file: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(file.read_text())))


def imported(file: Path) -> Iterator[str]:
    for node in nodes(file):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ([f"spotworks.{a.name}" for a in node.names] if node.module == "spotworks" else [node.module])


def part_of(file: Path) -> str:
    return file.relative_to(CORE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("file", modules(), ids=lambda f: str(f.relative_to(CORE)))
def test_imports_follow_the_table(file):
    part = part_of(file)
    if part == "__init__":
        return
    for name in imported(file):
        top, *rest = name.split(".")
        if top == "spotworks" and rest and rest[0] != "__version__":
            assert rest[0] in MAY_IMPORT[part], f"{part} imports {name}"
        elif top != "spotworks" and part in PURE:
            assert top in PURE_MAY_USE, f"{part} is pure but imports {name}"


def test_wiring_takes_no_stage_but_the_desk_and_the_ordering():
    files = (CORE / "wiring").glob("*.py")
    stages = {name for file in files for name in imported(file) if name.startswith("spotworks.stages")}
    assert stages == {"spotworks.stages.shared.desk", "spotworks.stages.shared.ordering"}


def test_only_wiring_reads_the_environment():
    readers = {
        str(file.relative_to(CORE))
        for file in modules()
        for node in nodes(file)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }
    assert readers == {"wiring/environment.py"}


def test_powertools_stays_in_runtime():
    users = {part_of(file) for file in modules() if any(n.startswith("aws_lambda_powertools") for n in imported(file))}
    assert users == {"runtime"}


def test_only_infra_imports_cdk():
    users = {
        file.relative_to(ROOT).parts[0]
        for folder in ("layers/spotworks", "functions", "containers", "infra", "local")
        for file in (ROOT / folder).rglob("*.py")
        if any(name.split(".")[0] == "aws_cdk" for name in imported(file))
    }
    assert users == {"infra"}


def test_domain_follows_the_flow():
    """A domain module may use only modules above it: no cycles, and the order is the flow's."""
    domain = CORE / "domain"
    graph = {
        file.stem: {
            name.split(".")[2] for name in imported(file) if name.startswith("spotworks.domain.")
        }
        for file in domain.glob("*.py")
    }  # fmt: skip
    placed: set[str] = set()
    while graph:
        free = {name for name, needs in graph.items() if needs <= placed}
        assert free, f"a cycle among {sorted(graph)}"
        placed |= free
        graph = {name: needs for name, needs in graph.items() if name not in free}
