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


def witnessed(witness: Witness, *, always: bool = True) -> tuple[Any, Any]:
    """The fixtures `street` and `witness` of a module: what passes in a test is held to a document when it ends.

    What the fake takes must be as it says, and what it answers; but for a redirect, which is a fault's, and failures
    of which the document says nothing. always: or only in the tests that ask for the fixture.
    """

    @pytest.fixture(scope="module")
    def street() -> Iterator[Shop]:
        with served(Shop(seconds=0.0), around=witness.around) as found:
            yield found

    @pytest.fixture(autouse=always)
    def held(shop: Shop) -> Iterator[Witness]:
        witness.seen.clear()
        yield witness
        for exchange in witness.seen:
            unsaid = exchange.status == 302 or (exchange.status >= 400 and not witness.spec.errors)
            assert exchange.response == [] or unsaid
            assert exchange.request == [] or exchange.status >= 300

    return street, held
