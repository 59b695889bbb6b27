"""Writes the lock files from pyproject.toml: `make lock`, after any change of a dependency.

    all.txt                          developing: every extra but "diffuse"
    local.txt                        running on one machine
    layers/common/requirements.txt   the Lambda layer: the base dependencies but boto3, which the runtime brings
    media.txt                        the render image: base, media, research, provenance, the runtime interface client
    voice.txt                        espeak-ng, apart because it is GPL-3: leave it out and the local voice is gone
    runpod.txt                       developing, beside all.txt: RunPod's SDK drives its fake, and what it imports then
    uv.txt                           the installer itself

All are constrained by the first: what is tested is what is deployed. `python lock.py [path of uv]`.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = sys.argv[1] if len(sys.argv) > 1 else "uv"
APART = {"diffuse"}  # PyTorch is gigabytes: containers/diffuse pins its own, `make diffuse-test` installs what it tests
# It asks for a hundred packages, among them all of FastAPI's, and imports these beside what all.txt has.
RUNPOD = (
    "runpod>=1.12", "aiohttp-retry", "backoff", "bcrypt", "paramiko", "py-cpuinfo", "pynacl", "tomli", "tomlkit",
    "tqdm", "tqdm-loggable",
)  # fmt: skip
TARGET = "3.13"  # the Python of the Lambda runtime and of the image


def lock(output: str, *options: str, extra: list[str] | None = None) -> None:
    """Pins and hashes what `options` name, and `extra`, into the file `output`; it names no index."""
    command = [UV, "pip", "compile", *options, "--generate-hashes", "--no-emit-index-url", "--quiet", "-o", output]
    subprocess.run(command, cwd=ROOT, check=True, text=True, input="\n".join(extra or []))


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    base, extras = project["dependencies"], project["optional-dependencies"]
    runtime_client = [r for r in extras["local"] if r.startswith("awslambdaric")]
    tested = ("-c", "requirements/all.txt")
    here = ("--universal", "--python-version", "3.11")
    deployed = (*tested, "--python-version", TARGET)
    for_lambda = ("--python-platform", "aarch64-manylinux_2_28", "--only-binary", ":all:")

    chosen = [option for name in extras if name not in APART for option in ("--extra", name)]
    lock("requirements/all.txt", "pyproject.toml", *chosen, *here)
    running = (
        "--extra",
        "media",
        "--extra",
        "research",
        "--extra",
        "local",
        "--extra",
        "voice",
        "--extra",
        "provenance",
    )
    lock("requirements/local.txt", "pyproject.toml", *running, *tested, *here)
    lock(
        "layers/common/requirements.txt", "-", *deployed, *for_lambda,
        extra=[r for r in base if not r.startswith("boto3")],
    )  # fmt: skip
    lock(
        "requirements/media.txt", "pyproject.toml", "-", *deployed, "--universal",
        "--extra", "media", "--extra", "research", "--extra", "provenance",
        extra=runtime_client,
    )  # fmt: skip
    lock("requirements/voice.txt", "-", "--universal", *deployed, extra=extras["voice"])
    lock("requirements/runpod.txt", "-", "--no-deps", *tested, *here, extra=list(RUNPOD))
    lock("requirements/uv.txt", "-", *here, extra=["uv"])


if __name__ == "__main__":
    main()
