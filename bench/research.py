"""How long a product page takes, from a server on this machine, and how long when it was read before."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

from spotworks.adapters.web import PageResearcher

PAGES = Path(__file__).parents[1] / "tests/adapters/web/pages"
ROUNDS = 9

# A new process, as a Lambda that was just started: the libraries are imported in it.
COLD = """
import sys, time
from pathlib import Path
began = time.perf_counter()
from spotworks.adapters.web import PageResearcher
PageResearcher(allow=frozenset([sys.argv[1]])).research(f"http://{sys.argv[1]}/{sys.argv[2]}")
print(time.perf_counter() - began, time.process_time())
[most] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
print(int(most.split()[1]) / 1024)
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        return


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder over HTTP, as "host:port"."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        shutil.copytree(PAGES, folder, dirs_exist_ok=True)
        large = (PAGES / "editorial.html").read_text()
        Path(folder, "large.html").write_text(large.replace("</article>", large[1_000:-500] * 120 + "</article>"))
        with served(Path(folder)) as host:
            researcher = PageResearcher(allow=frozenset({host}))
            for page in sorted(Path(folder).glob("*.html")):
                cold, cpu, memory = _cold(host, page.name)
                warm = median(_seconds(researcher, host, page.name) for _ in range(ROUNDS))
                print(
                    f"{page.stem:15} {page.stat().st_size / 1_000:5.0f} kB: {warm:.3f} s; "
                    f"in a new process {cold:.2f} s, {cpu:.2f} s of CPU, {memory:.0f} MB"
                )
    print("goals: under 1 s and 256 MB")
    repeat()


def _cold(host: str, page: str) -> tuple[float, ...]:
    """Seconds, seconds of CPU, and MB."""
    run = subprocess.run([sys.executable, "-c", COLD, host, page], capture_output=True, text=True, check=True)
    return tuple(float(number) for number in run.stdout.split())


def _seconds(researcher: PageResearcher, host: str, page: str) -> float:
    began = time.perf_counter()
    researcher.research(f"http://{host}/{page}")
    return time.perf_counter() - began


def repeat() -> None:
    """The stage for a page that was read before, with a table of the tests' and files in memory."""
    from moto import mock_aws

    from spotworks.stages.research_product import research_product
    from tests.fakes.aws import make_table
    from tests.fakes.studio import Studio

    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws(), served(PAGES) as host:
        studio, took = Studio(make_table()), []
        researcher = PageResearcher(allow=frozenset({host}))
        for number in range(ROUNDS + 1):
            job = studio.admitted(key=str(number), url=f"http://{host}/jsonld_shop.html?utm_source={number}")
            began = time.perf_counter()
            research_product(job, desk=studio.desk, researcher=researcher)
            took.append(time.perf_counter() - began)
    print(f"the stage, first time {took[0]:.3f} s; repeated {median(took[1:]):.3f} s (goal under 0.1)")
