import pytest

from local.vendors.shop import Shop
from tests.fakes.answers import answering
from tests.fakes.vendors import served


@pytest.fixture
def shop():
    """All vendors' fakes; their work is done at once."""
    with served(Shop(seconds=0.0)) as found:
        yield found


@pytest.fixture(scope="session")
def answers():
    """A vendor that answers what a test lets it say; one for all, since hypothesis asks often."""
    with answering() as found:
        yield found
