"""What every test shares: no network but loopback, and no stray configuration."""

import ipaddress
import os
import socket

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


# What shares a server, a browser or a synthesised template runs in one worker, the slowest first.
TOGETHER = ("tests/flows", "tests/local", "tests/web", "tests/infra")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _rank(item.nodeid))


def _rank(nodeid: str) -> int:
    return next((number for number, folder in enumerate(TOGETHER) if nodeid.startswith(folder)), len(TOGETHER))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    from xdist.scheduler import LoadScopeScheduling

    class ByFolder(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            path = nodeid.split("::", 1)[0]
            return next((folder for folder in TOGETHER if path.startswith(folder)), path)

    return ByFolder(config, log)
