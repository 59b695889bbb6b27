"""What an adapter is given to speak with its vendor."""

from collections.abc import Callable
from dataclasses import dataclass

from spotworks.domain.credentials import wrong_with_key
from spotworks.errors import ModelUnavailable


@dataclass(frozen=True)
class Account:
    """One vendor's account.

    secret: the value of an environment name, or "" where nobody set any; keys with commas between are a new and an
    old one. base: where the vendor is instead of at its own address: a fake, a proxy, a server of one's own.
    allow: "host:port" that files may be fetched from although they are private, for fakes and servers of one's own.
    """

    provider: str
    secret: Callable[[str], str]
    base: str = ""
    allow: frozenset[str] = frozenset()

    def key(self, name: str, key_from: str) -> str:
        """The first of the keys under that name. Raises ModelUnavailable for none or for what cannot be one, which
        says where one gets it."""
        found = self.keys(name)
        if not found:
            raise ModelUnavailable(f"{self.provider} needs {name}; get it at {key_from}", field="model")
        if wrong := wrong_with_key(name, found[0]):
            raise ModelUnavailable(f"{self.provider}: {name} {wrong}; get it at {key_from}", field="model")
        return found[0]

    def keys(self, name: str) -> tuple[str, ...]:
        """All that are under that name, the one in use first: webhooks signed with the old one are believed too."""
        return tuple(key.strip() for key in self.secret(name).split(",") if key.strip())
