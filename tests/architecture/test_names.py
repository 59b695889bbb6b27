"""One name per stage, spelled the same everywhere it appears."""

import re
from pathlib import Path

import pytest

from infra import catalogue

ROOT = Path(__file__).parents[2]
CORE = ROOT / "layers/spotworks/python/spotworks"
TASKS = sorted({name for machine in catalogue.MACHINES for name in machine.calls})
FUNCTIONS = [function.name for function in catalogue.FUNCTIONS]


@pytest.mark.parametrize("name", TASKS)
def test_a_task_has_its_function_stage_and_test(name):
    stem = catalogue.snake(name)
    assert catalogue.function(name).folder == ROOT / "functions" / stem
    assert (ROOT / "functions" / stem / "handler.py").is_file()
    assert (CORE / "stages" / f"{stem}.py").is_file()
    assert (ROOT / "tests/stages" / f"test_{stem}.py").is_file()


def test_every_function_has_a_folder_and_every_folder_a_function():
    folders = {path.parent.name for path in (ROOT / "functions").glob("*/handler.py")}
    assert folders == {catalogue.snake(name) for name in FUNCTIONS}


def test_every_function_is_called_by_something():
    callers = set(TASKS) | {rule.calls for rule in catalogue.RULES} | {s.calls for s in catalogue.SCHEDULES}
    callers |= {queue.calls for queue in catalogue.QUEUES}
    callers |= {catalogue.API_FUNCTION, catalogue.SOCKET_FUNCTION, catalogue.TABLE.stream_to}
    assert callers == set(FUNCTIONS)


def test_every_placeholder_of_the_environment_is_known():
    known = {
        "table", "uploads", "work", "published", "topic", "make_spot", "render_queue", "render_job", "align_job",
        "diffuse_queue", "diffuse_job", "diffuse_models",
        "socket_endpoint", "socket_url", "web", "fan_out", "keys", "hooks", "orders_queue", "monthly_cap", "daily_cap",
            "call_cap", "language_model",
    }  # fmt: skip
    values = list(catalogue.ENVIRONMENT.values())
    values += [value for function in catalogue.FUNCTIONS for value in function.environment.values()]
    assert {name for value in values for name in re.findall(r"\{(\w+)\}", value)} <= known


def test_every_api_route_is_served_and_every_served_route_is_deployed():
    from spotworks.runtime.api import app

    served = {(route.method, re.sub(r"<(\w+)>", r"{\1}", route.path)) for route in _routes(app)}
    assert served == {(route.method, route.path) for route in catalogue.ROUTES}


def _routes(app):
    return [*app._static_routes, *app._dynamic_routes]


@pytest.mark.parametrize("path", sorted((ROOT / "functions").glob("*/handler.py")), ids=lambda p: p.parent.name)
def test_a_handler_stays_thin(path):
    body = path.read_text().split('"""', 2)[2]
    lines = [line for line in body.splitlines() if line.strip() and not line.startswith(("from ", "import "))]
    assert len(lines) <= 30
