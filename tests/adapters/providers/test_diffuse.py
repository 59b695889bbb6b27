"""The GPU container as a vendor: what is asked of Batch, and what becomes of its answers."""

import json
from decimal import Decimal

import boto3
import pytest
from botocore.session import get_session
from botocore.validate import validate_parameters

from spotworks.adapters.providers.account import Account
from spotworks.adapters.providers.diffuse import DEFINITION, QUEUE, WITHDRAWN, WORK, Diffuse
from spotworks.catalogue import models
from spotworks.errors import (
    KeyRejected,
    ModelUnavailable,
    OutcomeUnknown,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
)
from spotworks.ports import VendorJob, VendorRequest
from tests.fakes.aws import aws_in_memory
from tests.fakes.cluster import cluster
from tests.fakes.files import MemoryFiles

WAN = next(model for model in models() if model.id == "diffuse_wan")
SET = {QUEUE: "gpu", DEFINITION: "diffuse", WORK: "work"}
WANTED = VendorRequest(kind="clip", model=WAN, prompt="steam rises", seconds=5, client_key="-a_hook")


@pytest.fixture
def batch(monkeypatch):
    with cluster() as found:
        monkeypatch.setenv("AWS_ENDPOINT_URL_BATCH", found.answer.base)
        yield found


@pytest.fixture
def work():
    return MemoryFiles("work")


@pytest.fixture
def vendor(batch, work):
    return Diffuse(
        Account(provider="diffuse", secret=lambda name: SET.get(name, "")), lambda bucket: work.buckets[bucket]
    )


def test_a_clip_is_one_job_that_names_its_order_and_nothing_else(vendor, batch):
    job = vendor.create(WANTED)
    assert batch.calls == ["submitjob"]
    asked = json.loads(batch.answer.bodies[0])
    assert asked == {
        "jobName": "clip--a_hook", "jobQueue": "gpu", "jobDefinition": "diffuse",
        "containerOverrides": {"environment": [{"name": "DIFFUSE_ORDER", "value": "-a_hook"}]},
    }  # fmt: skip
    shape = get_session().get_service_model("batch").operation_model("SubmitJob").input_shape
    validate_parameters(asked, shape)
    assert job == VendorJob(id="batch-1")


@pytest.mark.parametrize(
    ("status", "state"),
    [("SUBMITTED", "queued"), ("RUNNABLE", "queued"), ("STARTING", "queued"), ("RUNNING", "running"),
     ("SUCCEEDED", "running")],
)  # fmt: skip
def test_a_job_without_a_word_is_waited_for(vendor, batch, status, state):
    job = vendor.create(WANTED)
    batch.move(job.id, status)
    assert vendor.poll(job, WAN).state == state


def test_a_word_of_success_is_the_clip_at_the_price_of_all_attempts(vendor, batch, work):
    work.write("t/acme/cas/clip.mp4", b"video")
    job = vendor.create(WANTED)
    batch.move(job.id, "RUNNING", seconds=(1800.0,))
    told = job.model_copy(update={"about": {"clip": "t/acme/cas/clip.mp4", "seconds": "12.5"}})
    done = vendor.poll(told, WAN)
    assert (done.state, done.outputs[0].content) == ("succeeded", b"video")
    assert done.cost_usd == Decimal("0.936962"), "half an hour that was reclaimed, and 12.5 seconds"
    batch.move(job.id, "SUCCEEDED", seconds=(1800.0, 13.0))
    assert vendor.poll(told, WAN).cost_usd == Decimal("0.937221"), "Batch knows them all by now"


def test_a_word_of_failure_has_its_name_and_costs_what_was_used(vendor, batch):
    job = vendor.create(WANTED)
    told = job.model_copy(update={"about": {"error": "ModelUnavailable", "message": "not there", "seconds": "36"}})
    done = vendor.poll(told, WAN)
    assert (done.state, done.error, done.message) == ("failed", "ModelUnavailable", "not there")
    assert done.cost_usd == Decimal("0.018610")


def test_a_container_that_died_without_a_word_is_a_vendor_that_was_away(vendor, batch):
    job = vendor.create(WANTED)
    batch.move(job.id, "FAILED", reason="Host EC2 (instance i-0) terminated.", seconds=(36.0,))
    done = vendor.poll(job, WAN)
    assert (done.state, done.error, done.cost_usd) == ("failed", "ProviderUnavailable", Decimal("0.018610"))
    assert "Host EC2" in done.message


def test_cancelling_ends_the_job_and_only_what_it_used_is_paid(vendor, batch):
    job = vendor.create(WANTED)
    vendor.cancel(job, WAN)
    assert batch.jobs[job.id]["statusReason"] == WITHDRAWN
    done = vendor.poll(job, WAN)
    assert (done.state, done.cost_usd) == ("cancelled", 0)


def test_a_job_whose_answer_was_lost_is_found_by_its_name_and_no_other_is(vendor, batch):
    vendor.create(WANTED.model_copy(update={"client_key": "-A_HOOK"}))  # Batch looks at no capitals
    job = vendor.create(WANTED)
    assert vendor.find("-a_hook", WAN) == job
    assert vendor.find("another", WAN) is None
    assert json.loads(batch.answer.bodies[-1])["filters"] == [{"name": "JOB_NAME", "values": ["clip-another"]}]


@pytest.mark.parametrize(
    ("status", "code", "paid", "free"),
    [
        (429, "TooManyRequestsException", ProviderThrottled, ProviderThrottled),
        (400, "ThrottlingException", ProviderThrottled, ProviderThrottled),
        (403, "AccessDeniedException", KeyRejected, KeyRejected),
        (400, "ClientException", ProviderRejected, ProviderRejected),
        (500, "ServerException", OutcomeUnknown, ProviderUnavailable),
    ],
)
def test_what_batch_refuses_has_a_name_and_is_asked_once(vendor, batch, status, code, paid, free):
    batch.refuses = (status, code)
    with pytest.raises(paid):
        vendor.create(WANTED)
    batch.refuses = (status, code)
    with pytest.raises(free):
        vendor.poll(VendorJob(id="batch-1"), WAN)
    assert batch.calls == ["submitjob", "describejobs"]


def test_an_answer_that_is_none_may_have_begun_something(vendor, batch):
    batch.answer.said = b"<html>busy</html>"
    with pytest.raises(OutcomeUnknown):
        vendor.create(WANTED)
    batch.answer.said = {}
    with pytest.raises(OutcomeUnknown):
        vendor.create(WANTED)


def test_a_batch_that_cannot_be_reached_began_nothing(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL_BATCH", "http://127.0.0.1:9")
    vendor = Diffuse(Account(provider="diffuse", secret=lambda name: SET.get(name, "")))
    with pytest.raises(ProviderUnavailable, match="cannot be reached"):
        vendor.create(WANTED)


def test_a_job_that_batch_has_forgotten_is_said_to_be_gone(vendor, batch):
    with pytest.raises(ProviderUnavailable, match="knows no job batch-9"):
        vendor.poll(VendorJob(id="batch-9"), WAN)


def test_without_a_container_it_says_where_to_read_on():
    with pytest.raises(ModelUnavailable, match=r"docs/providers/diffuse\.md"):
        Diffuse(Account(provider="diffuse", secret=lambda name: ""))


@pytest.mark.parametrize("change", [{"kind": "image"}, {"client_key": ""}])
def test_what_no_order_stands_behind_is_refused(vendor, batch, change):
    with pytest.raises(ProviderRejected):
        vendor.create(WANTED.model_copy(update=change))
    assert batch.calls == []


def test_another_batch_takes_the_same_calls():
    """moto's, which was not written for us: what the fake on the wire is held to."""
    with aws_in_memory():
        client = boto3.client("batch")
        role = "arn:aws:iam::123456789012:role/spotworks"
        boto3.client("iam").create_role(RoleName="spotworks", AssumeRolePolicyDocument="{}")
        made = client.create_compute_environment(computeEnvironmentName="gpu", type="UNMANAGED", serviceRole=role)
        place = {"order": 1, "computeEnvironment": made["computeEnvironmentArn"]}
        client.create_job_queue(jobQueueName="gpu", priority=1, state="ENABLED", computeEnvironmentOrder=[place])
        client.register_job_definition(
            jobDefinitionName="diffuse", type="container",
            containerProperties={"image": "diffuse", "vcpus": 4, "memory": 8},
        )  # fmt: skip
        vendor = Diffuse(Account(provider="diffuse", secret=lambda name: SET.get(name, "")))
        job = vendor.create(WANTED)
        assert vendor.find("-a_hook", WAN) == job
        assert vendor.find("another", WAN) is None
        assert vendor.poll(job, WAN).state in {"queued", "running"}
        vendor.cancel(job, WAN)
