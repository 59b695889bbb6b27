"""What all of Acme's adapters share: where it is, whose key it wants, what its errors mean."""

from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.wire import Reply, Wire
from spotworks.errors import CreditGone, ModerationRefused, SpotworksError

BASE = "https://api.acme.example"
KEY, KEY_FROM = "ACME_API_KEY", "https://acme.example/keys"
SIGNING = "ACME_WEBHOOK_SECRET"


def wire(account: Account) -> Wire:
    """The account's own base, if it has one, is a fake or a gateway: never go past it."""
    return Wire("Acme", account.base or BASE, lambda: {"Authorization": f"Bearer {account.key(KEY, KEY_FROM)}"}, judged)


def judged(reply: Reply) -> SpotworksError | None:
    """What the HTTP status does not say by itself; None leaves it to Wire, which asks this of all replies."""
    if reply.status < 400:
        return None
    match reply.find("error", "code"):
        case "balance":  # comes as 400
            return CreditGone(f"Acme: {reply.find('error', 'text')}")
        case "policy":
            return ModerationRefused(f"Acme: {reply.find('error', 'text')}")
    return None
