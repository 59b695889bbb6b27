"""Jobs that are bought from vendors which fail: `python -m bench vendors [JOBS]`. The vendors are the fakes."""

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from statistics import quantiles
from typing import Any

import boto3
import httpx
from boto3.dynamodb.types import TypeDeserializer

from bench import outages
from bench.flow import THREE_SCENES, server, stages
from bench.measure import verdict
from local.launch import ROOT, Server
from spotworks.catalogue import models
from spotworks.domain.model import Model
from spotworks.domain.orders import Order

BOUGHT = dict.fromkeys(("model", "image_model", "voice_model", "effects_model", "music_model"), "auto")
BRIEF = {
    "prompt": "A bright new trail shoe with a grippy sole",
    "duration": 3,
    "quality": "draft",
    "budget": 3,
} | BOUGHT
JOBS = 40
TIMES = {"image": 7, "clip": 30, "voice": 8, "effect": 8, "song": 8}  # seconds
_AT_ONCE = 6
_ENDED = {"completed", "failed", "interrupted", "cancelled"}
_LEAST_FINISHED = 0.99  # of jobs, with faults in 30 % of the calls


@dataclass
class Market:
    """A server whose vendors are fakes, and what is left of jobs on it."""

    server: Server
    client: httpx.Client
    state: Path

    def change(self, **wanted: Any) -> None:
        httpx.put(f"{self.server.vendors}/shop", json=wanted).raise_for_status()

    def ask(self, **brief: Any) -> str:
        reply = self.client.post("/api/generate", json=BRIEF | brief)
        reply.raise_for_status()
        return str(reply.json()["video_id"])

    def ended(self, ids: list[str], *, every: float = 1.0) -> dict[str, dict[str, Any]]:
        """The status of each, once it has ended. every: seconds between looks, which take CPU from the jobs."""
        found: dict[str, dict[str, Any]] = {}
        while len(found) < len(ids):
            for one in ids:
                if one not in found and (status := self.client.get(f"/api/status/{one}").json())["status"] in _ENDED:
                    found[one] = status
            time.sleep(every)
        return found

    def report(self, video: str) -> dict[str, Any]:
        files = self.client.get(f"/api/status/{video}").json()["files"]
        return dict(httpx.get(files["report.json"]).json())

    def usable(self) -> tuple[Model, ...]:
        """The catalogue, each with whether it can be used here."""
        return outages.catalogued(self.client.get("/api/models").json()["models"])

    @cached_property
    def taken(self) -> list[dict[str, Any]]:
        return list(httpx.get(f"{self.server.vendors}/shop").json()["taken"])

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        client = boto3.client(
            "dynamodb", endpoint_url=self.server.aws, region_name="us-east-1",
            aws_access_key_id="local", aws_secret_access_key="local",  # noqa: S106 - no secret
        )  # fmt: skip
        pages = client.get_paginator("scan").paginate(TableName="spotworks")
        read = TypeDeserializer().deserialize
        return [{name: read(value) for name, value in row.items()} for page in pages for row in page["Items"]]

    def sort(self, prefix: str) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["sk"].startswith(prefix)]

    @cached_property
    def orders(self) -> list[Order]:
        return [Order.model_validate_json(row["doc"]) for row in self.sort("ORDER#")]


@contextmanager
def market(**environment: str) -> Iterator[Market]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        state = Path(folder) / "state"
        with (
            server(state, "--vendors", "fake", **environment) as running,
            httpx.Client(base_url=running.url, timeout=60) as client,
        ):
            yield Market(running, client, state)


def many(count: int) -> None:
    """Of all paid calls 30 % have a fault, of every kind that there is; every second job asks for a vendor by name."""
    with market(SPOTWORKS_MONTHLY_CAP="100000") as here:  # each job sets its whole budget aside
        named = [outage.asked for outage in outages.outages(here.usable(), outages.ASPECT) if outage.asked]
        here.change(rate=0.3, seed=7)
        began, statuses = time.monotonic(), {}
        for start in range(0, count, _AT_ONCE):
            numbers = range(start, min(count, start + _AT_ONCE))
            ids = [here.ask(seed=100 + n, budget=20, **(named[n // 2 % len(named)] if n % 2 else {})) for n in numbers]
            statuses |= here.ended(ids)
        wall = time.monotonic() - began
        settled(here)
        faults = Counter(work["fault"] for work in here.taken)
        print(f"{count} jobs in {wall:.0f} s; {len(here.orders)} orders, {len(here.taken)} calls taken,")
        print(f"  of them good {faults.pop(None, 0)}, and {dict(sorted(faults.items()))}")
        for one, status in statuses.items():
            if status["status"] != "completed":
                print(f"  {one}: {status['failure']}")
        done = sum(status["status"] == "completed" for status in statuses.values())
        verdict("finished, of all", done / count, _LEAST_FINISHED, at_least=True)
        money(here)
        leases(here)


def settled(here: Market, seconds: float = 90) -> None:
    """Waits for orders that outlive their job, as those do of which nobody knows what became."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        for name in ("rows", "orders", "taken"):
            here.__dict__.pop(name, None)
        if not any(order.is_open for order in here.orders):
            return
        time.sleep(2)


def money(here: Market) -> None:
    """Each line once, in what its job and its month have; each call once."""
    lines = [json.loads(row["doc"]) if "doc" in row else row for row in here.sort("SPEND#")]
    booked = sum((Decimal(str(line["amount"])) for line in lines), Decimal(0))
    held = [line for line in lines if line["state"] == "held"]
    [month] = [row for row in here.sort("BUDGET#") if len(row["sk"]) == len("BUDGET#202611")]
    verdict("US dollars between the lines and the month's budget", abs(float(booked - Decimal(month["committed"]))), 0)
    verdict("lines that are still held", len(held), 0)
    bills(here, lines)
    calls = Counter(order.provider for order in here.orders if order.began)
    kinds = {"clip", "image", "song"}
    taken = Counter(work["provider"] for work in here.taken if work["kind"] in kinds)
    verdict("calls taken beyond the orders' own", sum((taken - calls).values()), 0)
    verdict("orders that never ended", sum(order.is_open for order in here.orders), 0)


def bills(here: Market, lines: list[dict[str, Any]]) -> None:
    """What is booked, beside the accounts that the vendors keep: certain lines to the cent, doubtful never less."""
    sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for line in lines:
        sums[line["provider"]][line["state"]] += Decimal(str(line["amount"]))
    for work in here.taken:
        sums[work["provider"]]["billed"] += Decimal(work["billed"])
    short = over = 0.0
    for provider, found in sorted(sums.items()):
        spent, doubtful, billed = found["spent"], found["unconfirmed"], found["billed"]
        if billed or doubtful:
            print(f"  {provider}: billed {billed:.4f}, booked {spent:.4f} and {doubtful:.4f} in doubt")
        short += float(max(billed - spent - doubtful, Decimal(0)))
        over += float(max(spent - billed, Decimal(0))) if provider != "local" else 0
    verdict("US dollars billed by vendors and not booked", round(short, 2), 0)
    verdict("US dollars booked as certain and not billed", round(over, 2), 0)


def leases(here: Market) -> None:
    """Work that a vendor has at one moment, against what its account allows."""
    limits: dict[str, int] = defaultdict(int)
    for model in models():
        limits[model.provider] = max(limits[model.provider], model.concurrency)
    moments: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for work in here.taken:
        if work["kind"] in {"clip", "image", "song"} and work["fault"] not in {"stuck", "broken_after"}:
            moments[work["provider"]] += [(work["began"], 1), (work["ended"], -1)]
    over = 0
    for provider, steps in moments.items():
        at_once = most = 0
        for _, step in sorted(steps):
            at_once += step
            most = max(most, at_once)
        over += most > limits[provider]
    verdict("vendors that had more work at once than their limit", over, 0)


def waiting(here: Market, video: str) -> None:
    """From the end of a vendor's work to the end of its order, its file fetched and looked at."""
    ends = {work["id"]: work["ended"] for work in here.taken if work["fault"] is None}
    hooked = {model.id for model in models() if model.webhook != "no"}
    took: dict[bool, list[float]] = defaultdict(list)
    for order in here.orders:
        if order.video_id == video and order.phase == "done" and order.vendor_job in ends:
            took[order.model in hooked].append(_epoch(order.since) - ends[order.vendor_job])
    for by_hook, times in took.items():
        if len(times) > 1:
            way = "webhook" if by_hook else "poll"
            print(f"by {way}: {len(times)} orders, median {sorted(times)[len(times) // 2]:.2f} s")
            verdict(f"p95 by {way}, s", quantiles(times, n=20, method="inclusive")[-1], 1 if by_hook else 30)


def _epoch(iso: str) -> float:
    from datetime import datetime

    return datetime.fromisoformat(iso).timestamp()


def paced() -> None:
    """Three scenes at the pace of real vendors (requirement J10), and what is lost on the way."""
    with market(SPOTWORKS_PACE="1") as here:
        here.ended([here.ask(seed=1)])
        here.change(times=TIMES)
        began = time.monotonic()
        video = here.ask(**THREE_SCENES, seed=3)
        status = here.ended([video], every=0.5)[video]
        wall = time.monotonic() - began
        if status["status"] != "completed":
            raise SystemExit(f"{video}: {status['failure']}")
        critical = _critical(here, video)
        waiting(here, video)
    print(f"three scenes, vendors that take {TIMES}: {wall:.1f} s, critical path {critical:.1f} s")
    verdict("times its critical path", wall / critical, 1.05)
    verdict("seconds", wall, 79)


def _critical(here: Market, video: str) -> float:
    """The longest chain of work, of ours and of the vendors."""
    took = stages(here.state, video)
    spent = {name: sum(scenes.values()) for name, scenes in took.items()}
    chains = []
    for scene in took["StartImage"]:
        orders = [order for order in here.orders if order.video_id == video and order.scene == scene and order.began]
        vendors = sum(TIMES[order.kind] for order in orders)
        fetched = sum(took.get("TendOrder", {}).get(order.id, 0) for order in orders)
        chains.append(vendors + fetched + took["StartImage"][scene] + took["StartClip"].get(scene, 0))
    sounds = (spent["StartVoice"] + spent["WriteCaptions"], spent["StartEffects"], spent["StartMusic"] + TIMES["song"])
    finish = max(spent["RenderSpot"] + spent["CheckQuality"], spent["StartPreview"], spent["DrawStoryboard"])
    chain = ("AdmitSpot", "PrepareReferences", "ChooseStrategy", "WriteScreenplay", "AssembleTimeline", "SettleSpot")
    return sum(spent[name] for name in chain) + max(*chains, *sounds) + finish


def imports() -> None:
    """What starting and finishing an order takes to import, in a process of its own."""
    for name in ("start_clip", "tend_order", "start_voice"):
        code = (
            "import sys, time; began = time.process_time(); import handler; "
            "print(time.process_time() - began, next(int(line.split()[1]) / 1024 for line in "
            "open('/proc/self/status') if line.startswith('VmHWM')), "
            "sum(m in sys.modules for m in ('openai', 'anthropic', 'google.genai', 'replicate', 'elevenlabs')))"
        )
        path = f"{ROOT / 'layers/spotworks/python'}"
        out = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT / "functions" / name, env={"PYTHONPATH": path, **_NEEDED},
            capture_output=True, text=True, check=True,
        ).stdout.split()  # fmt: skip
        print(f"{name}: {float(out[0]):.2f} CPU-s, {float(out[1]):.0f} MB, {out[2]} SDKs")
        verdict(f"CPU-s to import {name}", float(out[0]), 0.7)
        verdict(f"MB to import {name}", float(out[1]), 130)


_NEEDED = {"PATH": "/usr/bin:/bin", "AWS_DEFAULT_REGION": "us-east-1"}


def main(count: str = str(JOBS)) -> None:
    imports()
    paced()
    with market(SPOTWORKS_LANGUAGE_MODEL=outages.LANGUAGE) as here:
        outages.each_down(here)
    many(int(count))
