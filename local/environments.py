"""One execution environment of a function: a process of its own that runs AWS's runtime interface client."""

import contextlib
import json
import os
import shutil
import time
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import psutil

from local.processes import Launcher, Process
from local.runtime_api import Invocation, RuntimeApi

INIT_SECONDS = 60  # AWS allows 10 s on a machine of its own; here all of them start at once on two cores
LOOK_SECONDS = 1.0  # between two looks at a function's memory; each look walks all processes of the machine
RESPONSE_BYTES = 6_291_556  # https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
KEPT = (
    "PATH", "HOME", "LANG", "LC_ALL", "SSL_CERT_FILE", "SSL_CERT_DIR", "LD_LIBRARY_PATH", "FONTCONFIG_PATH",
    "SPOTWORKS_RESEARCH_ALLOW", "SPOTWORKS_SCRIPTED_DELAYS", "SPOTWORKS_SEGMENT_SECONDS", "SPOTWORKS_ALIGN_MODELS",
    "SPOTWORKS_SIGNING_CHAIN", "SPOTWORKS_SIGNING_KEY", "SPOTWORKS_SIGNING_KMS", "SPOTWORKS_LANGUAGE_MODEL",
    "SPOTWORKS_VENDORS", "SPOTWORKS_PACE", "SPOTWORKS_PATIENCE", "SPOTWORKS_FONTS",
)  # fmt: skip


@cache
def kept() -> tuple[str, ...]:
    """What the functions may know of this shell's environment: all that the catalogue's models need too."""
    from spotworks import wiring

    return tuple(dict.fromkeys((*KEPT, *(name for model in wiring.models() for name in model.variables))))


class Function(Protocol):
    """What is needed of an `infra.catalogue.Function`."""

    @property
    def name(self) -> str: ...
    @property
    def folder(self) -> Path: ...
    @property
    def handler(self) -> str: ...
    @property
    def memory(self) -> int: ...
    @property
    def timeout(self) -> int: ...


@dataclass(frozen=True)
class Result:
    """What an invocation came to. failed: the body is {"errorType", "errorMessage", ...}."""

    request_id: str
    failed: bool
    body: bytes


@dataclass(frozen=True)
class Settings:
    """Where functions run. aws: what every environment needs to find the rest of the cloud."""

    state: Path
    path: tuple[Path, ...]
    aws: dict[str, str]
    arn: str = "arn:aws:lambda:us-east-1:123456789012:function:{}"
    live: int = 12
    reserved: Collection[str] = ()


class Environment:
    """One process of one function."""

    def __init__(self, function: Function, environment: dict[str, str], settings: Settings, launcher: Launcher) -> None:
        self.function = function
        self.used = time.monotonic()
        self.peak = 0
        self.fresh = True
        self._began = time.perf_counter()
        self._log = settings.state / "logs" / f"{function.name}.log"
        self._temporary = settings.state / "tmp" / uuid.uuid4().hex[:12]
        self._temporary.mkdir(parents=True)
        self.api = RuntimeApi(settings.arn.format(function.name))
        variables = {k: os.environ[k] for k in kept() if k in os.environ} | _own_variables(function, self.api.address)
        variables |= {"PYTHONPATH": os.pathsep.join(map(str, (function.folder, *settings.path))), **settings.aws}
        self.process: Process = launcher.module(
            "awslambdaric", function.handler, environment={**variables, "TMPDIR": str(self._temporary), **environment},
            folder=function.folder, log=self._log, on_end=self.api.abandon,
            nice=0 if function.name in settings.reserved else 5,
        )  # fmt: skip

    @property
    def alive(self) -> bool:
        return not self.process.ended.is_set() and self.api.init_error is None

    def invoke(self, payload: bytes) -> Result:
        request_id = str(uuid.uuid4())
        init_ms = self._wait_until_ready()
        if self.api.init_error is not None:
            return self._report(Result(request_id, True, self.api.init_error), init_ms, 0.0)
        began = time.perf_counter()
        invocation = Invocation(request_id, payload, int((time.time() + self.function.timeout) * 1000))
        self.api.give(invocation)
        limit = began + self.function.timeout
        while not self.process.ended.is_set() and not invocation.done.wait(
            min(LOOK_SECONDS, limit - time.perf_counter())
        ):
            if time.perf_counter() >= limit or self._outgrown():
                break
        self.peak = max(self.peak, _high_water(self.process.pid))
        result = self._result(invocation)
        self.used = time.monotonic()
        return self._report(result, init_ms, (time.perf_counter() - began) * 1000)

    def close(self) -> None:
        self.process.kill()
        self.process.ended.wait(5)
        self.api.close()
        shutil.rmtree(self._temporary, ignore_errors=True)

    def _wait_until_ready(self) -> float | None:
        """Milliseconds that a cold start took, None when warm."""
        if not self.fresh:
            return None
        self.fresh = False
        if not self.process.ended.is_set() and not self.api.ready.wait(INIT_SECONDS):
            self.process.kill()
        return (time.perf_counter() - self._began) * 1000

    def _outgrown(self) -> bool:
        """Kills the process beyond twice its memory: other libraries lie on this host than in Lambda."""
        try:
            root = psutil.Process(self.process.pid)
            held = sum(p.memory_info().rss for p in (root, *root.children(recursive=True)))
        except psutil.Error:
            return False
        self.peak = max(self.peak, held)
        if held <= 2 * self.function.memory * 1024 * 1024:
            return False
        self.process.kill()
        self.process.ended.wait(5)
        return True

    def _result(self, invocation: Invocation) -> Result:
        request_id = invocation.request_id
        if invocation.done.is_set() and invocation.body is not None:
            if len(invocation.body) > RESPONSE_BYTES:
                limit = f"Response payload size exceeded maximum allowed payload size ({RESPONSE_BYTES} bytes)."
                return Result(request_id, True, failure("Function.ResponseSizeTooLarge", limit))
            return Result(request_id, invocation.failed, invocation.body)
        if self.process.ended.is_set():
            code = self.process.code
            how = "signal: killed" if code is None or code < 0 else f"exit status {code}"
            message = f"RequestId: {request_id} Error: Runtime exited with error: {how}"
            return Result(request_id, True, failure("Runtime.ExitError", message))
        self.process.kill()
        self.process.ended.wait(5)
        message = f"RequestId: {request_id} Error: Task timed out after {self.function.timeout:.2f} seconds"
        return Result(request_id, True, failure("Sandbox.Timedout", message))

    def _report(self, result: Result, init_ms: float | None, ms: float) -> Result:
        """Lambda's own line at the end of an invocation, in its JSON form."""
        record: dict[str, Any] = {"requestId": result.request_id, "status": "error" if result.failed else "success"}
        metrics = {"durationMs": round(ms, 1), "memorySizeMB": self.function.memory, "maxMemoryUsedMB": self.peak >> 20}
        record["metrics"] = metrics if init_ms is None else {**metrics, "initDurationMs": round(init_ms, 1)}
        line = json.dumps({"time": _now(), "type": "platform.report", "record": record})
        with self._log.open("a") as log:
            log.write(line + "\n")
        return result


def _own_variables(function: Function, address: str) -> dict[str, str]:
    """What Lambda itself sets: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"""
    return {
        "_HANDLER": function.handler,
        "LAMBDA_TASK_ROOT": str(function.folder),
        "AWS_LAMBDA_RUNTIME_API": address,
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function.name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": f"[$LATEST]{uuid.uuid4().hex}",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
        "TZ": ":UTC",
    }


def _high_water(pid: int) -> int:
    """Bytes that the process has held at most, as the kernel counts them; 0 where it does not say, or of the dead."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) << 10
    return 0


def failure(kind: str, message: str) -> bytes:
    """What the runtime would report of a function that failed."""
    return json.dumps({"errorType": kind, "errorMessage": message}).encode()


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
