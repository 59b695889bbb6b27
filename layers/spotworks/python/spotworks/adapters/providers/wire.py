"""HTTP to a vendor: one call, no retries, no redirects, limits on time and size; failures by their names.

urllib3, which every Lambda has through boto3, and not the vendors' SDKs: those repeat paid calls by themselves
(docs/adr/0011-vendors-by-wire.md).
"""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

import urllib3

from spotworks.adapters.providers import lifetime
from spotworks.errors import (
    CreditGone,
    KeyRejected,
    OutcomeUnknown,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    SpotworksError,
)

CONNECT_SECONDS = 5.0
MAX_ANSWER = 64_000_000  # bytes: pictures and voices come in base64
_LEAST = 0.25  # of its patience must be left for a paid call: what we hang up on is paid for all the same
_SHOWN = 300  # characters of what a vendor says
_GAVE_UP = frozenset({408, 499, 502, 504, 520, 522, 524})
"""Said by who stands between, while the vendor may have begun. Of Cloudflare's 520 to 530 the others say that it was
not reached; 522 may also say that it did not confirm a request which had left for it:
https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/"""

_NOTHING_BEGAN = (
    urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError,
    urllib3.exceptions.LocationValueError,
)  # fmt: skip


@dataclass(frozen=True)
class Reply:
    """headers: names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Raises ValueError, for JSON that is nested too deeply to be an answer as well."""
        try:
            return json.loads(self.body)
        except RecursionError as error:
            raise ValueError("JSON nested too deeply") from error

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def find(self, *path: str | int) -> Any:
        """What lies on a path of the JSON, or None: find("error", "code"), find("data", 0, "url")."""
        try:
            found = self.json()
            for step in path:
                found = found[step]
        except (ValueError, KeyError, IndexError, TypeError):
            return None
        return found


Judge = Callable[[Reply], SpotworksError | None]
"""A vendor's own failures: the error that a reply means, None for none of its own. Also of replies with status 200."""


@dataclass(frozen=True)
class Wire:
    """One vendor's HTTP. headers: made for each call, because tokens may expire."""

    provider: str
    base: str
    headers: Callable[[], Mapping[str, str]]
    judge: Judge = lambda reply: None

    def call(
        self,
        method: str,
        path: str,
        *,
        json_body: Any = None,
        fields: Mapping[str, Any] | None = None,
        body: bytes | None = None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        paid: bool = False,
        seconds: float = 30.0,
    ) -> Reply:
        """One request. path: under the base, or a whole URL that the vendor handed out under the same origin.

        fields: multipart/form-data as urllib3 takes it. paid: what the vendor begins must not be begun twice, so that
        a failure after the request left is OutcomeUnknown. seconds: for the whole answer, less where we end before
        (lifetime.living); a paid call for which too little is left is not begun.
        Raises ProviderUnavailable, OutcomeUnknown, and what `judge` and the status say.
        """
        url = self._url(path) + (f"?{urlencode(query)}" if query else "")
        sent = {"Accept": "application/json"} | dict(self.headers()) | dict(headers or {})
        about: dict[str, Any] = {}
        if json_body is not None:
            about["body"] = json.dumps(json_body, ensure_ascii=False).encode()
            sent["Content-Type"] = "application/json"
        elif fields is not None:
            about["fields"] = dict(fields)
        elif body is not None:
            about["body"] = body
        reply = self._sent(method, url, sent, about, paid=paid, seconds=self._patience(seconds, paid))
        error = self.judge(reply) or (_judged(self.provider, reply, paid) if reply.status >= 300 else None)
        if error is not None:
            raise error
        return reply

    def read(self, method: str, path: str, **about: Any) -> Any:
        """The JSON of `call`. A paid answer that cannot be read is OutcomeUnknown."""
        reply = self.call(method, path, **about)
        try:
            return reply.json()
        except ValueError as error:
            raise self.unreadable(reply, paid=bool(about.get("paid"))) from error

    def unreadable(self, reply: Reply, *, paid: bool = False) -> SpotworksError:
        """What to raise for an answer without what it must hold."""
        said = f"{self.provider} answered {reply.status} with what it should not: {shown(reply.text)}"
        return OutcomeUnknown(said) if paid else ProviderUnavailable(said)

    def _patience(self, seconds: float, paid: bool) -> float:
        left = lifetime.left()
        if left is None or left >= seconds:
            return seconds
        if left < (seconds * _LEAST if paid else 1.0):
            raise ProviderUnavailable(f"{self.provider} was not asked: too little time is left here for its answer")
        return left

    def _url(self, path: str) -> str:
        if not path.startswith(("http://", "https://")):
            return self.base.rstrip("/") + path
        ours, theirs = urllib3.util.parse_url(self.base), urllib3.util.parse_url(path)
        if (ours.scheme, ours.host, ours.port) != (theirs.scheme, theirs.host, theirs.port):
            raise ProviderUnavailable(f"{self.provider} sent us to another host, {theirs.host}, to ask about its work")
        return path

    def _sent(
        self, method: str, url: str, headers: Mapping[str, str], about: dict[str, Any], *, paid: bool, seconds: float
    ) -> Reply:
        timeout, end = urllib3.Timeout(connect=CONNECT_SECONDS, read=seconds), time.monotonic() + seconds
        try:
            with _pool_for(paid) as pool:
                response = pool.request(
                    method, url, headers=headers, timeout=timeout, preload_content=False, redirect=False,
                    retries=False, **about,
                )  # fmt: skip
                content = _read(response, end)
        except _NOTHING_BEGAN as error:
            raise ProviderUnavailable(f"{self.provider} cannot be reached ({type(error).__name__})") from error
        except (urllib3.exceptions.HTTPError, OSError) as error:
            said = f"{self.provider} broke off before it answered ({type(error).__name__})"
            raise (OutcomeUnknown(said) if paid else ProviderUnavailable(said)) from error
        if len(content) > MAX_ANSWER:
            said = f"{self.provider} answered with more than {MAX_ANSWER // 1_000_000} MB"
            raise (OutcomeUnknown(said) if paid else ProviderUnavailable(said))
        return Reply(response.status, {k.lower(): v for k, v in response.headers.items()}, content)


def _read(response: urllib3.BaseHTTPResponse, end: float) -> bytes:
    """The body, as much of it as is wanted. A vendor that drips keeps every single read short: the clock ends them."""
    content, watch = bytearray(), threading.Timer(max(0.0, end - time.monotonic()), _hang_up, [response])
    watch.daemon = True
    watch.start()
    try:
        while len(content) <= MAX_ANSWER and (piece := response.read1(65_536, decode_content=True)):
            content += piece
    finally:
        watch.cancel()
    if time.monotonic() >= end:
        raise urllib3.exceptions.ReadTimeoutError(_pool(), "", "the answer comes too slowly")  # type: ignore[arg-type]
    if len(content) > MAX_ANSWER:
        response.close()
    else:
        response.release_conn()
    return bytes(content)


def _hang_up(response: urllib3.BaseHTTPResponse) -> None:
    """Wakes whoever waits for more of it."""
    with suppress(OSError, RuntimeError, ValueError):  # it came to its end in this moment
        response.shutdown()


def _judged(provider: str, reply: Reply, paid: bool) -> SpotworksError:
    """What a status means where the vendor's own rules say nothing."""
    said = f"{provider} said {reply.status}: {shown(reply.text)}"
    match reply.status:
        case 401 | 403:
            return KeyRejected(said)
        case 402:
            return CreditGone(said)
        case 429:
            return ProviderThrottled(said, retry_after=retry_after(reply))
        case status if status in _GAVE_UP:
            return OutcomeUnknown(said) if paid else ProviderUnavailable(said)
        case status if status >= 500:
            return ProviderUnavailable(said)
    return ProviderRejected(said)


def retry_after(reply: Reply) -> float | None:
    """Seconds, where the vendor named any, or a time (RFC 9110, 10.2.3), by its own clock where it told that too."""
    said = reply.headers.get("retry-after", "")
    with suppress(ValueError):
        return max(0.0, float(said))
    with suppress(ValueError, TypeError):
        then, now = parsedate_to_datetime(said), reply.headers.get("date", "")
        return max(0.0, (then - (parsedate_to_datetime(now) if now else datetime.now(UTC))).total_seconds())
    return None


def shown(text: str) -> str:
    """What a vendor said, in one line and no longer than people read."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "..."


@cache
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(num_pools=16, maxsize=16, block=False)


@contextmanager
def _pool_for(paid: bool) -> Iterator[urllib3.PoolManager]:
    """For a paid call one of its own: on a connection that was kept, and that the vendor or a gateway has closed in
    the meantime, a call breaks off, and nobody could say whether it was heard."""
    if not paid:
        yield _pool()
        return
    with urllib3.PoolManager(num_pools=1) as own:
        yield own
