"""An empty table for each test; one moto for a module."""

from collections.abc import Iterator

import pytest

from spotworks.adapters.aws.table import Table
from tests.fakes.aws import aws_in_memory, make_table
from tests.fakes.ports import FixedClock


@pytest.fixture(scope="module")
def aws() -> Iterator[None]:
    with aws_in_memory():
        yield


@pytest.fixture
def table(aws: None) -> Table:
    return make_table()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()
