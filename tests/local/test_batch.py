"""Conformance: Batch runs the container's own main and tells of its end."""

import json
from typing import Any

import pytest

from tests.fakes.cloud import Cloud, eventually
from tests.local.test_lambdas import _noted


def submit(cloud: Cloud, **environment: str) -> str:
    variables = [{"name": name, "value": value} for name, value in environment.items()]
    answer = cloud.client("batch").submit_job(
        jobName="a-job", jobQueue="arn:aws:batch:us-east-1:123456789012:job-queue/job", jobDefinition="Job",
        containerOverrides={"environment": variables},
    )  # fmt: skip
    return str(answer["jobId"])


def ended(cloud: Cloud, job: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        (shown,) = cloud.client("batch").describe_jobs(jobs=[job])["jobs"]
        return shown if shown["status"] in {"SUCCEEDED", "FAILED"} else None

    return eventually(look)


def test_a_job_runs_with_its_environment_and_succeeds(cloud: Cloud) -> None:
    job = submit(cloud, SAY="hello there")
    shown = ended(cloud, job)
    assert (shown["status"], shown["container"]["exitCode"]) == ("SUCCEEDED", 0)
    assert f"job {job} hello there" in (cloud.state / "logs" / "Job.log").read_text()


@pytest.mark.parametrize(("environment", "code"), [({"CODE": "7"}, 7), ({"KILL": "1"}, 137)])
def test_a_job_that_dies_keeps_its_exit_code_and_is_told_of(
    cloud: Cloud, environment: dict[str, str], code: int
) -> None:
    before = set(_noted(cloud, "aws.batch"))
    job = submit(cloud, **environment)
    shown = ended(cloud, job)
    assert (shown["status"], shown["container"]["exitCode"]) == ("FAILED", code)
    (fresh,) = eventually(lambda: set(_noted(cloud, "aws.batch")) - before)
    event = json.loads(cloud.client("s3").get_object(Bucket="spotworks-work", Key=fresh)["Body"].read())
    assert event["detail-type"] == "Batch Job State Change"
    assert event["detail"]["jobId"] == job
    assert event["detail"]["container"]["exitCode"] == code
    pairs = {pair["name"]: pair["value"] for pair in event["detail"]["container"]["environment"]}
    assert pairs.items() >= environment.items()


def test_a_job_can_be_terminated_and_has_a_time_limit(cloud: Cloud) -> None:
    stopped, late = submit(cloud, SLEEP="60"), submit(cloud, SLEEP="60")
    eventually(lambda: cloud.client("batch").describe_jobs(jobs=[stopped])["jobs"][0]["status"] == "RUNNING")
    cloud.client("batch").terminate_job(jobId=stopped, reason="no longer wanted")
    shown = ended(cloud, stopped)
    assert (shown["status"], shown["statusReason"]) == ("FAILED", "no longer wanted")
    shown = ended(cloud, late)
    assert (shown["status"], shown["statusReason"]) == ("FAILED", "Job attempt duration exceeded timeout")
