"""Public keys of a vendor: fetched once a day, and again for a signature by none of them, but not for each forgery."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from spotworks.adapters.providers.jwks import KeySet
from spotworks.errors import ProviderUnavailable

ONE, TWO = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
DAY = 24 * 3600.0


class Published:
    """A key set that counts how often it is fetched."""

    def __init__(self, *keys):
        self.keys, self.fetched = keys, 0

    def __call__(self):
        self.fetched += 1
        points = [base64.urlsafe_b64encode(key.public_key().public_bytes_raw()).decode() for key in self.keys]
        others = [{"kty": "RSA", "n": "AQAB", "e": "AQAB"}]
        return json.dumps(
            {"keys": others + [{"kty": "OKP", "crv": "Ed25519", "x": x.rstrip("=")} for x in points]}
        ).encode()


def test_keys_are_kept_for_a_day():
    published = Published(ONE, TWO)
    keys = KeySet(published)
    for now in (0.0, 100.0, DAY):
        assert keys.signed(b"news", TWO.sign(b"news"), now=now)
    assert published.fetched == 1
    assert keys.signed(b"news", ONE.sign(b"news"), now=DAY + 1)
    assert published.fetched == 2


def test_a_key_that_is_newer_than_ours_is_looked_for():
    published = Published(ONE)
    keys = KeySet(published)
    assert keys.signed(b"news", ONE.sign(b"news"), now=0.0)
    published.keys = (TWO,)
    assert not keys.signed(b"news", TWO.sign(b"news"), now=300.0), "it was looked for a moment ago"
    assert keys.signed(b"news", TWO.sign(b"news"), now=301.0)
    assert not keys.signed(b"news", ONE.sign(b"news"), now=302.0), "and the old one is gone"


def test_forgeries_do_not_make_us_ask_each_time():
    published = Published(ONE)
    keys = KeySet(published)
    for now in range(0, 600, 10):
        assert not keys.signed(b"news", TWO.sign(b"news"), now=float(now))
    assert published.fetched == 2


@pytest.mark.parametrize(
    "text",
    [b"", b"[]", b'{"keys": 5}', b'{"keys": []}', b'{"keys": [5]}',
     b'{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "c2hvcnQ"}]}'],
)  # fmt: skip
def test_a_set_without_a_key_that_reads_is_trouble_and_no_verdict(text):
    with pytest.raises(ProviderUnavailable):
        KeySet(lambda: text).signed(b"news", ONE.sign(b"news"), now=0.0)


def test_keys_that_cannot_be_renewed_are_not_believed_for_longer_than_a_day():
    answers = [Published(ONE)()]
    keys = KeySet(lambda: answers.pop() if answers else b"down")
    assert keys.signed(b"news", ONE.sign(b"news"), now=0.0)
    with pytest.raises(ProviderUnavailable):
        keys.signed(b"news", ONE.sign(b"news"), now=DAY + 1)
