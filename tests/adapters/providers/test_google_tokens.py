"""RS256, held to what the package cryptography and google-auth say of it."""

import base64
import hashlib
import json
from functools import cache

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from spotworks.adapters.providers.google.tokens import PublishedKeys, signed, verified
from spotworks.errors import Forged, ProviderUnavailable

NOW = 1_700_000_000
CLAIMS = {"exp": NOW + 60, "data": {"id": "x"}}


@cache
def key(size=2_048):
    return rsa.generate_private_key(public_exponent=65_537, key_size=size)


def plain(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def known(private, kid="1"):
    numbers = private.public_key().public_numbers()
    n, e = (plain(one.to_bytes((one.bit_length() + 7) // 8, "big")) for one in (numbers.n, numbers.e))
    return {"kid": kid, "kty": "RSA", "n": n, "e": e}


def token(claims=CLAIMS, head=None, private=None, digest=hashes.SHA256):
    parts = ({"alg": "RS256", "kid": "1"} if head is None else head, claims)
    text = ".".join(plain(json.dumps(part).encode()) for part in parts)
    return f"{text}.{plain((private or key()).sign(text.encode(), padding.PKCS1v15(), digest()))}"


def read(text, keys=None, now=NOW):
    return verified(text, PublishedKeys(lambda: [known(key())] if keys is None else keys), now=now)


def test_what_we_sign_we_believe():
    pem = key().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()  # fmt: skip
    assert read(signed(CLAIMS, key_id="1", private_key=pem)) == CLAIMS
    assert read(token(), keys=[{"kid": "0"}, known(key())]) == CLAIMS


@pytest.mark.parametrize(
    "made",
    [
        lambda: token(claims={**CLAIMS, "exp": NOW}),
        lambda: token(claims={"data": {}}),
        lambda: token(claims=[]),
        lambda: token(claims={"exp": 10**400}),
        lambda: f"{plain(b'[' * 9_000)}.{plain(b'{}')}.",
        lambda: token(head={"alg": "none", "kid": "1"}),
        lambda: token(head={"alg": "HS256", "kid": "1"}),
        lambda: token(head={"alg": "RS256"}),
        lambda: token(head={"alg": "RS256", "kid": "2"}),
        lambda: token(digest=hashes.SHA512),
        lambda: token(private=rsa.generate_private_key(public_exponent=65_537, key_size=2_048)),
        lambda: token().replace(".", "..", 1),
    ],
    ids=[
        "over",
        "no end",
        "no claims",
        "no time",
        "too deep",
        "none",
        "symmetric",
        "no key",
        "other key",
        "other digest",
        "stranger",
        "parts",
    ],
)
def test_other_tokens_are_forged(made):
    with pytest.raises(Forged):
        read(made())


def test_a_short_key_proves_nothing():
    with pytest.raises(Forged):
        read(token(private=key(1_024)), keys=[known(key(1_024))])


@pytest.mark.parametrize("wrong", [{"n": None}, {"n": ""}, {"n": 7}, {"e": "Ag"}, {"e": ""}])
def test_a_key_that_is_none_proves_nothing(wrong):
    with pytest.raises(Forged):
        read(token(), keys=[known(key()) | wrong])


@pytest.mark.parametrize("keys", [None, {}, [{}], [{"kid": 7}], "keys"])
def test_without_keys_there_is_no_verdict(keys):
    with pytest.raises(ProviderUnavailable):
        verified(token(), PublishedKeys(lambda: keys), now=NOW)


class Published:
    """A key set that counts how often it is fetched; an error is what happens instead."""

    def __init__(self, keys):
        self.keys, self.fetched = keys, 0

    def __call__(self):
        self.fetched += 1
        if isinstance(self.keys, Exception):
            raise self.keys
        return self.keys


def test_published_keys_are_kept_for_an_hour():
    published = Published([known(key())])
    keys = PublishedKeys(published)
    for now in (NOW, NOW + 3_600):
        assert keys.named("1", now=now)["kty"] == "RSA"
    assert published.fetched == 1
    published.keys = [known(key(), "2")]
    with pytest.raises(KeyError):
        keys.named("1", now=NOW + 3_601)


def test_a_key_that_is_newer_than_ours_is_looked_for_but_not_for_each_forgery():
    published = Published([known(key())])
    keys = PublishedKeys(published)
    keys.named("1", now=NOW)
    published.keys = [known(key(), "2")]
    for now in range(NOW, NOW + 60, 5):
        with pytest.raises(KeyError):
            keys.named("2", now=now)
    assert published.fetched == 1
    assert keys.named("2", now=NOW + 60)
    assert published.fetched == 2


def test_keys_that_cannot_be_renewed_are_not_believed_for_longer_nor_asked_for_all_the_time():
    published = Published([known(key())])
    keys = PublishedKeys(published)
    keys.named("1", now=NOW)
    published.keys = ProviderUnavailable("down")
    for now in range(NOW + 3_601, NOW + 3_661, 5):
        with pytest.raises(ProviderUnavailable):
            keys.named("1", now=now)
    assert published.fetched == 2


def test_only_what_looks_like_a_token_has_keys_fetched():
    published = Published([known(key())])
    for text in ("", "v1,QUJD", "a.b.c", token(head={"alg": "none", "kid": "1"})):
        with pytest.raises(Forged):
            verified(text, PublishedKeys(published), now=NOW)
    assert published.fetched == 0


def test_a_padding_that_only_ends_well_is_forged():
    """Bleichenbacher's: with e = 3 and a parser that stops early, a cube root would do for a signature."""
    text = ".".join(plain(json.dumps(part).encode()) for part in ({"alg": "RS256", "kid": "1"}, CLAIMS))
    digest = bytes.fromhex("3031300d060960864801650304020105000420") + hashlib.sha256(text.encode()).digest()
    wanted = int.from_bytes((b"\x00\x01\xff\x00" + digest).ljust(256, b"\x00"), "big")
    low, high = 0, 1 << 700
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if middle**3 < wanted else (low, middle)
    assert (low**3).to_bytes(256, "big").startswith(b"\x00\x01\xff\x00" + digest)
    forged = f"{text}.{plain(low.to_bytes(256, 'big'))}"
    with pytest.raises(Forged):
        read(forged, keys=[known(key()) | {"e": "Aw"}])


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_one_changed_byte_is_forged(data):
    good = token()  # of a part's last character only some bits count
    place = data.draw(st.integers(0, len(good) - 2).filter(lambda at: good[at + 1 : at + 2] not in {".", ""}))
    other = data.draw(st.sampled_from("ABab09-_.").filter(lambda one: one != good[place]))
    with pytest.raises(Forged):
        read(f"{good[:place]}{other}{good[place + 1 :]}")


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=40) | st.lists(st.text('eyJ{}":0Aé', max_size=8), max_size=4).map(".".join))
def test_text_is_no_token(text):
    with pytest.raises(Forged):
        read(text)
