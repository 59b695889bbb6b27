"""Finding the embedded cloud, or starting it."""

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 120  # 4 s on a quiet machine with two cores
LOG_BYTES = 8 * 1024 * 1024
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Server:
    """A running one. url: of the page and the API; aws: the endpoint of its S3, DynamoDB and the rest.

    vendors: the address of the vendors' fakes, "" where models are bought from the vendors themselves. planner: the
    language models that it was started with.
    """

    pid: int
    url: str
    aws: str
    started: float
    vendors: str = ""
    planner: str = ""

    def stop(self, seconds: float = 15) -> None:
        """Asks it to end and waits; kills it if it does not."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)
            limit = time.monotonic() + seconds
            while time.monotonic() < limit:
                if _gone(self.pid):
                    return
                time.sleep(0.05)


class ServerFailed(Exception):
    """It did not start; the message ends with what it said."""


def running(state: Path) -> Server | None:
    """The server of this state, if one is ready."""
    lock = state / "server.lock"
    try:
        with open(lock) as held:
            fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return None  # nobody holds it: what server.json says is old
    except FileNotFoundError:
        return None
    except BlockingIOError:
        pass
    try:
        found = Server(**json.loads((state / "server.json").read_text()))
    except FileNotFoundError:
        return None
    return None if _gone(found.pid) else found


def ensure_server(state: Path, *, port: int = 0, options: Sequence[str] = ()) -> Server:
    """The server of this state, started if there is none; it outlives this process.

    Raises ServerFailed.
    """
    if found := running(state):
        return found
    (state / "logs").mkdir(parents=True, exist_ok=True)
    log = state / "logs" / "server.log"
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
    begin = log.stat().st_size if log.exists() else 0
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "local.server", "--state", str(state.resolve()), "--port", str(port), *options],
            cwd=state, env=_environment(), stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit:
        if found := running(state):
            return found
        if process.poll() not in (None, 3):  # 3: another one was quicker, and will be ready soon
            break
        time.sleep(0.05)
    process.kill()
    said = log.read_bytes()[begin:].decode(errors="replace").strip()[-2000:]
    raise ServerFailed(f"the local server did not start; see {log}\n{said}")


def _environment() -> dict[str, str]:
    """This process's own, with our packages to be found from any folder."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path}


def _gone(pid: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False
