"""What is known of one video while it is made: the events so far and the latest status."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from local.cli.words import PHASES
from local.client import ENDED

_ORDER = list(PHASES)


@dataclass
class Story:
    """The current attempt of one job. status: as GET /api/status gives it."""

    video_id: str
    status: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)

    def add(self, event: dict[str, Any]) -> None:
        """Takes an event in; a new attempt begins the story again."""
        if event["phase"] == "queued" and self.events and self.events[-1]["phase"] != "queued":
            self.events.clear()
        self.events.append(event)

    def name_files(self, uploaded: Mapping[str, str]) -> None:
        """Puts the user's file for an asset's id into the failure. uploaded: asset id to file."""
        failure = self.status.get("failure")
        if failure is None:
            return
        for asset, name in uploaded.items():
            failure["message"] = failure["message"].replace(asset, name)

    @property
    def title(self) -> str:
        return str(self.status.get("title") or self.video_id)

    @property
    def state(self) -> str:
        return str(self.status.get("status", "queued"))

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def progress(self) -> int:
        seen = int(self.events[-1]["progress"]) if self.events else 0
        return max(seen, int(self.status.get("progress") or 0))

    @property
    def phase(self) -> str:
        names = [str(self.status.get("current_phase", "queued"))] + [str(e["phase"]) for e in self.events[-1:]]
        return max(names, key=lambda name: _ORDER.index(name) if name in _ORDER else -1)

    @property
    def message(self) -> str:
        return str(self.events[-1]["message"] if self.events else self.status.get("message", ""))

    def phases(self) -> list[tuple[str, float, bool]]:
        """The phases begun, in order: name, seconds in it so far (to the last event), whether it is over."""
        begun: dict[str, datetime] = {}
        for event in self.events:
            begun.setdefault(event["phase"], datetime.fromisoformat(event["at"]))
        times = list(begun.values())
        last = datetime.fromisoformat(self.events[-1]["at"]) if self.events else None
        ends = [*times[1:], last]
        over = len(begun) if self.state == "completed" else len(begun) - 1
        return [
            (name, (end - start).total_seconds() if end else 0.0, number < over)
            for number, (name, start, end) in enumerate(zip(begun, times, ends, strict=False))
        ]

    def scenes(self) -> list[dict[str, Any]]:
        """The scenes with what is there of each: {"index", "beat", "headline", "duration", "picture", "clip"}.

        picture, clip: "", "made" or "reused".
        """
        marks: dict[tuple[int, str], str] = {}
        for event in self.events:
            words = event["message"].lower()
            kind = next((kind for kind in ("picture", "clip") if words.startswith(kind)), None)
            if kind and event.get("scene") is not None:
                marks[event["scene"], kind] = "reused" if event.get("reused") else "made"
        rows = []
        for scene in self.status.get("scenes", ()):
            drawn = ("reused" if scene.get("reused") else "made") if scene.get("picture_url") else ""
            found = {kind: marks.get((scene["index"], kind), "") for kind in ("picture", "clip")}
            rows.append({**scene, "picture": found["picture"] or drawn, "clip": found["clip"]})
        return rows
