"""A container's main: runs the render or the alignment and reports by the one `complete()`."""

import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from spotworks.domain.base import JobRef
from spotworks.domain.generation import Made, RenderRequest
from spotworks.domain.money import compute_cost
from spotworks.domain.progress import within
from spotworks.errors import RenderInterrupted, SpotworksError, marked
from spotworks.ports import Aligner, Renderer, Wait
from spotworks.runtime.log import logger
from spotworks.runtime.unforeseen import named
from spotworks.stages.align_voice import align_voice
from spotworks.stages.complete import complete
from spotworks.stages.render_segment import SegmentRequest, render_segment
from spotworks.stages.render_spot import render_spot
from spotworks.stages.shared.desk import Desk

_HEARTBEAT = 15.0  # seconds; the state waits for 10 minutes without one
_PROGRESS = 2.0  # seconds between two events


def run_render(wait: Wait, request: RenderRequest, *, desk: Desk, renderer: Renderer) -> int:
    """The exit code: 0 for anything that was reported, 1 for what nobody would hear of otherwise."""

    def work(job: JobRef, folder: Path) -> Made:
        return render_spot(
            job, request, desk=desk, renderer=renderer, folder=folder, progress=_reporter(job, desk)
        )  # fmt: skip

    return _run("RenderSpot", wait, work, desk=desk)


def run_segment(wait: Wait, request: SegmentRequest, *, desk: Desk, renderer: Renderer) -> int:
    """As run_render."""

    def work(job: JobRef, folder: Path) -> Made:
        return render_segment(job, request, desk=desk, renderer=renderer, folder=folder)

    return _run("RenderSegment", wait, work, desk=desk)


def run_align(wait: Wait, *, desk: Desk, aligner: Aligner) -> int:
    """As run_render. The compute is booked, as a render's is."""

    def work(job: JobRef, folder: Path) -> Made:
        began = time.process_time()
        made = align_voice(job, desk=desk, aligner=aligner, folder=folder)
        cost = made.cost_usd if made.reused else compute_cost(time.process_time() - began)
        return made.model_copy(update={"cost_usd": cost})

    return _run("AlignVoice", wait, work, desk=desk)


def _run(stage: str, wait: Wait, work: Callable[[JobRef, Path], Made], *, desk: Desk) -> int:
    job = JobRef(tenant=wait.tenant, video_id=wait.video_id, request_id=wait.request_id, attempt=wait.attempt)
    logger.structure_logs(append=False, stage=stage, **job.model_dump(exclude={"attempt"}))
    signal.signal(signal.SIGTERM, _interrupted)
    if not desk.tokens.heartbeat(wait.token):  # it was cancelled, or given up, while it stood in the queue
        logger.info("nobody waits any more")
        return 0
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="container-") as folder, _heartbeat(wait, desk):
        try:
            made = work(job, Path(folder))
        except SpotworksError as error:
            logger.error("failed", extra={"error": type(error).__name__, "reason": error.message})
            complete(wait, marked(error, stage), desk=desk)
            return 0
        except Exception as error:
            logger.exception("the work broke")
            complete(wait, marked(named(error), stage), desk=desk)
            return 0
    logger.info("done", extra={"duration_ms": round((time.perf_counter() - began) * 1000), "model": made.model})
    complete(wait, made, desk=desk)
    return 0


def _interrupted(*_: object) -> None:
    """A Spot reclaim gives two minutes' notice by SIGTERM: what is whole is kept, the rest made again."""
    raise RenderInterrupted("the machine is going away")


def _reporter(job: JobRef, desk: Desk) -> Callable[[float], None]:
    last = [time.monotonic()]

    def report(part: float) -> None:
        if time.monotonic() - last[0] < _PROGRESS:
            return
        last[0] = time.monotonic()
        desk.jobs.record(
            job.tenant, job.video_id, lambda j: within(j, "render", part), f"Rendering, {part:.0%} of the frames"
        )

    return report


@contextmanager
def _heartbeat(wait: Wait, desk: Desk) -> Iterator[None]:
    """Tells the state that the work goes on; stops the process if nobody waits any more."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(_HEARTBEAT):
            if not desk.tokens.heartbeat(wait.token):
                logger.info("nobody waits any more")
                os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
