"""StartSegment. In: the job, an output, a segment and a task token, which the container ends."""

from spotworks import wiring
from spotworks.runtime.step import step
from spotworks.stages.start_segment import SegmentStart, start_segment


@step(SegmentStart)
def handler(request: SegmentStart) -> None:
    start_segment(request, desk=wiring.desk(), queue=wiring.render_queue())
