"""Three scenes at the pace of real vendors (requirement J10): how long, and how much of it is waiting on ourselves."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median, quantiles
from typing import Any

from bench import outages
from bench.flow import THREE_SCENES, stages
from bench.market import Market, market
from bench.measure import verdict
from local.launch import ROOT
from spotworks.catalogue import models
from spotworks.domain.orders import Order
from spotworks.stages.shared import tending

TIMES = {"image": 7, "clip": 30, "voice": 8, "effect": 8, "song": 8, "text": 10}
"""Seconds that the vendors take. Two texts plan the video. "judgement" of a picture, of which J10 knows nothing, is not
among them: each second that it takes is one more."""
SEED = 5
"""Of a job each of whose pictures is good enough at the first try, as J10 has it."""
POLLED = "gen4_turbo"
"""A model whose vendor sends no news."""
_MACHINE = ROOT / "statemachines/make_spot.asl.json"
_SLACK = 0.25  # seconds, between what a stage wrote down and what it logged at its end


def main() -> None:
    with market(SPOTWORKS_PACE="1", SPOTWORKS_PATIENCE="", SPOTWORKS_LANGUAGE_MODEL=outages.LANGUAGE) as here:
        here.finished(seed=1)
        here.change(times=TIMES)
        paced(here)
        polled(here)


def paced(here: Market) -> None:
    video, wall = here.finished(**THREE_SCENES, seed=SEED)
    critical = Path(here, video)
    print(f"three scenes, vendors that take {TIMES} s: {wall:.1f} s, critical path {critical.seconds:.1f} s:")
    for line in critical.told():
        print(f"  {line}")
    bought = sum(order.video_id == video and order.kind == "image" for order in here.orders)
    print(f"  {bought} pictures were bought, each judged by a model that answers at once")
    verdict("times its critical path", wall / critical.seconds, 1.05)
    verdict("seconds", wall, 79)
    hooked = {model.id for model in models() if model.webhook != "no"}
    late = [late for order, late in delays(here, video) if order.model in hooked]
    print(f"by webhook: {len(late)} orders, median {median(late):.2f} s from the end of the work to the token")
    print(f"  {', '.join(f'{one:.2f}' for one in sorted(late))}")
    verdict("p95 by webhook, s", quantiles(late, n=20, method="inclusive")[-1], 1)
    transitions(here, video)


def polled(here: Market) -> None:
    """Of each order the interval in force is the one between its last two looks."""
    video, wall = here.finished(**THREE_SCENES, seed=SEED, model=POLLED)
    found = [(order, late) for order, late in delays(here, video) if order.model == POLLED]
    shares = [late / tending.LOOKS[min(order.polls, len(tending.LOOKS)) - 1] for order, late in found]
    print(f"the same with {POLLED}, which is asked about: {wall:.1f} s; {len(found)} orders, ended and heard of after")
    print(f"  {', '.join(f'{late:.1f} s (look {order.polls})' for order, late in found)}")
    verdict("of the interval between looks, at most", max(shares), 1)


def delays(here: Market, video: str) -> list[tuple[Order, float]]:
    """Seconds from the end of a vendor's work to the end of its order: its file fetched, looked at, its state told."""
    ends = {work["id"]: work["ended"] for work in here.taken}
    orders = [order for order in here.orders if order.video_id == video and order.phase == "done"]
    return [(order, _epoch(order.since) - ends[order.vendor_job]) for order in orders if order.vendor_job in ends]


def transitions(here: Market, video: str) -> None:
    """By the execution's own history."""
    [execution] = [
        one["executionArn"]
        for machine in here.aws("stepfunctions").list_state_machines()["stateMachines"]
        for one in here.aws("stepfunctions").list_executions(stateMachineArn=machine["stateMachineArn"])["executions"]
        if video in one["name"]
    ]
    pages = here.aws("stepfunctions").get_paginator("get_execution_history").paginate(executionArn=execution)
    entered = list(_entered(event for page in pages for event in page["events"]))
    own = _states(json.loads(_MACHINE.read_text()), "MakeScenes")
    clip, picture = (len([name for name in own if ("Picture" in name) is drawn]) for drawn in (False, True))
    counts: dict[str, dict[int, int]] = {"clip": defaultdict(int), "picture": defaultdict(int)}
    for name, scene in entered:
        if name in own:
            counts["picture" if "Picture" in name else "clip"][scene] += 1
    chunks = sum(name == "MakeClip" for name, _ in entered)
    print(
        f"states entered: {len(entered)} by the execution; by each scene's branch of the map, {chunks} chunks in all:"
    )
    for what, of in counts.items():
        print(f"  its {what} ({clip if what == 'clip' else picture} states there are): {sorted(of.values())}")
    verdict("states of a scene's clip, FirstChunk to SceneMade, at most", max(counts["clip"].values()), 6)


def _entered(events: Iterator[Mapping[str, Any]]) -> Iterator[tuple[str, int]]:
    """Names of the states, and the scene that each was entered for, -1 for none."""
    for event in events:
        if about := event.get("stateEnteredEventDetails"):
            plan = json.loads(about.get("input") or "{}").get("plan", {})
            yield about["name"], plan.get("scene", -1) if isinstance(plan, dict) else -1


def _states(machine: Any, within: str) -> set[str]:
    """Names of the states of the map of that name."""
    for name, state in machine["States"].items():
        inner = [*state.get("Branches", []), *([state["ItemProcessor"]] if "ItemProcessor" in state else [])]
        if name == within:
            return {one for part in inner for one in part["States"]}
        for part in inner:
            if found := _states(part, within):
                return found
    return set()


@dataclass(frozen=True)
class Look:
    """One run of TendOrder."""

    order: str
    began: float
    ended: float


class Path:
    """The longest chain of work, of ours as the stages logged it, and of the vendors as they were told to take."""

    def __init__(self, here: Market, video: str) -> None:
        self._took = stages(here.state, video)
        self._looks = list(_looks(here, video))
        self._orders = [order for order in here.orders if order.video_id == video and order.phase == "done"]
        before = ("AdmitSpot", "PrepareReferences", "ChooseStrategy", "WriteScreenplay")
        scenes = {f"scene {scene + 1}": self._scene(scene) for scene in self._took["StartImage"]}
        sounds = {
            "voice": self._steps("StartVoice", "WriteCaptions"), "effects": self._steps("StartEffects"),
            "music": self._steps("StartMusic") | self._bought("song", None),
        }  # fmt: skip
        media = max((scenes | sounds).items(), key=lambda one: sum(one[1].values()))
        ends = (self._steps("RenderSpot", "CheckQuality", "SignSpot"), self._steps("StartPreview"),
                self._steps("DrawStoryboard"))  # fmt: skip
        finish = max(ends, key=lambda one: sum(one.values()))
        self._parts = [
            ("planning", self._steps(*before)), media, ("the end", self._steps("AssembleTimeline") | finish),
            ("settling", self._steps("SettleSpot")),
        ]  # fmt: skip

    @property
    def seconds(self) -> float:
        return sum(sum(steps.values()) for _, steps in self._parts)

    def told(self) -> Iterator[str]:
        for name, steps in self._parts:
            parts = ", ".join(f"{step} {seconds:.1f}" for step, seconds in steps.items())
            yield f"{name} {sum(steps.values()):.1f} s: {parts}"

    def _steps(self, *names: str) -> dict[str, float]:
        return {name: sum(self._took.get(name, {}).values()) for name in names}

    def _scene(self, scene: int) -> dict[str, float]:
        own = {name: self._took[name].get(scene, 0.0) for name in ("StartImage", "StartClip") if name in self._took}
        return own | self._bought("image", scene) | self._bought("clip", scene)

    def _bought(self, kind: str, scene: int | None) -> dict[str, float]:
        """What the vendor takes and the look that fetched it; of one that answers at once it is in what asked it."""
        named = "music" if kind == "song" else kind
        orders = [order for order in self._orders if (order.kind, order.scene) == (named, scene)]
        at_vendor = sum(TIMES[kind] for order in orders if order.vendor_job)
        return {f"{kind} at its vendor": at_vendor, f"{kind} fetched": sum(map(self._fetched, orders))}

    def _fetched(self, order: Order) -> float:
        done = _epoch(order.since)
        return sum(
            look.ended - look.began
            for look in self._looks
            if look.order == order.id and look.began - _SLACK <= done <= look.ended + _SLACK
        )


def _looks(here: Market, video: str) -> Iterator[Look]:
    for line in (here.state / "logs/TendOrder.log").read_text(errors="replace").splitlines():
        if f'"{video}"' in line and '"duration_ms"' in line and line.startswith("{"):
            entry = json.loads(line)
            ended = datetime.strptime(entry["timestamp"], "%Y-%m-%d %H:%M:%S,%f%z").timestamp()
            yield Look(entry["order_id"], ended - entry["duration_ms"] / 1000, ended)


def _epoch(iso: str) -> float:
    return datetime.fromisoformat(iso).timestamp()
