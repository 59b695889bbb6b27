"""A studio with an empty table for each test, and the saved pages on a server."""

from collections.abc import Iterator

import pytest

from tests.creative.sites import Sites, sites
from tests.fakes.aws import aws_in_memory, make_table
from tests.fakes.studio import Studio


@pytest.fixture(scope="module")
def aws() -> Iterator[None]:
    with aws_in_memory():
        yield


@pytest.fixture
def studio(aws: None) -> Studio:
    return Studio(make_table())  # moto copies its table with every write: one for all cases would be slow


@pytest.fixture(scope="session")
def web() -> Iterator[Sites]:
    with sites() as researcher:
        yield researcher
