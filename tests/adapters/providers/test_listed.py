"""Lists of works, read back to where a lost call cannot be any more: None is the word to buy again."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.adapters.providers.listed import PAGES, by_callback, entry
from spotworks.errors import ProviderRejected
from spotworks.ports import VendorJob

BEGAN = datetime(2026, 11, 29, 12, tzinfo=UTC)
THEN = BEGAN.isoformat()
HOOK = "https://hooks.example/"


def work(name, minutes=0, callback=None):
    """minutes: after the call left."""
    made = (BEGAN + timedelta(minutes=minutes)).isoformat()
    return entry(name, HOOK + name if callback is None else callback, made)


def told(works, size, read=None):
    """Pages of so many; read: counts them."""

    def page(place):
        start = int(place or 0)
        if read is not None:
            read.append(start)
        return works[start : start + size], str(start + size) if start + size < len(works) else ""

    return page


def found(works, size=2, key="ours", began=THEN, read=None):
    return by_callback(told(works, size, read), key, vendor="Acme", began=began)


def test_it_is_found_on_a_later_page():
    assert found([work(str(n)) for n in range(5)] + [work("ours")]) == VendorJob(id="ours")


def test_pages_of_before_the_call_are_not_read():
    read = []
    assert found([work("a", 5), work("b", -9), work("c", -11), work("d", -12), work("e", -13)], read=read) is None
    assert read == [0, 2], "the second page reaches back further than clocks may be apart"


@pytest.mark.parametrize("began", ["", THEN])
def test_a_list_that_goes_on_for_too_long_tells_nothing(began):
    with pytest.raises(ProviderRejected, match="ours may be further on"):
        found([work(str(n), 1) for n in range(2 * PAGES + 1)], began=began)
    assert found([work(str(n), 1) for n in range(2 * PAGES)], began=began) is None


def test_one_without_a_callback_may_be_ours_unless_it_is_older():
    assert found([work("a", 1), work("b", -11, "")]) is None
    with pytest.raises(ProviderRejected, match="cannot be told"):
        found([work("a", 1, ""), work("b", -11)])
    assert found([work("a", 1, ""), work("b", 1), work("ours")]) == VendorJob(id="ours")


def test_no_key_is_nobodys():
    assert found([work("a")], key="") is None


@given(
    before=st.lists(st.integers(-500, 500), max_size=12), since=st.lists(st.integers(0, 500), max_size=12),
    size=st.integers(1, 5), rising=st.booleans(), broken=st.booleans(),
)  # fmt: skip
def test_what_is_in_the_list_is_never_denied(before, since, size, rising, broken):
    """In whichever order the vendor lists, and whether or not its times read."""
    works = sorted([work("a", at) for at in before] + [work("ours", at) for at in since[:1]], key=lambda one: one.made)
    works = works if rising else works[::-1]
    if broken:
        works = [entry(one.id, one.callback, "yesterday") for one in works]
    with suppress(ProviderRejected):
        assert found(works, size) == (VendorJob(id="ours") if since else None)


@pytest.mark.parametrize("made", [None, 7, "", "yesterday", "2026-11-29T12:00:00"])
def test_a_time_that_does_not_read_is_none(made):
    assert entry("a", None, made).made is None


@pytest.mark.parametrize("name", [None, "", 7])
def test_a_work_without_an_id_is_no_work(name):
    with pytest.raises(ValueError, match="without an id"):
        entry(name, HOOK, None)
