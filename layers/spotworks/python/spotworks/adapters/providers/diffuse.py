"""A GPU of one's own: each clip is a Batch job of containers/diffuse, which finds what to draw by the order's hook.

Batch is asked through boto3 without its retries: SubmitJob knows no key by which a second call would be the same one.
https://docs.aws.amazon.com/batch/latest/APIReference/
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any, Literal

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, EndpointConnectionError

from spotworks.adapters.aws.files import S3Files
from spotworks.adapters.providers.account import Account
from spotworks.domain.model import Model
from spotworks.domain.shots import gpu_cost
from spotworks.errors import (
    KeyRejected,
    ModelUnavailable,
    OutcomeUnknown,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    SpotworksError,
)
from spotworks.ports import Files, Output, VendorJob, VendorRequest, VendorStatus

QUEUE, DEFINITION, WORK = "SPOTWORKS_DIFFUSE_QUEUE", "SPOTWORKS_DIFFUSE_JOB", "SPOTWORKS_WORK"
ORDER = "DIFFUSE_ORDER"
"""What the container learns of its order: the unguessable path of its hook."""

WITHDRAWN = "nobody waits for this clip any more"
_WAITING = frozenset({"SUBMITTED", "PENDING", "RUNNABLE", "STARTING"})
_OVER = frozenset({"SUCCEEDED", "FAILED"})
_THROTTLED = frozenset({"ThrottlingException", "TooManyRequestsException", "Throttling"})
_FORBIDDEN = frozenset({"AccessDeniedException", "UnrecognizedClientException", "ExpiredTokenException"})


class Diffuse:
    """Satisfies ports.Vendor. What came of an order stands in its `about`, where the container wrote it: "clip", a key
    of the work bucket, or "error" and "message"; and "seconds", that it took.
    """

    def __init__(self, account: Account, files: Callable[[str], Files] = S3Files) -> None:
        """files: of a bucket, by its name."""
        self._account, self._files = account, files
        self._queue, self._definition = account.secret(QUEUE), account.secret(DEFINITION)
        if not self._queue or not self._definition:
            raise ModelUnavailable("no GPU container is set up here: see docs/providers/diffuse.md", field="model")

    @cached_property
    def _batch(self) -> Any:
        once = Config(connect_timeout=3, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 1})
        return boto3.client("batch", config=once)

    def create(self, request: VendorRequest) -> VendorJob:
        if request.kind != "clip" or not request.client_key:
            raise ProviderRejected(f"{request.model.id} makes clips alone, by orders")
        with _named(paid=True):
            job = self._batch.submit_job(
                jobName=_name(request.client_key), jobQueue=self._queue, jobDefinition=self._definition,
                containerOverrides={"environment": [{"name": ORDER, "value": request.client_key}]},
            )  # fmt: skip
        if not isinstance(job.get("jobId"), str):
            raise OutcomeUnknown("Batch answered without the job's id")
        return VendorJob(id=job["jobId"])

    def poll(self, job: VendorJob, model: Model) -> VendorStatus:
        with _named():
            found = self._batch.describe_jobs(jobs=[job.id])["jobs"]
        if not found:
            raise ProviderUnavailable(f"Batch knows no job {job.id}")
        status, reason = found[0]["status"], str(found[0].get("statusReason", ""))
        seconds = sum(_seconds(one) for one in found[0].get("attempts", ())) or _seconds(found[0])
        if "clip" in job.about or "error" in job.about:
            running = 0.0 if status in _OVER else float(job.about["seconds"])
            return self._ended(job, model, seconds + running)
        cost = gpu_cost(seconds, model)
        if status == "FAILED" and reason == WITHDRAWN:
            return VendorStatus(state="cancelled", cost_usd=cost)
        if status == "FAILED":
            message = f"the GPU container died: {reason or 'no reason given'}"
            return VendorStatus(state="failed", error="ProviderUnavailable", message=message, cost_usd=cost)
        # A job that ended well told so before it ended: the next look sees it.
        state: Literal["queued", "running"] = "queued" if status in _WAITING else "running"
        return VendorStatus(state=state)

    def _ended(self, job: VendorJob, model: Model, seconds: float) -> VendorStatus:
        cost = gpu_cost(seconds, model)
        if "error" in job.about:
            error, message = job.about["error"], job.about.get("message", "")
            return VendorStatus(state="failed", error=error, message=message, cost_usd=cost)
        content = self._files(self._account.secret(WORK)).read(job.about["clip"])
        clip = Output(content=content, content_type="video/mp4")
        return VendorStatus(state="succeeded", outputs=(clip,), cost_usd=cost)

    def cancel(self, job: VendorJob, model: Model) -> None:
        with _named():
            self._batch.terminate_job(jobId=job.id, reason=WITHDRAWN)

    def find(self, client_key: str, model: Model, *, began: str = "") -> VendorJob | None:
        name = _name(client_key)
        with _named():  # with a filter jobs of every status are listed, the newest first
            listed = self._batch.list_jobs(jobQueue=self._queue, filters=[{"name": "JOB_NAME", "values": [name]}])
        return next((VendorJob(id=job["jobId"]) for job in listed["jobSummaryList"] if job["jobName"] == name), None)

    def hears(self) -> bool:
        return False

    def believe(self, headers: Mapping[str, str], body: bytes, *, now: float) -> None:
        """Batch calls nobody back: whatever came only makes us ask."""


def _name(client_key: str) -> str:
    """Batch takes letters, digits, "-" and "_", of which the first may be none of the last two."""
    return f"clip-{client_key}"


def _seconds(about: Mapping[str, Any]) -> float:
    """That one attempt ran, of which Batch says milliseconds."""
    began, ended = about.get("startedAt"), about.get("stoppedAt")
    return max(0.0, (ended - began) / 1000) if began and ended else 0.0


@contextmanager
def _named(*, paid: bool = False) -> Iterator[None]:
    """boto3's errors by our names. paid: whether something may have begun where no answer came."""
    try:
        yield
    except (EndpointConnectionError, ConnectTimeoutError) as error:
        raise ProviderUnavailable(f"Batch cannot be reached: {error}") from error
    except BotoCoreError as error:
        raise (OutcomeUnknown if paid else ProviderUnavailable)(f"Batch did not answer: {error}") from error
    except ClientError as error:
        raise _judged(error, paid=paid) from error


def _judged(error: ClientError, *, paid: bool) -> SpotworksError:
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    said = f"Batch said {code}: {error.response.get('Error', {}).get('Message', '')}"
    if code in _THROTTLED or status == 429:
        return ProviderThrottled(said)
    if code in _FORBIDDEN or status in {401, 403}:
        return KeyRejected(said)
    if status >= 500 or not status:
        return OutcomeUnknown(said) if paid else ProviderUnavailable(said)
    return ProviderRejected(said)
