"""`spotworks serve`: the embedded cloud, until Ctrl-C."""

import socket
import time
import webbrowser
from pathlib import Path

from local.cli.faults import Fault, bad_input
from local.cli.session import Vendors, keep, usable
from local.launch import ensure_server, running


def serve(state: Path, port: int, *, open_page: bool, vendors: Vendors | None = None) -> int:
    """Stays with the server it started; one that runs already is pointed to and left running."""
    if not 0 <= port < 65_536:
        raise bad_input("port", "must be from 0 to 65,535")
    with usable(state):
        found = running(state)
    if found:
        if vendors is not None:
            vendors.suits(found)
        keep(state)
        _tell(found.url, f"already running as process {found.pid}", open_page)
        return 0
    _free(port)
    with usable(state):
        server = ensure_server(state, port=port, options=vendors.options if vendors else ())
    try:
        _tell(server.url, "Ctrl-C stops it", open_page)
        while running(state):
            time.sleep(0.5)
        raise Fault(f"the server has ended; see {state / 'logs' / 'server.log'}", error="ServerFailed")
    except KeyboardInterrupt:
        print("\nStopping. Unfinished videos are listed as interrupted; `spotworks retry ID` goes on with them.")
        return 0
    finally:
        server.stop()


def _free(port: int) -> None:
    """Asked before the server is, whose own complaint would be in its log."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as error:
            problem = f"{port} cannot be used ({error.strerror}); choose another, 0 takes a free one"
            raise bad_input("port", problem) from error


def _tell(url: str, state: str, open_page: bool) -> None:
    url = url.rstrip("/")
    print(f"Page           {url}/", f"HTTP API       {url}/api/", f"API reference  {url}/docs", f"({state})", sep="\n",
          flush=True)  # fmt: skip
    if open_page:
        webbrowser.open(f"{url}/")
