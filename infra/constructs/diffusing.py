"""Batch on EC2 with GPUs: open video models. No machine runs, and none is paid for, while no clip is asked for."""

from collections.abc import Mapping

from aws_cdk import Aws, Duration, Size
from aws_cdk import aws_batch as batch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.catalogue import ENVIRONMENT, Container
from infra.constructs.access import NO_RESOURCES, Allowed, Places, role
from infra.constructs.names import filled
from infra.constructs.rendering import ways
from infra.settings import Settings

# An L40S with 48 GB, and NVENC, which A100 and H100 lack. The second size has the same card and may be there when the
# first is not (https://aws.amazon.com/ec2/instance-types/g6e/).
INSTANCES = ("g6e.xlarge", "g6e.2xlarge")
AT_ONCE = 4  # clips, as the catalogue's models say by their concurrency
DISK_GB = 200  # a model takes up to 60 GB, the image 10
INTERRUPTED = "75"
"""The exit code of spotworks.runtime.diffuse where the machine goes away."""

# What ECS's agent asks for, of AWS's managed policy AmazonEC2ContainerServiceforEC2Role; images and logs are the job's.
_AGENT_INSTANCE = ("ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState")
_AGENT_CLUSTER = (
    "ecs:RegisterContainerInstance", "ecs:DeregisterContainerInstance", "ecs:SubmitAttachmentStateChanges",
    "ecs:SubmitContainerStateChange", "ecs:SubmitTaskStateChange",
)  # fmt: skip


class Diffusing(Construct):
    """The machines and their queue; `job` adds the definition."""

    def __init__(
        self, scope: Construct, id: str, *, network: ec2.Vpc, walls: ec2.SecurityGroup, settings: Settings
    ) -> None:
        super().__init__(scope, id)
        self._settings = settings
        self.queue = batch.JobQueue(self, "Queue", job_queue_name=f"{settings.prefix}-diffuse")
        agent, template = self._agent(), self._template()
        for order, (name, spot) in enumerate((("Spot", True), ("OnDemand", False)), start=1):
            capacity = batch.ManagedEc2EcsComputeEnvironment(
                self,
                name,
                vpc=network,
                vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
                security_groups=[walls],
                spot=spot,
                minv_cpus=0,
                maxv_cpus=AT_ONCE * 4,
                allocation_strategy=(
                    batch.AllocationStrategy.SPOT_PRICE_CAPACITY_OPTIMIZED
                    if spot
                    else batch.AllocationStrategy.BEST_FIT_PROGRESSIVE
                ),
                instance_types=[ec2.InstanceType(one) for one in INSTANCES],
                use_optimal_instance_classes=False,
                images=[batch.EcsMachineImage(image_type=batch.EcsMachineImageType.ECS_AL2023_NVIDIA)],
                instance_role=agent,
                launch_template=template,
            )
            self.queue.add_compute_environment(capacity, order)

    def _agent(self) -> iam.Role:
        own = f"arn:{Aws.PARTITION}:ecs:{Aws.REGION}:{Aws.ACCOUNT_ID}"
        why = "Batch names the cluster when it makes it."
        return role(
            self, "AgentRole", "ec2",
            [
                Allowed(_AGENT_INSTANCE, (f"{own}:container-instance/*",), why),
                Allowed(_AGENT_CLUSTER, (f"{own}:cluster/*",), why),
                Allowed(("ecs:DiscoverPollEndpoint",), ("*",), NO_RESOURCES),
            ],
        )  # fmt: skip

    def _template(self) -> ec2.LaunchTemplate:
        """Disk for a model, and time to keep what is done: a reclaim is told two minutes before, and ECS's own patience
        between SIGTERM and SIGKILL is 30 s."""
        said = ec2.UserData.for_linux()
        said.add_commands(
            "echo ECS_ENABLE_SPOT_INSTANCE_DRAINING=true >> /etc/ecs/ecs.config",
            "echo ECS_CONTAINER_STOP_TIMEOUT=100s >> /etc/ecs/ecs.config",
        )
        parts = ec2.MultipartUserData()  # the only kind that Batch takes
        parts.add_user_data_part(said, ec2.MultipartBody.SHELL_SCRIPT, make_default=True)
        disk = ec2.BlockDeviceVolume.ebs(DISK_GB, encrypted=True, volume_type=ec2.EbsDeviceVolumeType.GP3)
        return ec2.LaunchTemplate(
            self, "Machines", user_data=parts, require_imdsv2=True,
            block_devices=[ec2.BlockDevice(device_name="/dev/xvda", volume=disk)],
        )  # fmt: skip

    def job(
        self, container: Container, image: ecr_assets.DockerImageAsset, *, names: Mapping[str, str], places: Places
    ) -> batch.EcsJobDefinition:
        """A definition of the catalogue's, made again where its machine is taken away and nowhere else."""
        name = container.folder.name
        job_role, start_role, logging = ways(self, container, places, self._settings)
        again = (batch.Reason.SPOT_INSTANCE_RECLAIMED, batch.Reason.custom(on_exit_code=INTERRUPTED))
        return batch.EcsJobDefinition(
            self,
            container.name,
            job_definition_name=f"{self._settings.prefix}-{name}",
            timeout=Duration.seconds(container.timeout),
            retry_attempts=container.attempts,
            retry_strategies=[
                *(batch.RetryStrategy.of(batch.Action.RETRY, reason) for reason in again),
                batch.RetryStrategy.of(batch.Action.EXIT, batch.Reason.custom(on_reason="*")),
            ],
            container=batch.EcsEc2ContainerDefinition(
                self,
                f"{container.name}Container",
                image=ecs.ContainerImage.from_docker_image_asset(image),
                command=["python", f"/var/task/containers/{name}/main.py"],
                cpu=container.vcpus,
                memory=Size.mebibytes(container.memory),
                gpu=container.gpus,
                environment=filled(ENVIRONMENT | container.environment, names),
                job_role=job_role,
                execution_role=start_role,
                logging=logging,
            ),
        )
