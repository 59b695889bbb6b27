"""Spotworks' HTTP and WebSocket API on loopback, with jobs that follow a script: what the pages and the CLI talk to.

A test moves a job on with `play`, or lets it run by itself with `pace`. Faults: `sockets` "refuse" or "drop"
(closed after two messages), `lost` (sequence numbers that are never pushed).
"""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

WEB = Path(__file__).parents[2] / "web"
POLICY = (
    "default-src 'self'; img-src * data: blob:; media-src * blob:; connect-src *; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
BEGAN = datetime(2026, 5, 4, 12, 0, 0, tzinfo=UTC)
HEADLINES = ("Tea. Still hot.", "Nine hours uphill", "Steel, twice over", "Take it further")
LINES = (
    "You left at six. It is three now.", "Nothing on this mountain is warm. Except this.",
    "Two walls of steel, nothing between them.", "Northfall. Hot for a day.",
)  # fmt: skip

AGAIN = [
    {"what": "Picture of scene 2", "cost_usd": "0", "scene": 1},
    {"what": "Picture of scene 3", "cost_usd": "0", "scene": 2},
    {"what": "Voice-over", "cost_usd": "0", "scene": None},
    {"what": "Render and checks", "cost_usd": "0.0021", "scene": None},
]


UNDERSTOOD = {
    "parameters": [
        {"name": "duration", "value": "15 s", "origin": "inferred", "evidence": "15 seconds"},
        {"name": "price", "value": "$129.00", "origin": "read", "evidence": "JSON-LD offers.price"},
    ],
    "flags": [{"trouble": "trademark", "words": ["Nike"], "suggestion": "have their leave"}],
}


@dataclass
class FakeJob:
    video_id: str
    brief: dict[str, Any]
    status: str = "queued"
    phase: str = "queued"
    progress: int = 0
    pictures: int = 0
    reused: bool = False
    claims: dict[str, Any] = field(default_factory=lambda: CLAIMS)
    preview: bool = False
    final: bool = False
    gate: str | None = None
    failure: dict[str, str] | None = None
    attempt: int = 1
    events: list[dict[str, Any]] = field(default_factory=list)
    played: int = 0
    planned: bool = False
    lines: dict[int, str] = field(default_factory=dict)
    iteration: int = 1
    parent: str | None = None
    asked_for: list[dict[str, Any]] = field(default_factory=list)
    passed: set[str] = field(default_factory=set)
    ideas: int = 0
    chosen: int | None = None
    offer: dict[str, Any] | None = None

    def line(self, scene: int) -> str:
        return self.lines.get(scene, LINES[scene])


def steps(job: FakeJob) -> list[tuple[str, int, str, dict[str, Any]]]:
    """Phase, progress, message, and what else changes."""
    kind = "reused" if job.reused else "ready"
    made: list[tuple[str, int, str, dict[str, Any]]] = [
        ("admission", 1, "Checking the brief and reserving the budget", {}),
        ("strategy", 6, "Choosing a strategy", {}),
        ("screenplay", 8, "Writing the screenplay", {}),
        ("storyboard", 10, "4 scenes written", {"planned": True}),
    ]
    for scene in range(4):
        made.append(("media", 14 + 8 * scene, f"Picture of scene {scene + 1} {kind}", {"scene": scene}))
        made.append(("media", 18 + 8 * scene, f"Clip of scene {scene + 1} {kind}", {"scene": scene}))
    made += [
        ("media", 48, f"Voice-over {kind}", {}),
        ("media", 49, f"Music {kind}", {}),
        ("captions", 50, "Writing captions", {}),
        ("timeline", 53, "Assembling the timeline", {}),
        ("render", 58, "Rendering", {}),
        ("render", 70, "Preview is ready", {"preview": True}),
        ("quality", 90, "Checking the result", {}),
        ("settlement", 97, "Publishing to the bucket and settling the cost", {}),
        ("done", 100, "Finished", {"final": True, "status": "completed"}),
    ]
    return made


CLAIMS = {
    "kept": 2, "expires": "2027-06-30",
    "flagged": [{"scene": 1, "place": "voice", "words": "The best bottle in town.", "kinds": ["superlative"],
                 "source": "A bottle that keeps tea hot, the best bottle in town", "where": "brief", "expires": None,
                 "reason": "needs evidence: a superlative is a claim about everybody else"}],
    "removed": [{"scene": 2, "place": "headline", "words": "Rated 4.9", "kinds": ["number"], "source": "", "where": "",
                 "reason": "neither the brief nor the page says it", "expires": None}],
}  # fmt: skip
SCORE = {
    "total": 1,
    "points": [
        {
            "letter": "A",
            "name": "early cut",
            "passed": True,
            "evidence": "the second picture comes at 3.8 s",
            "at": 3.75,
        },
        {"letter": "B", "name": "brand early", "passed": False, "evidence": "it is not named in 5 s", "at": None},
    ],
}


IDEAS = [
    {
        "idea": idea, "hook": hook, "look": look, "mood": "calm", "score": score,
        "why": ["4 words of the brief's own in the idea (+2)", "opens on the subject itself (+2)"],
        "cost_usd": "0.0020", "estimate_usd": "0.0123",
    }
    for idea, hook, look, score in (
        ("The bottle seen so close that it needs no argument", "A drop runs down steel", "Macro, a 100mm lens", 8.5),
        ("A day on the mountain, told by what stays hot", "The alarm at six", "Handheld, a 35mm lens", 7.5),
        ("Somebody who gave up on warm tea", "Cold tea, poured away", "A still life, a 50mm lens", 6.0),
        ("The wait for the first sip", "Steam, and nobody moves", "Slow motion, an 85mm lens", 5.5),
    )
]  # fmt: skip


class FakeApi:
    """media: a folder with picture-0.png ..., preview.mp4, spot.mp4 (see tests/fakes/media.py)."""

    def __init__(self, media: Path) -> None:
        self.media = media
        self.jobs: dict[str, FakeJob] = {}
        self.requests: list[tuple[str, str]] = []
        self.uploads: list[int] = []
        self.daily: dict[str, Any] | None = None
        self.channels: dict[str, dict[str, Any]] = {}
        self.runs: list[dict[str, Any]] = []
        self.keys: dict[str, tuple[dict[str, Any], list[str]]] = {}
        self.sockets = "accept"
        self.opened = 0
        self.lost: set[int] = set()
        self.pace = 0.0
        self.fails_at: str | None = None
        self.refusal: tuple[int, dict[str, Any]] | None = None
        self.url = ""
        self._stopping = False

    # What a test does

    def add(self, prompt: str = "A bottle that keeps tea hot", **about: Any) -> FakeJob:
        job = FakeJob(f"video{len(self.jobs) + 1:03d}", {"prompt": prompt, **about})
        self.jobs[job.video_id] = job
        self.tell(job, "Queued")
        return job

    def play(self, job: FakeJob, until: str | None = None) -> None:
        """Plays the script, up to and with the first message that holds `until`."""
        for phase, progress, message, about in steps(job)[job.played :]:
            if job.status in {"cancelled", "failed", "awaiting_approval"}:
                return
            job.played += 1
            job.phase, job.progress, job.status = phase, progress, about.get("status", "running")
            job.planned = job.planned or about.get("planned", False)
            job.preview = job.preview or about.get("preview", False)
            job.final = job.final or about.get("final", False)
            if message.startswith("Picture"):
                job.pictures += 1
            if self.fails_at and self.fails_at in message:
                self.fail(job)
                return
            made = message.endswith((" ready", " reused")) and not message.startswith("Preview")
            self.tell(job, message, scene=about.get("scene"), reused=job.reused and made)
            if until and until in message:
                return
            for gate, after in (("concept", "Choosing a strategy"), ("storyboard", "4 scenes")):
                if after in message and gate in job.brief.get("approvals", ()) and gate not in job.passed:
                    self._wait(job, gate)
                    return
            if self.pace:
                time.sleep(self.pace)

    def _wait(self, job: FakeJob, gate: str) -> None:
        job.ideas = job.ideas or int(job.brief.get("concepts", 1))
        job.gate, job.status = gate, "awaiting_approval"
        self.tell(job, f"Waiting for approval of the {gate}")

    def fail(self, job: FakeJob, message: str = "FFmpeg gave up: no space left on the device") -> None:
        job.status = "failed"
        job.failure = {"category": "render", "stage": "StartRender", "error": "RenderFailed", "message": message}
        self.tell(job, f"Failed: {message}")

    def _turn_down(self, job: FakeJob, message: str) -> None:
        job.status, job.gate = "failed", ""
        about = {"category": "person", "stage": "AwaitApproval", "error": "ApprovalRejected"}
        job.failure = about | {"message": message}
        self.tell(job, f"Turned down: {message}")

    def tell(self, job: FakeJob, message: str, *, scene: int | None = None, reused: bool = False) -> None:
        seq = len(job.events) + 1
        at = (BEGAN + timedelta(seconds=seq * 1.3)).isoformat(timespec="milliseconds")
        about = {"status": job.status, "phase": job.phase, "progress": job.progress}
        job.events.append({"seq": seq, "at": at, "message": message, "scene": scene, "reused": reused, **about})

    def stop(self) -> None:
        self._stopping = True

    # What a client sees

    def view(self, job: FakeJob) -> dict[str, Any]:
        pictures = [self.file(f"picture-{n}.png") for n in range(job.pictures)]
        names = ["preview.mp4", "storyboard.png"] if job.preview else []
        if job.final:
            names = [
                "spot.mp4",
                "captions.srt",
                "captions.vtt",
                "thumbnail.jpg",
                "timeline.json",
                "timeline.otio",
                "report.json",
                *names,
            ]
        scenes = [
            {"index": n, "beat": "hook" if n == 0 else "benefit", "headline": HEADLINES[n], "voice_over": job.line(n),
             "duration": "15/4", "picture_url": pictures[n] if n < job.pictures else None, "reused": job.reused}
            for n in range(4)
        ]  # fmt: skip
        return {
            "video_id": job.video_id, "title": job.brief.get("title") or job.brief.get("prompt", "Untitled"),
            "status": job.status, "progress": job.progress, "current_phase": job.phase,
            "message": job.events[-1]["message"], "animatic_urls": pictures,
            "stitched_video_url": self.file("preview.mp4") if job.preview else None,
            "final_video_url": self.file("spot.mp4") if job.final else None,
            "current_chunk_index": job.pictures, "total_chunks": 4 if job.planned else 0,
            "cost_usd": "0.0018" if job.final else "0", "gate": job.gate if job.status == "awaiting_approval" else None,
            "failure": job.failure, "created": job.events[0]["at"], "updated": job.events[-1]["at"],
            "creative": job.parent or job.video_id, "iteration": job.iteration, "parent": job.parent,
            "attempt": job.attempt, "video_ids": [job.video_id], "files": {name: self.file(name) for name in names},
            "scenes": scenes if job.planned else [], "understood": UNDERSTOOD,
            "claims": job.claims if job.planned else None, "score": SCORE if job.planned else None,
            "offer": job.offer,
        }  # fmt: skip

    def file(self, name: str) -> str:
        """Another origin than the page's, and signed anew each time, as S3's are."""
        address = self.url.replace("127.0.0.1", "localhost")
        return f"{address}/files/{name}?X-Amz-Signature={time.monotonic_ns()}"

    # Routes

    def app(self) -> Starlette:
        one = "/api/videos/{video_id}"
        return Starlette(
            routes=[
                Route("/", lambda _: self._page("index.html")),
                Route("/jobs/{video_id}", lambda _: self._page("job.html")),
                Route("/docs", lambda _: self._page("docs.html")),
                Route("/static/{file}", lambda request: self._page(request.path_params["file"])),
                Route("/openapi.json", self._openapi),
                Route("/files/{name}", self._file),
                Route("/storage", self._store, methods=["POST"]),
                Route("/api/generate", self._generate, methods=["POST"]),
                Route("/api/status/{video_id}", self._status),
                Route("/api/videos", self._list),
                Route(one, self._delete, methods=["DELETE"]),
                Route(f"{one}/events", self._events),
                Route(f"{one}/media", self._edit_media),
                Route(f"{one}/costs", self._video_costs),
                Route("/api/costs", self._costs),
                Route("/api/cache", self._forget, methods=["DELETE"]),
                Route(f"{one}/concepts", self._concepts, methods=["GET", "POST"]),
                Route(f"{one}/storyboard", self._storyboard),
                Route(f"{one}/scenes/{{scene}}", self._edit, methods=["PATCH"]),
                Route(f"{one}/feedback", self._feedback, methods=["POST"]),
                Route(f"{one}/{{action}}", self._act, methods=["POST"]),
                Route("/api/upload", self._upload, methods=["POST"]),
                Route("/api/models", self._models),
                Route("/api/modes", self._modes),
                Route("/api/tickets", self._ticket, methods=["POST"]),
                Route("/api/channels", self._channels),
                Route("/api/channels/{channel}", self._channel, methods=["GET", "PUT", "DELETE"]),
                Route("/api/channels/{channel}/run", self._run_channel, methods=["POST"]),
                Route("/api/daily", self._daily, methods=["GET", "PUT", "DELETE"]),
                WebSocketRoute("/socket", self._socket),
            ]
        )

    def _page(self, name: str) -> Response:
        return FileResponse(WEB / name, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"})

    async def _openapi(self, _: Request) -> Response:
        return FileResponse(self.media / "openapi.json")

    async def _file(self, request: Request) -> Response:
        headers = {"Access-Control-Allow-Origin": "*"}
        return FileResponse(self.media / request.path_params["name"], headers=headers)

    async def _store(self, request: Request) -> Response:
        form = await request.form()
        self.uploads.append(len(await form["file"].read()))  # type: ignore[union-attr]
        return Response(status_code=204, headers={"Access-Control-Allow-Origin": "*"})

    async def _generate(self, request: Request) -> Response:
        self.requests.append(("POST", "/api/generate"))
        brief = await request.json()
        if self.refusal:
            return JSONResponse(self.refusal[1], self.refusal[0])
        if not (brief.get("prompt") or brief.get("reference_assets") or brief.get("url")):
            text = "prompt: say what the video is about, or give an image or a url"
            return JSONResponse({"error": "InvalidRequest", "message": text, "field": "prompt"}, 422)
        key = request.headers.get("idempotency-key", "")
        if key not in self.keys:
            jobs = [self.add(**brief) for _ in range(int(brief.get("variations", 1)))]
            self.keys[key] = (brief, [job.video_id for job in jobs])
            for job in jobs if self.pace else ():
                threading.Thread(target=self.play, args=(job,), daemon=True).start()
        ids = self.keys[key][1]
        return JSONResponse({"video_id": ids[0], "video_ids": ids, "status": "queued", "message": "Queued."}, 202)

    def _job(self, request: Request) -> FakeJob | None:
        return self.jobs.get(request.path_params["video_id"])

    async def _status(self, request: Request) -> Response:
        job = self._job(request)
        return JSONResponse(self.view(job)) if job else _unknown(request)

    async def _edit_media(self, request: Request) -> Response:
        names = ("picture-01.png", "voice-01.wav")
        return (
            JSONResponse({"files": {name: self.file(name) for name in names}})
            if self._job(request)
            else _unknown(request)
        )

    async def _list(self, request: Request) -> Response:
        limit = int(request.query_params.get("limit", 50))
        before = request.query_params.get("before")
        views = [self.view(job) for job in reversed(self.jobs.values())]
        if before:
            views = [view for view in views if view["video_id"] < before]
        names = ("video_id", "title", "status", "progress", "current_phase", "created", "cost_usd", "offer", "failure")
        rows = [
            {name: view[name] for name in names} | {"thumbnail_url": view["files"].get("thumbnail.jpg")}
            for view in views[:limit]
        ]
        return JSONResponse({"videos": rows, "next": rows[-1]["video_id"] if len(views) > limit else None})

    async def _delete(self, request: Request) -> Response:
        if self.jobs.pop(request.path_params["video_id"], None) is None:
            return _unknown(request)
        return Response(status_code=204)

    async def _events(self, request: Request) -> Response:
        job = self._job(request)
        if job is None:
            return _unknown(request)
        after = int(request.query_params.get("after", 0))
        return JSONResponse({"events": [event for event in job.events if event["seq"] > after]})

    async def _forget(self, request: Request) -> Response:
        return JSONResponse({"prefix": request.query_params["prefix"], "forgotten": 2})

    async def _concepts(self, request: Request) -> Response:
        """Asked for others, one more comes at once, up to four."""
        job = self._job(request)
        if job is None:
            return _unknown(request)
        if not job.ideas:
            return _conflict(f"the video is {job.status}: no idea was kept for it yet")
        if request.method == "POST":
            self.requests.append(("POST", "concepts"))
            if job.status != "awaiting_approval" or job.ideas == 4:
                return _conflict("this video can have no more concepts: choose one of these, or refuse them")
            job.ideas += 1
            self.tell(job, "Asked for 1 other concept")
            return JSONResponse({"video_id": job.video_id, "status": "running", "message": "Thinking."}, 202)
        view, waits = self.view(job), job.status == "awaiting_approval"
        about = {name: view[name] for name in ("video_id", "title", "status", "gate")}
        why = "a person's; 8.5 of 10" if job.chosen else ""
        more = {
            "concepts": [{"concept": number, **idea} for number, idea in enumerate(IDEAS[: job.ideas], 1)],
            "best": 1, "chosen": job.chosen, "by": "person" if job.chosen else None, "why": why,
            "spent_usd": "0.0040", "more": 4 - job.ideas if waits else 0,
        }  # fmt: skip
        return JSONResponse(about | more)

    async def _storyboard(self, request: Request) -> Response:
        job = self._job(request)
        if job is None:
            return _unknown(request)
        view = self.view(job)
        scenes = [
            {"scene": n + 1, "beat": scene["beat"], "seconds": "3.75", "line": scene["voice_over"],
             "text": {"kicker": "", "headline": scene["headline"], "detail": "", "button": ""}, "generated": True,
             "prompt": f"A bottle, view {n + 1}", "picture_url": scene["picture_url"], "cost_usd": "0"}
            for n, scene in enumerate(view["scenes"])
        ]  # fmt: skip
        about = {name: view[name] for name in ("video_id", "title", "status", "gate")}
        board = {"scenes": scenes, "to_make": AGAIN, "cost_usd": "0.0021", "spent_usd": "0", "sheet_url": None}
        return JSONResponse(about | board)

    async def _edit(self, request: Request) -> Response:
        """The scene is drawn at once, and the gate waits again."""
        job, wanted = self._job(request), await request.json()
        if job is None:
            return _unknown(request)
        if job.status != "awaiting_approval":
            return _conflict("the video does not wait at its storyboard")
        number = int(request.path_params["scene"])
        self.requests.append(("PATCH", f"scenes/{number}"))
        job.asked_for.append(wanted)
        if wanted.get("line") is not None:
            job.lines[number - 1] = wanted["line"]
        self.tell(job, f"Edited scene {number}", scene=number - 1)
        self.tell(job, "Waiting for approval of the storyboard")
        return JSONResponse(
            {"video_id": job.video_id, "status": "running", "message": f"Scene {number} is edited."}, 202
        )

    async def _feedback(self, request: Request) -> Response:
        """A remark that says "pop" is not understood."""
        job, wanted = self._job(request), await request.json()
        self.requests.append(("POST", "feedback"))
        if job is None:
            return _unknown(request)
        if job.status != "completed":
            return _conflict(f"the video is {job.status}: only a finished one can be revised")
        if wanted["remark"].strip() == "pop":
            text = "remark: “pop”: not understood"
            return JSONResponse({"error": "InvalidRequest", "message": text, "field": "remark"}, 422)
        job.asked_for.append(wanted)
        made = ""
        if not wanted["dry_run"]:
            new = self.add(**job.brief)
            new.iteration, new.parent, new.reused, made = job.iteration + 1, job.video_id, True, new.video_id
            if self.pace:
                threading.Thread(target=self.play, args=(new,), daemon=True).start()
        line = {"where": "scene 2", "what": "line", "before": job.line(1), "after": "Nothing here is warm."}
        body = {
            "video_id": made, "parent": job.video_id, "creative": job.video_id, "iteration": job.iteration + 1,
            "differences": [line, {"where": "scenes 1-4", "what": "picture", "before": "", "after": "Warmer light."}],
            "not_done": ["“make it pop”: not understood"] if "pop" in wanted["remark"] else [], "notes": [],
            "again": AGAIN, "cost_usd": "0.0021",
        }  # fmt: skip
        return JSONResponse(body, 200 if wanted["dry_run"] else 202)

    async def _act(self, request: Request) -> Response:
        job, action = self._job(request), request.path_params["action"]
        self.requests.append(("POST", action))
        if job is None:
            return _unknown(request)
        if action == "cancel":
            if job.status in {"completed", "failed", "cancelled"}:
                return _conflict(f"the video is {job.status}: there is nothing to cancel")
            job.status = "cancelled"
            self.tell(job, "Cancelled: cancelled by request")
        elif action == "retry":
            if job.status not in {"failed", "cancelled", "interrupted"}:
                return _conflict(f"the video is {job.status}: only what failed can be retried")
            job.status = job.phase = "queued"
            job.progress, job.failure, job.played, job.reused = 0, None, 0, True
            job.pictures, job.attempt, self.fails_at = 0, job.attempt + 1, None
            self.tell(job, "Trying again")
        elif action == "approve":
            answer = await request.json()
            approved, gate = answer["approved"], answer["gate"]
            if job.status != "awaiting_approval" or job.gate != gate:
                return _conflict("nothing waits for approval")
            if gate == "concept" and approved and job.ideas > 1 and not answer.get("concept"):
                text = f"concept: say which one, from 1 to {job.ideas}"
                return JSONResponse({"error": "InvalidRequest", "message": text, "field": "concept"}, 422)
            job.asked_for.append(answer)
            job.chosen = answer.get("concept") or job.chosen
            job.status = "running"
            job.passed |= {gate} if approved else set()
            why = f": {answer['reason']}" if answer.get("reason") else ""
            told = f"he {gate} was {'approved' if approved else 'refused'}{why}"
            self.tell(job, f"T{told}")
            if not approved:
                self._turn_down(job, f"t{told}")
        if self.pace and job.status in {"queued", "running"}:
            threading.Thread(target=self.play, args=(job,), daemon=True).start()
        body = {"video_id": job.video_id, "status": job.status, "message": "Accepted."}
        return JSONResponse(body, 202)

    async def _upload(self, request: Request) -> Response:
        if request.headers["content-type"].startswith("application/json"):
            about = await request.json()
            form = {"url": self.file("").split("/files")[0] + "/storage", "fields": {"key": about["filename"]}}
            return JSONResponse({"asset_ids": ["large"], "upload": form})
        content = await (await request.form())["file"].read()  # type: ignore[union-attr]
        if content.startswith(b"not a picture"):
            text = "file: this is not a picture; send JPEG, PNG or WebP"
            return JSONResponse({"error": "AssetRejected", "message": text, "field": "file"}, 422)
        self.uploads.append(len(content))
        return JSONResponse({"asset_ids": [f"asset{len(self.uploads)}"]})

    async def _costs(self, request: Request) -> Response:
        sums = {"lines": 2, "estimate_usd": "0.58", "spent_usd": "0.6", "held_usd": "0.28", "unconfirmed_usd": "0"}
        month, group = request.query_params.get("month", "2026-11"), request.query_params["group"]
        names = {"job": ["video001"], "provider": ["replicate", ""]}.get(group, [])
        groups = [{"name": name} | sums for name in names]
        return JSONResponse({"month": month, "group": group, "groups": groups, "total": {"name": ""} | sums})

    async def _video_costs(self, request: Request) -> Response:
        if (job := self._job(request)) is None:
            return _unknown(request)
        about = {"model": "hailuo_fast", "provider": "replicate", "phase": "clip", "at": "2026-11-21T06:30:00+00:00"}
        lines = [
            about | {"what": what, "state": state, "estimate_usd": estimate, "spent_usd": spent}
            | ({"provider": "local", "phase": "render"} if what == "Render" else {})
            for what, state, estimate, spent in [
                ("Clip of scene 1", "spent", "0.28", "0.3"), ("Clip of scene 2", "held", "0.28", "0"),
                ("Clip of scene 3", "unconfirmed", "0.28", "0.28"), ("Render", "spent", None, "0.0018"),
            ]
        ]  # fmt: skip
        sums = {"lines": 4, "estimate_usd": "0.2818", "spent_usd": "0.3018", "held_usd": "0.28"}
        whole = sums | {"name": "", "unconfirmed_usd": "0.28"}
        return JSONResponse({"video_id": job.video_id, "lines": lines if job.planned else [], "total": whole})

    async def _models(self, _: Request) -> Response:
        """Some of the real ones, with keys for two of their vendors."""
        from spotworks.catalogue import models
        from spotworks.domain.lifecycle import with_availability

        keys = {"ELEVENLABS_API_KEY", "OPENAI_API_KEY"}
        found = with_availability(models(), lambda name: "a-key" * (name in keys), date(2026, 11, 20))
        asked = [one.model_dump(mode="json") for one in found if one.id in _MODELS]
        return JSONResponse({"models": asked})

    async def _modes(self, _: Request) -> Response:
        """As the real ones describe themselves."""
        from spotworks.modes import InstalledModes

        return JSONResponse({"modes": [info.model_dump(mode="json") for info in InstalledModes().infos()]})

    async def _ticket(self, _: Request) -> Response:
        return JSONResponse({"ticket": "t", "url": f"{self.url.replace('http', 'ws')}/socket"})

    async def _channels(self, _: Request) -> Response:
        return JSONResponse({"channels": [{"id": name, "brief": brief} for name, brief in self.channels.items()]})

    async def _channel(self, request: Request) -> Response:
        name = request.path_params["channel"]
        if request.method == "PUT":
            self.channels[name] = {"language": "en", "aspect": "9:16"} | await request.json()
        if name not in self.channels:
            return _no_channel(name)
        if request.method == "DELETE":
            del self.channels[name]
            return Response(status_code=204)
        return JSONResponse({"id": name, "brief": self.channels[name]})

    async def _run_channel(self, request: Request) -> Response:
        name = request.path_params["channel"]
        brief = self.daily if name == "daily" else self.channels.get(name)
        if brief is None:
            return _no_channel(name)
        self.runs.append({"channel": name} | await request.json())
        job = self.add(**brief)
        threading.Thread(target=self.play, args=(job,), daemon=True).start()
        ids = [job.video_id]
        return JSONResponse({"video_id": ids[0], "video_ids": ids, "status": "queued", "message": "Queued."}, 202)

    async def _daily(self, request: Request) -> Response:
        if request.method == "DELETE":
            self.daily = None
            return Response(status_code=204)
        if request.method == "PUT":
            self.daily = await request.json()
        return JSONResponse({"brief": self.daily})

    async def _socket(self, socket: WebSocket) -> None:
        if self.sockets == "refuse":
            await socket.close()
            return
        await socket.accept()
        self.opened += 1
        job = self.jobs[socket.query_params["video_id"]]
        sent, pushed = int(socket.query_params["after"]), 0
        try:
            wanted = json.loads(await socket.receive_text())
            sent = wanted["after"]
            gone = asyncio.ensure_future(socket.receive())
            while not gone.done() and not self._stopping:
                for event in job.events[sent:]:
                    sent = event["seq"]
                    if sent in self.lost:
                        continue
                    await socket.send_text(json.dumps({"type": "event", **event}))
                    pushed += 1
                    if self.sockets == "drop" and pushed == 2:
                        await socket.close()
                        return
                await asyncio.sleep(0.01)
        except (WebSocketDisconnect, RuntimeError):
            return


_MODELS = {"local", "hailuo_fast", "sora_2", "elevenlabs", "gpt_image"}


def _no_channel(name: str) -> Response:
    return JSONResponse({"error": "NotFound", "message": f"there is no channel {name}", "field": "channel"}, 404)


def _unknown(request: Request) -> Response:
    text = f"there is no video {request.path_params['video_id']}"
    return JSONResponse({"error": "NotFound", "message": text, "field": "video_id"}, 404)


def _conflict(message: str) -> Response:
    return JSONResponse({"error": "Conflict", "message": message, "field": "video_id"}, 409)


@contextmanager
def serving(api: FakeApi) -> Iterator[FakeApi]:
    config = uvicorn.Config(api.app(), host="127.0.0.1", port=0, log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    api.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield api
    finally:
        api.stop()
        server.should_exit = True
        thread.join(5)
