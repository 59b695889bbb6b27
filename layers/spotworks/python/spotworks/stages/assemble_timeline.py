"""AssembleTimeline: the edit, and preflight before anything is rendered."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from spotworks.domain import otio
from spotworks.domain.base import Frozen, JobRef, stored
from spotworks.domain.brief import Brief
from spotworks.domain.captions import Captions
from spotworks.domain.clip import ClipDocument
from spotworks.domain.dressing import dressed, dressed_drawings, margins, words_margins
from spotworks.domain.generation import digest
from spotworks.domain.keys import document_key
from spotworks.domain.mode import Material
from spotworks.domain.money import worth_machines
from spotworks.domain.placement import target
from spotworks.domain.preflight import Findings, preflight, sound_keys
from spotworks.domain.research import Reference, References
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.sound import Effects, Music, Voice
from spotworks.domain.timeline import Timeline, grounds
from spotworks.errors import PreflightFailed
from spotworks.ports import Artist, Prober
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.drawing import drawn
from spotworks.stages.shared.generation import Products
from spotworks.stages.shared.hearing import heard, heard_for_edit
from spotworks.stages.shared.memory import recalled, remember


class Assembled(Frozen):
    """outputs: one number for each aspect that is rendered, for the machine to map over.

    fan_out: whether rendering is enough work for several machines.
    """

    frames: int
    warnings: int
    outputs: tuple[int, ...] = (0,)
    fan_out: bool = False


class PreflightQuestion(Frozen):
    """What preflight looks at is content-addressed: an equal timeline holds equal files."""

    kind: Literal["preflight"] = "preflight"
    timeline: str
    version: int = 2


def assemble_timeline(job: JobRef, *, desk: Desk, artist: Artist, prober: Prober, beyond: int = 0) -> Assembled:
    """beyond: see domain.money.worth_machines. Raises PreflightFailed, naming every issue."""
    desk.enter(job, "timeline", "Assembling the timeline")
    brief = desk.read(job, "brief.json", Brief)
    play = desk.read(job, "screenplay.json", Screenplay)
    products = Products.of_job(desk, job)

    clips = made_clips(play, products, desk)
    timeline = edited(job, brief, play, clips, products, desk=desk, artist=artist, prober=prober)
    warnings = _preflight(job, timeline, desk=desk, prober=prober)
    write_timeline(job, "timeline", timeline, play.title, desk)
    return Assembled(
        frames=timeline.length,
        warnings=warnings,
        outputs=tuple(range(len(brief.outputs))),
        fan_out=worth_machines(timeline.seconds, brief.quality, beyond),
    )


def made_clips(play: Screenplay, products: Products, desk: Desk) -> dict[tuple[int, int], ClipDocument]:
    """Of the scenes that are generated, by scene and chunk."""
    chunks = [(s.index, chunk) for s in play.scenes if s.generated for chunk in range(len(s.chunks))]
    clips = desk.read_all([products.made("clip", *at).key for at in chunks])
    return {at: stored(ClipDocument, clip) for at, clip in zip(chunks, clips, strict=True)}


def edited(
    job: JobRef, brief: Brief, play: Screenplay, clips: Mapping[tuple[int, int], ClipDocument], products: Products, *,
    desk: Desk, artist: Artist, prober: Prober | None = None,
) -> Timeline:  # fmt: skip
    """The edit of the brief's mode for its canvas. Without a prober the sound is laid out by what was heard before."""
    sounds = desk.read_all([products.made(kind).key for kind in ("voice", "effects", "music")])
    voice, music = stored(Voice, sounds[0]), stored(Music, sounds[2])
    mode, config = desk.mode(brief)
    captions = desk.read(job, "captions.json", Captions)
    references = desk.read(job, "references.json", References)
    wanted = mode.drawings(play, config, captions, brief.canvas, references)
    logo = desk.find(job, "logo.json", Reference)
    wanted = dressed_drawings(wanted, play, brief, logo, margins(brief, desk.placements))
    free = words_margins(brief, desk.placements)
    layers = drawn(job, wanted, play, brief.canvas, desk=desk, artist=artist, free=free)
    material = Material(
        canvas=brief.canvas,
        fps=Fraction(brief.fps),
        clips=clips,
        references=references,
        drawn=layers,
        voice=voice,
        effects=stored(Effects, sounds[1]),
        music=music,
        captions=captions,
        facts=heard_for_edit(job, voice, music, clips.values(), desk=desk, prober=prober) | references.sounds,
        loudness=target(desk.placements, brief.placement, play.duration),
        free=free,
        caption_style=None if brief.captions == "none" else brief.captions,
    )
    return dressed(mode.timeline(play, material, config), play, layers, brief.kit, free)


def write_timeline(job: JobRef, name: str, timeline: Timeline, title: str, desk: Desk) -> None:
    """As the renderer reads it, and for editors."""
    desk.write(job, f"{name}.json", timeline)
    key = document_key(job.tenant, job.video_id, f"{name}.otio")
    desk.work.write(key, otio.dumps(timeline, name=title).encode(), content_type=otio.CONTENT_TYPE)


def _preflight(job: JobRef, timeline: Timeline, *, desk: Desk, prober: Prober) -> int:
    """Looks at every file of a timeline, once. Returns the number of warnings."""
    question = PreflightQuestion(timeline=digest(timeline))
    findings = recalled(desk, job, question, Findings)
    if findings is None:
        findings = _look(job, timeline, desk=desk, prober=prober)
        if findings.issues:
            raise PreflightFailed("; ".join(findings.issues))
        remember(desk, job, question, findings)
    for warning in findings.warnings:
        desk.note(job, f"Warning: {warning}")
    return len(findings.warnings)


def _look(job: JobRef, timeline: Timeline, *, desk: Desk, prober: Prober) -> Findings:
    known = desk.read(job, "references.json", References).sounds
    sounds = known | heard(job, [key for key in sound_keys(timeline) if key not in known], desk=desk, prober=prober)
    stills = {clip.source.key for clip in timeline.picture if clip.source.type == "still"} | grounds(timeline)
    pictures = sorted(stills | {overlay.key for overlay in timeline.overlays})
    found = dict(zip(pictures, desk.work.read_many(pictures), strict=True))
    footage = {clip.source.key for clip in timeline.picture if clip.source.type != "still"}
    missing = {key for key in footage | set(sounds) if not desk.work.exists(key)}
    return preflight(
        timeline,
        sounds=sounds,
        pictures={key: prober.picture_size(found[key] or b"") for key in pictures},
        missing=missing | {key for key in pictures if found[key] is None},
    )
