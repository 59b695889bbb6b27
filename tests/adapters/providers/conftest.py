import pytest

from local.vendors.answers import answering
from local.vendors.serving import served
from local.vendors.shop import Shop

pytest.register_assert_rewrite("local.vendors.contract")


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


@pytest.fixture(scope="session")
def answers():
    """A vendor that answers what a test lets it say; one for all, since hypothesis asks often."""
    with answering() as found:
        yield found
