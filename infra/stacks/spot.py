"""Everything that runs: functions, renders, the machine, the APIs, the events."""

from aws_cdk import Aws, Stack
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra import catalogue
from infra.constructs.access import Places
from infra.constructs.diffusing import Diffusing
from infra.constructs.events import Events
from infra.constructs.flow import Flow
from infra.constructs.functions import Functions
from infra.constructs.http import HttpFront
from infra.constructs.image import align_image, diffuse_image, render_image
from infra.constructs.queues import Queues
from infra.constructs.rendering import Rendering
from infra.constructs.socket import SocketFront
from infra.layers import Layers
from infra.settings import S3_PLACE, Settings
from infra.stacks.data import DataStack


class SpotStack(Stack):
    """One stack, because its parts name each other: the machine calls functions that start the machine.

    Such circles are cut by ARNs made from names (machine, job definition) instead of references.
    """

    def __init__(self, scope: Construct, id: str, *, data: DataStack, layers: Layers, settings: Settings) -> None:
        super().__init__(scope, id, description="Spotworks: functions, renders, flow, APIs, events")
        self.settings = settings
        self.announcements = self._announcements()
        self.rendering = Rendering(self, "Rendering", settings=settings)
        self.diffusing = self._diffusing()
        self.socket = SocketFront(self, "Socket", settings=settings)
        self.http = HttpFront(self, "Http", routes=catalogue.ROUTES, settings=settings)
        self.queues = Queues(self, "Queues", queues=catalogue.QUEUES, settings=settings)
        names, places = self._names(data), self._places(data)
        image = render_image(self)
        for container in catalogue.CONTAINERS:
            if container.gpus and self.diffusing:
                self.diffusing.job(container, diffuse_image(self), names=names, places=places)
            elif self._job(container):
                own = align_image(self) if container.name == "Align" else image
                self.rendering.job(container, own, names=names, places=places)
        self.functions = Functions(
            self, "Functions", functions=catalogue.FUNCTIONS, image=image, layers=layers, names=names, places=places,
            settings=settings,
        )  # fmt: skip
        self.flows = [
            Flow(self, machine.name.title().replace("_", ""), machine=machine, name=self._machine_name(machine.name),
                 functions=self.functions, settings=settings)
            for machine in catalogue.MACHINES
        ]  # fmt: skip
        self.http.serve(catalogue.ROUTES, self.functions[catalogue.API_FUNCTION], data.users, data.client)
        self.socket.serve(catalogue.SOCKET_ROUTES, self.functions[catalogue.SOCKET_FUNCTION])
        self.events = Events(self, "Events", functions=self.functions, names=names, settings=settings)
        self.events.add_queues(self.queues.made, catalogue.QUEUES)
        self.events.add_rules(catalogue.RULES)
        self.events.add_schedules(catalogue.SCHEDULES)
        self.events.add_stream(data.table, catalogue.TABLE.stream_to, catalogue.TABLE.stream_prefix)

    def _diffusing(self) -> Diffusing | None:
        """GPUs, where there are models for them."""
        if not self.settings.diffuse_models:
            return None
        rendering = self.rendering
        return Diffusing(
            self, "Diffusing", network=rendering.network, walls=rendering.walls, settings=self.settings
        )  # fmt: skip

    def _announcements(self) -> sns.Topic:
        """Where finished and failed spots are told of, for whoever subscribes."""
        return sns.Topic(
            self,
            "Announcements",
            topic_name=f"{self.settings.prefix}-announcements",
            enforce_ssl=True,
            master_key=kms.Alias.from_alias_name(self, "SnsKey", "alias/aws/sns"),
        )

    def _machine_name(self, machine: str) -> str:
        return f"{self.settings.prefix}-{machine.replace('_', '-')}"

    def _machine_arn(self, machine: str, kind: str = "stateMachine") -> str:
        return f"arn:{Aws.PARTITION}:states:{Aws.REGION}:{Aws.ACCOUNT_ID}:{kind}:{self._machine_name(machine)}"

    def _job(self, container: catalogue.Container) -> str:
        """The name of its definition; "" for one that this deployment does without."""
        wanted = not container.setting or getattr(self.settings, container.setting)
        return f"{self.settings.prefix}-{container.folder.name}" if wanted else ""

    def _names(self, data: DataStack) -> dict[str, str]:
        """What each `{name}` of the catalogue is here."""
        buckets = {name: bucket.bucket_name for name, bucket in data.buckets.items()}
        machines = {machine.name: self._machine_arn(machine.name) for machine in catalogue.MACHINES}
        jobs = {f"{catalogue.snake(c.name)}_job": self._job(c) for c in catalogue.CONTAINERS}
        queues = {f"{name}_queue": queue.queue_url for name, queue in self.queues.made.items()}
        return buckets | machines | jobs | queues | {
            "hooks": self.http.url,
            "table": data.table.table_name,
            "topic": self.announcements.topic_arn,
            "keys": data.keys.secret_arn,
            "render_queue": self.rendering.queue.job_queue_arn,
            "diffuse_queue": self.diffusing.queue.job_queue_arn if self.diffusing else "",
            "diffuse_models": self.settings.diffuse_models,
            "socket_endpoint": self.socket.endpoint,
            "socket_url": self.socket.url,
            "web": "/opt/web",  # the spotworks layer brings it
            "fan_out": str(self.settings.fan_out),
            "language_model": self.settings.language_model,
            "monthly_cap": self.settings.monthly_cap,
            "daily_cap": self.settings.daily_cap,
            "call_cap": self.settings.call_cap,
        }  # fmt: skip

    def _places(self, data: DataStack) -> Places:
        batch = f"arn:{Aws.PARTITION}:batch:{Aws.REGION}:{Aws.ACCOUNT_ID}"
        return Places(
            table=data.table.table_arn,
            indexes=tuple(f"{data.table.table_arn}/index/{index.name}" for index in catalogue.TABLE.indexes),
            buckets=data.bucket_arns,
            keys=data.keys.secret_arn,
            machine=self._machine_arn("make_spot"),
            executions=f"{self._machine_arn('make_spot', 'execution')}:*",
            render_queue=self.rendering.queue.job_queue_arn,
            # Submitting by name takes the newest revision, and asks for leave with and without its number.
            jobs={
                catalogue.snake(c.name): (f"{batch}:job-definition/{name}", f"{batch}:job-definition/{name}:*")
                for c in catalogue.CONTAINERS
                if (name := self._job(c))
            },
            queues={name: queue.queue_arn for name, queue in self.queues.made.items()},
            topic=self.announcements.topic_arn,
            connections=self.socket.connections,
            diffuse_queue=self.diffusing.queue.job_queue_arn if self.diffusing else "",
            batch_jobs=f"{batch}:job/*",
            models=self._models(),
        )

    def _models(self) -> tuple[str, str]:
        """As Places has them."""
        place = S3_PLACE.fullmatch(self.settings.diffuse_models)
        if place is None:
            return "", ""
        bucket = f"arn:{Aws.PARTITION}:s3:::{place[1]}"
        return bucket, "/".join(filter(None, (bucket, place[2], "*")))
