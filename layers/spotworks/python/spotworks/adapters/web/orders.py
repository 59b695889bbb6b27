"""Text that gives orders to a model is no fact about a product: it is left out, whole paragraph by paragraph.

This is the second line. The first is that a page's text is only ever data: it chooses no URL, tenant, budget or
publication whatever it says.
"""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from spotworks.catalogue import load


def _pattern() -> re.Pattern[str]:
    known = load("orders")
    joined = "|".join(pattern for group in known["group"] for pattern in group["patterns"])
    for name, meaning in known["names"].items():
        joined = joined.replace(f"<{name}>", meaning)
    return re.compile(joined, re.IGNORECASE | re.MULTILINE)


_ORDERS = _pattern()
_LOOKALIKES = str.maketrans("аеорсухіјѕԁһӏАВЕКМНОРСТХІЅЈ", "aeopcyxijsdhlABEKMHOPCTXISJ")
_LEET = str.maketrans("01345@$|", "oieasasl")
_SPELLED = re.compile(r"(?<!\w)(?:\w[ ._*-]){5,}\w(?!\w)")
_PACKED = re.compile(r"(?<![\w/+])[A-Za-z0-9+/_-]{24,}={0,2}(?![\w/+=])")


def is_order(text: str) -> bool:
    """Whether a text speaks to a model, however it is spelled."""
    return any(_ORDERS.search(reading) for reading in _readings(text))


def without_orders(text: str) -> tuple[str, int]:
    """The text without the paragraphs that give orders, and how many they were. An order may run over two."""
    lines = text.split("\n")
    bad = {number for number, line in enumerate(lines) if is_order(line)}
    for number in range(len(lines) - 1):
        if not bad & {number, number + 1} and is_order(f"{lines[number]} {lines[number + 1]}"):
            bad |= {number, number + 1}
    return "\n".join(line for number, line in enumerate(lines) if number not in bad), len(bad)


def _readings(text: str) -> Iterator[str]:
    """The text, and what it says behind look-alike letters, digits for letters, spaced letters, codes."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split(" "))
    yield plain
    if not plain.isascii():
        yield plain.translate(_LOOKALIKES)
        yield "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    if re.search(r"[a-zA-Z][01345@$|]|[01345@$|][a-zA-Z]", plain):
        yield plain.translate(_LEET)
    if "%" in plain:
        yield unquote(plain)
    if _SPELLED.search(plain):
        yield re.sub(r"\s{2,}|\x00", " ", re.sub(r"(?<=\b\w)[ ._*-](?=\w\b)", "", plain))
    for packed in _PACKED.findall(plain):
        yield from _unpacked(packed)


def _unpacked(packed: str) -> Iterator[str]:
    try:
        raw = base64.b64decode(packed.replace("-", "+").replace("_", "/") + "=" * (-len(packed) % 4), validate=True)
        yield raw.decode()
    except (binascii.Error, ValueError, UnicodeDecodeError):
        return  # a long word, not a code
