"""Which of a page's pictures may show the product."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from spotworks.adapters.web.product import Found
from spotworks.adapters.web.tree import Element

_MOST = 8
_SMALL = 200  # pixels, as the page says: icons and marks
_NO_PRODUCT = re.compile(
    r"\.(?:svg|gif|ico)(?:$|\?)|(?:^|[/_.-])(?:logo|icon|sprite|pixel|spacer|avatar|badge|placeholder|banner|payment|flag)s?[/_.-]",
    re.IGNORECASE,
)


def pictures(base: str, named: Iterable[Found], main: Element) -> tuple[Found, ...]:
    """Absolute addresses, once each. named: what the page's data names; main: where the others are looked for."""
    found: dict[str, Found] = {}
    for source in (*named, *(Found(address, "img") for address in _shown(main))):
        try:
            url = urljoin(base, source.text.strip())
            parts = urlsplit(url)
        except ValueError:
            continue  # an address that cannot be read is no picture
        is_web = parts.scheme in {"http", "https"} and len(url) <= 2_000
        if source.text and is_web and not _NO_PRODUCT.search(parts.path):
            found.setdefault(url, Found(url, source.where))
    return tuple(found.values())[:_MOST]


def _shown(main: Element) -> Iterator[str]:
    for image in main.iter("img"):
        sizes = [int(size) for size in (image.get("width"), image.get("height")) if size and size.isdigit()]
        if not sizes or min(sizes) >= _SMALL:
            source = image.get("src") or ""
            late = image.get("data-src") or image.get("data-original") or ""
            yield late if late and (not source or source.startswith("data:")) else source
