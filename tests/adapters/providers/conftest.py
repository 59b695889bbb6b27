import pytest

from local.vendors.shop import Shop
from tests.fakes.vendors import served


@pytest.fixture(scope="module")
def street():
    """One server for a module: starting one for each of some hundred tests would take a minute."""
    with served(Shop(seconds=0.0)) as found:
        yield found


@pytest.fixture
def shop(street):
    """All vendors' fakes, as if just opened; their work is done at once."""
    vars(street).update(vars(Shop(base=street.base, seconds=0.0)))
    return street
