"""JSON Web Tokens by RS256 (RFC 7518 3.3): ours as a service account, and Google's in webhooks."""

import base64
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from spotworks.adapters.providers.google.failures import dicts
from spotworks.errors import Forged, ModelUnavailable, ProviderUnavailable

KEPT = 3600.0  # seconds that published keys are believed without being asked for again
AGAIN = 60.0  # no sooner are they asked for again, whatever a webhook says that it is signed by
_LEAST_BITS = 2048  # of a key: RFC 7518 3.3


def signed(claims: Mapping[str, Any], *, key_id: str, private_key: str) -> str:
    """private_key: PEM. Raises ModelUnavailable where it is none, or none of RSA's."""
    text = f"{_coded({'alg': 'RS256', 'typ': 'JWT', 'kid': key_id})}.{_coded(claims)}"
    return f"{text}.{_plain(_signer(private_key)(text.encode()))}"


@dataclass
class PublishedKeys:
    """Google's public keys, by their ids. fetch: those of a JSON Web Key Set (RFC 7517); raises ProviderUnavailable."""

    fetch: Callable[[], Any]
    _keys: dict[str, dict[str, Any]] = field(default_factory=dict)
    _fetched: float = -math.inf
    _asked: float = -math.inf

    def named(self, key_id: Any, *, now: float) -> dict[str, Any]:
        """Raises KeyError for one that is not published, and ProviderUnavailable while the keys cannot be had.

        An unknown one may be newer than ours, but forgeries must not make us ask each time.
        """
        is_old = now - self._fetched > KEPT
        if is_old or key_id not in self._keys:
            if now - self._asked >= AGAIN:
                self._load(now)
            elif is_old:
                raise ProviderUnavailable("Google's public keys could not be had a moment ago")
        return self._keys[key_id]

    def _load(self, now: float) -> None:
        self._asked = now
        found = {one["kid"]: one for one in dicts(self.fetch()) if isinstance(one.get("kid"), str)}
        if not found:
            raise ProviderUnavailable("Google publishes no key to check its webhooks by")
        self._keys, self._fetched = found, now


def verified(token: str, keys: PublishedKeys, *, now: float) -> dict[str, Any]:
    """The claims of a token that one of these keys signed and that is not over. now: Unix time.

    Raises Forged, and ProviderUnavailable while the keys cannot be had; they are asked for only for what looks like a
    token.
    """
    try:
        text, _, signature = token.rpartition(".")
        head, claims = (json.loads(_bytes(part)) for part in text.split("."))
        if head["alg"] != "RS256":
            raise Forged("the webhook's token is not signed by RS256")
        key = keys.named(head["kid"], now=now)
        n, e = (int.from_bytes(_bytes(key[name]), "big") for name in ("n", "e"))
        good = _is_signature(_bytes(signature), text.encode(), n, e)
        in_time = float(claims["exp"]) > now
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise Forged("the webhook's token does not read, or is by no key of Google's") from error
    if not good or not in_time:
        raise Forged("the webhook's token is not by Google's key, or is over")
    return dict(claims)


@lru_cache(maxsize=4)
def _signer(pem: str) -> Callable[[bytes], bytes]:
    """Kept, since checking a key takes a hundred times as long as signing with it."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    try:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ModelUnavailable("the service account's private_key is not a PEM key", field="model") from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ModelUnavailable("the service account's private_key is not an RSA key", field="model")
    return lambda text: key.sign(text, padding.PKCS1v15(), hashes.SHA256())


def _is_signature(signature: bytes, text: bytes, n: int, e: int) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    if n.bit_length() < _LEAST_BITS:
        return False
    try:
        rsa.RSAPublicNumbers(e, n).public_key().verify(signature, text, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def _coded(value: Any) -> str:
    return _plain(json.dumps(value, separators=(",", ":")).encode())


def _plain(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
