"""Our own GPUs: nothing runs while no clip is asked for, and a machine that is taken away costs no work."""

from typing import Any

from infra.constructs.diffusing import INTERRUPTED
from infra.settings import Settings
from spotworks.catalogue import models
from spotworks.runtime import diffuse
from tests.infra.conftest import PREFIX, Template, shown
from tests.infra.test_deployed import deployed_job
from tests.infra.test_promises import as_list, statements


def environments(spot: Template) -> list[dict[str, Any]]:
    """Those of the GPUs, in the order in which the queue tries them."""
    [queue] = [q for q in spot.of("Batch::JobQueue").values() if q["JobQueueName"] == f"{PREFIX}-diffuse"]
    order = sorted(queue["ComputeEnvironmentOrder"], key=lambda entry: entry["Order"])
    known = spot.of("Batch::ComputeEnvironment")
    return [known[entry["ComputeEnvironment"]["Fn::GetAtt"][0]]["ComputeResources"] for entry in order]


def test_gpus_are_asked_for_by_a_place_of_models_and_are_not_there_else() -> None:
    assert not Settings.read({}).diffuse_models
    assert Settings.read({"SPOTWORKS_DIFFUSE_MODELS": "s3://a-bucket"}).diffuse_models


def test_no_machine_is_kept_while_nobody_asks_for_a_clip(spot: Template) -> None:
    spot_capacity, on_demand = environments(spot)
    assert (spot_capacity["Type"], on_demand["Type"]) == ("SPOT", "EC2")
    for capacity in (spot_capacity, on_demand):
        assert capacity["MinvCpus"] == 0
        assert capacity.get("DesiredvCpus", 0) == 0
        assert all(kind.startswith("g6e.") for kind in capacity["InstanceTypes"])
        assert capacity["Ec2Configuration"] == [{"ImageType": "ECS_AL2023_NVIDIA"}]


def test_as_many_clips_run_at_once_as_the_catalogue_lets_in(spot: Template) -> None:
    job = deployed_job(spot, "diffuse")["ContainerProperties"]
    [vcpus] = [int(r["Value"]) for r in job["ResourceRequirements"] if r["Type"] == "VCPU"]
    at_once = max(model.concurrency for model in models() if model.provider == "diffuse")
    assert {capacity["MaxvCpus"] for capacity in environments(spot)} == {vcpus * at_once}


def test_only_a_machine_that_goes_away_is_a_reason_to_begin_again(spot: Template) -> None:
    strategy = deployed_job(spot, "diffuse")["RetryStrategy"]
    assert strategy["Attempts"] == 3
    assert strategy["EvaluateOnExit"] == [
        {"Action": "RETRY", "OnStatusReason": "Host EC2*"},
        {"Action": "RETRY", "OnExitCode": str(diffuse.INTERRUPTED)},
        {"Action": "EXIT", "OnReason": "*"},
    ]
    assert str(diffuse.INTERRUPTED) == INTERRUPTED


def test_the_machines_disks_are_encrypted_and_stopping_has_time_to_keep_the_work(spot: Template) -> None:
    data = spot.one("EC2::LaunchTemplate")["LaunchTemplateData"]
    assert [device["Ebs"]["Encrypted"] for device in data["BlockDeviceMappings"]] == [True]
    assert data["MetadataOptions"]["HttpTokens"] == "required"
    parts = data["UserData"]["Fn::Base64"]["Fn::Join"][1]
    script = next(part["Fn::Base64"] for part in parts if isinstance(part, dict))
    assert parts[0].startswith("Content-Type: multipart/mixed")
    assert "ECS_ENABLE_SPOT_INSTANCE_DRAINING=true" in script
    assert "ECS_CONTAINER_STOP_TIMEOUT=100s" in script


def test_the_container_reads_the_models_of_its_place_and_no_others(spot: Template) -> None:
    role = deployed_job(spot, "diffuse")["ContainerProperties"]["JobRoleArn"]["Fn::GetAtt"][0]
    read = [as_list(s["Resource"]) for name, s in statements(spot) if name == role and "s3:" in str(s["Action"])]
    places = {shown(place) for places in read for place in places if "our-models" in str(place)}
    assert places == {"arn:<AWS::Partition>:s3:::our-models/open/*", "arn:<AWS::Partition>:s3:::our-models"}
