"""The GPU container. Environment: DIFFUSE_ORDER, the hook of the order whose clip it draws, and
SPOTWORKS_DIFFUSE_MODELS, where models lie: a folder, or s3://BUCKET/PREFIX."""

import os
import sys

from spotworks import wiring
from spotworks.runtime.diffuse import run_diffuse

if __name__ == "__main__":
    ended = run_diffuse(
        os.environ["DIFFUSE_ORDER"], desk=wiring.desk(), orders=wiring.orders(), queue=wiring.order_queue(),
        models=wiring.models(), diffuser=wiring.diffuser,
    )  # fmt: skip
    sys.exit(ended)
