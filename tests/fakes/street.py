"""Fixtures: the vendors' fakes on a server that a module's tests share, a vendor's document as witness or not."""

from collections.abc import Iterator
from typing import Any

import pytest

from local.vendors.serving import served
from local.vendors.shop import Shop
from tests.fakes.openapi import Witness


@pytest.fixture(scope="module")
def street() -> Iterator[Shop]:
    """One server for a module: starting one for each of some hundred tests would take a minute."""
    with served(Shop(seconds=0.0)) as found:
        yield found


@pytest.fixture
def shop(street: Shop) -> Shop:
    """All vendors' fakes, as if just opened; their work is done at once."""
    vars(street).update(vars(Shop(base=street.base, seconds=0.0)))
    return street


def witnessed(witness: Witness) -> tuple[Any, Any]:
    """The fixtures `street` and `witness` of a module whose tests are all held to a document.

    What the fake takes must be as it says, and all that it answers, but for a redirect, which is a fault's.
    """

    @pytest.fixture(scope="module")
    def street() -> Iterator[Shop]:
        with served(Shop(seconds=0.0), around=witness.around) as found:
            yield found

    @pytest.fixture(autouse=True)
    def held(shop: Shop) -> Iterator[Witness]:
        witness.seen.clear()
        yield witness
        for exchange in witness.seen:
            assert exchange.response == [] or exchange.status == 302
            assert exchange.request == [] or exchange.status >= 300

    return street, held
