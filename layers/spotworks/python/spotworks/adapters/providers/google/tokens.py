"""JSON Web Tokens by RS256 (RFC 7518 3.3): ours as a service account, and Google's in webhooks."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from spotworks.adapters.providers.google.failures import dicts
from spotworks.errors import Forged, ModelUnavailable

_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")  # DigestInfo of RFC 8017 9.2


def signed(claims: Mapping[str, Any], *, key_id: str, private_key: str) -> str:
    """private_key: PEM. Raises ModelUnavailable where it is none, or where no library can sign with it."""
    text = f"{_coded({'alg': 'RS256', 'typ': 'JWT', 'kid': key_id})}.{_coded(claims)}"
    return f"{text}.{_plain(_signer(private_key)(text.encode()))}"


def verified(token: str, keys: Callable[[], Any], *, now: float) -> dict[str, Any]:
    """The claims of a token that one of these keys signed and that is not over.

    keys: those of a JSON Web Key Set, fetched only for what looks like a token. Raises Forged.
    Verifying takes public values only, so that whole integers do, and no library is needed where webhooks come in.
    """
    try:
        text, _, signature = token.rpartition(".")
        head, claims = (json.loads(_bytes(part)) for part in text.split("."))
        if head["alg"] != "RS256":
            raise Forged("the webhook's token is not signed by RS256")
        key = next(one for one in dicts(keys()) if one.get("kid") == head["kid"])
        n, e = (int.from_bytes(_bytes(key[name]), "big") for name in ("n", "e"))
        good = _is_signature(_bytes(signature), text.encode(), n, e)
        in_time = float(claims["exp"]) > now
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration, OverflowError, RecursionError) as error:
        raise Forged("the webhook's token does not read, or is by no key of Google's") from error
    if not good or not in_time:
        raise Forged("the webhook's token is not by Google's key, or is over")
    return dict(claims)


@lru_cache(maxsize=4)
def _signer(pem: str) -> Callable[[bytes], bytes]:
    """Kept, since checking a key takes a hundred times as long as signing with it."""
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import padding, rsa
    except ImportError as error:
        raise ModelUnavailable(
            "signing in at Vertex needs the package cryptography: pip install cryptography", field="model"
        ) from error
    try:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ModelUnavailable("the service account's private_key is not a PEM key", field="model") from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ModelUnavailable("the service account's private_key is not an RSA key", field="model")
    return lambda text: key.sign(text, padding.PKCS1v15(), hashes.SHA256())


def _is_signature(signature: bytes, text: bytes, n: int, e: int) -> bool:
    """RSASSA-PKCS1-v1_5 (RFC 8017 8.2.2): the padded digest is made anew and compared as a whole, never parsed."""
    size = (n.bit_length() + 7) // 8
    if size < 256 or len(signature) != size:
        return False
    digest = _SHA256 + hashlib.sha256(text).digest()
    wanted = b"\x00\x01" + b"\xff" * (size - len(digest) - 3) + b"\x00" + digest
    return hmac.compare_digest(pow(int.from_bytes(signature, "big"), e, n).to_bytes(size, "big"), wanted)


def _coded(value: Any) -> str:
    return _plain(json.dumps(value, separators=(",", ":")).encode())


def _plain(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
