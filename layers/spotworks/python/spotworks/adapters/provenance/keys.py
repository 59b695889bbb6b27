"""Where the signer's key is: a file, or AWS KMS, from which it never comes out."""

import hashlib
from pathlib import Path
from typing import Any

from spotworks.adapters.provenance.certificates import CHAIN, KEY, own_certificate
from spotworks.adapters.provenance.signing import HINT, Credentials
from spotworks.errors import ModelUnavailable


def from_folder(folder: Path) -> Credentials:
    """The test certificate of this machine, made at first use."""
    try:
        made = own_certificate(folder)
    except ImportError as error:
        raise ModelUnavailable(f"a test certificate needs the library cryptography: {HINT}") from error
    return from_files(made / CHAIN, made / KEY)


def from_files(chain: Path, key: Path) -> Credentials:
    """key: an unencrypted P-256 key in PEM. Raises ModelUnavailable if a file is not what it should be."""
    try:
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec

        secret = serialization.load_pem_private_key(key.read_bytes(), password=None)
        certificates = chain.read_text(encoding="ascii")
    except ImportError as error:
        raise ModelUnavailable(f"signing needs the library cryptography: {HINT}") from error
    except (OSError, ValueError, TypeError) as error:
        raise ModelUnavailable(f"the signing key or its certificates do not read: {error}") from error
    if not isinstance(secret, ec.EllipticCurvePrivateKey) or not isinstance(secret.curve, ec.SECP256R1):
        raise ModelUnavailable(f"the signing key {key.name} is not a P-256 key (ES256)")
    return Credentials(certificates, lambda data: _plain(secret.sign(data, ec.ECDSA(hashes.SHA256()))))


def from_kms(chain: str, key_id: str, client: Any) -> Credentials:
    """A KMS key of ECC_NIST_P256 for SIGN_VERIFY. chain: PEM; client: boto3's "kms".

    docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html: one call a video. Tried against a stand-in only.
    """

    def sign(data: bytes) -> bytes:
        answer = client.sign(
            KeyId=key_id,
            Message=hashlib.sha256(data).digest(),
            MessageType="DIGEST",
            SigningAlgorithm="ECDSA_SHA_256",
        )
        return _plain(answer["Signature"])

    return Credentials(chain, sign)


def _plain(signature: bytes) -> bytes:
    """r and s side by side, as COSE has them (RFC 9053, 2.1), from DER."""
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    r, s = decode_dss_signature(signature)
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")
