"""AssembleTimeline: the edit, and preflight before anything is rendered."""

import hashlib
from collections.abc import Mapping
from typing import Literal

from spotworks.domain import otio
from spotworks.domain.base import Frozen, JobRef, stored
from spotworks.domain.brief import Brief
from spotworks.domain.captions import Captions
from spotworks.domain.clip import ClipDocument
from spotworks.domain.editing import PlacedOverlay, assemble
from spotworks.domain.generation import digest
from spotworks.domain.keys import asset_key, document_key
from spotworks.domain.preflight import Findings, preflight, sound_keys
from spotworks.domain.research import Palette
from spotworks.domain.screenplay import Scene, Screenplay, ScreenText
from spotworks.domain.sound import Effects, Music, Voice
from spotworks.domain.timeline import Timeline
from spotworks.errors import PreflightFailed
from spotworks.ports import Artist, Prober
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import Products
from spotworks.stages.shared.hearing import heard
from spotworks.stages.shared.memory import recalled, recalled_all, remember, tell


class Assembled(Frozen):
    """outputs: one number for each aspect that is rendered, for the machine to map over."""

    frames: int
    warnings: int
    outputs: tuple[int, ...] = (0,)


class WordsQuestion(Frozen):
    """All that decides the layers of one scene. rules: the artist's."""

    kind: Literal["words"] = "words"
    text: ScreenText
    layout: str
    palette: Palette
    width: int
    height: int
    brand: str
    rules: str


class Layer(Frozen):
    """One drawn block: where it lies in the work bucket and where it stands on the canvas."""

    key: str
    x: int
    y: int
    width: int
    height: int


class Words(Frozen):
    layers: tuple[Layer, ...]
    seconds: float


class PreflightQuestion(Frozen):
    """What preflight looks at is content-addressed: an equal timeline holds equal files."""

    kind: Literal["preflight"] = "preflight"
    timeline: str
    version: int = 2


def assemble_timeline(job: JobRef, *, desk: Desk, artist: Artist, prober: Prober) -> Assembled:
    """Raises PreflightFailed, naming every issue."""
    desk.enter(job, "timeline", "Assembling the timeline")
    brief = desk.read(job, "brief.json", Brief)
    play = desk.read(job, "screenplay.json", Screenplay)
    products = Products.of_job(desk, job)

    clips = made_clips(play, products, desk)
    timeline = edited(job, brief, play, clips, products, desk=desk, artist=artist)
    warnings = _preflight(job, timeline, desk=desk, prober=prober)
    write_timeline(job, "timeline", timeline, play.title, desk)
    return Assembled(frames=timeline.length, warnings=warnings, outputs=tuple(range(len(brief.outputs))))


def made_clips(play: Screenplay, products: Products, desk: Desk) -> dict[tuple[int, int], ClipDocument]:
    """By scene and chunk."""
    chunks = [(scene.index, chunk) for scene in play.scenes for chunk in range(len(scene.chunks))]
    clips = desk.read_all([products.made("clip", *at).key for at in chunks])
    return {at: stored(ClipDocument, clip) for at, clip in zip(chunks, clips, strict=True)}


def edited(
    job: JobRef, brief: Brief, play: Screenplay, clips: Mapping[tuple[int, int], ClipDocument], products: Products, *,
    desk: Desk, artist: Artist,
) -> Timeline:  # fmt: skip
    """The edit for the brief's canvas."""
    sounds = desk.read_all([products.made(kind).key for kind in ("voice", "effects", "music")])
    return assemble(
        brief,
        play,
        clips=clips,
        layers=_words(job, brief, play, desk=desk, artist=artist),
        voice=stored(Voice, sounds[0]),
        effects=stored(Effects, sounds[1]),
        music=stored(Music, sounds[2]),
        captions=desk.read(job, "captions.json", Captions),
    )


def write_timeline(job: JobRef, name: str, timeline: Timeline, title: str, desk: Desk) -> None:
    """As the renderer reads it, and for editors."""
    desk.write(job, f"{name}.json", timeline)
    key = document_key(job.tenant, job.video_id, f"{name}.otio")
    desk.work.write(key, otio.dumps(timeline, name=title).encode(), content_type=otio.CONTENT_TYPE)


def _words(job: JobRef, brief: Brief, play: Screenplay, *, desk: Desk, artist: Artist) -> list[PlacedOverlay]:
    """The words over each scene, drawn or found."""
    width, height = brief.canvas

    def question(scene: Scene) -> WordsQuestion:
        return WordsQuestion(
            text=scene.text, layout=scene.layout, palette=play.palette, width=width, height=height, brand=play.brand,
            rules=artist.rules,
        )  # fmt: skip

    questions = [question(scene) for scene in play.scenes]
    before = recalled_all(desk, job, questions, Words)
    drawn = [
        found or _draw_words(job, asked, desk=desk, artist=artist)
        for found, asked in zip(before, questions, strict=True)
    ]
    first = next((layer.key for words in drawn for layer in words.layers), "")
    seconds = sum(words.seconds for words in drawn)
    tell(desk, job, "words", "Words on the pictures", key=first, seconds=seconds, reused=None not in before)
    return [
        PlacedOverlay(scene=scene.index, **layer.model_dump())
        for scene, words in zip(play.scenes, drawn, strict=True)
        for layer in words.layers
    ]


def _draw_words(job: JobRef, asked: WordsQuestion, *, desk: Desk, artist: Artist) -> Words:
    began = desk.clock.now()
    images = artist.overlays(
        asked.text, layout=asked.layout, palette=asked.palette, width=asked.width, height=asked.height,
        brand=asked.brand,
    )  # fmt: skip
    keys = [asset_key(job.tenant, hashlib.sha256(image.content).hexdigest(), ".png") for image in images]
    # Written even if it is there: the bucket forgets by age, and no layer may go before the scene that names it.
    for key, image in zip(keys, images, strict=True):
        desk.work.write(key, image.content, content_type="image/png")
    layers = tuple(
        Layer(key=key, x=image.x, y=image.y, width=image.width, height=image.height)
        for key, image in zip(keys, images, strict=True)
    )
    words = Words(layers=layers, seconds=(desk.clock.now() - began).total_seconds())
    remember(desk, job, asked, words)
    return words


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
    sounds = heard(job, sound_keys(timeline), desk=desk, prober=prober)
    stills = {clip.source.key for clip in timeline.picture if clip.source.type == "still"}
    pictures = sorted(stills | {overlay.key for overlay in timeline.overlays})
    found = dict(zip(pictures, desk.work.read_many(pictures), strict=True))
    footage = {clip.source.key for clip in timeline.picture if clip.source.type == "footage"}
    missing = {key for key in footage | set(sounds) if not desk.work.exists(key)}
    return preflight(
        timeline,
        sounds=sounds,
        pictures={key: prober.picture_size(found[key] or b"") for key in pictures},
        missing=missing | {key for key in pictures if found[key] is None},
    )
