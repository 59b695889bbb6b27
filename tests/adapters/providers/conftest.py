import pytest

from local.vendors.answers import answering
from tests.fakes.street import shop, street

__all__ = ["answers", "shop", "street"]

pytest.register_assert_rewrite("local.vendors.contract")


@pytest.fixture(scope="session")
def answers():
    """A vendor that answers what a test lets it say; one for all, since hypothesis asks often."""
    with answering() as found:
        yield found
