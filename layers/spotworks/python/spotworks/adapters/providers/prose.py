"""Reasons that vendors give in words and without a code."""

from spotworks.domain.base import Usd
from spotworks.ports import VendorStatus

_REFUSALS = (
    "nsfw", "moderation", "content policy", "content_policy", "content security", "usage polic", "risk control",
    "safety system", "safety filter", "unsafe content", "sensitive content", "sensitive information", "as sensitive",
    "prohibited content",
)  # fmt: skip


def refuses(reason: str) -> bool:
    """Whether a vendor's words say that its content policy is the reason."""
    return any(words in reason.lower() for words in _REFUSALS)


def failed(vendor: str, reason: object, *, cost_usd: Usd | None = None) -> VendorStatus:
    """Work that failed for a reason in words: refused by policy, or something of the vendor's own."""
    said = " ".join(str(reason or "it gave no reason").split())
    return VendorStatus(
        state="failed", error="ModerationRefused" if refuses(said) else "ProviderUnavailable",
        message=f"{vendor}: {said[:300]}", cost_usd=cost_usd,
    )  # fmt: skip


def lost(vendor: str) -> VendorStatus:
    """Work that the vendor knows no more: cancelled, or gone with a restart or with the time that it keeps things."""
    return VendorStatus(
        state="failed", error="ProviderUnavailable",
        message=f"{vendor} knows no such work; it was cancelled, or is gone with a restart",
    )  # fmt: skip
