"""The render container. Environment: RENDER_WAIT and RENDER_REQUEST (see stages/start_render.py)."""

import os
import sys

from spotworks import wiring
from spotworks.domain.generation import RenderRequest
from spotworks.ports import Wait
from spotworks.runtime.job import run_render

if __name__ == "__main__":
    sys.exit(
        run_render(
            Wait.model_validate_json(os.environ["RENDER_WAIT"]),
            RenderRequest.model_validate_json(os.environ["RENDER_REQUEST"]),
            desk=wiring.desk(),
            renderer=wiring.renderer(),
        )
    )
