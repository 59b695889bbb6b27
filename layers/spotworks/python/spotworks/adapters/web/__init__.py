"""Reads a product page. What it says is data: kept as text, never followed."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from spotworks.adapters.web.addresses import spelled
from spotworks.adapters.web.digest import digest
from spotworks.adapters.web.fetching import HTML, PICTURES, STYLES, Page, fetch
from spotworks.domain.research import Research
from spotworks.errors import ResearchFailed

_SECONDS = 10.0
_SHEETS, _SHARE = 8, 0.3  # style sheets of a page, fetched at once; of its time, that they may take
_MAX_SHEET, _MAX_SHEETS = 1_000_000, 2_000_000  # bytes of one, and of all
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
        end = time.monotonic() + self._seconds
        page = fetch(url, HTML, allow=self._allow, seconds=self._seconds, max_bytes=self._max_bytes)
        return digest(page.body, page.charset, page.url, partial(self._sheets, end))

    def _sheets(self, end: float, addresses: Sequence[str]) -> Mapping[str, str]:
        """The texts of style sheets by their addresses, without those that cannot be had in time."""
        seconds, left, found = min(_SHARE * self._seconds, end - time.monotonic()), _MAX_SHEETS, {}
        if seconds <= 0:
            return {}
        with ThreadPoolExecutor(_SHEETS) as pool:
            pages = list(pool.map(partial(self._sheet, seconds), addresses[:_SHEETS]))
        for address, page in zip(addresses, pages, strict=False):
            if page is not None and len(page.body) <= left:
                left -= len(page.body)
                found[address] = _decoded(page)
        return found

    def _sheet(self, seconds: float, address: str) -> Page | None:
        try:
            return fetch(address, STYLES, allow=self._allow, seconds=seconds, max_bytes=_MAX_SHEET)
        except ResearchFailed:
            return None  # counted: the reading tells how many are missing

    def picture(self, url: str) -> bytes:
        return fetch(url, PICTURES, allow=self._allow, seconds=self._seconds, max_bytes=_MAX_PICTURE).body


def _decoded(page: Page) -> str:
    try:
        return page.body.decode(page.charset or "utf-8", "replace")
    except LookupError:
        return page.body.decode("utf-8", "replace")


__all__ = ["PageResearcher"]
