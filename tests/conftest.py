"""What every test shares: no network but loopback, and no stray configuration."""

import ipaddress
import os
import socket
from collections import Counter

import pytest
from hypothesis import settings

# The same examples in every run, however busy the machine: a gate that fails by chance is no gate.
settings.register_profile("gate", max_examples=40, deadline=None, derandomize=True, database=None)
settings.load_profile("gate")

for _name in [n for n in os.environ if n.startswith(("AWS_", "SPOTWORKS_"))]:
    del os.environ[_name]
os.environ.update(
    AWS_ACCESS_KEY_ID="local",
    AWS_SECRET_ACCESS_KEY="local",
    AWS_DEFAULT_REGION="us-east-1",
    AWS_EC2_METADATA_DISABLED="true",
)

_connect = socket.socket.connect


def _loopback_only(self: socket.socket, address: object) -> None:
    if isinstance(address, tuple) and address[0] != "localhost" and not ipaddress.ip_address(address[0]).is_loopback:
        pytest.fail(f"a test tried to reach {address}: only loopback is allowed")
    _connect(self, address)


socket.socket.connect = _loopback_only  # type: ignore[method-assign]


# What shares a server, a browser or a synthesised template runs in one worker, the slowest first: the first name that
# a test's own begins with says with which others.
TOGETHER = ("tests/flows/test_crashes.py", "tests/flows", "tests/local", "tests/web", "tests/infra")


# Cases of one test whose lines are counted: more of them run the same lines again, and counting doubles their time.
COUNTED = 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {name: number for number, name in enumerate(TOGETHER)}
    items.sort(key=lambda item: order.get(_group(item.nodeid), len(order)))
    cases: Counter[str] = Counter()
    for item in items:
        name = item.nodeid.partition("[")[0]
        cases[name] += 1
        if cases[name] > COUNTED or hasattr(getattr(item, "obj", None), "hypothesis"):
            item.add_marker("no_cover")


def _group(nodeid: str) -> str:
    """The name of those it runs together with: its file, if nothing else."""
    return next((name for name in TOGETHER if nodeid.startswith(name)), nodeid.split("::", 1)[0])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    from xdist.scheduler import LoadScopeScheduling

    class ByGroup(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _group(nodeid)

    return ByGroup(config, log)
