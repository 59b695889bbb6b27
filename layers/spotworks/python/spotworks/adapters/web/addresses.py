"""Where a page may be fetched from: public addresses on the web's own ports, and nowhere else."""

import ipaddress
import re
import socket
import threading
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from spotworks.errors import ResearchFailed

_PORTS = {"http": 80, "https": 443}
_GLOBAL_V6 = ipaddress.ip_network("2000::/3")
# Addresses that carry an IPv4 address inside: 6to4, Teredo. Mapped, compatible and NAT64 ones lie outside 2000::/3.
_WRAPPED_V6 = (ipaddress.ip_network("2002::/16"), ipaddress.ip_network("2001::/32"))
# For documents, and for relays to 6to4: Python 3.11 takes them for anybody's.
_RESERVED = (ipaddress.ip_network("3fff::/20"), ipaddress.ip_network("192.88.99.0/24"))
# What advertisers and mailings hang on a link; the page is the same without.
_TRACKING = re.compile(
    r"utm_|hsa_|pk_|mtm_|mc_[ce]id$|_hs|_ga$|_gl$|(?:g|fb|y|ys|ms|tt|tw|dc)clid$|"
    r"gclsrc$|gbraid$|wbraid$|gad_|srsltid$|igshid$|igsh$|_openstat$|ref_src$|cmpid$",
    re.IGNORECASE,
)


_ALLOW = "for a page of your own machine start Spotworks with SPOTWORKS_RESEARCH_ALLOW={place}."


@dataclass(frozen=True)
class Target:
    """One hop: what to ask, of whom, and the checked address to connect to."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


def target(url: str, *, allow: frozenset[str], seconds: float) -> Target:
    """The checked target of a URL. allow: "host:port" that may be private or on another port.

    Raises ResearchFailed.
    """
    if any(c <= " " or c == "\x7f" for c in url):
        raise ResearchFailed("The address of the page holds spaces or control characters.", field="url")
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise ResearchFailed(
            "The address of the page cannot be read; copy it from the browser.", field="url"
        ) from error
    if parts.scheme not in _PORTS or not host:
        raise ResearchFailed(
            "The address of the page must begin with http:// or https:// and name a site.", field="url"
        )
    if "@" in parts.netloc:
        raise ResearchFailed("The address of the page must not hold a user name or password.", field="url")
    allowed = f"{host}:{port}" in allow
    if not allowed and port not in _PORTS.values():
        raise ResearchFailed(
            f"Pages are read on ports 80 and 443 only, not {port}; {_ALLOW.format(place=f'{host}:{port}')}", field="url"
        )
    addresses = _resolve(_ascii(host), port, seconds)
    if not allowed and not all(is_public(a) for a in addresses):
        raise ResearchFailed(
            f"{host} is not on the public internet; give the page's public address, or "
            f"{_ALLOW.format(place=f'{host}:{port}')}",
            field="url",
        )
    path = _quoted(parts.path or "/") + (f"?{_quoted(parts.query)}" if parts.query else "")
    return Target(parts.scheme, _ascii(host), port, path, addresses[0])


def spelled(url: str) -> str:
    """One spelling for all addresses of a page: without fragment and tracking, parameters in order.

    What cannot be read is given back as it came: target() says what is wrong with it.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = _ascii((parts.hostname or "").rstrip(".")), parts.port
    except (ValueError, ResearchFailed):
        return url
    host = f"[{host}]" if ":" in host else host
    place = host if port in (None, _PORTS.get(parts.scheme)) else f"{host}:{port}"
    asked = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(pair[0]))
    return urlunsplit((parts.scheme, place, _quoted(parts.path) or "/", urlencode(asked), ""))


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet and to nothing inside another address."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if any(ip in net for net in _RESERVED):
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        return ip in _GLOBAL_V6 and ip.is_global and not any(ip in net for net in _WRAPPED_V6)
    return ip.is_global and not ip.is_multicast


def _ascii(host: str) -> str:
    if ":" in host or host.isascii():
        return host.lower()
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ResearchFailed(f"{host} is not a valid site name.", field="url") from error


def _quoted(path: str) -> str:
    return "".join(c if " " < c < "\x7f" else "".join(f"%{b:02X}" for b in c.encode()) for c in path)


def _resolve(host: str, port: int, seconds: float) -> list[str]:
    """All addresses of a host, in a thread because the resolver knows no deadline."""
    found: list[str] = []

    def ask() -> None:
        try:
            found.extend(str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError):
            return  # told below, together with a resolver that does not answer

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    if not found:
        raise ResearchFailed(f"No site was found at {host}; check the address.", field="url")
    return list(found)
