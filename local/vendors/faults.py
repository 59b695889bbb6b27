"""What can go wrong at a vendor, and when it does: by script in tests, by seed over whole jobs."""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

Fault = Literal[
    # of the paid call
    "throttled", "unavailable", "broken_before", "broken_after", "hangs_before", "hangs_after", "slow_drip",
    "endless_drip", "redirect", "no_credit", "revoked", "refused_input",
    # of the work
    "refused_output", "failed", "stuck", "revoked_midway",
    # of the file
    "corrupt", "empty", "wrong_codec", "wrong_length",
    # of the file's address
    "expired_url", "private_url", "moved_url", "moved_inside",
    # of the news
    "hook_duplicated", "hook_late", "hook_early", "hook_out_of_order", "hook_forged", "hook_replayed",
    "hook_other_tenant", "hook_missing",
]  # fmt: skip
"""broken_before, broken_after, hangs_before, hangs_after: the connection breaks off, or no answer ever comes, before or
after the vendor took the work. endless_drip: the answer comes, but never its end. revoked_midway: it took the work, and
then not the key any more. moved_url, moved_inside: the file's address redirects to where the file is, or to a private
address. hook_other_tenant: true news of somebody else's work."""
ALL: tuple[Fault, ...] = get_args(Fault)
NEWS: frozenset[Fault] = frozenset(fault for fault in ALL if fault.startswith("hook_"))
LINKS: frozenset[Fault] = frozenset({"expired_url", "private_url", "moved_url", "moved_inside"})
FILE: frozenset[Fault] = frozenset({"corrupt", "empty", "wrong_codec", "wrong_length"})
AT_ONCE: frozenset[Fault] = LINKS | {"revoked_midway"}
"""What a call lacks whose answer holds what was made."""
LOST: frozenset[Fault] = frozenset({"broken_after", "hangs_after", "endless_drip"})
"""With which the work is taken, and nobody hears of it."""


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

    def next(self, provider: str, lacks: Collection[Fault] = ()) -> Fault | None:
        """Of the provider's next paid call. lacks: what cannot befall it, which a seed passes over."""
        number = self._calls[provider] = self._calls.get(provider, -1) + 1
        if provider in self.script:
            script = self.script[provider]
            return script[number] if number < len(script) else None
        dice = random.Random(f"{self.seed} {provider} {number}")  # noqa: S311 - no secret
        kinds = [kind for kind in self.kinds if kind not in lacks]
        return dice.choice(kinds) if kinds and dice.random() < self.rate else None
