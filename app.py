"""Synthesises the CloudFormation templates into cdk.out, without an account: `python app.py` or the CDK CLI."""

import os
import sys

from infra import layers
from infra.settings import SettingError, Settings
from infra.stacks.app import make_app

try:
    settings = Settings.read(os.environ)
except SettingError as error:
    sys.exit(str(error))
# The CLI names its own folder in CDK_OUTDIR; without it this is the one it would take.
make_app(settings, layers.build(), os.environ.get("CDK_OUTDIR", "cdk.out")).synth()
