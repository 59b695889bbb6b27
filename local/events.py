"""EventBridge, Scheduler and DynamoDB streams, delivered to functions in the background.

moto matches events with rules but knows no Lambda target, and has no clock for Scheduler.
"""

import base64
import copy
import datetime
import json
import queue
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from croniter import croniter
from moto.events.models import Rule, events_backends
from moto.scheduler.models import scheduler_backends

from local.arns import ACCOUNT, REGION
from local.lambdas import Lambdas

STREAM_BATCH = 100  # records to a call, Lambda's default
STREAM_GATHER = 0.05  # seconds: a burst of writes becomes one call


class Events:
    """Takes events from the services and calls the functions that asked for them."""

    def __init__(self, lambdas: Lambdas) -> None:
        self._lambdas = lambdas

    def install(self) -> None:
        """Rules reach functions; other targets stay with moto."""
        original = Rule.send_to_targets

        def send(rule: Any, event: dict[str, Any], transform_input: bool = True) -> None:
            if rule.state == "DISABLED" or not rule.event_pattern.matches_event(event):
                return
            functions = [target for target in rule.targets if ":lambda:" in target["Arn"]]
            for target in functions:
                self._lambdas.send(target["Arn"], target.get("Input", json.dumps(_plain(event))).encode())
            if len(functions) < len(rule.targets):
                others = copy.copy(rule)
                others.targets = [target for target in rule.targets if target not in functions]
                original(others, event, transform_input)

        Rule.send_to_targets = send

    def publish(self, source: str, detail_type: str, resources: list[str], detail: dict[str, Any]) -> None:
        """An event of one of the services, to the default bus."""
        event = {"Source": source, "DetailType": detail_type, "Resources": resources, "Detail": json.dumps(detail)}
        events_backends[ACCOUNT][REGION].put_events([event])


def _plain(event: dict[str, Any]) -> dict[str, Any]:
    """The event as a function receives it: the time in ISO 8601, nothing of moto's own."""
    stamp = event.get("time")
    if isinstance(stamp, int | float):
        event = {**event, "time": _iso(stamp)}
    return {key: value for key, value in event.items() if key != "ingestion-time"}


class Stream:
    """The table's stream: changes in order, in batches, never in the writer's own call."""

    def __init__(self, table_arn: str, deliver: Callable[[bytes], bool], attempts: int = 3) -> None:
        """deliver: takes a batch, False if the function failed on it."""
        self._source = f"{table_arn}/stream/2026-01-01T00:00:00.000"
        self._deliver = deliver
        self._attempts = attempts
        self._waiting: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        threading.Thread(target=self._run, name="stream", daemon=True).start()

    def add(self, keys: dict[str, Any], before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        """One change; before and after in DynamoDB's JSON, None where there was or is no item."""
        name = "INSERT" if before is None else "REMOVE" if after is None else "MODIFY"
        change = {"Keys": keys, "NewImage": after, "OldImage": before, "StreamViewType": "NEW_AND_OLD_IMAGES"}
        change |= {"ApproximateCreationDateTime": time.time(), "SequenceNumber": str(time.time_ns())}
        record = {"eventID": uuid.uuid4().hex, "eventName": name, "eventVersion": "1.1", "eventSource": "aws:dynamodb"}
        self._waiting.put(
            record
            | {"awsRegion": REGION, "eventSourceARN": self._source}
            | {"dynamodb": {key: value for key, value in change.items() if value is not None}}
        )

    def _run(self) -> None:
        while True:
            batch = [self._waiting.get()]
            time.sleep(STREAM_GATHER)
            while len(batch) < STREAM_BATCH and not self._waiting.empty():
                batch.append(self._waiting.get())
            payload = json.dumps({"Records": batch}, default=lambda raw: base64.b64encode(raw).decode()).encode()
            for attempt in range(self._attempts):
                if self._deliver(payload):
                    break
                time.sleep(0.5 * (attempt + 1))
            else:
                print(f"local: {len(batch)} records of the stream were given up", flush=True)


class Clock:
    """Scheduler: calls what is due. Nothing is caught up on that fell due while the server was off."""

    def __init__(self, lambdas: Lambdas) -> None:
        self._lambdas = lambdas
        self._since = time.time()
        self._stop = threading.Event()
        threading.Thread(target=self._run, name="clock", daemon=True).start()

    def close(self) -> None:
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.wait(1):
            now = time.time()
            for group in list(scheduler_backends[ACCOUNT][REGION].schedule_groups.values()):
                for schedule in list(group.schedules.values()):
                    self._look(group, schedule, now)
            self._since = now

    def _look(self, group: Any, schedule: Any, now: float) -> None:
        if schedule.state != "ENABLED":
            return
        try:
            due = due_after(schedule.schedule_expression, schedule.schedule_expression_timezone, self._since, schedule)
            if due is None or due > now:
                return
            self._lambdas.send(schedule.target["Arn"], schedule.target.get("Input", "{}").encode())
            if schedule.schedule_expression.startswith("at(") and schedule.action_after_completion == "DELETE":
                group.schedules.pop(schedule.name, None)
        except (ValueError, KeyError) as error:
            print(f"local: schedule {schedule.name} is switched off: {error}", flush=True)
            schedule.state = "DISABLED"


def due_after(expression: str, zone: str, since: float, schedule: Any = None) -> float | None:
    """When an expression of Scheduler falls due next after `since` (Unix time), None for never again.

    schedule: a rate counts from its creation_date. Raises ValueError for an expression it cannot read.
    """
    kind, _, body = expression.removesuffix(")").partition("(")
    where = ZoneInfo(zone or "UTC")
    if kind == "at":
        at = datetime.datetime.fromisoformat(body).replace(tzinfo=where).timestamp()
        return at if at > since else None
    if kind == "rate":
        number, unit = body.split()
        seconds = int(number) * {"m": 60, "h": 3600, "d": 86400}[unit[0]]
        start = float(getattr(schedule, "creation_date", 0.0))
        return start + (max(0, int((since - start) // seconds)) + 1) * seconds
    if kind == "cron":
        return _cron(body, where, since)
    raise ValueError(f"{expression!r} is no at(), rate() or cron()")


def _cron(body: str, where: ZoneInfo, since: float) -> float | None:
    """minute hour day month weekday year; weekdays count from Sunday as 1, and "?" is any."""
    minute, hour, day, month, weekday, year = body.replace("?", "*").split()
    if any(letter in weekday for letter in "0123456789"):
        head, mark, nth = weekday.partition("#")
        head = "".join(str(int(c) - 1) if c.isdigit() else c for c in head)
        weekday = head + mark + nth
    ticks = croniter(f"{minute} {hour} {day} {month} {weekday}", datetime.datetime.fromtimestamp(since, where))
    last = datetime.datetime.fromtimestamp(since, where).year + 5
    while (tick := ticks.get_next(datetime.datetime)).year <= last:
        if year == "*" or str(tick.year) in _years(year):
            return float(tick.timestamp())
    return None


def _years(field: str) -> set[str]:
    """The years of a field such as "2026,2028-2030"."""
    found: set[str] = set()
    for part in field.split(","):
        first, _, last = part.partition("-")
        found.update(str(y) for y in range(int(first), int(last or first) + 1))
    return found


def _iso(stamp: float) -> str:
    return datetime.datetime.fromtimestamp(stamp, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
