"""Batch on Fargate: renders and alignments on Spot capacity first, on demand when there is no room."""

from collections.abc import Mapping

from aws_cdk import Duration, Size
from aws_cdk import aws_batch as batch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.catalogue import ENVIRONMENT, Container
from infra.constructs.access import NO_RESOURCES, Places, acknowledge, role
from infra.constructs.logs import log_group, writing
from infra.constructs.names import filled
from infra.settings import Settings


class Rendering(Construct):
    """The network and the queue; `job` adds a definition, whose role speaks of things made in between."""

    def __init__(self, scope: Construct, id: str, *, settings: Settings) -> None:
        super().__init__(scope, id)
        self._settings = settings
        self.network = self._network()
        self.walls = self._walls()
        self.queue = self._queue()

    def _network(self) -> ec2.Vpc:
        """Public subnets only: a NAT gateway would cost more than the renders, and no port is open inwards."""
        network = ec2.Vpc(
            self,
            "Network",
            max_azs=2,
            nat_gateways=0,
            subnet_configuration=[ec2.SubnetConfiguration(name="public", subnet_type=ec2.SubnetType.PUBLIC)],
            gateway_endpoints={
                "S3": ec2.GatewayVpcEndpointOptions(service=ec2.GatewayVpcEndpointAwsService.S3),
                "DynamoDb": ec2.GatewayVpcEndpointOptions(service=ec2.GatewayVpcEndpointAwsService.DYNAMODB),
            },
        )
        flow_logs = log_group(self, "FlowLogs", f"/spotworks/{self._settings.prefix}/network", self._settings)
        network.add_flow_log(
            "Rejected",
            destination=ec2.FlowLogDestination.to_cloud_watch_logs(flow_logs),
            traffic_type=ec2.FlowLogTrafficType.REJECT,
        )
        return network

    def _walls(self) -> ec2.SecurityGroup:
        walls = ec2.SecurityGroup(
            self, "Outward", vpc=self.network, allow_all_outbound=False, description="Renders: HTTPS out, nothing in"
        )
        walls.add_egress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(443), "AWS endpoints")
        return walls

    def _queue(self) -> batch.JobQueue:
        # Batch's documentation says that Fargate Spot takes no arm64, and that such jobs go on to the on-demand
        # environment of the same queue (docs.aws.amazon.com/batch/latest/APIReference/API_RuntimePlatform.html).
        queue = batch.JobQueue(self, "Queue", job_queue_name=f"{self._settings.prefix}-render")
        for order, (id, spot) in enumerate((("Spot", True), ("OnDemand", False)), start=1):
            capacity = batch.FargateComputeEnvironment(
                self,
                id,
                vpc=self.network,
                vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
                security_groups=[self.walls],
                spot=spot,
                maxv_cpus=self._settings.max_vcpus,
            )
            queue.add_compute_environment(capacity, order)
        return queue

    def job(
        self, container: Container, image: ecr_assets.DockerImageAsset, *, names: Mapping[str, str], places: Places
    ) -> batch.EcsJobDefinition:
        """A definition of the catalogue's; who submits it adds the job's own environment."""
        settings = self._settings
        job_role, start_role, logging = ways(self, container, places, settings)
        return batch.EcsJobDefinition(
            self,
            container.name,
            job_definition_name=f"{settings.prefix}-{container.folder.name}",
            timeout=Duration.seconds(container.timeout),
            retry_attempts=container.attempts,
            container=batch.EcsFargateContainerDefinition(
                self,
                f"{container.name}Container",
                image=ecs.ContainerImage.from_docker_image_asset(image),
                command=["python", f"/var/task/containers/{container.folder.name}/main.py"],
                cpu=container.vcpus,
                memory=Size.mebibytes(container.memory),
                environment=filled(ENVIRONMENT | container.environment, names),
                assign_public_ip=True,
                fargate_cpu_architecture=getattr(ecs.CpuArchitecture, container.architecture.upper()),
                fargate_operating_system_family=ecs.OperatingSystemFamily.LINUX,
                job_role=job_role,
                execution_role=start_role,
                logging=logging,
            ),
        )


def ways(
    scope: Construct, container: Container, places: Places, settings: Settings
) -> tuple[iam.Role, iam.Role, ecs.LogDriver]:
    """What a job may do, what starting it takes, and where it writes its log."""
    name = container.folder.name
    logs = log_group(scope, f"{container.name}Logs", f"/spotworks/{settings.prefix}/{name}", settings)
    job_role = role(scope, f"{container.name}Role", "ecs-tasks", places.of(container.grants))
    start_role = role(scope, f"{container.name}StartRole", "ecs-tasks", [writing(logs)])
    acknowledge(start_role, "AwsSolutions-IAM5[Resource::*]", NO_RESOURCES)
    return job_role, start_role, ecs.LogDriver.aws_logs(stream_prefix=name, log_group=logs)
