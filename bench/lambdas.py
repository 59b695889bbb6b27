"""The memory of every Lambda of real jobs, with the programs that it runs: `python -m bench lambdas`."""

import contextlib
import os
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import httpx
import numpy as np

from bench.flow import server
from bench.market import BOUGHT
from bench.measure import verdict
from infra.catalogue.functions import FUNCTIONS
from tests.creative.sites import sites

MOST = 256  # MB
_SAMPLED = 0.05  # seconds
_PHOTO = (4032, 3024)  # pixels: 12 MP, as telephones make them
# CPU seconds beyond which PlanRender is asked, which it is not by default.
_FAN_OUT = "20"
_THEME = "Loose-leaf tea from Uji. Picked in May. Ships in two days."


@dataclass
class Held:
    """MB. alone: Python at its most; most: with what it runs, at one time."""

    alone: int = 0
    most: int = 0


class Watch:
    """Looks at the Lambdas of a local server twenty times a second, from its making to `close`.

    Counts what each would hold alone on its machine: nothing is shared with others, and a library or a program that
    several of its processes run counts once. Python's own high-water mark is the kernel's, which misses nothing.
    """

    def __init__(self, server: int, held: dict[str, Held]) -> None:
        self.held, self._server = held, server
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look_on, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._ended.set()
        self._thread.join()

    def _look_on(self) -> None:
        while not self._ended.wait(_SAMPLED):
            children = _children()
            for zygote in children[self._server]:
                for pid in children[zygote]:
                    if name := _function(pid):
                        self._look_at(name, pid, list(_tree(pid, children)))

    def _look_at(self, name: str, pid: int, tree: list[int]) -> None:
        python, own, held = _link(pid, "exe"), _status(pid), self.held[name]
        anonymous, files = _anonymous(own), {python: own.get("RssFile", 0)}
        for each in tree[1:]:
            program, status = _link(each, "exe"), _status(each)
            if program != python:  # else it is about to become a program, and still has its parent's memory
                anonymous += _anonymous(status)
                files[program] = max(files.get(program, 0), status.get("RssFile", 0))
        held.alone = max(held.alone, own.get("VmHWM", 0) >> 10)
        held.most = max(held.most, held.alone, (anonymous + sum(files.values())) >> 10)


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                fields = Path(entry.path, "stat").read_text().rpartition(")")[2].split()
                found[int(fields[1])].append(int(entry.name))
    return found


def _tree(pid: int, children: dict[int, list[int]]) -> Iterator[int]:
    yield pid
    for child in children.get(pid, ()):
        yield from _tree(child, children)


def _function(pid: int) -> str:
    """A Lambda's name, by the log that it writes to; "" for what is none."""
    log = Path(_link(pid, "fd/1"))
    return log.stem if log.suffix == ".log" and log.stem in {function.name for function in FUNCTIONS} else ""


def _link(pid: int, name: str) -> str:
    try:
        return os.readlink(f"/proc/{pid}/{name}")
    except OSError:  # it ended
        return ""


def _anonymous(status: dict[str, int]) -> int:
    return status.get("RssAnon", 0) + status.get("RssShmem", 0)


def _status(pid: int) -> dict[str, int]:
    """KB by the names of https://docs.kernel.org/filesystems/proc.html, table 1-2; empty for one that ended."""
    with contextlib.suppress(OSError):
        lines = (line.split() for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        return {words[0][:-1]: int(words[1]) for words in lines if words and words[-1] == "kB"}
    return {}


def main() -> None:
    held: dict[str, Held] = defaultdict(Held)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, sites() as web:
        path = Path(folder)
        with _watched(path / "made", held, SPOTWORKS_RESEARCH_ALLOW=web.host, SPOTWORKS_FAN_OUT=_FAN_OUT) as client:
            _page(client, f"http://{web.host}/largo")
            _photo(client, path)
        with _watched(path / "bought", held, "--vendors", "fake") as client:
            _bought(client)
    _table(held)


@contextmanager
def _watched(state: Path, held: dict[str, Held], *options: str, **environment: str) -> Iterator[httpx.Client]:
    """A server whose Lambdas all start cold, while it is looked at."""
    with server(state, "--cold", *options, **environment) as running:
        watch = Watch(running.pid, held)
        try:
            with httpx.Client(base_url=running.url, timeout=60) as client:
                yield client
        finally:
            watch.close()


def _page(client: httpx.Client, url: str) -> None:
    """A draft of six seconds from a page with a photo."""
    _finished(client, prompt="An ad for these espresso beans", url=url, duration=6, quality="draft")


def _photo(client: httpx.Client, folder: Path) -> None:
    """30 seconds for two aspects from a photo of 12 MP."""
    path = folder / "photo.jpg"
    photo(path)
    asset = client.post("/api/upload", files={"file": (path.name, path.read_bytes())}).json()["asset_ids"]
    prompt = "Small-batch espresso from a neighbourhood roastery, roasted on Mondays, warm and calm"
    _finished(client, prompt=prompt, reference_assets=asset, duration=30, aspects=["9:16", "16:9"])


def _bought(client: httpx.Client) -> None:
    """A channel's day with everything from vendors, its storyboard approved; another day, stopped at its storyboard."""
    spot = {"duration": 6, "quality": "draft", "approvals": ["storyboard"], "budget": 3}
    client.put("/api/channels/tea", json={"prompt": _THEME} | spot | BOUGHT).raise_for_status()
    for refresh, answer in ((False, "approve"), (True, "cancel")):
        ran = client.post("/api/channels/tea/run", json={"refresh": refresh}).raise_for_status().json()
        while client.get(f"/api/status/{ran['video_id']}").json()["status"] != "awaiting_approval":
            time.sleep(1)
        told = {"gate": "storyboard", "approved": True} if answer == "approve" else {}
        client.post(f"/api/videos/{ran['video_id']}/{answer}", json=told).raise_for_status()
        _ended(client, ran["video_id"], "completed" if told else "cancelled")


def photo(path: Path) -> None:
    """The sample's, in a telephone's size, with grain."""
    sample = cv2.imread(str(Path(__file__).parents[1] / "samples/coffee.jpg"))
    assert sample is not None
    large = cv2.resize(sample, _PHOTO, interpolation=cv2.INTER_CUBIC).astype(np.int16)
    large += np.random.default_rng(7).integers(-6, 7, (*_PHOTO[::-1], 1), np.int16)
    cv2.imwrite(str(path), np.clip(large, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 92])


def _finished(client: httpx.Client, **brief: Any) -> None:
    _ended(client, client.post("/api/generate", json=brief).json()["video_id"], "completed")


def _ended(client: httpx.Client, video_id: str, how: str) -> None:
    while (status := client.get(f"/api/status/{video_id}").json())["status"] != how:
        if status["status"] in {"completed", "failed", "cancelled", "interrupted"}:
            raise SystemExit(f"{video_id}: {status['status']}, {status['failure']}")
        time.sleep(1)


def _table(held: dict[str, Held]) -> None:
    print(f"| {'Lambda':18} | Python | with its programs | of |\n|---|---|---|---|")
    for function in FUNCTIONS:
        if function.name in held:
            found = held[function.name]
            print(f"| {function.name:18} | {found.alone:6} | {found.most:17} | {function.memory:,} |")
    unseen = [function.name for function in FUNCTIONS if function.name not in held]
    print(f"not in these jobs: {', '.join(unseen)}")
    name, most = max(((name, each.most) for name, each in held.items()), key=lambda one: one[1])
    verdict(f"the most of all, {name}, MB", most, MOST)


if __name__ == "__main__":
    main()
