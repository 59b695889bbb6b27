"""One server with the miniature catalogue for all tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.fakes.cloud import Cloud, running_cloud

MINIATURE = ("--catalogue", "tests.local.fixtures.catalogue")


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    with running_cloud(tmp_path_factory.mktemp("cloud") / "state", *MINIATURE) as running:
        yield running
