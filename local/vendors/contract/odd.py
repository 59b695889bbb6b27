"""Answers that no vendor's document foresees."""

from typing import Any

from hypothesis import strategies as st

from local.vendors.contract.case import Case

DEEP = b"[" * 200_000
"""JSON that a parser gives up on."""


def odd(*names: str) -> st.SearchStrategy[Any]:
    """JSON that looks like an answer: objects with these names, and anything else in their places."""
    plain = st.none() | st.booleans() | st.integers(-5, 2**40) | st.floats() | st.text(max_size=12)
    words = plain | st.sampled_from(names) | st.sampled_from(["QUJD", "http://[", "files/x", "https://x.example/y"])
    return st.recursive(
        words,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(names), inner, max_size=6),
        max_leaves=20,
    )


def said_by(case: Case) -> st.SearchStrategy[Any]:
    """Odd answers, among them many that hold one of the vendor's own words where a state is."""
    names = ("id", "status", "message", "error", *case.names)
    anything = odd(*names)
    value = anything | st.sampled_from(case.words or names)
    return anything | st.dictionaries(st.sampled_from(names), value, min_size=1, max_size=6)
