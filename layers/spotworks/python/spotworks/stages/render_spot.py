"""RenderSpot: a timeline becomes an MP4. Runs in the render container, and in a Lambda for previews."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from spotworks.domain.base import JobRef
from spotworks.domain.generation import Codec, Made, Profile, RenderRequest, digest
from spotworks.domain.keys import asset_key, document_key
from spotworks.domain.money import compute_cost
from spotworks.domain.segments import shown
from spotworks.domain.timeline import Timeline, grounds
from spotworks.errors import RenderFailed
from spotworks.ports import Rendered, Renderer
from spotworks.stages.complete import remember_made
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import find_made

_SOUND = "audio.m4a"
MEDIA_TYPES = {".mp4": "video/mp4", ".m4a": "audio/mp4", ".mov": "video/quicktime"}


def render_request(
    timeline: Timeline, profile: Profile, name: str = "timeline.json", codec: Codec = "h264"
) -> RenderRequest:
    """name: the job's document that holds the timeline."""
    return RenderRequest(timeline=digest(timeline), key=name, profile=profile, codec=codec)


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
    found = find_made(desk, job, address)
    if found is not None:
        return found
    timeline = timeline_of(job, request, desk)
    media, checkpoints = folder / "media", folder / "checkpoints"
    parts = renderer.parts(timeline, profile=request.profile, codec=request.codec)
    kept = _Checkpoints(job, address, checkpoints, [part.name for part in parts], desk)
    there = kept.restore()
    missing = [shown(timeline, part.segment) for part in parts if part.name not in there]
    needed = _sound_keys(timeline).union(*map(picture_keys, missing))
    download(needed, media, desk)
    began = desk.clock.now()

    def tick(part: float) -> None:
        kept.save()
        progress(part)

    suffix = ".mov" if request.profile == "mezzanine" else ".mp4"
    out = folder / f"out{suffix}"
    render = partial(
        renderer.render, timeline, profile=request.profile, codec=request.codec, media=media, out=out,
        checkpoints=checkpoints, progress=tick,
    )  # fmt: skip
    try:
        rendered = render()
    except RenderFailed:
        rest = picture_keys(timeline) - needed
        if not rest:
            raise
        download(rest, media, desk)  # the parts that were there don't do: all is made anew
        rendered = render()
    made = Made(
        key=asset_key(job.tenant, address, suffix),
        model=rendered.encoder,
        cost_usd=compute_cost(rendered.cpu_seconds),
        seconds=(desk.clock.now() - began).total_seconds(),
        note=_note(rendered),
    )
    desk.work.upload(out, made.key, content_type=MEDIA_TYPES[suffix])
    remember_made(desk, job, address, made)
    kept.clear()
    return made


def timeline_of(job: JobRef, request: RenderRequest, desk: Desk) -> Timeline:
    """Raises RenderFailed if it is not the one that was asked for."""
    timeline = desk.read(job, request.key, Timeline)
    if digest(timeline) != request.timeline:
        raise RenderFailed("the timeline changed after its render was asked for")
    return timeline


def picture_keys(timeline: Timeline) -> set[str]:
    """Of everything that is seen."""
    keys = {clip.source.key for clip in timeline.picture} | {overlay.key for overlay in timeline.overlays}
    return keys | grounds(timeline)


def _sound_keys(timeline: Timeline) -> set[str]:
    return {clip.key for clip in timeline.voice + timeline.effects + timeline.music + timeline.native}


def download(keys: Iterable[str], media: Path, desk: Desk) -> None:
    """Each to its own path under the folder `media`, as the renderer wants them."""
    desk.work.download_many({key: media / key for key in sorted(keys)})


def _note(rendered: Rendered) -> str:
    parts = [f"{rendered.frames} frames, {rendered.cpu_seconds:.1f} CPU-s, {rendered.peak_rss_mb} MB"]
    if rendered.fallback:
        parts.append("compatible settings after the first ones failed")
    if rendered.resumed_from:
        parts.append("resumed from " + ", ".join(rendered.resumed_from))
    return "; ".join([*parts, *rendered.notes])


class _Checkpoints:
    """The renderer's checkpoint files, mirrored in the work bucket.

    The sound belongs to this render. Segments belong to whatever shows the same, so several of them stay for
    the next version of the video; a single one is the whole picture again, and goes with the sound.
    """

    def __init__(self, job: JobRef, address: str, folder: Path, parts: Sequence[str], desk: Desk) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._desk = folder, desk
        self._keys = {_SOUND: document_key(job.tenant, job.video_id, f"checkpoints/{address[:16]}/{_SOUND}")}
        self._keys |= {name: part_key(job.tenant, name) for name in parts}
        self._passing = {name for name in self._keys if name == _SOUND or len(parts) == 1}
        self._saved: set[str] = set()

    def restore(self) -> frozenset[str]:
        """The names of those that were there."""
        self._saved = {name for name, key in self._keys.items() if self._desk.work.exists(key)}
        self._desk.work.download_many({self._keys[name]: self._folder / name for name in sorted(self._saved)})
        return frozenset(self._saved)

    def save(self) -> None:
        for name, key in self._keys.items():
            if name not in self._saved and (self._folder / name).exists():
                self._desk.work.upload(self._folder / name, key, content_type=MEDIA_TYPES[Path(name).suffix])
                self._saved.add(name)

    def clear(self) -> None:
        self._desk.work.delete(self._keys[name] for name in self._saved & self._passing)


def part_key(tenant: str, name: str) -> str:
    """Where a part lies that `Renderer.parts` names."""
    return asset_key(tenant, part_address(name), Path(name).suffix)


def part_address(name: str) -> str:
    return Path(name).stem.removeprefix("part-")
