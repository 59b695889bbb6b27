"""Reads a product page. What it says is data: kept as text, never followed."""

from spotworks.adapters.web.addresses import spelled
from spotworks.adapters.web.digest import digest
from spotworks.adapters.web.fetching import HTML, PICTURES, fetch
from spotworks.domain.research import Research

_SECONDS = 10.0
_MAX_BYTES = 5_000_000
_MAX_PICTURE = 8_000_000


class PageResearcher:
    """ports.Researcher. allow: "host:port" of test pages that may be private or on another port."""

    def __init__(
        self, *, allow: frozenset[str] = frozenset(), seconds: float = _SECONDS, max_bytes: int = _MAX_BYTES
    ) -> None:
        self._allow, self._seconds, self._max_bytes = allow, seconds, max_bytes

    def address(self, url: str) -> str:
        return spelled(url)

    def research(self, url: str) -> Research:
        page = fetch(url, HTML, allow=self._allow, seconds=self._seconds, max_bytes=self._max_bytes)
        return digest(page.body, page.charset, page.url)

    def picture(self, url: str) -> bytes:
        return fetch(url, PICTURES, allow=self._allow, seconds=self._seconds, max_bytes=_MAX_PICTURE).body


__all__ = ["PageResearcher"]
