"""How one vendor is set up for the contract, and what its failures are called."""

import math
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from local.vendors.answers import Answers
from local.vendors.base import Fake
from local.vendors.faults import Fault
from local.vendors.serving import account_at, png_of
from local.vendors.shop import Shop
from spotworks.adapters.providers.lifetime import living
from spotworks.domain.model import Model
from spotworks.errors import SpotworksError
from spotworks.ports import StillInput, VendorRequest, VendorStatus

NAMED: Mapping[Fault, str] = {
    "throttled": "ProviderThrottled", "unavailable": "ProviderUnavailable", "no_credit": "CreditGone",
    "revoked": "KeyRejected", "refused_input": "ModerationRefused", "redirect": "ProviderRejected",
    "broken_before": "OutcomeUnknown", "broken_after": "OutcomeUnknown", "hangs_before": "OutcomeUnknown",
    "hangs_after": "OutcomeUnknown", "endless_drip": "OutcomeUnknown",
}  # fmt: skip
"""The faults of a paid call, and what each is called by us."""
AT_ONCE: Mapping[Fault, str] = {
    "refused_output": "ModerationRefused", "failed": "ProviderUnavailable", "stuck": "OutcomeUnknown",
}  # fmt: skip
"""Those of the work, where it is done before the call is answered."""
_HANGS = ("hangs_before", "hangs_after", "endless_drip")


def impatient(fault: Fault | None) -> AbstractContextManager[None]:
    """In which nobody waits long for an answer that never comes."""
    return living(None, most=0.25 if fault in _HANGS else math.inf)


@dataclass(frozen=True)
class Case:
    """How one vendor is set up.

    paid: path of the paid call, under the provider's. about: of each request, beside what the model needs; secrets: by
    environment name, for those that are no plain word. prompt: what the vendor reads for "steam rises".
    lost: what it says of a lost call, a pattern; "" where its API tells of it. stops: whether it can be cancelled.
    inline: the file is in the answer. by_url: it reads pictures at public
    addresses only. signed_by: the fake that signs the news; seals: whether the signature is over the body.
    silent: it keeps no jobs and sends no news. waits, gone: the states in which work waits and has been cancelled.
    patience: seconds that the fake asks for. errors: faults that come by another name than NAMED; costs: of work that
    failed, by fault, None for the catalogue's. hides: errors may come with status 200.
    names, words: of fields and values in its answers.
    """

    wire: type[Any]
    model: Model
    paid: str
    about: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    prompt: str = "steam rises"
    lost: str = ""
    stops: bool = True
    inline: bool = False
    by_url: bool = False
    signed_by: type[Fake] | None = None
    seals: bool = True
    silent: bool = False
    waits: str = "queued"
    gone: str = "cancelled"
    patience: float | None = None
    errors: Mapping[Fault, str] = field(default_factory=dict)
    costs: Mapping[Fault, Decimal] = field(default_factory=dict)
    hides: bool = False
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def wanted(self, **about: Any) -> VendorRequest:
        """A request as domain.fitting makes it."""
        model = self.model
        aspect = "16:9" if "16:9" in model.aspects else model.aspects[0]
        first: dict[str, Any] = {
            "kind": model.makes[0], "model": model, "prompt": "steam rises", "aspect": aspect, "seed": 7,
            "seconds": model.lengths[0] if model.lengths else None, "size": model.sizes.get(aspect, ""),
            "resolution": next(iter(model.resolutions), ""), "client_key": "the-key",
        }  # fmt: skip
        if model.first_frame == "required":
            first["first_frame"] = StillInput(content=png_of(640, 360), content_type="image/png")
        return VendorRequest(**{**first, **self.about, **about})

    def at(self, shop: Shop) -> Any:
        return self.wire(account_at(shop, self.model.provider, **self.secrets))

    def told(self, answers: Answers) -> Any:
        return self.wire(answers.account(self.model.provider, **self.secrets))

    def ended(self, vendor: Any, **about: Any) -> VendorStatus:
        """What comes of a request that takes no time."""
        job = vendor.create(self.wanted(**about))
        done = job if isinstance(job, VendorStatus) else vendor.poll(job, self.model)
        assert isinstance(done, VendorStatus)
        return done

    def outcome(self, vendor: Any) -> tuple[str, Decimal | None]:
        """The name of the error that a request ends in, raised or told, and what it is said to cost; "" for none."""
        try:
            done = self.ended(vendor)
        except SpotworksError as error:
            return type(error).__name__, None
        return done.error, done.cost_usd
