"""Spotworks' HTTP and WebSocket API from Python, as the `spotworks` command uses it. Synchronous."""

import glob
import json
import mimetypes
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx

ENDED = frozenset({"completed", "failed", "cancelled", "interrupted"})

# API Gateway hands a Lambda 6 MB at most, a third of which base64 eats; larger files go straight to S3.
DIRECT_UPLOAD_BYTES = 4_000_000

Event = dict[str, Any]


# As our API names them, whatever this machine's tables say.
_KINDS = {
    ".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/quicktime", ".webm": "video/webm",
    ".mkv": "video/x-matroska", ".avi": "video/x-msvideo", ".ts": "video/mp2t", ".mts": "video/mp2t",
    ".m2ts": "video/mp2t", ".json": "application/json",
}  # fmt: skip
VIDEOS = frozenset(suffix for suffix, kind in _KINDS.items() if kind.startswith("video/"))


class ApiError(Exception):
    """The API said no. status: HTTP; error: the name of the failure; field: the input at fault, or None."""

    def __init__(self, status: int, error: str, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.error = error
        self.message = message
        self.field = field


class Unreachable(Exception):
    """Nobody answers at the address."""


class Client:
    """One server. token: a bearer token, for a deployed API; the embedded cloud wants none."""

    def __init__(self, url: str, *, token: str | None = None, timeout: float = 60.0) -> None:
        self.url = url.rstrip("/")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        # Never by way of a proxy of the environment: the server is usually on this machine.
        self._api = httpx.Client(base_url=self.url, headers=headers, timeout=timeout, trust_env=False)
        self._files = httpx.Client(timeout=timeout, follow_redirects=True, trust_env=False)
        self._socket_works = True

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._api.close()
        self._files.close()

    # Videos

    def generate(self, brief: dict[str, Any], *, key: str | None = None) -> dict[str, Any]:
        """Starts a job (or one per variation); `key` makes a repeated call return the first one's job."""
        return self._call("POST", "/api/generate", json=brief, headers={"Idempotency-Key": key} if key else None)

    def status(self, video_id: str) -> dict[str, Any]:
        return self._call("GET", f"/api/status/{quote(video_id, safe='')}")

    def videos(self, *, limit: int = 50, before: str | None = None) -> dict[str, Any]:
        return self._call("GET", "/api/videos", params={"limit": limit} | ({"before": before} if before else {}))

    def events(self, video_id: str, *, after: int = 0) -> list[Event]:
        found: list[Event] = self._video("GET", video_id, "/events", params={"after": after})["events"]
        return found

    def media(self, video_id: str, aspect: str = "") -> dict[str, str]:
        """Where the files of an edit are, by name; aspect: of which of the video's edits, "" for its first."""
        asked = {"aspect": aspect} if aspect else None
        found: dict[str, str] = self._video("GET", video_id, "/media", params=asked)["files"]
        return found

    def cancel(self, video_id: str) -> dict[str, Any]:
        return self._video("POST", video_id, "/cancel")

    def retry(self, video_id: str) -> dict[str, Any]:
        return self._video("POST", video_id, "/retry")

    def approve(
        self, video_id: str, gate: str, *, approved: bool = True, concept: int | None = None, reason: str = ""
    ) -> dict[str, Any]:
        """concept: which one, at the concept gate with several."""
        answer: dict[str, Any] = {"gate": gate, "approved": approved}
        answer |= ({"concept": concept} if concept else {}) | ({"reason": reason} if reason else {})
        return self._video("POST", video_id, "/approve", json=answer)

    def concepts(self, video_id: str) -> dict[str, Any]:
        """The ideas with their scores and costs, and which of them is made."""
        return self._video("GET", video_id, "/concepts")

    def more_concepts(self, video_id: str) -> dict[str, Any]:
        """Asks for others, while the video waits for a choice."""
        return self._video("POST", video_id, "/concepts")

    def storyboard(self, video_id: str) -> dict[str, Any]:
        """The scenes with their pictures, and what going on will cost."""
        return self._video("GET", video_id, "/storyboard")

    def edit_scene(self, video_id: str, scene: int, **edit: Any) -> dict[str, Any]:
        """scene: from 1; edit: line, prompt, kicker, headline, detail, button, redraw."""
        return self._video("PATCH", video_id, f"/scenes/{scene}", json=edit)

    def feedback(self, video_id: str, remark: str, *, dry_run: bool = False, key: str | None = None) -> dict[str, Any]:
        """What a remark changes, what is made again, the cost; without `dry_run` the next iteration begins."""
        headers = {"Idempotency-Key": key} if key else None
        return self._video("POST", video_id, "/feedback", json={"remark": remark, "dry_run": dry_run}, headers=headers)

    def delete(self, video_id: str) -> None:
        self._video("DELETE", video_id)

    def costs(self, *, group: str = "job", month: str | None = None) -> dict[str, Any]:
        """What a month has cost, "2026-11" or this one, by job, phase, provider, model or day."""
        return self._call("GET", "/api/costs", params={"group": group} | ({"month": month} if month else {}))

    def video_costs(self, video_id: str) -> dict[str, Any]:
        """What a video has cost, line by line."""
        return self._video("GET", video_id, "/costs")

    def forget(self, prefix: str) -> dict[str, Any]:
        """Throws away what was kept below a prefix such as "sounds/voice"; tells how much."""
        return self._call("DELETE", "/api/cache", params={"prefix": prefix})

    def models(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._call("GET", "/api/models")["models"]
        return found

    def modes(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._call("GET", "/api/modes")["modes"]
        return found

    def daily(self, method: str = "GET", brief: dict[str, Any] | None = None) -> dict[str, Any]:
        """method: GET to read the daily brief, PUT to set it, DELETE to stop it."""
        return self._call(method, "/api/daily", json=brief)

    def channels(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._call("GET", "/api/channels")["channels"]
        return found

    def channel(self, channel: str, method: str = "GET", brief: dict[str, Any] | None = None) -> dict[str, Any]:
        """method: GET to read it, PUT to make or change it, DELETE to remove it."""
        return self._call(method, f"/api/channels/{quote(channel, safe='')}", json=brief)

    def run_channel(self, channel: str, *, day: str | None = None, refresh: bool = False) -> dict[str, Any]:
        """Starts its video; day: an ISO date, None for today; refresh: by another script than the day has."""
        wanted = {"day": day, "refresh": refresh}
        return self._call("POST", f"/api/channels/{quote(channel, safe='')}/run", json=wanted)

    # Files

    def upload(self, path: Path) -> str:
        """The asset id of a picture, a video or a Lottie document. All but small pictures go by a presigned form."""
        content_type = (
            _KINDS.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        )
        name = path.name.encode("utf-8", "replace").decode()
        size = path.stat().st_size
        if size <= DIRECT_UPLOAD_BYTES and path.suffix.lower() not in _KINDS:
            answer = self._call("POST", "/api/upload", files={"file": (name, path.read_bytes(), content_type)})
            return str(answer["asset_ids"][0])
        about = {"filename": name, "content_type": content_type, "size": size}
        answer = self._call("POST", "/api/upload", json=about)
        form = answer["upload"]
        with path.open("rb") as file:
            sent = self._files.post(form["url"], data=form["fields"], files={"file": (name, file, content_type)})
        if sent.is_error:
            raise ApiError(sent.status_code, "StorageUnavailable", f"storage did not take {name}: {sent.status_code}")
        return str(answer["asset_ids"][0])

    def download(self, url: str, to: Path) -> int:
        """Writes a result's file whole or not at all; the bytes written."""
        to.parent.mkdir(parents=True, exist_ok=True)
        _sweep(to)
        part = to.with_name(f".{to.name}.{os.getpid()}.part")
        try:
            with self._files.stream("GET", url) as answer, part.open("wb") as file:
                if answer.is_error:
                    raise ApiError(answer.status_code, "NotFound", f"{to.name} cannot be fetched: {answer.status_code}")
                for block in answer.iter_bytes(1 << 20):
                    file.write(block)
            part.replace(to)
        except httpx.TransportError as error:
            raise Unreachable(f"{to.name} cannot be fetched from {urlsplit(url).netloc}: {error}") from error
        finally:
            part.unlink(missing_ok=True)
        return to.stat().st_size

    # Progress

    def follow(self, video_id: str, *, after: int = 0, quiet_s: float = 5.0, poll_s: float = 1.0) -> Iterator[Event]:
        """The events of a job in order, each once, until it has ended: live by WebSocket, by polling where that fails.

        A silence of `quiet_s` is checked by a poll, so that a lost push delays an event but never loses it.
        Raises Unreachable if the API itself stays away, ApiError if there is no such job.
        """
        last = after
        while True:
            for event in self._live(video_id, last, quiet_s):
                if event["seq"] > last + 1:
                    break  # something was missed on the way: the poll below brings it and this one
                if event["seq"] == last + 1:
                    last = event["seq"]
                    yield event
                if event["status"] in ENDED:
                    break
            for event in self.events(video_id, after=last):
                last = max(last, event["seq"])
                yield event
            # An old attempt's end may be among the events, so the job itself is asked.
            if self.status(video_id)["status"] in ENDED:
                yield from (event for event in self.events(video_id, after=last) if event["seq"] > last)
                return
            time.sleep(0 if self._socket_works else poll_s)

    def _live(self, video_id: str, after: int, quiet_s: float) -> Iterator[Event]:
        """Events pushed over one WebSocket until it falls silent or breaks; the caller polls then."""
        from websockets.exceptions import WebSocketException  # 80 ms that only a watcher pays
        from websockets.sync.client import connect

        try:
            ticket = self._call("POST", "/api/tickets", json={"video_id": video_id})
            query = urlencode({"ticket": ticket["ticket"], "video_id": video_id, "after": after})
            with connect(f"{ticket['url']}?{query}", open_timeout=5, close_timeout=1, proxy=None) as socket:
                self._socket_works = True
                socket.send(json.dumps({"action": "replay", "after": after}))
                while True:
                    message = json.loads(socket.recv(timeout=quiet_s))
                    if message.get("type") == "event":
                        yield message
        except TimeoutError:
            return
        except (ApiError, OSError, WebSocketException, ValueError, KeyError):
            self._socket_works = False

    # The wire

    def _video(self, method: str, video_id: str, rest: str = "", **about: Any) -> dict[str, Any]:
        return self._call(method, f"/api/videos/{quote(video_id, safe='')}{rest}", **about)

    def _call(self, method: str, path: str, **about: Any) -> dict[str, Any]:
        try:
            answer = self._api.request(method, path, **about)
        except httpx.TransportError as error:
            raise Unreachable(f"no answer from {self.url} ({error})") from error
        if answer.is_error:
            raise _failure(answer)
        if not answer.content:
            return {}
        try:
            found: dict[str, Any] = answer.json()
        except ValueError as error:
            raise Unreachable(f"{self.url}{path} answered with something that is not Spotworks' API") from error
        return found


def _sweep(to: Path) -> None:
    """Parts of a file that processes left which are no more."""
    for part in to.parent.glob(f".{glob.escape(to.name)}.*.part"):
        owner = part.name.split(".")[-2]
        try:
            os.kill(int(owner), 0)
        except (ValueError, ProcessLookupError):
            part.unlink(missing_ok=True)
        except OSError:
            pass  # somebody else's


def _failure(answer: httpx.Response) -> ApiError:
    """Our own refusals have all three parts; API Gateway's (401, 413, no such route) only a message."""
    try:
        body = answer.json()
        return ApiError(answer.status_code, str(body.get("error", "Error")), str(body["message"]), body.get("field"))
    except (ValueError, KeyError, TypeError, AttributeError):
        text = answer.text.strip().splitlines()
        return ApiError(answer.status_code, "Error", text[0][:200] if text else f"HTTP {answer.status_code}")
