"""Keys and addresses as people set them: what is wrong with a value, said without showing it. Pure."""

import re

from spotworks.domain.model import Model
from spotworks.errors import CreditGone, KeyRejected, SpotworksError

_BEFORE = re.compile(r"(bearer|basic|key|token|authorization|x-api-key|xi-api-key)\b(?=[\s:])", re.IGNORECASE)
_QUOTES = "\"'`“”‘’«»"
_STANDS_FOR = re.compile(
    r"<.*>|\{.*\}|\[.*\]|(your|my|insert|paste|change)[-_ ]?.*(key|secret|token|here|me)|x{3,}|\.{3,}"
    r"|none|null|undefined|todo|changeme",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?", re.IGNORECASE)


def wrong_with_key(name: str, value: str) -> str:
    """What makes it no key, in words that follow its name: "stands in quotes"; "" for one that may be one.

    name: its environment name. A JSON object is a key of another kind, and is judged by who reads it.
    """
    text = value.strip()
    if not text or text.startswith("{"):
        return ""
    before = _BEFORE.match(text)
    checks = {
        "holds its own name: only what comes after = belongs there": name in text,
        "stands in quotes: leave them out": text[0] in _QUOTES or text[-1] in _QUOTES,
        f"begins with {before and before[0]!r}: leave that out": before,
        "stands for a key and is none": _STANDS_FOR.fullmatch(text),
        "holds a blank or a line break": re.search(r"\s", text),
        "holds a character that no key has: copy it anew": not text.isascii() or not text.isprintable(),
    }
    return next((said for said, wrong in checks.items() if wrong), "")


def wrong_with_address(value: str) -> str:
    """The same of the address of a server of one's own."""
    text = value.strip()
    return "" if not text or _ADDRESS.fullmatch(text) else "is no address: it must begin with http:// or https://"


def naming_key(error: SpotworksError, model: Model) -> SpotworksError:
    """What a vendor said of a key or its credit, with the variable that it is in and where one gets another; any other
    error as it is. A server of one's own may want a key, which options "key" names then, and works without."""
    names = model.secrets or tuple(filter(None, [model.options.get("key")]))
    if not isinstance(error, KeyRejected | CreditGone) or not names or names[0] in error.message:
        return error
    hint = f"{' and '.join(names)}; see {model.key_from}"
    told = type(error)(f"{error.message} ({hint})", field=error.field)
    told.spent = error.spent
    return told
