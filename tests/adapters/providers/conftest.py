import pytest

from local.vendors.shop import Shop
from tests.fakes.vendors import served


@pytest.fixture
def shop():
    """All vendors' fakes; their work is done at once."""
    with served(Shop(seconds=0.0)) as found:
        yield found
