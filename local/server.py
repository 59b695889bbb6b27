"""The embedded cloud as a program: `python -m local.server --state .spotworks --port 8787`."""

import argparse
import asyncio
import contextlib
import fcntl
import importlib
import io
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from local.vendors.market import Fakes

LOCK = "server.lock"
ABOUT = "server.json"
PACE = 0.1  # times all waiting between looks at an order, where vendors are fakes that work for half a second
PATIENCE = 20  # seconds that such vendors are waited for, of which some never answer


@contextlib.contextmanager
def locked(state: Path) -> Iterator[bool]:
    """Whether this process is the only server of the state; the system lets go of the lock when it dies."""
    state.mkdir(parents=True, exist_ok=True)
    with open(state / LOCK, "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        (state / ABOUT).unlink(missing_ok=True)  # of one that was killed
        yield True


class Log(io.TextIOWrapper):
    """Standard output as a log: a disk without room loses lines, and fails nothing that is logged."""

    def __init__(self) -> None:
        super().__init__(io.FileIO(1, "w", closefd=False), "utf-8", "backslashreplace", write_through=True)

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError):
            super().write(text)
        return len(text)


def announce(state: Path, url: str, aws: str) -> None:
    """Writes server.json whole: those who wait for it never see half of it."""
    about = {"pid": os.getpid(), "url": url, "aws": aws, "started": time.time()}
    about["vendors"] = os.environ.get("SPOTWORKS_VENDORS", "")
    about["planner"] = os.environ.get("SPOTWORKS_LANGUAGE_MODEL", "")
    fresh = state / f"{ABOUT}.{os.getpid()}"
    fresh.write_text(json.dumps(about))
    os.replace(fresh, state / ABOUT)


def serve(state: Path, port: int, catalogue: str, live: int, *, cold: bool, fakes: "Fakes | None" = None) -> None:
    """Runs until SIGTERM or SIGINT. fakes: of the vendors, instead of themselves."""
    if fakes is not None:
        from local.vendors.market import serving

        with serving(fakes.shop()) as environment:
            os.environ.update(environment)
            serve(state, port, catalogue, live, cold=cold)
        return
    front = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # asyncio knows it as TCP by this
    front.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    front.bind(("127.0.0.1", port))
    front.listen(256)
    port = front.getsockname()[1]
    began = time.monotonic()
    described = importlib.import_module(catalogue)
    from local.cloud import Cloud
    from local.gateway import Gateway

    cloud = Cloud(state, described, port, live=live, cold=cold)
    try:
        gateway = Gateway(cloud.catalogue, cloud.lambdas)
        url = f"http://127.0.0.1:{port}"
        announce(state, url, cloud.endpoint)
        print(f"Spotworks is at {url} (AWS at {cloud.endpoint}, {time.monotonic() - began:.1f} s)", flush=True)
        asyncio.run(_run(gateway.app, front))
    finally:
        (state / ABOUT).unlink(missing_ok=True)
        cloud.close()


async def _run(app: Any, front: socket.socket) -> None:
    import uvicorn

    class Server(uvicorn.Server):
        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            """Ours, below: uvicorn would end the process before the functions are."""
            yield

    config = uvicorn.Config(
        app, log_level="error", access_log=False, timeout_graceful_shutdown=2, ws="websockets-sansio",
        ws_max_size=1024 * 1024, lifespan="off",
    )  # fmt: skip
    server = Server(config)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, setattr, server, "should_exit", True)
    await server.serve(sockets=[front])


def _fakes(asked: argparse.Namespace) -> "Fakes | None":
    if asked.vendors == "real":
        return None
    from local.vendors.market import Fakes

    os.environ.setdefault("SPOTWORKS_PACE", str(PACE))
    os.environ.setdefault("SPOTWORKS_PATIENCE", str(PATIENCE))
    return Fakes(seed=asked.faults)


def main() -> int:
    parser = argparse.ArgumentParser(prog="local.server", description=__doc__)
    parser.add_argument("--state", type=Path, default=Path(".spotworks"), help="folder that keeps jobs and videos")
    parser.add_argument("--port", type=int, default=0, help="of the page and the API; 0 takes a free one")
    parser.add_argument("--catalogue", default="infra.catalogue", help="module that says what there is")
    parser.add_argument("--live", type=int, default=12, help="functions that may run at once")
    parser.add_argument(
        "--cold", action="store_true", help="functions share no imports: slower, their memory their own"
    )
    parser.add_argument("--vendors", choices=["real", "fake"], default="real", help="whom models are bought from")
    parser.add_argument("--faults", type=int, metavar="SEED", help="with fake vendors: what fails, and when")
    asked = parser.parse_args()
    state = asked.state.resolve()
    with locked(state) as alone:
        if not alone:
            print(f"another server is running on {asked.state}; use that one or stop it", file=sys.stderr)
            return 3
        sys.stdout = sys.stderr = Log()
        serve(state, asked.port, asked.catalogue, asked.live, cold=asked.cold, fakes=_fakes(asked))
        sys.stdout.flush()
        os._exit(0)  # threads of moto may still wait for tokens that nobody will send


if __name__ == "__main__":
    sys.exit(main())
