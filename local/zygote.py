"""The fork server: a small single-threaded process from which every Lambda and every container is started.

It imports what all functions need (boto3, pydantic, Powertools) once, so that an environment costs a fork
and shares that memory; and when the server goes away, even by SIGKILL, it ends whatever it started.

Orders come over the Unix socket on file descriptor 0 as JSON, each after its length in four bytes, with the
log file's descriptor attached; {"id", "started": pid} and {"pid", "status"} (as `os.waitpid` gives it) go back.
"""

import contextlib
import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
import time
import traceback
from typing import Any, NoReturn


def send(channel: socket.socket, message: dict[str, Any], descriptors: tuple[int, ...] = ()) -> None:
    """One message, whole."""
    body = json.dumps(message).encode()
    frame = len(body).to_bytes(4, "big") + body
    sent = socket.send_fds(channel, [frame], list(descriptors))
    channel.sendall(frame[sent:])


def receive(channel: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """One message and the descriptors that came with it; None when the other side is gone."""
    head, descriptors, _, _ = socket.recv_fds(channel, 4, 1)
    if len(head) < 4:
        return None
    rest = int.from_bytes(head, "big")
    body = b""
    while len(body) < rest:
        piece = channel.recv(rest - len(body))
        if not piece:
            return None
        body += piece
    return json.loads(body), list(descriptors)


def become(order: dict[str, Any], log: int) -> NoReturn:
    """Turns this fresh fork into what was ordered; never returns.

    order: {"module", "args"} runs as `python -m` would, {"script"} as `python SCRIPT` would, both inside this
    interpreter and with {"environment", "folder", "nice"}.
    """
    os.setsid()
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    os.closerange(3, 64)
    os.nice(order["nice"])
    os.chdir(order["folder"])
    environment = order["environment"]
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.path[:0] = [p for p in environment.get("PYTHONPATH", "").split(os.pathsep) if p]
    if "script" in order:
        sys.argv = [order["script"]]
        runpy.run_path(order["script"], run_name="__main__")
    else:
        sys.argv = [order["module"], *order["args"]]
        runpy.run_module(order["module"], run_name="__main__", alter_sys=True)
    raise SystemExit(0)


def start(order: dict[str, Any], descriptors: list[int]) -> int:
    """The pid of a new process."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            become(order, descriptors[0])
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        except BaseException:  # a fork must never come back into the server's loop
            traceback.print_exc()
        finally:
            with contextlib.suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(status)
    return pid


def reap(channel: socket.socket, children: set[int]) -> None:
    """Tells the server of every child that has ended."""
    while children:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        children.discard(pid)
        send(channel, {"pid": pid, "status": status})


def serve(channel: socket.socket) -> None:
    """Starts what is ordered until the server goes away, then ends all of it."""
    wake, ring = os.pipe()
    os.set_blocking(ring, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(ring, warn_on_full_buffer=False)
    children: set[int] = set()
    try:
        while True:
            ready, _, _ = select.select([channel, wake], [], [])
            if wake in ready:
                os.read(wake, 4096)
                reap(channel, children)
            if channel in ready:
                received = receive(channel)
                if received is None:
                    return
                order, descriptors = received
                pid = start(order, descriptors)
                children.add(pid)
                for descriptor in descriptors:
                    os.close(descriptor)
                send(channel, {"id": order["id"], "started": pid})
    except (BrokenPipeError, ConnectionResetError):
        return
    finally:
        for pid in children:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides; a terminal's Ctrl-C goes to the whole group
    channel = socket.socket(fileno=os.dup(0))
    for name in sys.argv[1:]:
        with contextlib.suppress(ImportError):  # a missing extra shows in the function that needs it
            importlib.import_module(name)
    serve(channel)


if __name__ == "__main__":
    main()
