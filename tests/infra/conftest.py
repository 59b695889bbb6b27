"""The templates as they would be deployed, synthesised once for all the tests here."""

import fcntl
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from infra import layers

ROOT = Path(__file__).resolve().parents[2]
PREFIX = "spotworks-test"

# Everything optional is on, so that what only some deployments have is looked at too. The key signs nothing.
SETTINGS = {
    "SPOTWORKS_STAGE": "test",
    "SPOTWORKS_ORIGINS": "https://ads.example.com,https://www.example.com",
    "SPOTWORKS_DOMAIN": "api.example.com",
    "SPOTWORKS_CERTIFICATE": "arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0000-0000-0000-000000000000",
    "SPOTWORKS_ALARM_EMAIL": "alarms@example.com",
    "SPOTWORKS_LOG_DAYS": "30",
    "SPOTWORKS_ALIGN": "1",
    "SPOTWORKS_DIFFUSE_MODELS": "s3://our-models/open",
    "SPOTWORKS_LANGUAGE_MODEL": "gpt_sol",
    "SPOTWORKS_DELIVERY_KEY": "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----",
}


@dataclass(frozen=True)
class Template:
    """One stack's. folder: the assembly, with the files that would be uploaded."""

    stack: str
    folder: Path

    @cached_property
    def resources(self) -> dict[str, dict[str, Any]]:
        return self._json("template")["Resources"]

    def of(self, kind: str) -> dict[str, dict[str, Any]]:
        """Properties by logical id: kind as in "Lambda::Function"."""
        return {
            name: resource.get("Properties", {})
            for name, resource in self.resources.items()
            if resource["Type"] == f"AWS::{kind}"
        }

    def one(self, kind: str) -> dict[str, Any]:
        (found,) = self.of(kind).values()
        return found

    def asset(self, code: dict[str, Any]) -> Path:
        """The folder behind a Code or Content property."""
        files = self._json("assets")["files"]
        return self.folder / files[code["S3Key"].removesuffix(".zip")]["source"]["path"]

    def image(self, name: str) -> dict[str, Any]:
        """The source of an image. name: of its folder under containers/."""
        images = [image["source"] for image in self._json("assets")["dockerImages"].values()]
        (found,) = [image for image in images if image["dockerFile"] == f"containers/{name}/Dockerfile"]
        return dict(found)

    def _json(self, kind: str) -> Any:
        return json.loads((self.folder / f"{PREFIX}-{self.stack}.{kind}.json").read_text())


def shown(value: Any) -> str:
    """An intrinsic function as a string: "<LogicalId>", "<LogicalId.Arn>", "import:Name"."""
    match value:
        case {"Fn::Join": [separator, parts]}:
            return str(separator).join(shown(part) for part in parts)
        case {"Fn::GetAtt": [resource, attribute]}:
            return f"<{resource}.{attribute}>"
        case {"Fn::ImportValue": name}:
            return f"import:{shown(name)}"
        case {"Ref": name}:
            return f"<{name}>"
        case {"Fn::Sub": text}:
            return str(text)
        case _:
            return str(value)


@pytest.fixture(scope="session")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """cdk.out, made by the first of the test processes that asks. cdk-nag's findings make it fail."""
    assert (layers.BUILD / "common.sha256").exists(), "run `make layers` first: it needs the package index, once"
    shared = (
        tmp_path_factory.getbasetemp().parent
        if os.environ.get("PYTEST_XDIST_WORKER")
        else tmp_path_factory.getbasetemp()
    )
    out = shared / "cdk.out"
    with (shared / "cdk.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (out / "done").exists():
            _synthesise(out)
            (out / "done").touch()
    return out


def _synthesise(out: Path) -> None:
    # `make synth` has CDK and cfn-lint look at the templates as well.
    quick = {"CDK_VALIDATION": "false", "CDK_OUTDIR": str(out)}
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "app.py"], cwd=ROOT, env=kept | SETTINGS | quick, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


@pytest.fixture(scope="session")
def data(assembly: Path) -> Template:
    return Template("data", assembly)


@pytest.fixture(scope="session")
def spot(assembly: Path) -> Template:
    return Template("spot", assembly)


@pytest.fixture(scope="session")
def watch(assembly: Path) -> Template:
    return Template("watch", assembly)


@pytest.fixture(scope="session")
def templates(data: Template, spot: Template, watch: Template) -> tuple[Template, ...]:
    return (data, spot, watch)
