"""The environment that the catalogue promises, on one moto a module."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.aws import aws_in_memory, environment

WEB = Path(__file__).parents[2] / "web"


@pytest.fixture(scope="module")
def aws() -> Iterator[dict[str, str]]:
    with aws_in_memory():
        about = environment() | {"SPOTWORKS_WEB": str(WEB)}
        os.environ.update(about)
        yield about
        for name in about:
            del os.environ[name]
