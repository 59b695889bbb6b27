"""The render container. Environment: RENDER_WAIT, and RENDER_REQUEST for a whole render (see stages/start_render.py)
or RENDER_SEGMENT for one segment of it (see stages/start_segment.py)."""

import os
import sys

from spotworks import wiring
from spotworks.domain.generation import RenderRequest
from spotworks.ports import Wait
from spotworks.runtime.job import run_render, run_segment
from spotworks.stages.render_segment import SegmentRequest


def main() -> int:
    wait = Wait.model_validate_json(os.environ["RENDER_WAIT"])
    desk, renderer = wiring.desk(), wiring.renderer()
    segment = os.environ.get("RENDER_SEGMENT")
    if segment is not None:
        return run_segment(wait, SegmentRequest.model_validate_json(segment), desk=desk, renderer=renderer)
    request = RenderRequest.model_validate_json(os.environ["RENDER_REQUEST"])
    return run_render(wait, request, desk=desk, renderer=renderer)


if __name__ == "__main__":
    sys.exit(main())
