"""Writes the lock files from pyproject.toml: run it (`make lock`) after any change of a dependency.

    all.txt                      a developer's machine and CI: every extra
    layers/common/...            the Lambda layer: the base dependencies but boto3, which the runtime brings
    media.txt                    the render image: base and media, boto3 and the runtime interface client
    voice.txt                    espeak-ng alone, because it is GPL-3: an image gets it only if asked

The last three are constrained by the first: what is tested is what is deployed. Needs uv (https://docs.astral.sh/uv/).
"""

import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = "3.13"  # the Python of the Lambda runtime and of the image


def lock(output: str, *options: str, extra: list[str] | None = None) -> None:
    """Pins and hashes what `options` name, and `extra`, into the file `output`; it names no index."""
    command = ["uv", "pip", "compile", *options, "--generate-hashes", "--no-emit-index-url", "--quiet", "-o", output]
    subprocess.run(command, cwd=ROOT, check=True, text=True, input="\n".join(extra or []))


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    base, extras = project["dependencies"], project["optional-dependencies"]
    runtime_client = [r for r in extras["local"] if r.startswith("awslambdaric")]
    deployed = ("-c", "requirements/all.txt", "--python-version", TARGET)
    for_lambda = ("--python-platform", "aarch64-manylinux_2_28", "--only-binary", ":all:")

    lock("requirements/all.txt", "pyproject.toml", "--all-extras", "--universal", "--python-version", "3.11")
    lock(
        "layers/common/requirements.txt", "-", *deployed, *for_lambda,
        extra=[r for r in base if not r.startswith("boto3")],
    )  # fmt: skip
    lock(
        "requirements/media.txt", "pyproject.toml", "-", "--extra", "media", "--universal", *deployed,
        extra=runtime_client,
    )  # fmt: skip
    lock("requirements/voice.txt", "-", "--universal", *deployed, extra=extras["voice"])


if __name__ == "__main__":
    main()
