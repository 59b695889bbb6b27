"""A vendor's file, fetched as anything from outside is: from a public address, within limits, whole or not at all."""

import http.client
import time
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from spotworks.adapters.web.addresses import target
from spotworks.adapters.web.fetching import hop
from spotworks.errors import DeliveryUnusable, ProviderUnavailable, ResearchFailed
from spotworks.ports import Output

MAX_BYTES = 500_000_000
_REDIRECTS = 3


def download(output: Output, to: Path, *, allow: frozenset[str], seconds: float = 120.0) -> None:
    """The output's content or what lies at its URL, as a file. seconds: wall clock for everything.

    The output's headers, which may hold a key, go to its own host only. Raises DeliveryUnusable for an address that
    nothing is fetched from and for a file that is empty or too large; ProviderUnavailable for one that did not come
    whole or is there no more, which asking the vendor again may mend.
    """
    if output.content:
        to.write_bytes(output.content)
        return
    url, end = output.url, time.monotonic() + seconds
    for _ in range(_REDIRECTS + 1):
        headers = dict(output.headers) if urlsplit(url).netloc == urlsplit(output.url).netloc else {}
        try:
            where = target(url, allow=allow, seconds=end - time.monotonic())
        except ResearchFailed as error:
            raise DeliveryUnusable(f"the file lies where nothing is fetched from: {error.message}") from error
        try:
            with hop(where, headers, end) as response:
                if response.status not in {301, 302, 303, 307, 308}:
                    _kept(response, to, end)
                    return
                url = urljoin(url, response.getheader("Location", ""))
        except (ResearchFailed, OSError, http.client.HTTPException) as error:
            raise ProviderUnavailable(f"the file at {where.host} did not come whole") from error
    raise DeliveryUnusable(f"the file's address redirects more than {_REDIRECTS} times")


def _kept(response: http.client.HTTPResponse, to: Path, end: float) -> None:
    if response.status != 200:
        raise ProviderUnavailable(f"the file is not there ({response.status})")
    if (response.length or 0) > MAX_BYTES:
        raise DeliveryUnusable(f"the file is larger than {MAX_BYTES // 1_000_000} MB")
    promised, size = response.length, 0
    with to.open("wb") as file:
        while piece := response.read1(1 << 18):
            size += len(piece)
            if size > MAX_BYTES:
                raise DeliveryUnusable(f"the file is larger than {MAX_BYTES // 1_000_000} MB")
            if time.monotonic() > end:
                raise ProviderUnavailable("the file came too slowly")
            file.write(piece)
    if not size:
        raise DeliveryUnusable("the file is empty")
    if promised is not None and size < promised:
        raise ProviderUnavailable(f"the file broke off after {size:,} of {promised:,} bytes")
