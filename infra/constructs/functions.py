"""Lambdas from the catalogue: what runs, and the role that lets it do that and no more."""

from collections.abc import Mapping, Sequence

from aws_cdk import Duration, Size
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk.aws_logs import LogGroup
from constructs import Construct

from infra.catalogue import ENVIRONMENT, Function
from infra.constructs.access import NO_RESOURCES, Places, acknowledge, role
from infra.constructs.logs import log_group, writing
from infra.constructs.names import filled
from infra.layers import Layers
from infra.settings import Settings

RUNTIME = lambda_.Runtime.PYTHON_3_13
ARCHITECTURE = lambda_.Architecture.ARM_64


class Functions(Construct):
    """All of them; `[name]` is one."""

    def __init__(
        self, scope: Construct, id: str, *, functions: Sequence[Function], image: ecr_assets.DockerImageAsset,
        layers: Layers, names: Mapping[str, str], places: Places, settings: Settings,
    ) -> None:  # fmt: skip
        super().__init__(scope, id)
        self._image, self._names, self._places, self._settings = image, names, places, settings
        self._layers = [self._layer("Spotworks", str(layers.spotworks)), self._layer("Common", str(layers.common))]
        acknowledge(self, "AwsSolutions-L1", "Wheels are locked for Python 3.13; the runtime moves together with them.")
        self._made = {function.name: self._function(function) for function in functions}

    def __getitem__(self, name: str) -> lambda_.Function:
        return self._made[name]

    def _layer(self, id: str, folder: str) -> lambda_.LayerVersion:
        return lambda_.LayerVersion(
            self,
            id,
            code=lambda_.Code.from_asset(folder),
            compatible_runtimes=[RUNTIME],
            compatible_architectures=[ARCHITECTURE],
        )

    def _function(self, function: Function) -> lambda_.Function:
        name = f"{self._settings.prefix}-{function.name}"
        logs = log_group(self, f"{function.name}Logs", f"/aws/lambda/{name}", self._settings)
        common = {
            "function_name": name,
            "description": function.purpose,
            "role": self._role(function, logs),
            "memory_size": function.memory,
            "timeout": Duration.seconds(function.timeout),
            "ephemeral_storage_size": Size.mebibytes(function.disk),
            "environment": filled(ENVIRONMENT | function.environment, self._names),
            "architecture": ARCHITECTURE,
            "tracing": lambda_.Tracing.ACTIVE,
            "log_group": logs,
        }
        if function.package == "media":
            return lambda_.DockerImageFunction(self, function.name, code=self._image_code(function), **common)
        return lambda_.Function(
            self,
            function.name,
            code=lambda_.Code.from_asset(str(function.folder), exclude=["__pycache__"]),
            handler=function.handler,
            runtime=RUNTIME,
            layers=self._layers,
            **common,
        )

    def _image_code(self, function: Function) -> lambda_.DockerImageCode:
        """The one image, started in the function's own folder, where a zip would have put its handler."""
        return lambda_.DockerImageCode.from_ecr(
            self._image.repository,
            tag_or_digest=self._image.image_tag,
            entrypoint=["python", "-m", "awslambdaric"],
            cmd=[function.handler],
            working_directory=f"/var/task/functions/{function.folder.name}",
        )

    def _role(self, function: Function, logs: LogGroup) -> iam.Role:
        """CDK adds leave to send traces, which has no resources to name."""
        made = role(self, f"{function.name}Role", "lambda", [writing(logs), *self._places.of(function.grants)])
        acknowledge(made, "AwsSolutions-IAM5[Resource::*]", NO_RESOURCES)
        return made
