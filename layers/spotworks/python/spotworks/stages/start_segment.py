"""StartSegment: submit one segment of a render to the container, which ends the wait itself."""

from decimal import Decimal

from spotworks.domain.brief import Brief
from spotworks.domain.generation import Made
from spotworks.domain.keys import output_name
from spotworks.ports import RenderQueue
from spotworks.stages.complete import complete
from spotworks.stages.plan_render import RenderPlan
from spotworks.stages.render_segment import SegmentRequest, segment_id, tell_segment
from spotworks.stages.render_spot import part_address, part_key
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import waiting
from spotworks.stages.start_render import RenderStart


class SegmentStart(RenderStart):
    """segment: index into RenderPlan.parts."""

    segment: int


def start_segment(request: SegmentStart, *, desk: Desk, queue: RenderQueue) -> None:
    """The container learns what to do from RENDER_WAIT and RENDER_SEGMENT, both as JSON."""
    brief = desk.read(request, "brief.json", Brief)
    plan = desk.read(request, output_name("segments.json", brief, request.output), RenderPlan)
    part = plan.parts[request.segment]
    name = segment_id(request.output, request.segment)
    wait = waiting(request, "segment", request.token, name, address=part_address(part))
    desk.waits.open(wait)
    wanted = SegmentRequest(
        render=plan.request, output=request.output, number=request.segment, there=plan.there, of=len(plan.parts)
    )
    key = part_key(request.tenant, part)
    if desk.work.exists(key):  # made by a container that died before it could say so
        complete(wait, Made(key=key, model=plan.request.model, cost_usd=Decimal(0), reused=True), desk=desk)
        tell_segment(request, wanted, desk)
        return
    environment = {"RENDER_WAIT": wait.model_dump_json(), "RENDER_SEGMENT": wanted.model_dump_json()}
    shown = f"segment-{request.video_id}-{request.attempt}-{request.output}-{request.segment}"
    desk.waits.promise(wait, queue.submit(shown, environment))
