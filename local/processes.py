"""The server's side of the fork server: processes with their own group, log, environment and end."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from local.zygote import receive, send

PRELOAD = (
    "pydantic", "boto3", "botocore.httpsession", "botocore.signers", "aws_lambda_powertools",
    "aws_lambda_powertools.event_handler", "awslambdaric.lambda_config",
    "http.client", "decimal", "fractions",
)  # fmt: skip


@dataclass
class Process:
    """A running program and all it started.

    code: None while it runs, as `subprocess` counts it (-9: killed); on_end: called once, when it has ended.
    """

    pid: int
    on_end: Callable[[], None]
    ended: threading.Event = field(default_factory=threading.Event)
    code: int | None = None

    def end(self, code: int) -> None:
        self.code = code
        self.ended.set()
        self.on_end()

    def signal(self, number: int) -> None:
        """To the whole group; nothing if it is gone."""
        if not self.ended.is_set():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)


class Launcher:
    """Starts processes through the fork server. Safe from any thread."""

    def __init__(self, path: Sequence[Path], preload: Sequence[str] = PRELOAD) -> None:
        """path: folders to import from, in the fork server and in all that it starts as modules."""
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "SPOTWORKS_"))}
        environment["OPENBLAS_NUM_THREADS"] = "1"  # no threads before a fork; no function needs a parallel BLAS
        environment["PYTHONPATH"] = os.pathsep.join(map(str, path))
        self._server = subprocess.Popen(
            [sys.executable, "-m", "local.zygote", *preload], stdin=theirs, env=environment, start_new_session=True
        )
        theirs.close()
        self._lock = threading.Lock()
        self._ids = count()
        self._starting: dict[int, _Start] = {}
        self._running: dict[int, Process] = {}
        threading.Thread(target=self._listen, name="processes", daemon=True).start()

    def module(self, name: str, *args: str, on_end: Callable[[], None] = lambda: None, **where: Any) -> Process:
        """Runs a module as `python -m` would, forked from the warm interpreter. where: as of `_order`."""
        return self._order({"module": name, "args": args}, on_end, **where)

    def script(self, path: Path, *, on_end: Callable[[], None] = lambda: None, **where: Any) -> Process:
        """Runs a file as `python PATH` would, forked likewise."""
        return self._order({"script": str(path)}, on_end, **where)

    def close(self) -> None:
        """Ends everything that was started."""
        with self._lock:
            for process in self._running.values():
                process.kill()
        self._channel.shutdown(socket.SHUT_RDWR)
        self._server.wait(10)

    def _order(
        self, what: dict[str, Any], on_end: Callable[[], None], *,
        environment: dict[str, str], folder: Path, log: Path, nice: int,
    ) -> Process:  # fmt: skip
        number = next(self._ids)
        order = {"id": number, **what, "environment": environment, "folder": str(folder), "nice": nice}
        started = _Start(on_end)
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            with self._lock:
                self._starting[number] = started
                send(self._channel, order, (descriptor,))
        finally:
            os.close(descriptor)
        if not started.done.wait(60) or started.process is None:
            raise RuntimeError("the fork server does not answer; restart the local server")
        return started.process

    def _listen(self) -> None:
        while True:
            try:
                received = receive(self._channel)
            except OSError:
                break
            if received is None:
                break
            message, _ = received
            if "started" in message:
                self._begun(message["id"], message["started"])
            elif process := self._running.pop(message["pid"], None):
                process.end(os.waitstatus_to_exitcode(message["status"]))
        with self._lock:  # the fork server is gone, and with it everything it had started
            for process in self._running.values():
                process.end(-signal.SIGKILL)
            for start in self._starting.values():
                start.done.set()

    def _begun(self, number: int, pid: int) -> None:
        with self._lock:
            start = self._starting.pop(number)
            start.process = self._running[pid] = Process(pid, start.on_end)
            start.done.set()


@dataclass
class _Start:
    """An order that is on its way."""

    on_end: Callable[[], None]
    done: threading.Event = field(default_factory=threading.Event)
    process: Process | None = None
