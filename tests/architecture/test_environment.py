"""Whatever environment name is read is one that functions are given, here and on AWS, and that people are told of."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from infra import catalogue
from infra.settings import Settings
from local import environments
from spotworks import wiring
from spotworks.domain.model import NAMING

ROOT = Path(__file__).parents[2]
LAYER = ROOT / "layers/spotworks/python"
SPEAKING = [p for p in sorted((LAYER / "spotworks/adapters").rglob("*.py")) if "account." in p.read_text()]
TOLD = (ROOT / "docs/configuration.md").read_text()
GIVEN = set(catalogue.ENVIRONMENT).union(*(function.environment for function in catalogue.FUNCTIONS))


def asked_by(path: Path) -> Iterator[tuple[str, str]]:
    """What an adapter asks its account for: ("name", an environment name) or ("option", one that holds such a name)."""
    module = import_module(".".join(path.relative_to(LAYER).with_suffix("").parts))
    for call in ast.walk(ast.parse(path.read_text())):
        match call:
            case ast.Call(func=ast.Attribute(value=owner, attr="secret" | "key" | "keys"), args=[what, *_]) if (
                ast.unparse(owner).endswith("account")
            ):
                yield from _named(what, module)


def _named(what: ast.expr, module: object) -> Iterator[tuple[str, str]]:
    match what:
        case ast.Name(id=constant):
            yield "name", getattr(module, constant)
        case ast.Subscript(slice=ast.Constant(value=str(option))):
            yield "option", option
        case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str(option)), default]):
            yield "option", option
            yield from _named(default, module)
        case _:
            pytest.fail(f"{ast.unparse(what)}: cannot be told to be an environment name of the catalogue")


ASKED = [asked for path in SPEAKING for asked in asked_by(path)]
NAMES = {name for kind, name in ASKED if kind == "name"}


def test_the_adapters_ask_for_what_the_documents_say():
    assert {"REPLICATE_WEBHOOK_SECRET", "GOOGLE_CLOUD_LOCATION", "KLING_SECRET_KEY", "RUNPOD_ENDPOINT_ID"} <= NAMES
    assert {option for kind, option in ASKED if kind == "option"} == set(NAMING)


def test_functions_of_the_embedded_cloud_are_given_whatever_a_row_or_an_adapter_names():
    rows = {name for model in wiring.models() for name in model.variables}
    assert {"OPENAI_VIDEOS_API_KEY", "WAVER_API_KEY", "COMFYUI_BASE_URL", "FAL_KEY"} <= rows
    assert rows | NAMES <= set(environments.kept()) | GIVEN


def test_on_aws_what_is_not_ours_comes_from_the_secret_that_all_who_speak_to_vendors_may_read():
    ours = {name for name in NAMES if name.startswith("SPOTWORKS_")}
    orders = catalogue.function("TendOrder")
    assert ours <= set(catalogue.ENVIRONMENT) | set(orders.environment)
    for function in catalogue.FUNCTIONS:
        assert ("SPOTWORKS_KEYS" in function.environment) == ("keys" in function.grants), function.name


def _read() -> set[str]:
    """Names of ours in the code, whole; and those that it puts together."""
    folders = (LAYER / "spotworks", ROOT / "functions", ROOT / "local", ROOT / "infra", ROOT / "containers")
    code = [path.read_text() for folder in folders for path in folder.rglob("*.py")]
    whole = {name for text in code for name in re.findall(r"[\"'](SPOTWORKS_[A-Z_]*[A-Z])[\"']", text)}
    needed = {f"SPOTWORKS_{name}" for text in code for name in re.findall(r"\brequired\(\"([A-Z_]+)\"\)", text)}
    assert len(whole) > 20
    assert len(needed) > 10
    return whole | needed | GIVEN


def test_every_variable_of_ours_that_the_code_reads_is_documented():
    deployed = {f"SPOTWORKS_{name.upper()}" for name in Settings.__dataclass_fields__}
    told = set(re.findall(r"SPOTWORKS_[A-Z_]+", TOLD))
    names = {name for name in _read() if name.startswith("SPOTWORKS_")}
    assert names - told == set()
    assert told - names - deployed == set(), "documented, but nothing reads it"
    settings = set(re.findall(r"SPOTWORKS_[A-Z_]+", (ROOT / "docs/deployment.md").read_text()))
    assert deployed - settings == set()
