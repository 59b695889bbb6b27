"""The whole cloud of a catalogue in this process: its tables, buckets, functions, rules, queue and machine.

Everything is created through the services' own APIs from the same catalogue that CDK deploys.
"""

import io
import json
import logging
import os
import shutil
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import boto3
from botocore.config import Config
from moto.core.config import default_user_config
from moto.dynamodb.models import dynamodb_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from infra.catalogue import snake
from infra.constructs.names import filled
from local import additions_lambda, additions_light, additions_machines, additions_tokens  # noqa: F401 - "light" before Batch
from local.additions_objects import Objects, Requests
from local.additions_tables import Tables
from local.arns import ACCOUNT, PREFIX, REGION, ROLE, arn
from local.batch import Batch
from local.environments import Settings
from local.events import Clock, Events, Stream
from local.lambdas import Lambdas
from local.processes import PRELOAD, Launcher
from local.store import Change, Store

UNFINISHED = {"queued", "running", "awaiting_approval"}
LOG_BYTES = 8 * 1024 * 1024
OWN_PRELOAD = ("local.warmed", "spotworks.ports")


class Cloud:
    """Running from construction to `close`. One to a process: moto's services are global.

    catalogue: a module like `infra.catalogue`. front: the port of the HTTP front, which the functions
    are told of and whose pages may call.
    """

    def __init__(self, state: Path, catalogue: ModuleType, front: int, live: int = 12) -> None:
        self.catalogue = catalogue
        self._state = _prepared(state)
        self.store = Store(self._state)
        layer = catalogue.ROOT / "layers" / "spotworks" / "python"
        self._launcher = Launcher([Path(__file__).parent.parent, layer], preload=(*PRELOAD, *OWN_PRELOAD))
        default_user_config["stepfunctions"] = {"execute_state_machine": True}
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        logging.getLogger("moto.stepfunctions").setLevel(logging.CRITICAL)  # it prints whole machines
        self._server = make_server("127.0.0.1", 0, _not_ready, threaded=True, request_handler=MotoRequestHandler)
        self.endpoint = f"http://127.0.0.1:{self._server.server_port}"
        self.names = _names(catalogue, front)
        aws = {
            "AWS_ENDPOINT_URL": self.endpoint, "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_EC2_METADATA_DISABLED": "true",
        }  # fmt: skip
        front_functions = (catalogue.API_FUNCTION, catalogue.SOCKET_FUNCTION, catalogue.TABLE.stream_to)
        settings = Settings(self._state, (layer,), aws, live=live, reserved=front_functions)
        self.lambdas = Lambdas(settings, self._launcher)
        self._install(settings, front)
        self._create()
        self._clock = Clock(self.lambdas)
        threading.Thread(target=self._afterwards, name="afterwards", daemon=True).start()

    def client(self, service: str) -> Any:
        """A boto3 client of this cloud."""
        return self._session.client(
            service,
            endpoint_url=self.endpoint,
            config=Config(parameter_validation=False, s3={"addressing_style": "path"}),
        )

    def close(self) -> None:
        """Ends all functions and jobs; what was answered is on disk already."""
        self._clock.close()
        self.lambdas.close()
        self._launcher.close()
        self._server.shutdown()
        self.store.close()

    def _install(self, settings: Settings, front: int) -> None:
        """moto with what it lacks, listening."""
        events = Events(self.lambdas)
        events.install()
        additions_lambda.install(self.lambdas)
        additions_machines.install(self.endpoint, events.publish)
        additions_tokens.install()
        mains = {container.name: container.folder for container in self.catalogue.CONTAINERS}
        Batch(mains, settings, self._launcher, events.publish).install()
        self._objects = Objects(self.store, events.publish)
        self._objects.install()
        table, target = self.catalogue.TABLE, self.catalogue.TABLE.stream_to
        stream = Stream(
            arn("dynamodb", f"table/{self.names[table.name]}"),
            lambda batch: target not in self.lambdas or not self.lambdas.invoke(target, batch).failed,
        )

        def changed(changes: list[Change]) -> None:
            self.store.write_items(changes)
            for change in changes:
                stream.add(change.keys, change.before, change.after)

        Tables(changed).install()
        pages = [f"http://{host}:{front}" for host in ("127.0.0.1", "localhost")]
        self._server.app = Requests(DomainDispatcherApplication(create_backend_app), self._objects, pages)
        threading.Thread(target=self._server.serve_forever, name="aws", daemon=True).start()
        self._session = boto3.session.Session(
            aws_access_key_id="local",
            aws_secret_access_key="local",  # noqa: S106 - no secret
            region_name=REGION,
        )

    def _create(self) -> None:
        self._buckets()
        self._table()
        self._functions()
        self._batch()
        self.client("sns").create_topic(Name=self.names["topic"].rpartition(":")[2])
        for machine in self.catalogue.MACHINES:
            if machine.asl.is_file():
                self._machine(machine)
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
            self._objects.load(name)

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
        for container in self.catalogue.CONTAINERS:
            variables = filled({**self.catalogue.ENVIRONMENT, **container.environment}, self.names)
            compute = batch.create_compute_environment(
                computeEnvironmentName=container.name, type="UNMANAGED", serviceRole=ROLE
            )["computeEnvironmentArn"]
            queue = self.names[f"{snake(container.name)}_queue"]
            batch.create_job_queue(
                jobQueueName=queue.rpartition("/")[2], priority=1, state="ENABLED",
                computeEnvironmentOrder=[{"order": 1, "computeEnvironment": compute}],
            )  # fmt: skip
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

    def _afterwards(self) -> None:
        """What need not hold up the start: jobs of dead executions, and the front's first environments."""
        for name in (self.catalogue.API_FUNCTION, self.catalogue.SOCKET_FUNCTION):
            self.lambdas.warm(name)
        for rule in self.catalogue.RULES:
            if "aws.states" in rule.pattern.get("source", ()):
                for event in self._interrupted():
                    self.lambdas.send(rule.calls, json.dumps(event).encode())

    def _interrupted(self) -> Iterator[dict[str, Any]]:
        """An event for each job whose execution died with the last server."""
        for item in list(self.store.items(self.names[self.catalogue.TABLE.name])):
            job = json.loads(item["doc"]["S"]) if "doc" in item else {k: v.get("S") for k, v in item.items()}
            if item["sk"].get("S") == "JOB" and job.get("status") in UNFINISHED:
                execution = job.get("execution") or arn("states", "execution:lost:lost")
                about = {key: job[key] for key in ("tenant", "video_id", "request_id", "attempt") if job.get(key)}
                detail = {
                    "executionArn": execution, "name": execution.rpartition(":")[2], "status": "ABORTED",
                    "cause": "Interrupted", "input": json.dumps(about),
                }  # fmt: skip
                yield {
                    "version": "0", "source": "aws.states", "detail-type": "Step Functions Execution Status Change",
                    "account": ACCOUNT, "region": REGION, "resources": [execution], "detail": detail,
                }  # fmt: skip


def _names(catalogue: ModuleType, front: int) -> dict[str, str]:
    """What `{name}` in the catalogue stands for here."""
    names = {bucket.name: f"{PREFIX}-{bucket.name}" for bucket in catalogue.BUCKETS}
    names |= {machine.name: arn("states", f"stateMachine:{machine.name}") for machine in catalogue.MACHINES}
    for container in catalogue.CONTAINERS:
        name = snake(container.name)
        names |= {f"{name}_queue": arn("batch", f"job-queue/{name}"), f"{name}_job": container.name}
    return names | {
        catalogue.TABLE.name: PREFIX,
        "topic": arn("sns", PREFIX),
        "socket_endpoint": f"http://127.0.0.1:{front}/ws-management",
        "socket_url": f"ws://127.0.0.1:{front}/live",
        "web": str(catalogue.ROOT / "web"),
    }


def _prepared(state: Path) -> Path:
    """The state's folders; what the last server left in `tmp` goes, and logs are kept short."""

    state = state.resolve()
    shutil.rmtree(state / "tmp", ignore_errors=True)
    for name in ("tmp", "logs"):
        (state / name).mkdir(parents=True, exist_ok=True)
    for log in (state / "logs").glob("*.log"):
        if log.name != "server.log" and log.stat().st_size > LOG_BYTES:
            os.replace(log, log.with_suffix(".log.1"))
    return state


def _keys(partition: str, sort: str) -> list[dict[str, str]]:
    return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": sort, "KeyType": "RANGE"}]


def _empty_zip() -> bytes:
    """What the Lambda API wants to see; the code runs from the functions' own folders."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("handler.py", "")
    return buffer.getvalue()


def _not_ready(_: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("503 Service Unavailable", [])
    return [b""]
