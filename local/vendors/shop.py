"""What all fakes share: the work they took, its course in time, the files it ends in, the news that is sent of it."""

import asyncio
import base64
import threading
import time
import uuid
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

import httpx
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from local.vendors import media
from local.vendors.faults import Fault, Faults

if TYPE_CHECKING:
    from local.vendors.base import Fake

Trouble = Literal["throttled", "unavailable", "no_credit", "revoked", "refused_input"]
State = Literal["queued", "running", "succeeded", "failed", "refused", "cancelled"]


@dataclass(frozen=True)
class Ask:
    """What a vendor was asked for, in our words. picture: the first frame, if one was sent."""

    kind: Literal["clip", "image", "song", "voice", "effect", "text"]
    prompt: str
    seconds: float = 0.0
    width: int = 1280
    height: int = 720
    picture: bytes = b""
    callback: str = ""
    sound: bool = False
    container: Literal["wav", "mp3", "pcm"] = "wav"
    """Of a voice, an effect or a song; "pcm" is bare samples."""


@dataclass
class Work:
    """One paid call that was taken."""

    id: str
    provider: str
    ask: Ask
    fault: Fault | None
    began: float
    body: dict[str, Any] = field(default_factory=dict)
    by: "Fake | None" = None
    cancelled: bool = False
    fetched: int = 0
    created: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="milliseconds"))
    """As vendors write it: "2026-11-29T12:00:00.000+00:00"."""


class Refused(Exception):
    """A vendor takes a call of another kind than the paid one no more; response: how it says so."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status_code)
        self.response = response


class Shop:
    """base: the URL under which app() is served, or "" until it is known; seconds: that work takes.

    paid: all calls that the vendors took, by their ids; asked: all requests, as "POST /replicate/v1/predictions".
    """

    def __init__(self, *, base: str = "", faults: Faults | None = None, seconds: float = 0.5) -> None:
        self.base, self.seconds = base, seconds
        self.times: dict[str, float] = {}
        """By kind of work the seconds that it takes instead, in which its file is made too; else when it is fetched."""
        self.faults = faults or Faults()
        self.paid: dict[str, Work] = {}
        self.asked: list[str] = []
        self.dead: set[str] = set()
        """Providers that answer every call with 503."""

    def begin(self, fake: "Fake", ask: Ask, body: dict[str, Any]) -> Work | Response:
        """One paid call: the work, or the answer of a vendor that does not take it."""
        fault = "unavailable" if fake.provider in self.dead else self.faults.next(fake.provider, fake.lacks)
        if fault in {"throttled", "unavailable", "no_credit", "revoked", "refused_input"}:
            return fake.trouble(fault)  # type: ignore[arg-type]
        if fault == "redirect":
            return RedirectResponse("http://169.254.169.254/latest/meta-data", 302)
        if fault == "broken_before":
            return broken()
        work = Work(uuid.uuid4().hex[:20], fake.provider, ask, fault, time.monotonic(), body, fake)
        self.paid[work.id] = work
        if ask.kind in self.times:  # as with a vendor the file is there when the work has ended
            threading.Thread(target=self.content, args=(work,), daemon=True).start()
        return work

    def answer(self, fake: "Fake", work: Work, response: Response) -> Response:
        """The answer to a paid call that was taken, and the news that follow it."""
        if work.fault == "broken_after":
            response = broken()
        elif work.fault == "slow_drip":
            response = _dripping(response)
        if work.ask.callback:
            response.background = BackgroundTask(self._tell, fake, work)
        return response

    def find(self, provider: str, work: str) -> Work | None:
        """Raises Refused where the key has been revoked since it was taken."""
        found = self.paid.get(work)
        if found is None or found.provider != provider:
            return None
        if found.fault == "revoked_midway" and found.by:
            raise Refused(found.by.trouble("revoked"))
        return found

    def billed(self) -> dict[str, Decimal]:
        """What the vendors charge by now, in US dollars, for each work that they took, by its id.

        At the catalogue's prices of what was asked on the wire, and by each vendor's rules for what it did not deliver:
        an account to hold the ledger against, that knows nothing of it.
        """
        return {
            work.id: work.by.charges(work, self.state(work)) if work.by else Decimal(0) for work in self.paid.values()
        }

    def of(self, provider: str) -> list[Work]:
        """The newest first."""
        return [work for work in reversed(self.paid.values()) if work.provider == provider]

    def seconds_of(self, work: Work) -> float:
        return self.times.get(work.ask.kind, self.seconds)

    def state(self, work: Work) -> State:
        if work.cancelled:
            return "cancelled"
        part = (time.monotonic() - work.began) / max(self.seconds_of(work), 1e-6)
        if work.fault == "stuck":
            return "running"
        if part < 1:
            return "queued" if part < 0.25 else "running"
        return {"failed": "failed", "refused_output": "refused"}.get(work.fault or "", "succeeded")  # type: ignore[return-value]

    async def ended(self, work: Work) -> State:
        """For vendors that answer only when they are done: the state then; "running" of work that never ends."""
        await asyncio.sleep(self.seconds_of(work) + 0.001)
        return self.state(work)

    def url(self, work: Work) -> str:
        """Where the file lies; each time another address, as signed URLs are."""
        if work.fault == "private_url":
            return "http://10.0.0.7/clip.mp4"
        gone = work.fault == "expired_url" and work.fetched == 0
        return f"{self.base}/files/{work.id}?{'expired' if gone else uuid.uuid4().hex[:8]}"

    async def file(self, request: Request) -> Response:
        work = self.paid.get(request.path_params["work"])
        if work is None:
            return Response("gone", 404)
        work.fetched += 1
        if "expired" in request.url.query:
            return Response("expired", 403)
        return await self.delivered(work)

    async def delivered(self, work: Work) -> Response:
        """The work's file itself, for vendors that hand it out under their own address."""
        content, content_type = await asyncio.to_thread(self.content, work)
        if work.fault == "slow_drip":
            return _dripping(Response(content, media_type=content_type))
        return Response(content, media_type=content_type)

    def content(self, work: Work) -> tuple[bytes, str]:
        """What the work came to, with the fault that it has."""
        return media.made(work.ask, work.fault)

    async def _tell(self, fake: "Fake", work: Work) -> None:
        """Webhooks as vendors send them: at the end of the work, again when nobody took it."""
        if not await fake.agreed(work):
            return
        for wait, headers, body in _news(fake, work, self.seconds_of(work)):
            await asyncio.sleep(wait)
            if work.cancelled:
                return
            if not body:  # nothing but a wait
                continue
            async with httpx.AsyncClient(timeout=5, follow_redirects=False) as client:
                for pause in (0.2, 1.0, 0):
                    try:
                        if (await client.post(work.ask.callback, headers=headers, content=body)).status_code < 500:
                            break
                    except httpx.HTTPError:
                        pass  # vendors lose news; the poller is there for that
                    await asyncio.sleep(pause)


def _news(fake: "Fake", work: Work, seconds: float) -> Iterable[tuple[float, dict[str, str], bytes]]:
    """Seconds to wait, headers and body of each webhook. Those of a fault are made when they are sent."""
    fault = work.fault
    if fault in {"hook_missing", "stuck"}:
        return
    if fault == "hook_early":
        yield (0.0, *fake.news(work, "running"))
    elif fault == "hook_forged":
        yield (0.0, *fake.forged(work))
    elif fault == "hook_other_tenant":
        yield (0.0, *fake.news(replace(work, id=uuid.uuid4().hex[:20], fault=None), "succeeded"))
    end = "failed" if fault == "failed" else "refused" if fault == "refused_output" else "succeeded"
    yield (seconds * 4 + 0.3 if fault == "hook_late" else seconds + 0.02, {}, b"")
    told = fake.news(work, end)  # type: ignore[arg-type]
    yield (0.0, *told)
    if fault in {"hook_duplicated", "hook_replayed"}:
        yield (0.0 if fault == "hook_duplicated" else 0.3, *told)
    if fault == "hook_out_of_order":
        yield (0.0, *fake.news(work, "running"))


def broken() -> Response:
    """An answer that breaks off: the client can't know what became of its call."""

    async def some() -> AsyncIterator[bytes]:
        yield b'{"id": "'
        raise ConnectionResetError

    return StreamingResponse(some(), media_type="application/json", headers={"Content-Length": "4096"})


def _dripping(response: Response) -> Response:
    content = bytes(response.body)

    async def drops() -> AsyncIterator[bytes]:
        size = max(1, len(content) // 8)
        for start in range(0, len(content), size):
            yield content[start : start + size]
            await asyncio.sleep(0.05)

    return StreamingResponse(drops(), response.status_code, media_type=response.media_type)


def picture_of(text: str) -> bytes:
    """The bytes of a data URI or of plain base64; b"" for a URL or for nothing."""
    if text.startswith(("http://", "https://")) or not text:
        return b""
    return base64.b64decode(text.partition(",")[2] if text.startswith("data:") else text)
