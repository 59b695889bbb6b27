"""Webhooks by the standard-webhooks scheme, https://www.standardwebhooks.com: Replicate, OpenAI and others."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Mapping

from spotworks.errors import Forged

WINDOW = 300  # seconds a message may be old, or early by our clock


def believe_standard(headers: Mapping[str, str], body: bytes, secrets: Iterable[str], *, now: float) -> None:
    """secrets: "whsec_..." each, of which one must have signed. Raises Forged."""
    message, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    fresh(stamp, now)
    signed = f"{message}.{stamp}.".encode() + body
    given = [part[3:] for part in headers.get("webhook-signature", "").split() if part.startswith("v1,")]
    for secret in secrets:
        try:
            key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except binascii.Error:
            continue
        wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        if any(hmac.compare_digest(wanted, one) for one in given):
            return
    raise Forged("no signature of this webhook is by a key of ours")


def fresh(stamp: str, now: float) -> None:
    """Raises Forged for a message from another time than now. stamp: Unix seconds."""
    if not stamp.isascii() or not stamp.isdigit() or abs(int(stamp) - now) > WINDOW:
        raise Forged("the webhook is of another time than now")
