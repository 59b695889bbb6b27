"""Batch jobs as subprocesses of the container's own main, in place of moto's Docker."""

import datetime
import os
import shutil
import signal
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from moto.batch.models import Job
from moto.batch.utils import JobStatus

from local.environments import KEPT, Settings
from local.processes import Launcher, Process

STOP_SECONDS = 30  # between SIGTERM and SIGKILL, as ECS has it
Publish = Callable[[str, str, list[str], dict[str, Any]], None]


def places() -> int:
    """Jobs that run at once. A render uses two cores well; more of them at once were 15 % dearer on two cores."""
    return max(1, (os.cpu_count() or 2) // 2)


class Batch:
    """Runs jobs, a few at a time. mains: job definition name to the folder of its container."""

    def __init__(self, mains: dict[str, Path], settings: Settings, launcher: Launcher, publish: Publish) -> None:
        self._mains = mains
        self._settings = settings
        self._launcher = launcher
        self._publish = publish
        self._places = threading.BoundedSemaphore(places())

    def install(self) -> None:
        """Job.run, exit codes in DescribeJobs, and no status that moves by being looked at."""
        describe = Job.describe

        def with_exit_code(job: Any) -> dict[str, Any]:
            shown: dict[str, Any] = describe(job)
            if job.job_stopped and isinstance(shown.get("container"), dict):
                shown["container"] |= {"reason": job.job_stopped_reason or ""}
                if job.exit_code is not None:
                    shown["container"]["exitCode"] = job.exit_code
            return shown

        Job.run = lambda job: self._run(job)  # noqa: PLW0108 - a bound method would lose the job
        Job.describe = with_exit_code
        Job.advance = lambda job: None

    def _run(self, job: Any) -> None:
        try:
            self._set(job, JobStatus.RUNNABLE)
            while not self._places.acquire(timeout=0.2):
                if job.stop:
                    return self._end(job, None)
            try:
                code = None if job.stop else self._attempt(job)
            finally:
                self._places.release()
            self._end(job, code)
        except Exception as error:
            job.job_stopped_reason = f"{type(error).__name__}: {error}"
            print(f"local: Batch job {job.job_id} could not run: {job.job_stopped_reason}", flush=True)
            self._end(job, None)

    def _attempt(self, job: Any) -> int | None:
        """The exit code; -9 for a process that was killed."""
        folder = self._mains[job.job_definition.name]
        job.job_started_at = datetime.datetime.now()
        job._start_attempt()
        self._set(job, JobStatus.RUNNING)
        scratch = self._settings.state / "tmp" / f"job-{uuid.uuid4().hex[:12]}"
        scratch.mkdir(parents=True)
        try:
            process = self._launcher.script(
                folder / "main.py", environment=self._environment(job, folder, scratch), folder=scratch,
                log=self._settings.state / "logs" / f"{job.job_definition.name}.log", nice=5,
            )  # fmt: skip
            self._watch(job, process)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        return process.code

    def _watch(self, job: Any, process: Process) -> None:
        """Until it ends, is told to stop, or has used its time."""
        seconds = job._get_attempt_duration()
        limit = time.monotonic() + seconds if seconds else None
        while not process.ended.wait(0.1):
            late = limit is not None and time.monotonic() > limit
            if job.stop or late:
                job.job_stopped_reason = job.job_stopped_reason or "Job attempt duration exceeded timeout"
                process.signal(signal.SIGTERM)
                if not process.ended.wait(STOP_SECONDS):
                    process.kill()
                    process.ended.wait(5)

    def _environment(self, job: Any, folder: Path, scratch: Path) -> dict[str, str]:
        own = {e["name"]: e["value"] for e in job._get_container_property("environment", [])}
        return {
            **{k: os.environ[k] for k in KEPT if k in os.environ},
            "PYTHONPATH": os.pathsep.join(map(str, (folder, *self._settings.path))),
            "PYTHONUNBUFFERED": "1",
            "TMPDIR": str(scratch),
            "AWS_BATCH_JOB_ID": job.job_id,
            "AWS_BATCH_JOB_ATTEMPT": "1",
            "AWS_BATCH_JQ_NAME": job.job_queue.name,
            **self._settings.aws,
            **own,
        }

    def _end(self, job: Any, code: int | None) -> None:
        job.exit_code = code if code is None or code >= 0 else 128 - code
        if code and not job.job_stopped_reason:
            job.job_stopped_reason = "Essential container in task exited"
        job._mark_stopped(success=code == 0 and not job.stop)
        self._tell(job)

    def _set(self, job: Any, status: str) -> None:
        job.status = status
        self._tell(job)

    def _tell(self, job: Any) -> None:
        """https://docs.aws.amazon.com/batch/latest/userguide/batch_cwe_events.html"""
        shown = job.describe()
        shown.pop("tags", None)
        self._publish("aws.batch", "Batch Job State Change", [job.arn], shown)
