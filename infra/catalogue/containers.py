"""The Batch jobs."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from infra.catalogue.functions import Grant
from infra.catalogue.names import ROOT


@dataclass(frozen=True)
class Container:
    """One Batch job definition on Fargate: containers/<snake name without verb>/main.py. vcpus, memory in MB.

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


CONTAINERS = (
    Container(
        "Render", ROOT / "containers" / "render", ("table", "work:read", "work:write", "tokens"),
        vcpus=4, memory=8192, timeout=3600,
    ),
    Container(  # WhisperX's wheels, PyTorch among them, are locked for x86_64
        "Align", ROOT / "containers" / "align", ("table", "work:read", "work:write", "tokens"),
        vcpus=2, memory=8192, timeout=1200, architecture="x86_64", setting="align", library="whisperx",
    ),
)  # fmt: skip
