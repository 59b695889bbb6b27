"""Turns the catalogue's grants into the narrowest policies that serve them.

CDK's own `grant_*` methods are not used for these: they allow more (scans, tagging, object ACLs).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from aws_cdk import Acknowledgment, Stack, Validations
from aws_cdk import aws_iam as iam
from constructs import Construct

# No Scan: nothing here is found by reading the whole table.
TABLE_ACTIONS = (
    "dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem",
    "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem",
)  # fmt: skip
TOKEN_ACTIONS = ("states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat")
WRITE_ACTIONS = ("s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload")


# These take no resource: only "*" allows them.
NO_RESOURCES = (
    "These actions (traces, log delivery, listing streams and Batch jobs, ECR's login, where ECS is) have no resources."
)


@dataclass(frozen=True)
class Allowed:
    """Leave to do something. open: why a resource ends in "*", for those that do."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    open: str = ""


@dataclass(frozen=True)
class Places:
    """ARNs that grants speak of. buckets: by catalogue name; executions, connections: patterns ending in "*".

    queues: by catalogue name; jobs: of the definitions, by the names of their containers, without those that are not
    deployed. diffuse_queue: "" where there are no GPUs; batch_jobs: a pattern for all jobs of Batch; models: the
    bucket of open models, and a pattern for what lies in it.
    """

    table: str
    indexes: tuple[str, ...]
    buckets: dict[str, str]
    keys: str
    machine: str
    executions: str
    render_queue: str
    jobs: dict[str, tuple[str, ...]]
    queues: dict[str, str]
    topic: str
    connections: str
    diffuse_queue: str = ""
    batch_jobs: str = ""
    models: tuple[str, str] = ("", "")

    def of(self, grants: Iterable[str]) -> list[Allowed]:
        """Raises KeyError for a grant that is not known."""
        known = self._services() | self._submissions() | self._diffusing() | self._buckets() | self._queues()
        return [allowed for grant in grants for allowed in known[grant]]

    def _services(self) -> dict[str, list[Allowed]]:
        return {
            "table": [Allowed(TABLE_ACTIONS, (self.table, *self.indexes))],
            "keys": [Allowed(("secretsmanager:GetSecretValue",), (self.keys,))],
            "machine:start": [Allowed(("states:StartExecution",), (self.machine,))],
            "machine:stop": [
                Allowed(("states:StopExecution",), (self.executions,), "An execution is named by its job.")
            ],
            "tokens": [Allowed(TOKEN_ACTIONS, (self.machine,))],
            "topic": [Allowed(("sns:Publish",), (self.topic,))],
            "socket": [
                Allowed(("execute-api:ManageConnections",), (self.connections,), "API Gateway names the connections.")
            ],
        }

    def _submissions(self) -> dict[str, list[Allowed]]:
        why = "The revision of the job definition is chosen when it is submitted."
        return {"align:submit": []} | {
            f"{name}:submit": [Allowed(("batch:SubmitJob",), (self.render_queue, *arns), why)]
            for name, arns in self.jobs.items()
        }

    def _diffusing(self) -> dict[str, list[Allowed]]:
        """What takes GPUs; nothing where there are none."""
        if not self.diffuse_queue:
            return {"diffuse:order": [], "models:read": []}
        revision = "The revision of the job definition is chosen when it is submitted."
        bucket, objects = self.models
        return {
            "diffuse:order": [
                Allowed(("batch:SubmitJob",), (self.diffuse_queue, *self.jobs["diffuse"]), revision),
                Allowed(("batch:TerminateJob",), (self.batch_jobs,), "Batch names the jobs."),
                Allowed(("batch:DescribeJobs", "batch:ListJobs"), ("*",), NO_RESOURCES),
            ],
            "models:read": [
                Allowed(("s3:GetObject",), (objects,), "A model is many files."), Allowed(("s3:ListBucket",), (bucket,))
            ],
        }  # fmt: skip

    def _queues(self) -> dict[str, list[Allowed]]:
        return {f"{name}:send": [Allowed(("sqs:SendMessage",), (arn,))] for name, arn in self.queues.items()}

    def _buckets(self) -> dict[str, list[Allowed]]:
        grants: dict[str, list[Allowed]] = {}
        why = "Objects are named by tenant and job."
        for name, arn in self.buckets.items():
            objects = (f"{arn}/*",)
            # Without ListBucket S3 answers 403 for a key that is not there, which looks like a closed door.
            grants[f"{name}:read"] = [Allowed(("s3:GetObject",), objects, why), Allowed(("s3:ListBucket",), (arn,))]
            grants[f"{name}:write"] = [Allowed(WRITE_ACTIONS, objects, why)]
        return grants


def role(scope: Construct, id: str, service: str, allowed: Iterable[Allowed]) -> iam.Role:
    """A role that `service` takes on, with the reason of each open resource recorded for cdk-nag."""
    allowed = list(allowed)
    policy = iam.PolicyDocument(
        statements=[iam.PolicyStatement(actions=list(a.actions), resources=list(a.resources)) for a in allowed]
    )
    made = iam.Role(
        scope, id, assumed_by=iam.ServicePrincipal(f"{service}.amazonaws.com"), inline_policies={"Grants": policy}
    )
    for each in allowed:
        for resource in each.resources:
            shown = _shown(Stack.of(scope).resolve(resource))
            if "*" in shown:
                acknowledge(made, f"AwsSolutions-IAM5[Resource::{shown}]", each.open)
    return made


def acknowledge(scope: Construct, rule: str, reason: str) -> None:
    """Records why a cdk-nag finding at or below `scope` stands."""
    if not reason:
        raise ValueError(f"{scope.node.path}: {rule} needs a reason")
    Validations.of(scope).acknowledge(Acknowledgment(id=rule, reason=reason))


def _shown(value: Any) -> str:
    """A resolved token as cdk-nag writes it in a finding: "arn:<AWS::Partition>:..."."""
    match value:
        case {"Fn::Join": [separator, parts]}:
            return str(separator).join(_shown(part) for part in parts)
        case {"Fn::GetAtt": [resource, attribute]}:
            return f"<{resource}.{attribute}>"
        case {"Fn::ImportValue": name}:
            return _shown(name)
        case {"Ref": name}:
            return f"<{name}>"
        case _:
            return str(value)
