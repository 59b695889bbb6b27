"""The Batch jobs."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from infra.catalogue.functions import Grant
from infra.catalogue.names import ROOT


@dataclass(frozen=True)
class Container:
    """One Batch job definition: containers/<snake name without verb>/main.py, on Fargate, or on EC2 for its gpus.

    vcpus, memory in MB. attempts: that Batch makes where the machine is taken away.

    queue: whose jobs it shares the places with. setting: the deployment's that asks for it, "" for one that is always
    there; library: the package that the embedded cloud has to find for it, where no setting decides.
    """

    name: str
    folder: Path
    grants: tuple[Grant, ...]
    vcpus: int
    memory: int
    timeout: int
    attempts: int = 1
    environment: dict[str, str] = field(default_factory=dict)
    queue: str = "render"
    architecture: Literal["arm64", "x86_64"] = "arm64"
    setting: str = ""
    library: str = ""
    gpus: int = 0


CONTAINERS = (
    Container(
        "Render", ROOT / "containers" / "render", ("table", "work:read", "work:write", "tokens"),
        vcpus=4, memory=8192, timeout=3600,
    ),
    Container(  # WhisperX's wheels, PyTorch among them, are locked for x86_64
        "Align", ROOT / "containers" / "align", ("table", "work:read", "work:write", "tokens"),
        vcpus=2, memory=8192, timeout=1200, architecture="x86_64", setting="align", library="whisperx",
    ),
    Container(  # of a g6e.xlarge, which has 32 GB, the agent and the system keep some
        "Diffuse", ROOT / "containers" / "diffuse",
        ("table", "work:read", "work:write", "tokens", "orders:send", "models:read"),
        vcpus=4, memory=28_000, timeout=1800, attempts=3, queue="diffuse", architecture="x86_64",
        environment={"SPOTWORKS_ORDERS": "{orders_queue}"}, setting="diffuse_models", library="diffusers", gpus=1,
    ),
)  # fmt: skip
