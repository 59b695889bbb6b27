"""PlanRender: which segments of a render are missing, for other machines to make side by side."""

from spotworks.domain.base import Frozen, OutputRef
from spotworks.domain.brief import Brief
from spotworks.domain.generation import RenderRequest, digest
from spotworks.domain.keys import output_name
from spotworks.domain.money import worth_machines
from spotworks.domain.progress import segments_there
from spotworks.domain.timeline import Timeline
from spotworks.ports import Renderer
from spotworks.stages.render_spot import part_key, render_request
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import find_made


class RenderPlan(Frozen):
    """The job's document "segments.json". parts: names, in order; there: how many of them lay in the bucket before."""

    schema_version: int = 1
    request: RenderRequest
    parts: tuple[str, ...]
    there: int


class Missing(Frozen):
    """segments: numbers of the parts that are made on machines of their own; none where one machine does it all."""

    segments: tuple[int, ...] = ()


def plan_render(request: OutputRef, *, desk: Desk, renderer: Renderer, beyond: int) -> Missing:
    """beyond: see domain.money.worth_machines."""
    brief = desk.read(request, "brief.json", Brief)
    name = output_name("timeline.json", brief, request.output)
    timeline = desk.read(request, name, Timeline)
    wanted = render_request(timeline, brief.quality, name, brief.codec)
    if timeline.is_bare or find_made(desk, request, digest(wanted)) is not None:
        return Missing()
    parts = renderer.parts(timeline, profile=wanted.profile, codec=wanted.codec)
    first = {part.name: number for number, part in reversed([*enumerate(parts)])}  # what is shown twice is made once
    missing = sorted(n for name, n in first.items() if not desk.work.exists(part_key(request.tenant, name)))
    frames = sum(parts[number].segment.length for number in missing)
    if len(missing) < 2 or not worth_machines(frames / timeline.fps, brief.quality, beyond):
        return Missing()
    plan = RenderPlan(
        request=wanted, parts=tuple(part.name for part in parts), there=len(parts) - len(missing)
    )  # fmt: skip
    desk.write(request, output_name("segments.json", brief, request.output), plan)
    desk.jobs.record(
        request.tenant, request.video_id, lambda job: segments_there(job, plan.there, len(parts)),
        f"Rendering {len(missing)} of {len(parts)} segments side by side", reused=plan.there > 0,
    )  # fmt: skip
    return Missing(segments=tuple(missing))
