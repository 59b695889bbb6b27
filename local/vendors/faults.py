"""What can go wrong at a vendor, and when it does: by script in tests, by seed over whole jobs."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

Fault = Literal[
    # of the paid call
    "throttled", "unavailable", "broken_before", "broken_after", "slow_drip", "redirect", "no_credit", "revoked",
    "refused_input",
    # of the work
    "refused_output", "failed", "stuck",
    # of the file
    "corrupt", "empty", "wrong_codec", "wrong_length", "expired_url", "private_url",
    # of the news
    "hook_duplicated", "hook_late", "hook_early", "hook_out_of_order", "hook_forged", "hook_replayed",
    "hook_other_tenant", "hook_missing",
]  # fmt: skip
"""broken_before, broken_after: the connection breaks off before or after the vendor took the work."""
ALL: tuple[Fault, ...] = get_args(Fault)


@dataclass
class Faults:
    """script: of a provider's paid calls in turn, None for a good one; all after them are good.

    seed, rate: of all other providers' calls so many have one of `kinds`, each time the same for a seed.
    """

    script: Mapping[str, Sequence[Fault | None]] = field(default_factory=dict)
    seed: int = 0
    rate: float = 0.0
    kinds: tuple[Fault, ...] = ALL
    _calls: dict[str, int] = field(default_factory=dict, init=False)

    def next(self, provider: str) -> Fault | None:
        """Of the provider's next paid call."""
        number = self._calls[provider] = self._calls.get(provider, -1) + 1
        if provider in self.script:
            script = self.script[provider]
            return script[number] if number < len(script) else None
        dice = random.Random(f"{self.seed} {provider} {number}")  # noqa: S311 - no secret
        return dice.choice(self.kinds) if dice.random() < self.rate else None
