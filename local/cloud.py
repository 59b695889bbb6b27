"""The whole cloud of a catalogue in this process: its tables, buckets, functions, rules, queue and machine.

Everything is created through the services' own APIs from the same catalogue that CDK deploys.
"""

import json
import logging
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import boto3
from botocore.config import Config
from moto.core.config import default_user_config
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from local import additions_lambda, additions_light, additions_machines, additions_tokens  # noqa: F401 - "light" before Batch
from local.additions_objects import Objects, Requests
from local.additions_tables import Tables
from local.arns import ACCOUNT, REGION, arn
from local.batch import Batch
from local.environments import Settings
from local.events import Clock, Events, Stream
from local.lambdas import Lambdas
from local.processes import PRELOAD, Launcher
from local.queues import Queues
from local.resources import Resources, names_of
from local.store import Change, Store

UNFINISHED = {"queued", "running", "awaiting_approval"}
LOG_BYTES = 8 * 1024 * 1024
OWN_PRELOAD = (
    "local.warmed", "spotworks.ports", "spotworks.wiring",
    # The picture and sound libraries: two thirds of a second of CPU in each of a dozen processes otherwise.
    "numpy", "cv2", "av", "PIL.Image", "PIL.ImageCms", "resvg_py", "fontTools.ttLib",
    # Our own: a quarter of a second more, most of it the building of models and patterns.
    "spotworks.runtime.step", "spotworks.adapters.aws.jobs", "spotworks.adapters.aws.ledger",
    "spotworks.adapters.aws.waits", "spotworks.adapters.aws.flow", "spotworks.adapters.aws.files",
    "spotworks.adapters.local.writer", "spotworks.adapters.local.pictures", "spotworks.adapters.local.voice",
    "spotworks.adapters.local.effects", "spotworks.adapters.local.music", "spotworks.adapters.media.intake",
    "spotworks.adapters.media.render", "spotworks.adapters.checks.checker", "spotworks.stages.settle_spot",
    "spotworks.stages.assemble_timeline", "spotworks.stages.start_image", "spotworks.stages.write_captions",
)  # fmt: skip


class Cloud:
    """Running from construction to `close`. One to a process: moto's services are global.

    catalogue: a module like `infra.catalogue`. front: the port of the HTTP front, which the functions
    are told of and whose pages may call. cold: functions begin with nothing imported, as Lambda's do.
    """

    def __init__(self, state: Path, catalogue: ModuleType, front: int, live: int = 12, *, cold: bool = False) -> None:
        self.catalogue = catalogue
        self._state = _prepared(state)
        self.store = Store(self._state)
        layer = catalogue.ROOT / "layers" / "spotworks" / "python"
        self._launcher = Launcher(
            [Path(__file__).parent.parent, layer], preload=() if cold else (*PRELOAD, *OWN_PRELOAD)
        )
        default_user_config["stepfunctions"] = {"execute_state_machine": True}
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        logging.getLogger("moto.stepfunctions").setLevel(logging.CRITICAL)  # it prints whole machines
        self._server = make_server("127.0.0.1", 0, _not_ready, threaded=True, request_handler=MotoRequestHandler)
        self.endpoint = f"http://127.0.0.1:{self._server.server_port}"
        self.names = names_of(catalogue, front)
        aws = {
            "AWS_ENDPOINT_URL": self.endpoint, "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_EC2_METADATA_DISABLED": "true",
            "SPOTWORKS_SIGNING_FOLDER": str(self._state / "signing"),
        }  # fmt: skip
        front_functions = (catalogue.API_FUNCTION, catalogue.SOCKET_FUNCTION, catalogue.TABLE.stream_to)
        # Packages that the user's shell adds, with modes of their own perhaps; those of this Python are there anyway.
        added = tuple(Path(entry).resolve() for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry)
        settings = Settings(self._state, (layer, *added), aws, live=live, reserved=front_functions)
        self.lambdas = Lambdas(settings, self._launcher)
        self._install(settings, front)
        Resources(catalogue, self.names, self.client, self.lambdas, self.store, self._objects).create()
        self._queues = Queues(self.lambdas)
        seconds = {function.name: function.timeout for function in catalogue.FUNCTIONS}
        for queue in catalogue.QUEUES:
            self._queues.serve(queue.name, queue.calls, 6 * seconds[queue.calls])
        self._clock = Clock(self.lambdas)
        dead = list(self._interrupted())  # now: later there may be new ones, which are alive
        threading.Thread(target=self._afterwards, args=(dead,), name="afterwards", daemon=True).start()

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
        self._queues.close()
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
        prefix = self.catalogue.TABLE.stream_prefix
        stream = Stream(
            arn("dynamodb", f"table/{self.names[table.name]}"),
            lambda batch: target not in self.lambdas or not self.lambdas.invoke(target, batch).failed,
        )

        def changed(changes: list[Change]) -> None:
            self.store.write_items(changes)
            for change in changes:
                if change.keys["sk"]["S"].startswith(prefix):
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

    def _afterwards(self, dead: list[dict[str, Any]]) -> None:
        """What need not hold up the start: jobs of dead executions, and the front's first environments."""
        for name in (self.catalogue.API_FUNCTION, self.catalogue.SOCKET_FUNCTION):
            self.lambdas.warm(name)
        for rule in self.catalogue.RULES:
            if "aws.states" in rule.pattern.get("source", ()):
                for event in dead:
                    self.lambdas.send(rule.calls, json.dumps(event).encode())

    def _interrupted(self) -> Iterator[dict[str, Any]]:
        """An event for each job whose execution died with the last server."""
        for item in self.store.items(self.names[self.catalogue.TABLE.name]):
            if item["sk"].get("S") != "JOB":
                continue
            job = json.loads(item["doc"]["S"]) if "doc" in item else {k: v.get("S") for k, v in item.items()}
            if job.get("status") in UNFINISHED:
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


def _not_ready(_: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("503 Service Unavailable", [])
    return [b""]
