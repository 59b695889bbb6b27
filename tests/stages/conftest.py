"""A studio with an empty table for each test; one moto for a module."""

from collections.abc import Iterator

import pytest

from tests.fakes.cloud import cloud, make_table
from tests.fakes.studio import Studio


@pytest.fixture(scope="module")
def aws() -> Iterator[None]:
    with cloud():
        yield


@pytest.fixture
def studio(aws: None) -> Studio:
    return Studio(make_table())
