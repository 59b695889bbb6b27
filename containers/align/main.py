"""The alignment container. Environment: ALIGN_WAIT, the wait as JSON (kind "align")."""

import os
import sys

from spotworks import wiring
from spotworks.ports import Wait
from spotworks.runtime.job import run_align

if __name__ == "__main__":
    wait = Wait.model_validate_json(os.environ["ALIGN_WAIT"])
    sys.exit(run_align(wait, desk=wiring.desk(), aligner=wiring.aligner()))
