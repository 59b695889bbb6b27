"""AWS Batch on the wire, as far as one vendor adapter speaks to it: REST and JSON on loopback."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from local.vendors.answers import Answers, answering


@dataclass
class Cluster:
    """jobs: as DescribeJobs shows them, by id. calls: the operations that were asked for, in order.

    run: what a job does when it is submitted. refuses: what the next call is answered with: status, code.
    """

    answer: Answers
    jobs: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    run: Callable[[dict[str, Any]], None] = lambda job: None
    refuses: tuple[int, str] | None = None

    def __call__(self, path: str, body: bytes) -> Any:
        operation, said = path.rpartition("/")[2], json.loads(body)
        self.calls.append(operation)
        self.answer.status = 200
        if self.refuses is not None:
            (self.answer.status, code), self.refuses = self.refuses, None
            return {"code": code, "__type": code, "message": "no"}
        match operation:
            case "submitjob":
                return self._submitted(said)
            case "describejobs":
                return {"jobs": [self.jobs[id] for id in said["jobs"] if id in self.jobs]}
            case "listjobs":
                [wanted] = said["filters"]
                found = [job for job in self.jobs.values() if job["jobName"].lower() == wanted["values"][0].lower()]
                return {"jobSummaryList": [{"jobId": job["jobId"], "jobName": job["jobName"]} for job in found]}
            case "terminatejob":
                self.jobs[said["jobId"]] |= {"status": "FAILED", "statusReason": said["reason"]}
                return {}
        raise AssertionError(f"nobody asks Batch for {operation}")

    def _submitted(self, said: dict[str, Any]) -> Any:
        id = f"batch-{len(self.jobs) + 1}"
        environment = {pair["name"]: pair["value"] for pair in said["containerOverrides"]["environment"]}
        job = {"jobId": id, "jobName": said["jobName"], "status": "RUNNABLE", "environment": environment}
        self.jobs[id] = job
        self.run(job)
        return {"jobId": id, "jobName": said["jobName"]}

    def move(self, id: str, status: str, *, reason: str = "", seconds: tuple[float, ...] = ()) -> None:
        """seconds: that each attempt ran."""
        attempts = [{"startedAt": 1_000, "stoppedAt": 1_000 + round(one * 1_000)} for one in seconds]
        self.jobs[id] |= {"status": status, "statusReason": reason, "attempts": attempts}


@contextmanager
def cluster() -> Iterator[Cluster]:
    with answering() as answer:
        found = Cluster(answer)
        answer.said = found
        yield found
