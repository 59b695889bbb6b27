"""A test certificate made on this machine: own authority, own ES256 leaf. Nobody else trusts it, and it says so."""

import contextlib
import datetime as dt
import os
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_YEARS = 10
CHAIN, KEY, ANCHOR = "chain.pem", "key.pem", "anchor.pem"


def own_certificate(folder: Path) -> Path:
    """Makes it in `folder` if it is not there: chain.pem, key.pem (readable by its owner only), anchor.pem.

    The authority's own key is not kept. Two that begin at once end with one whole set.
    """
    if (folder / ANCHOR).is_file():
        return folder
    made = folder.with_name(f"{folder.name}.{os.getpid()}")
    made.mkdir(parents=True, mode=0o700, exist_ok=True)
    authority_key, leaf_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    name = _name("Spotworks test authority (this machine only)")
    authority = _signed(name, name, authority_key.public_key(), authority_key, authority=True)
    leaf = _signed(_name("Spotworks test signer"), name, leaf_key.public_key(), authority_key, authority=False)
    pem = serialization.Encoding.PEM
    (made / CHAIN).write_bytes(leaf.public_bytes(pem) + authority.public_bytes(pem))
    secret = leaf_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with open(os.open(made / KEY, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(secret)
    (made / ANCHOR).write_bytes(authority.public_bytes(pem))
    with contextlib.suppress(OSError):  # another process was first: its set stands
        made.rename(folder)
    return folder


def _name(common: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Spotworks"), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    )


def _signed(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    by: ec.EllipticCurvePrivateKey,
    *,
    authority: bool,
) -> x509.Certificate:
    """With the extensions that C2PA asks of a signer: digitalSignature, emailProtection, both key identifiers."""
    now = dt.datetime.now(dt.UTC)
    usage = x509.KeyUsage(
        digital_signature=not authority, key_cert_sign=authority, crl_sign=authority, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=365 * _YEARS))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
    )
    if not authority:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return made.sign(by, hashes.SHA256())
