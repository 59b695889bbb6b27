"""All Lambda functions: cold starts, warm reuse, places, retries of events.

An environment takes one event at a time, is used again, and ends when it times out, outgrows its memory,
stands idle, or another function needs its place.
"""

import itertools
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

from local.environments import Environment, Function, Result, Settings, failure
from local.processes import Launcher

IDLE_SECONDS = 60
EVENT_ATTEMPTS = 3  # an event is tried again twice, as Lambda does; after a second or two, not minutes


class Lambdas:
    """All functions of the cloud, and their environments.

    Functions in `settings.reserved` (those that people wait for at the front) never wait for a place.
    """

    def __init__(self, settings: Settings, launcher: Launcher) -> None:
        self.settings = settings
        self._launcher = launcher
        self._functions: dict[str, tuple[Function, dict[str, str]]] = {}
        self._idle: dict[str, list[Environment]] = {}
        self._live: set[Environment] = set()
        self._starting = 0
        self._room = threading.Condition()
        self._events = ThreadPoolExecutor(16, thread_name_prefix="events")
        self._closed = threading.Event()
        threading.Thread(target=self._reap, name="reaper", daemon=True).start()

    def add(self, function: Function, environment: dict[str, str]) -> None:
        self._functions[function.name] = (function, environment)

    def arn(self, name: str) -> str:
        return self.settings.arn.format(name)

    def invoke(self, name: str, payload: bytes) -> Result:
        """Runs one event through a function and waits for the answer.

        name: of the function, or its ARN. Raises KeyError if there is none.
        """
        function, variables = self._functions[name.rpartition(":")[2]]
        if not (function.folder / "handler.py").is_file():
            missing = f"{function.folder}/handler.py is not there: the function {function.name} cannot run"
            return Result(str(uuid.uuid4()), True, failure("Runtime.ImportModuleError", missing))
        environment = self._take(function, variables)
        try:
            return environment.invoke(payload)
        finally:
            self._give_back(environment)

    def send(self, name: str, payload: bytes) -> None:
        """Runs one event in the background, again if it fails. Raises KeyError if there is no such function."""
        self._functions[name.rpartition(":")[2]]
        self._events.submit(self._attempt, name, payload)

    def __contains__(self, name: str) -> bool:
        return name in self._functions

    def warm(self, name: str) -> None:
        """Starts an environment without an event, if none is there and there is room."""
        function, variables = self._functions[name]
        if (function.folder / "handler.py").is_file():
            self._give_back(self._take(function, variables))

    def close(self) -> None:
        self._closed.set()
        self._events.shutdown(wait=False, cancel_futures=True)
        with self._room:
            for environment in self._live:
                environment.process.kill()

    def _attempt(self, name: str, payload: bytes) -> None:
        for attempt in range(EVENT_ATTEMPTS):
            result = self.invoke(name, payload)
            if not result.failed:
                return
            print(f"local: {name} failed on an event: {result.body.decode(errors='replace')[:500]}", flush=True)
            if self._closed.wait(1.0 + attempt):
                return

    def _take(self, function: Function, variables: dict[str, str]) -> Environment:
        counted = function.name not in self.settings.reserved
        with self._room:
            while True:
                idle = self._idle.setdefault(function.name, [])
                while idle:
                    if (environment := idle.pop()).alive:
                        return environment
                    self._drop(environment)
                if not counted or self._counted() < self.settings.live or self._evict():
                    break
                self._room.wait()
            self._starting += counted
        try:
            environment = Environment(function, variables, self.settings, self._launcher)
        finally:
            with self._room:
                self._starting -= counted
        with self._room:
            self._live.add(environment)
        return environment

    def _counted(self) -> int:
        return self._starting + sum(e.function.name not in self.settings.reserved for e in self._live)

    def _evict(self) -> bool:
        """Ends the environment that has stood idle longest. False if all of them work."""
        idle = [e for name, list_ in self._idle.items() if name not in self.settings.reserved for e in list_]
        if not idle:
            return False
        oldest = min(idle, key=lambda e: e.used)
        self._idle[oldest.function.name].remove(oldest)
        self._drop(oldest)
        return True

    def _give_back(self, environment: Environment) -> None:
        with self._room:
            if environment.alive and not self._closed.is_set():
                self._idle[environment.function.name].append(environment)
            else:
                self._drop(environment)
            self._room.notify_all()

    def _drop(self, environment: Environment) -> None:
        self._live.discard(environment)
        threading.Thread(target=environment.close, name="close", daemon=True).start()

    def _reap(self) -> None:
        """Ends environments that stand idle; the front's last one stays, so that the first click is quick."""
        while not self._closed.wait(5):
            now = time.monotonic()
            with self._room:
                for name, idle in self._idle.items():
                    stay = 1 if name in self.settings.reserved else 0
                    old = [e for e in idle if now - e.used > IDLE_SECONDS]
                    for environment in itertools.islice(old, max(0, len(idle) - stay)):
                        idle.remove(environment)
                        self._drop(environment)
                self._room.notify_all()
