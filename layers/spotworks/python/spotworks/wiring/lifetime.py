"""How long a Lambda lives, for the adapters that wait for somebody."""

import math
from contextlib import AbstractContextManager

from spotworks.adapters.providers import lifetime
from spotworks.wiring.environment import said


def living(seconds: float | None) -> AbstractContextManager[None]:
    """See adapters.providers.lifetime.

    SPOTWORKS_PATIENCE: seconds that any vendor is waited for at most, for fakes that never answer.
    """
    return lifetime.living(seconds, most=float(said("SPOTWORKS_PATIENCE") or math.inf))
