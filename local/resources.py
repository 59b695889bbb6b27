"""The resources of a catalogue, created through the services' own APIs as CloudFormation would."""

import io
import json
import os
import time
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from moto.dynamodb.models import dynamodb_backends

from infra.catalogue import Container, snake
from infra.constructs.names import filled
from local.additions_objects import Objects
from local.arns import ACCOUNT, PREFIX, REGION, ROLE, arn
from local.lambdas import Lambdas
from local.store import Store


class Resources:
    """Buckets and the table with what they held yesterday, functions, queue, topic, machines, rules.

    names: what `{name}` in the catalogue stands for; client: a boto3 client of a service.
    """

    def __init__(
        self, catalogue: ModuleType, names: dict[str, str], client: Callable[[str], Any], lambdas: Lambdas,
        store: Store, objects: Objects,
    ) -> None:  # fmt: skip
        self.catalogue = catalogue
        self.names = names
        self.client = client
        self.lambdas = lambdas
        self.store = store
        self.objects = objects

    def create(self) -> None:
        self._buckets()
        self._table()
        self._functions()
        self._batch()
        self.client("sns").create_topic(Name=self.names["topic"].rpartition(":")[2])
        for machine in self.catalogue.MACHINES:
            if machine.asl.is_file():
                self._machine(machine)
        self._queues()
        self._rules()

    def _buckets(self) -> None:
        s3 = self.client("s3")
        for bucket in self.catalogue.BUCKETS:
            name = self.names[bucket.name]
            s3.create_bucket(Bucket=name)
            if bucket.events:
                s3.put_bucket_notification_configuration(
                    Bucket=name, NotificationConfiguration={"EventBridgeConfiguration": {}}
                )
            if bucket.expire_days:
                self.store.expire_objects(name, before=time.time() - bucket.expire_days * 86400)
            self.objects.load(name)

    def _table(self) -> None:
        table = self.catalogue.TABLE
        attributes = {"pk", "sk", *(name for index in table.indexes for name in (index.partition, index.sort))}
        self.client("dynamodb").create_table(
            TableName=self.names[table.name],
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in sorted(attributes)],
            KeySchema=_keys("pk", "sk"),
            GlobalSecondaryIndexes=[
                {"IndexName": i.name, "KeySchema": _keys(i.partition, i.sort), "Projection": {"ProjectionType": "ALL"}}
                for i in table.indexes
            ],
        )  # fmt: skip
        held = dynamodb_backends[ACCOUNT][REGION].tables[self.names[table.name]]
        for item in self.store.items(self.names[table.name]):
            if float(item.get("expires", {}).get("N", "inf")) > time.time():
                held.put_item(item)

    def _functions(self) -> None:
        policy = json.dumps({"Version": "2012-10-17", "Statement": []})
        self.client("iam").create_role(RoleName=ROLE.rpartition("/")[2], AssumeRolePolicyDocument=policy)
        api, code = self.client("lambda"), _empty_zip()
        for function in self.catalogue.FUNCTIONS:
            variables = filled({**self.catalogue.ENVIRONMENT, **function.environment}, self.names)
            self.lambdas.add(function, variables)
            api.create_function(
                FunctionName=function.name, Runtime="python3.13", Role=ROLE, Handler=function.handler,
                Code={"ZipFile": code}, Timeout=function.timeout, MemorySize=function.memory,
                Environment={"Variables": variables},
            )  # fmt: skip

    def _batch(self) -> None:
        batch = self.client("batch")
        for queue in {container.queue: None for container in self.catalogue.CONTAINERS}:
            compute = batch.create_compute_environment(
                computeEnvironmentName=queue, type="UNMANAGED", serviceRole=ROLE
            )["computeEnvironmentArn"]
            batch.create_job_queue(
                jobQueueName=queue, priority=1, state="ENABLED",
                computeEnvironmentOrder=[{"order": 1, "computeEnvironment": compute}],
            )  # fmt: skip
        for container in self.catalogue.CONTAINERS:
            variables = filled({**self.catalogue.ENVIRONMENT, **container.environment}, self.names)
            needs = {"VCPU": str(container.vcpus), "MEMORY": str(container.memory)}
            batch.register_job_definition(
                jobDefinitionName=container.name, type="container",
                timeout={"attemptDurationSeconds": container.timeout},
                containerProperties={
                    "image": container.name.lower(), "command": [],
                    "resourceRequirements": [{"type": kind, "value": value} for kind, value in needs.items()],
                    "environment": [{"name": name, "value": value} for name, value in variables.items()],
                },
            )  # fmt: skip

    def _machine(self, machine: Any) -> None:
        definition = machine.asl.read_text()
        for name in machine.calls:
            definition = definition.replace(f"${{{name}}}", self.lambdas.arn(name))
        self.client("stepfunctions").create_state_machine(
            name=self.names[machine.name].rpartition(":")[2], definition=definition, roleArn=ROLE
        )

    def _queues(self) -> None:
        sqs = self.client("sqs")
        for queue in self.catalogue.QUEUES:
            dead = sqs.create_queue(QueueName=f"{queue.name}-dead")["QueueUrl"]
            aside = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
            redrive = {"deadLetterTargetArn": aside, "maxReceiveCount": queue.tries}
            sqs.create_queue(QueueName=queue.name, Attributes={"RedrivePolicy": json.dumps(redrive)})

    def _rules(self) -> None:
        events, scheduler = self.client("events"), self.client("scheduler")
        for rule in self.catalogue.RULES:
            events.put_rule(Name=rule.name, EventPattern=json.dumps(filled(rule.pattern, self.names)))
            events.put_targets(Rule=rule.name, Targets=[{"Id": rule.calls, "Arn": self.lambdas.arn(rule.calls)}])
        for schedule in self.catalogue.SCHEDULES:
            target = {"Arn": self.lambdas.arn(schedule.calls), "RoleArn": ROLE, "Input": json.dumps(schedule.payload)}
            scheduler.create_schedule(
                Name=schedule.name, ScheduleExpression=schedule.expression, ScheduleExpressionTimezone=schedule.zone,
                FlexibleTimeWindow={"Mode": "OFF"}, Target=target,
            )  # fmt: skip


def names_of(catalogue: ModuleType, front: int) -> dict[str, str]:
    """What `{name}` in the catalogue stands for here."""
    names = {bucket.name: f"{PREFIX}-{bucket.name}" for bucket in catalogue.BUCKETS}
    names |= {machine.name: arn("states", f"stateMachine:{machine.name}") for machine in catalogue.MACHINES}
    for container in catalogue.CONTAINERS:
        names[f"{container.queue}_queue"] = arn("batch", f"job-queue/{container.queue}")
        names[f"{snake(container.name)}_job"] = container.name if _is_here(container) else ""
    models = os.environ.get("SPOTWORKS_DIFFUSE_MODELS", "")
    is_s3 = models.startswith("s3://")
    # A folder without the package that runs its models is told of by spotworks.wiring, as `spotworks models` does.
    names["diffuse_models"] = "" if models == "0" or (is_s3 and not names.get("diffuse_job")) else models
    fakes = os.environ.get("SPOTWORKS_VENDORS", "")
    names |= {f"{queue.name}_queue": f"http://sqs/{ACCOUNT}/{queue.name}" for queue in catalogue.QUEUES}
    return names | {
        "keys": "",  # of the environment
        "hooks": f"http://127.0.0.1:{front}" if fakes else "",  # real vendors do not reach this machine
        catalogue.TABLE.name: PREFIX,
        "topic": arn("sns", PREFIX),
        "socket_endpoint": f"http://127.0.0.1:{front}/ws-management",
        "socket_url": f"ws://127.0.0.1:{front}/live",
        "web": str(catalogue.ROOT / "web"),
        # All jobs share this machine's cores, which one render fills by its threads: 0 is never.
        "fan_out": os.environ.get("SPOTWORKS_FAN_OUT", "0"),
        "language_model": os.environ.get("SPOTWORKS_LANGUAGE_MODEL", ""),
        "monthly_cap": os.environ.get("SPOTWORKS_MONTHLY_CAP", "100"),
        "daily_cap": os.environ.get("SPOTWORKS_DAILY_CAP", ""),
        "call_cap": os.environ.get("SPOTWORKS_CALL_CAP", ""),
    }


def _is_here(container: Container) -> bool:
    """One that not every deployment has is here if SPOTWORKS_<its setting> is 1, or its library is found."""
    said = os.environ.get(f"SPOTWORKS_{container.setting.upper()}", "")
    return not container.setting or said == "1" or (said != "0" and find_spec(container.library) is not None)


def _keys(partition: str, sort: str) -> list[dict[str, str]]:
    return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": sort, "KeyType": "RANGE"}]


def _empty_zip() -> bytes:
    """What the Lambda API wants to see; the code runs from the functions' own folders."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("handler.py", "")
    return buffer.getvalue()
