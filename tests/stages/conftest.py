"""A studio with an empty table for each test; one moto for a module."""

from collections.abc import Iterator

import pytest

from tests.fakes.aws import aws_in_memory, make_table
from tests.fakes.studio import Studio


@pytest.fixture(scope="module")
def aws() -> Iterator[None]:
    with aws_in_memory():
        yield


@pytest.fixture
def studio(aws: None) -> Studio:
    return Studio(make_table())
