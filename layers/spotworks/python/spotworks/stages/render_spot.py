"""RenderSpot: a timeline becomes an MP4. Runs in the render container, and in a Lambda for previews."""

from collections.abc import Callable
from pathlib import Path

from spotworks.domain.base import JobRef
from spotworks.domain.generation import Made, Profile, RenderRequest, digest
from spotworks.domain.keys import asset_key, document_key
from spotworks.domain.money import compute_cost
from spotworks.domain.timeline import Timeline
from spotworks.errors import RenderFailed
from spotworks.ports import Rendered, Renderer
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import find_made, remember_made

_CHECKPOINTS = ("audio.m4a", "video.mp4")


def render_request(timeline: Timeline, profile: Profile, name: str = "timeline.json") -> RenderRequest:
    """name: the job's document that holds the timeline."""
    return RenderRequest(timeline=digest(timeline), key=name, profile=profile)


def render_spot(
    job: JobRef,
    request: RenderRequest,
    *,
    desk: Desk,
    renderer: Renderer,
    folder: Path,
    progress: Callable[[float], None] = lambda _: None,
) -> Made:
    """folder: an empty one on local disk. Raises RenderFailed, DiskFull, ToolMissing, NotFound.

    Checkpoints go to the work bucket as soon as they are whole, so that another machine goes on from them.
    """
    address = digest(request)
    found = find_made(desk.work, job.tenant, address)
    if found is not None:
        return found
    timeline = desk.read(job, request.key, Timeline)
    if digest(timeline) != request.timeline:
        raise RenderFailed("the timeline changed after its render was asked for")
    media, checkpoints = folder / "media", folder / "checkpoints"
    _download(timeline, media, desk)
    kept = _Checkpoints(job, address, checkpoints, desk)
    kept.restore()
    began = desk.clock.now()

    def tick(part: float) -> None:
        kept.save()
        progress(part)

    out = folder / "out.mp4"
    rendered = renderer.render(
        timeline, profile=request.profile, media=media, out=out, checkpoints=checkpoints, progress=tick
    )
    made = Made(
        key=asset_key(job.tenant, address, ".mp4"),
        model=rendered.encoder,
        cost_usd=compute_cost(rendered.cpu_seconds),
        seconds=(desk.clock.now() - began).total_seconds(),
        note=_note(rendered),
    )
    desk.work.upload(out, made.key, content_type="video/mp4")
    remember_made(desk.work, job.tenant, address, made)
    kept.clear()
    return made


def _download(timeline: Timeline, media: Path, desk: Desk) -> None:
    keys = {clip.source.key for clip in timeline.picture} | {overlay.key for overlay in timeline.overlays}
    keys |= {clip.key for clip in timeline.voice + timeline.effects + timeline.music + timeline.native}
    desk.work.download_many({key: media / key for key in sorted(keys)})


def _note(rendered: Rendered) -> str:
    parts = [f"{rendered.frames} frames, {rendered.cpu_seconds:.1f} CPU-s, {rendered.peak_rss_mb} MB"]
    if rendered.fallback:
        parts.append("compatible settings after the first ones failed")
    if rendered.resumed_from:
        parts.append("resumed from " + ", ".join(rendered.resumed_from))
    return "; ".join(parts)


class _Checkpoints:
    """The renderer's checkpoint files, mirrored in the work bucket."""

    def __init__(self, job: JobRef, address: str, folder: Path, desk: Desk) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._desk = desk
        self._prefix = document_key(job.tenant, job.video_id, f"checkpoints/{address[:16]}/")
        self._saved: set[str] = set()

    def restore(self) -> None:
        for key in self._desk.work.list(self._prefix):
            name = key.removeprefix(self._prefix)
            if name in _CHECKPOINTS:
                self._desk.work.download(key, self._folder / name)
                self._saved.add(name)

    def save(self) -> None:
        for name in _CHECKPOINTS:
            if name not in self._saved and (self._folder / name).exists():
                self._desk.work.upload(self._folder / name, self._prefix + name, content_type="video/mp4")
                self._saved.add(name)

    def clear(self) -> None:
        self._desk.work.delete(self._prefix + name for name in self._saved)
