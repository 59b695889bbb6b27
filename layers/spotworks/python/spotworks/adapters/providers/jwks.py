"""Public keys that a vendor publishes as a JSON Web Key Set (RFC 7517, RFC 8037): for webhooks signed with Ed25519."""

import base64
import binascii
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spotworks.errors import ProviderUnavailable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

KEPT = 24 * 3600.0  # seconds that keys are believed without being asked for again
AGAIN = 300.0  # no sooner are they asked for again because a signature is by none of them


@dataclass
class KeySet:
    """fetch: the set as the vendor publishes it; raises ProviderUnavailable."""

    fetch: Callable[[], bytes]
    _keys: tuple["Ed25519PublicKey", ...] = ()
    _fetched: float = -math.inf
    _asked: float = -math.inf

    def signed(self, message: bytes, signature: bytes, *, now: float) -> bool:
        """Whether one of the keys signed it. now: Unix time. Raises ProviderUnavailable while there are no keys.

        An unknown signature may be by a key that is newer than ours, but forgeries must not make us ask each time.
        """
        if now - self._fetched > KEPT:
            self._load(now)
        if self._holds(message, signature):
            return True
        if now - self._asked <= AGAIN:
            return False
        self._load(now)
        return self._holds(message, signature)

    def _holds(self, message: bytes, signature: bytes) -> bool:
        from cryptography.exceptions import InvalidSignature

        for key in self._keys:
            try:
                key.verify(signature, message)
            except InvalidSignature:
                continue
            return True
        return False

    def _load(self, now: float) -> None:
        self._asked = now
        found = _read(self.fetch())
        if not found:
            raise ProviderUnavailable("a vendor publishes no Ed25519 key to check its webhooks by")
        self._keys, self._fetched = found, now


def _read(text: bytes) -> tuple["Ed25519PublicKey", ...]:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        listed: Any = json.loads(text)["keys"]
        points = [one["x"] for one in listed if one["kty"] == "OKP" and one["crv"] == "Ed25519"]
        return tuple(Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(x + "==")) for x in points)
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise ProviderUnavailable("a vendor's set of public keys does not read") from error
