"""Values that are kept, and read again by a newer version."""

import pytest

from spotworks.domain.base import Frozen, stored
from spotworks.errors import InternalError


class Inner(Frozen):
    size: int = 1


class Outer(Frozen):
    inner: Inner = Inner()


def test_fields_that_went_out_of_use_are_passed_over_at_any_depth():
    assert stored(Outer, '{"inner": {"size": 2, "old": 3}, "older": 4}') == Outer(inner=Inner(size=2))


@pytest.mark.parametrize("text", ["", "{", '{"inner": {"size": "large"}}', "[]"])
def test_what_cannot_be_read_is_named(text):
    with pytest.raises(InternalError, match="a stored Outer does not read"):
        stored(Outer, text)
