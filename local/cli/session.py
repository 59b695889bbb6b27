"""A command's way to a server: the one named, the one running, or one started for as long as commands need it."""

import errno
import fcntl
import os
import re
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from local.cli.faults import BAD_INPUT, FAILED, Fault, bad_input, no_space, printable
from local.client import ApiError, Client, Unreachable
from local.launch import Server, ServerFailed, ensure_server, running

_LEAST_BYTES = 8_000_000  # below it a server that did not start had no room to


@dataclass(frozen=True)
class Session:
    """aws: the endpoint of the embedded AWS, or None for a server that is not ours.

    lasting: the server goes on when this command ends; jobs on one that does not end with it.
    fakes: whether its vendors are fakes. planner: its language models, where it is ours.
    """

    client: Client
    aws: str | None
    lasting: bool
    fakes: bool = False
    planner: str = ""

    @property
    def embedded(self) -> bool:
        return self.aws is not None


@dataclass(frozen=True)
class Vendors:
    """Whom models are bought from: the vendors themselves, or their fakes, which cost nothing.

    faults: a seed of what goes wrong at the fakes, None for nothing.
    """

    fake: bool
    faults: int | None = None

    @property
    def options(self) -> tuple[str, ...]:
        """As local.server takes them."""
        chosen = ("--vendors", "fake" if self.fake else "real")
        return chosen if self.faults is None else (*chosen, "--faults", str(self.faults))

    def suits(self, server: Server) -> None:
        """Raises Fault for a server with others: it keeps those that it was started with."""
        if self.faults is not None or self.fake != bool(server.vendors):
            has = "fakes of the vendors" if server.vendors else "the vendors themselves"
            raise Fault(
                f"a server with {has} is running on this state as process {server.pid}, and was not started with these "
                "--vendors and --faults: stop it, or give another --state"
            )


def vendors_of(kind: str | None, faults: int | None) -> Vendors | None:
    """Of the options --vendors and --faults."""
    if kind not in {None, "real", "fake"}:
        raise bad_input("vendors", f"must be real or fake, not {printable(str(kind))[:40]}")
    if faults is not None and kind != "fake":
        raise bad_input("faults", "is for --vendors fake: real vendors have their own")
    return None if kind is None else Vendors(fake=kind == "fake", faults=faults)


@contextmanager
def session(
    state: Path, server: str | None, token: str | None = None, *, vendors: Vendors | None = None
) -> Iterator[Session]:  # fmt: skip
    """A client, with the API's errors turned into faults.

    server: the address of a running API; without one the embedded cloud over `state` is used. One that had to
    be started for it is stopped by the last command that uses it. vendors: None for whoever it is that runs.
    """
    if server and vendors is not None:
        raise bad_input("vendors", "cannot be chosen for a server elsewhere (--server); it has its own")
    if server:
        _web_address(server)
        with _faults(), Client(server, token=token) as client:
            yield Session(client, aws=None, lasting=True)
        return
    with usable(state):
        users = (state / "commands.lock").open("a")
    with users:
        fcntl.flock(users, fcntl.LOCK_SH)
        with usable(state):
            started = (before := running(state)) is None
            if started:
                _progress("Starting the embedded cloud ...")
            elif vendors is not None:
                vendors.suits(before)
            found = ensure_server(state, options=vendors.options if vendors else ())
            if started:
                _set_mark(state, found)
        try:
            with _faults(), Client(found.url) as client:
                lasting = not _passing(state, found.pid)
                yield Session(client, found.aws, lasting, fakes=bool(found.vendors), planner=found.planner)
        finally:
            if _last(users) and _passing(state, found.pid):
                _mark(state).unlink()
                found.stop()


@contextmanager
def session_of(
    video_id: str, state: Path, server: str | None, token: str | None = None, *, vendors: Vendors | None = None
) -> Iterator[Session]:
    """A session about one video. That nobody knows it is said before what else is wrong with a command."""
    with session(state, server, token, vendors=vendors) as here:
        here.client.status(video_id)
        yield here


@contextmanager
def usable(state: Path) -> Iterator[None]:
    """For work on a state folder, which is made if it is not there; its failures become faults."""
    try:
        state.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise no_space(state) from error
        raise bad_input("state", f"{printable(str(state))} cannot be used ({error.strerror})") from error
    except ServerFailed as error:
        if shutil.disk_usage(state).free < _LEAST_BYTES:  # whatever it died of: its log could not be written
            raise no_space(state) from error
        # The first line says where the log is, the last one why; what is between is for that log.
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        raise Fault(": ".join(dict.fromkeys((lines[0], lines[-1]))), error="ServerFailed") from error


def stands(here: Session, video_id: str, seconds: float) -> bool:
    """Waits until nothing is made for a video any more: it is at a gate again, or ended. False if it takes longer."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if here.client.status(video_id)["status"] not in {"running", "queued"}:
            return True
        time.sleep(0.3)
    return False


def _web_address(server: str) -> None:
    import httpx

    try:
        url = httpx.URL(server)
    except (httpx.InvalidURL, ValueError) as error:
        raise bad_input("server", f"{printable(server)} is not an address ({error})") from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise bad_input("server", f"{server} is not an address: it must begin with http:// or https://")


def keep(state: Path) -> None:
    """Makes a server that a command started stay after it."""
    _mark(state).unlink(missing_ok=True)


def _mark(state: Path) -> Path:
    """Holds the process id of a server that a command started for itself."""
    return state / "passing.pid"


def _set_mark(state: Path, server: Server) -> None:
    try:
        _mark(state).write_text(str(server.pid))
    except OSError:
        server.stop()  # nobody would
        raise


def _passing(state: Path, pid: int) -> bool:
    mark = _mark(state)
    return mark.exists() and mark.read_text() == str(pid)


def _last(users: TextIO) -> bool:
    """Whether no other command uses the server; new ones wait until the lock is let go."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except ApiError as error:
        raise fault_of(error) from error
    except Unreachable as error:
        raise Fault(f"{error}; is the server still running? (`spotworks serve`)", error="Unreachable") from error


def fault_of(error: ApiError) -> Fault:
    """4xx is what the person asked for, unless it is about the state of things (409) or who they are (401, 403)."""
    theirs = 400 <= error.status < 500 and error.status not in {401, 403, 409}
    message = error.message
    if error.status == 404 and error.field == "video_id":
        message = f"{message}; `spotworks jobs` lists them"
    elif theirs and error.field and not message.startswith(f"{error.field}:"):
        message = f"{error.field}: {message}"
    if error.status == 422 and (ours := _set_in_this_shell(message)):
        message = f"{message}; this shell has {' and '.join(ours)}, but the server was started without: start it anew"
    if error.status == 401:
        message = f"{message}; put a token into the variable SPOTWORKS_TOKEN"
    return Fault(message, code=BAD_INPUT if theirs else FAILED, field=error.field, error=error.error)


def _set_in_this_shell(message: str) -> list[str]:
    """Of the variables that the server says it needs."""
    _, _, needed = message.partition("needs ")
    names = re.findall(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b", needed)
    return [name for name in dict.fromkeys(names) if os.environ.get(name)]


def say(text: str) -> None:
    """A line for the person, beside the result."""
    print(text, file=sys.stderr, flush=True)


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        say(text)
