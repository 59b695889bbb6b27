"""The app: three stacks, each of which needs only those before it.

Data    what must outlive a bad deployment of the rest
Spot    everything that runs; its parts name each other, so it cannot be cut further
Watch   alarms; a mistake in one cannot roll back what runs
"""

from aws_cdk import App, Tags, Validations
from cdk_nag import AwsSolutionsChecks

from infra.layers import Layers
from infra.settings import Settings
from infra.stacks.data import DataStack
from infra.stacks.spot import SpotStack
from infra.stacks.watch import WatchStack

# Here and not in cdk.json, which only the CLI reads: both ways of synthesis must give the same templates.
FLAGS = {
    "@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy": True,
    "@aws-cdk/aws-iam:minimizePolicies": True,
    "@aws-cdk/core:defaultCrossStackReferences": "strong",  # what Spot uses cannot be deleted under it
}


def make_app(settings: Settings, layers: Layers, outdir: str | None = None) -> App:
    """Not yet synthesised. No account, region or look-up is needed: the CLI's own decide where it goes."""
    app = App(outdir=outdir, context=FLAGS)
    data = DataStack(
        app,
        f"{settings.prefix}-data",
        settings=settings,
    )
    spot = SpotStack(app, f"{settings.prefix}-spot", data=data, layers=layers, settings=settings)
    WatchStack(app, f"{settings.prefix}-watch", spot=spot, settings=settings)
    Tags.of(app).add("project", "spotworks")
    Tags.of(app).add("stage", settings.stage)
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    return app
