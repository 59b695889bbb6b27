"""What all fakes share: the work they took, its course in time, the files it ends in, the news that is sent of it."""

import asyncio
import base64
import hashlib
import json
import threading
import time
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from local.vendors import media
from local.vendors.breaking import Silence, broken, dripping
from local.vendors.faults import FILE, NEWS, Fault, Faults
from local.vendors.news import told

if TYPE_CHECKING:
    from local.vendors.base import Fake

Trouble = Literal["throttled", "unavailable", "no_credit", "revoked", "refused_input"]
State = Literal["queued", "running", "succeeded", "failed", "refused", "cancelled"]
_INSIDE = "http://10.0.0.7/clip.mp4"


@dataclass(frozen=True)
class Ask:
    """What a vendor was asked for, in our words. picture: the first frame, if one was sent.

    hearing: what is said in a recording, or when. paced: under which name its time is told, where not its kind's.
    """

    kind: Literal["clip", "image", "song", "voice", "effect", "text", "hearing"]
    prompt: str
    seconds: float = 0.0
    width: int = 1280
    height: int = 720
    picture: bytes = b""
    callback: str = ""
    sound: bool = False
    container: Literal["wav", "mp3", "pcm"] = "wav"
    """Of a voice, an effect or a song; "pcm" is bare samples."""
    paced: str = ""


@dataclass
class Work:
    """One paid call that was taken.

    key: the client's own, which it never sends twice; where the wire has no place for one (own is False then), all that
    was asked for. tokens_in, tokens_out: that a language model's answer told.
    """

    id: str
    provider: str
    ask: Ask
    fault: Fault | None
    began: float
    body: dict[str, Any] = field(default_factory=dict)
    by: "Fake | None" = None
    key: str = ""
    own: bool = False
    tokens_in: int = 0
    tokens_out: int = 0
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
        self.elsewhere = ""
        """Another URL under which app() is served, to which files move; "" for the same."""

    def begin(
        self, fake: "Fake", ask: Ask, body: dict[str, Any], *, key: str = "", lacks: Collection[Fault] = ()
    ) -> Work | Response:
        """One paid call: the work, or the answer of a vendor that does not take it.

        key: the client's own, where it is not the callback; lacks: faults that make no sense in this call.
        """
        senseless = fake.lacks | _senseless(ask) | set(lacks)
        fault = "unavailable" if fake.provider in self.dead else self.faults.next(fake.provider, senseless)
        if fault in {"throttled", "unavailable", "no_credit", "revoked", "refused_input"}:
            return fake.trouble(fault)  # type: ignore[arg-type]
        if fault == "redirect":
            return RedirectResponse("http://169.254.169.254/latest/meta-data", 302)
        if fault in {"broken_before", "hangs_before"}:
            return broken() if fault == "broken_before" else Silence()
        own = key or ask.callback
        work = Work(uuid.uuid4().hex[:20], fake.provider, ask, fault, time.monotonic(), body, fake)
        work.key, work.own = own or _digest(ask, body), bool(own)
        self.paid[work.id] = work
        if ask.kind in self.times and ask.kind != "text":  # the file is there when the work has ended, as with vendors
            threading.Thread(target=self.content, args=(work,), daemon=True).start()
        return work

    def answer(self, fake: "Fake", work: Work, response: Response) -> Response:
        """The answer to a paid call that was taken, and the news that follow it."""
        match work.fault:
            case "broken_after":
                response = broken()
            case "hangs_after":
                response = Silence()
            case "slow_drip" | "endless_drip":
                response = dripping(response, endless=work.fault == "endless_drip")
        if work.ask.callback:
            response.background = BackgroundTask(told, fake, work, self.seconds_of(work))
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
        return self.times.get(work.ask.paced or work.ask.kind, self.seconds)

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
            return _INSIDE
        gone, moved = work.fault == "expired_url" and work.fetched == 0, work.fault in {"moved_url", "moved_inside"}
        return f"{self.base}/files/{work.id}?{'expired' if gone else 'moved' if moved else uuid.uuid4().hex[:8]}"

    async def file(self, request: Request) -> Response:
        work = self.paid.get(request.path_params["work"])
        if work is None:
            return Response("gone", 404)
        work.fetched += 1
        if "expired" in request.url.query:
            return Response("expired", 403)
        if "moved" in request.url.query:
            here = f"{self.elsewhere or self.base}/files/{work.id}"
            return RedirectResponse(here if work.fault == "moved_url" else _INSIDE)
        return await self.delivered(work)

    async def delivered(self, work: Work) -> Response:
        """The work's file itself, for vendors that hand it out under their own address."""
        content, content_type = await asyncio.to_thread(self.content, work)
        response = Response(content, media_type=content_type)
        return dripping(response) if work.fault == "slow_drip" else response

    def content(self, work: Work) -> tuple[bytes, str]:
        """What the work came to, with the fault that it has."""
        return media.made(work.ask, work.fault)


def _senseless(ask: Ask) -> frozenset[Fault]:
    """What cannot befall what is asked for: a picture has no length, and nobody is told without a callback."""
    about: frozenset[Fault] = frozenset({"wrong_length"}) if ask.kind == "image" else frozenset()
    if ask.kind == "hearing":
        about = FILE
    return about if ask.callback else about | NEWS


def _digest(ask: Ask, body: dict[str, Any]) -> str:
    """All that was asked for: the same again is the same digest."""
    said = json.dumps([ask.kind, ask.prompt, body], sort_keys=True, default=str).encode()
    return hashlib.sha256(said + ask.picture).hexdigest()[:24]


def picture_of(text: str) -> bytes:
    """The bytes of a data URI or of plain base64; b"" for a URL or for nothing."""
    if text.startswith(("http://", "https://")) or not text:
        return b""
    return base64.b64decode(text.partition(",")[2] if text.startswith("data:") else text)
