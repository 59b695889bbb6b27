"""What the checker found."""

from spotworks.domain.base import Frozen


class Check(Frozen):
    """One measurement against its limit, both in words with units ("-14.2 LUFS", "-14 +-1 LUFS").

    A meter that could not measure reports passed=False and says so in `measured`.
    """

    name: str
    passed: bool
    measured: str
    wanted: str


class QualityReport(Frozen):
    schema_version: int = 1
    checks: tuple[Check, ...] = ()

    @property
    def passed(self) -> bool:
        """Nothing measured is not a pass."""
        return bool(self.checks) and all(check.passed for check in self.checks)

    @property
    def failures(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.passed)
