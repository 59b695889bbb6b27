"""How Google's APIs fail: google.rpc.Status (https://google.aip.dev/193), with what lies in prose and in details.

No credit and too many calls are both 429 RESOURCE_EXHAUSTED; a key that is not valid is 400; refusals are 400, prose
in a failed task, or 200 with nothing inside.
"""

import re
from collections.abc import Iterator
from typing import Any

from spotworks.adapters.providers.wire import Reply, retry_after, shown
from spotworks.errors import CreditGone, KeyRejected, ModerationRefused, ProviderThrottled, SpotworksError

REFUSALS = frozenset({
    "SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII", "RECITATION", "JAILBREAK", "MODEL_ARMOR",
    "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION",
})  # fmt: skip
"""blockReasons and finishReasons (https://ai.google.dev/api/generate-content) that a policy stands behind."""

_REFUSED = re.compile(
    r"\bblocked\b[^.]*\b(safety|polic)|responsible ai|usage guidelines|prohibited (use|content)|sensitive words"
    r"|safety (filter|polic|reason)|violat\w+ .*polic",
    re.IGNORECASE,
)
_BROKE = re.compile(
    r"prepayment|credits? (are|is) depleted|spend(ing)? (cap|limit)|billing account .*(disabled|closed)"
    r"|billing to be enabled|billed users",
    re.IGNORECASE,
)
_BAD_KEYS = frozenset({"API_KEY_INVALID", "API_KEY_EXPIRED", "API_KEY_SERVICE_BLOCKED"})


def judged(reply: Reply) -> SpotworksError | None:
    """wire.Judge of all of Google's APIs. The front end puts its errors into a list."""
    if reply.status < 400:
        return None
    error = reply.find("error") or reply.find(0, "error")
    error = error if isinstance(error, dict) else {}
    message, details = str(error.get("message") or reply.text), list(dicts(error.get("details")))
    names = {str(one.get("reason")) for one in details} | {str(error.get("status")), str(error.get("code"))}
    said = f"Google said {reply.status}: {shown(message)}"
    if names & _BAD_KEYS:
        return KeyRejected(said)
    if "BILLING_DISABLED" in names or _BROKE.search(message):
        return CreditGone(said)
    if reply.status == 429:
        return CreditGone(said) if _used_up(message, details) else ProviderThrottled(said, retry_after=_delay(reply))
    if reply.status == 400 and (names & REFUSALS or refused(message)):
        return ModerationRefused(said)
    return None


def refused(text: str) -> bool:
    """Whether prose of Google's says that a policy stands in the way."""
    return _REFUSED.search(text) is not None


def dicts(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of what should be a list of them."""
    return (one for one in (value if isinstance(value, list) else ()) if isinstance(one, dict))


def _used_up(message: str, details: list[dict[str, Any]]) -> bool:
    """Whether waiting a minute is no use: a day's quota is gone, or there is none of this model at all."""
    violations = [one for detail in details for one in dicts(detail.get("violations"))]
    return "limit: 0" in message or any(
        "PerDay" in str(one.get("quotaId")) or str(one.get("quotaValue")) == "0" for one in violations
    )


def _delay(reply: Reply) -> float | None:
    """Seconds of google.rpc.RetryInfo ("22s", "10.7s"), else of the header."""
    for detail in dicts(reply.find("error", "details")):
        if found := re.fullmatch(r"(\d+(?:\.\d+)?)s", str(detail.get("retryDelay"))):
            return float(found[1])
    return retry_after(reply)
