"""A check that could not measure is a failed one."""

from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.quality import Check, QualityReport


def report(*passed):
    return QualityReport(
        checks=tuple(Check(name=str(n), passed=p, measured="", wanted="") for n, p in enumerate(passed))
    )


def test_nothing_measured_is_not_a_pass():
    assert not QualityReport().passed


@given(st.lists(st.booleans(), min_size=1, max_size=8))
def test_one_failure_fails_the_whole_and_is_named(passed):
    found = report(*passed)
    assert found.passed == all(passed)
    assert [check.passed for check in found.failures] == [False] * passed.count(False)
