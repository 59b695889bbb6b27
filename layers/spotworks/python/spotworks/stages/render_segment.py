"""RenderSegment: one segment of a timeline becomes a part under its content address. Runs in the render container."""

from pathlib import Path

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.generation import Made, RenderRequest
from spotworks.domain.money import compute_cost
from spotworks.domain.progress import segment_done
from spotworks.domain.segments import shown
from spotworks.ports import Renderer
from spotworks.stages.render_spot import MEDIA_TYPES, download, part_key, picture_keys, timeline_of
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import wait_id


class SegmentRequest(Frozen):
    """output: index into Brief.outputs; number: into Renderer.parts.

    of: how many parts these are; there: how many of them lay in the bucket before any was made.
    """

    render: RenderRequest
    output: int
    number: int
    there: int
    of: int


def render_segment(job: JobRef, request: SegmentRequest, *, desk: Desk, renderer: Renderer, folder: Path) -> Made:
    """folder: an empty one on local disk. Raises RenderFailed, DiskFull, ToolMissing, NotFound."""
    render, began = request.render, desk.clock.now()
    timeline = timeline_of(job, render, desk)
    part = renderer.parts(timeline, profile=render.profile, codec=render.codec)[request.number]
    media, out = folder / "media", folder / part.name
    download(picture_keys(shown(timeline, part.segment)), media, desk)
    rendered = renderer.render_part(
        timeline, request.number, profile=render.profile, codec=render.codec, media=media, out=out
    )  # fmt: skip
    key = part_key(job.tenant, part.name)
    desk.work.upload(out, key, content_type=MEDIA_TYPES[out.suffix])
    tell_segment(job, request, desk)
    return Made(
        key=key,
        model=rendered.encoder,
        cost_usd=compute_cost(rendered.cpu_seconds),
        seconds=(desk.clock.now() - began).total_seconds(),
        note=f"{rendered.frames} frames, {rendered.cpu_seconds:.1f} CPU-s, {rendered.peak_rss_mb} MB",
    )


def tell_segment(job: JobRef, request: SegmentRequest, desk: Desk) -> None:
    """Moves the job's progress by a segment that is there; told twice, it counts once."""
    name = segment_id(request.output, request.number)
    desk.jobs.record(
        job.tenant,
        job.video_id,
        lambda row: segment_done(row, name, there=request.there, of=request.of),
        f"Segment {request.number + 1} of {request.of} is ready",
    )


def segment_id(output: int, number: int) -> str:
    """Of the wait for a segment."""
    return wait_id("segment", output, number)
