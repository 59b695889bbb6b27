"""Acme on this machine, in its own format, for nothing: `python -m spotworks_acme.fake 8900`."""

import io
import json
import math
import sys
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

_SIDES = {"portrait": (360, 640), "landscape": (640, 360), "square": (480, 480)}
TROUBLES = {
    "throttled": (429, {"error": {"code": "rate", "text": "slow down"}}),
    "unavailable": (503, {"error": {"code": "busy", "text": "try again later"}}),
    "no_credit": (400, {"error": {"code": "balance", "text": "your balance is used up"}}),
    "revoked": (401, {"error": {"code": "key", "text": "no such key"}}),
    "refused": (422, {"error": {"code": "policy", "text": "this is not allowed here"}}),
    "wrong": (422, {"error": {"code": "input", "text": "seconds: must be 4 or 8"}}),
}


@dataclass
class Acme:
    """works: what was taken, by id; asked: every request; troubles: of the next paid calls, "lost" to break off after
    the work was taken; ends: how the next works end, {"state": "done"} if nothing is said."""

    base: str = ""
    works: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    ends: list[dict[str, Any]] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    acme: Acme
    lost = False  # whether the answer is

    def do_GET(self) -> None:
        path, query = self._asked()
        match path.removeprefix("/acme").split("/")[1:]:
            case ["v1", "works"]:
                key = query.get("key", [""])[0]
                self._say(200, {"works": [work for work in self.acme.works.values() if work["key"] == key]})
            case ["v1", "works", job]:
                self._say(200, self.acme.works[job]) if job in self.acme.works else self._say(404, {})
            case ["files", job]:
                self._give("video/mp4" if job.startswith("film") else "image/png", _file(self.acme.works[job]))
            case _:
                self._say(404, {})

    def do_POST(self) -> None:
        path, _ = self._asked()
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
        place = path.removeprefix("/acme/v1/")
        if place.startswith("works/"):
            self.acme.works[place.split("/")[1]]["state"] = "stopped"
            return self._say(200, {})
        trouble = self.acme.troubles.pop(0) if self.acme.troubles else ""
        if not self.headers.get("Authorization", "").startswith("Bearer "):
            trouble = "revoked"
        if trouble in TROUBLES:
            return self._say(*TROUBLES[trouble])
        self.lost = trouble == "lost"
        match place:
            case "works":
                self._begin(body)
            case "speech":
                words = [f"{word}:{n * 0.3:.2f}-{n * 0.3 + 0.25:.2f}" for n, word in enumerate(body["text"].split())]
                self._give("audio/wav", _tone(0.3 * len(words)), Words=" ".join(words))
            case "effects":
                self._give("audio/wav", _tone(body["seconds"]))
            case "words":
                self._say(200, {"text": '{"line": "Warm hands."}', "tokens": {"in": 1000, "out": 20}})
        return None

    def _begin(self, body: dict[str, Any]) -> None:
        job = f"{body['model'].split('-')[0]}{len(self.acme.works) + 1}"
        end = self.acme.ends.pop(0) if self.acme.ends else {"state": "done"}
        work = {"id": job, "key": self.headers["Idempotency-Key"], "file": f"{self.acme.base}/files/{job}"}
        self.acme.works[job] = work | {"asked": body} | end
        self._say(202, {"id": job})

    def _asked(self) -> tuple[str, dict[str, list[str]]]:
        parts = urlsplit(self.path)
        self.acme.asked.append(f"{self.command} {parts.path}")
        return parts.path, parse_qs(parts.query)

    def _say(self, status: int, body: dict[str, Any]) -> None:
        self._give("application/json", json.dumps(body).encode(), status)

    def _give(self, kind: str, content: bytes, status: int = 200, **headers: str) -> None:
        if self.lost:
            return
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *about: Any) -> None:
        """What was asked is in Acme.asked."""


def _tone(seconds: float) -> bytes:
    """A WAV that says nothing, audibly."""
    samples = (int(6000 * math.sin(n / 6)).to_bytes(2, "little", signed=True) for n in range(int(16_000 * seconds)))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(b"".join(samples))
    return out.getvalue()


def _file(work: dict[str, Any]) -> bytes:
    """A film that grows lighter, or a picture, in the shape that was asked for."""
    import av
    import numpy as np

    asked, out = work["asked"], io.BytesIO()
    width, height = _SIDES[asked.get("shape", "square")]
    if not work["id"].startswith("film"):
        from PIL import Image

        Image.new("RGB", (width, height), (90, 120, 150)).save(out, "PNG")
        return out.getvalue()
    with av.open(out, "w", format="mp4") as film:
        stream = film.add_stream("libx264", 8, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(8 * asked["seconds"]):
            grey = np.full((height, width, 3), 40 + number, np.uint8)
            film.mux(stream.encode(av.VideoFrame.from_ndarray(grey, "bgr24")))
        film.mux(stream.encode())
    return out.getvalue()


@contextmanager
def served(port: int = 0) -> Iterator[Acme]:
    """Acme while it answers, at acme.base + "/acme"."""
    acme = Acme()
    server = ThreadingHTTPServer(("127.0.0.1", port), type("Handler", (_Handler,), {"acme": acme}))
    acme.base = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield acme
    finally:
        server.shutdown()
        server.server_close()


if __name__ == "__main__":
    with served(int(sys.argv[1])) as here:
        print(f"SPOTWORKS_VENDORS={here.base}")
        threading.Event().wait()
