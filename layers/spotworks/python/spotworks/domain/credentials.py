"""Keys and addresses as people set them: what is wrong with a value, said without showing it. Pure."""

import json
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
_SERVICE_ACCOUNTS = {"GOOGLE_SERVICE_ACCOUNT"}  # environment names of Google's keys, which are whole files
_SERVICE_ACCOUNT = ("project_id", "client_email", "private_key", "private_key_id")
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


def wrong_with_secret(name: str, value: str, *, gateway: bool = False) -> str:
    """The same of what an environment name is set to: a key, several with commas, or the JSON of a service account.

    gateway: whether it goes to a base of one's own, a fake too, where any other text is the token of it.
    """
    if name in _SERVICE_ACCOUNTS and not (gateway and not value.lstrip().startswith("{")):
        return wrong_with_service_account(value)
    return wrong_with_key(name, value.split(",", maxsplit=1)[0])


def wrong_with_service_account(value: str) -> str:
    """The same of the JSON that Google hands out as the file of a service account's key."""
    put = "put the content of the key's JSON file there, not its path"
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return f"is not JSON: {put}"
    given = found if isinstance(found, dict) else {}
    lacking = [field for field in _SERVICE_ACCOUNT if not (isinstance(given.get(field), str) and given[field].strip())]
    if lacking:
        return f"is not the key of a service account, it lacks {', '.join(lacking)}: {put}"
    pem = given["private_key"].lstrip().startswith("-----BEGIN ")
    return "" if pem else f"holds a private_key that is not a PEM key: {put}"


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
