"""AssembleTimeline: the edit, and preflight before anything is rendered."""

import hashlib

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.captions import Captions
from spotworks.domain.clip import ClipDocument
from spotworks.domain.editing import PlacedOverlay, assemble
from spotworks.domain.keys import asset_key
from spotworks.domain.preflight import preflight
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.sound import Effects, Music, Voice
from spotworks.domain.timeline import Timeline
from spotworks.errors import NotFound, PreflightFailed
from spotworks.ports import Artist, Prober
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import made_for


class Assembled(Frozen):
    frames: int
    warnings: int


def assemble_timeline(job: JobRef, *, desk: Desk, artist: Artist, prober: Prober) -> Assembled:
    """Raises PreflightFailed, naming every issue."""
    desk.enter(job, "timeline", "Assembling the timeline")
    brief = desk.read(job, "brief.json", Brief)
    play = desk.read(job, "screenplay.json", Screenplay)
    clips = {
        (scene.index, chunk): ClipDocument.model_validate_json(
            desk.work.read(made_for(desk, job, "clip", scene.index, chunk).key)
        )
        for scene in play.scenes
        for chunk in range(len(scene.chunks))
    }
    timeline = assemble(
        brief,
        play,
        clips=clips,
        layers=_draw_overlays(job, brief, play, desk=desk, artist=artist),
        voice=Voice.model_validate_json(desk.work.read(made_for(desk, job, "voice").key)),
        effects=Effects.model_validate_json(desk.work.read(made_for(desk, job, "effects").key)),
        music=Music.model_validate_json(desk.work.read(made_for(desk, job, "music").key)),
        captions=desk.read(job, "captions.json", Captions),
    )
    warnings = _preflight(job, timeline, desk=desk, prober=prober)
    desk.write(job, "timeline.json", timeline)
    return Assembled(frames=timeline.length, warnings=warnings)


def _draw_overlays(job: JobRef, brief: Brief, play: Screenplay, *, desk: Desk, artist: Artist) -> list[PlacedOverlay]:
    width, height = brief.canvas
    layers = []
    for scene in play.scenes:
        images = artist.overlays(
            scene.text, layout=scene.layout, palette=play.palette, width=width, height=height, brand=play.brand
        )
        for image in images:
            key = asset_key(job.tenant, hashlib.sha256(image.content).hexdigest(), ".png")
            if not desk.work.exists(key):
                desk.work.write(key, image.content, content_type="image/png")
            layers.append(
                PlacedOverlay(scene=scene.index, key=key, x=image.x, y=image.y, width=image.width, height=image.height)
            )
    return layers


def _preflight(job: JobRef, timeline: Timeline, *, desk: Desk, prober: Prober) -> int:
    """Looks at every file of the timeline. Returns the number of warnings."""
    sounds = {
        clip.key: prober.sound_seconds(_content(desk, clip.key))
        for clip in timeline.voice + timeline.effects + timeline.music
    }
    keys = {clip.source.key for clip in timeline.picture if clip.source.type == "still"}
    keys |= {overlay.key for overlay in timeline.overlays}
    pictures = {key: prober.picture_size(_content(desk, key)) for key in sorted(keys)}
    findings = preflight(timeline, sounds=sounds, pictures=pictures)
    if findings.issues:
        raise PreflightFailed("; ".join(findings.issues))
    for warning in findings.warnings:
        desk.note(job, f"Warning: {warning}")
    return len(findings.warnings)


def _content(desk: Desk, key: str) -> bytes:
    try:
        return desk.work.read(key)
    except NotFound:
        return b""  # does not decode, which is what preflight reports
