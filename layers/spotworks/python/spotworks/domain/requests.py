"""From the screenplay to what is asked of each maker. Pure, so that any stage can find a thing again by its address."""

from collections.abc import Iterable
from fractions import Fraction

from spotworks.domain.brand import Margins
from spotworks.domain.brief import Brief, ClipSound, Quality
from spotworks.domain.generation import (
    ClipRequest,
    EffectCue,
    EffectsRequest,
    ImageRequest,
    MusicRequest,
    VoiceLine,
    VoiceRequest,
    overscan,
)
from spotworks.domain.model import Model, has_sound
from spotworks.domain.research import Box, References
from spotworks.domain.screenplay import Camera, Scene, Screenplay
from spotworks.domain.sharpness import chosen
from spotworks.domain.typography import glyphs, set_screen, shorter

# A sound for each way a scene can begin; a cut has none.
_TRANSITION_SOUND = {
    "wipe": "whoosh", "push": "whoosh", "whip": "whoosh", "zoom": "impact", "dip": "swell", "crossfade": "swell"
}  # fmt: skip

_AS_IN_PHOTO = "Show the product of the reference picture, unchanged in shape, label and colour."
"""First, so that it stays where a prompt is cut to what a model takes."""


def starts(screenplay: Screenplay) -> tuple[Fraction, ...]:
    """Seconds at which each scene begins."""
    elapsed = Fraction(0)
    found = []
    for scene in screenplay.scenes:
        found.append(elapsed)
        elapsed += scene.duration
    return tuple(found)


def image_request(
    screenplay: Screenplay, scene: Scene, references: References, brief: Brief, free: Margins | None = None, *,
    model: str = "local", known: Model | None = None,
) -> ImageRequest:  # fmt: skip
    """known: the model in the catalogue, None for this machine; one that takes no photo is asked by words alone, and
    its picture is not held against a photo that it never saw."""
    width, height = overscan(*brief.canvas)
    pictures = references.pictures
    has_picture = scene.picture is not None and scene.picture < len(pictures)
    if bought := known is not None and known.provider != "local":
        has_picture = has_picture and known.takes_photo
    return ImageRequest(
        model=model,
        prompt=f"{_AS_IN_PHOTO} {scene.visual_prompt}" if bought and has_picture else scene.visual_prompt,
        layout=scene.layout,
        beat=scene.beat,
        text=set_screen(scene.text, screenplay.language),
        palette=screenplay.palette,
        reference=pictures[scene.picture or 0] if has_picture else None,
        width=width,
        height=height,
        seed=screenplay.seed + scene.draw,
        take=_take(screenplay, scene) + scene.retakes if has_picture else 0,
        free=free,
    )


def _take(screenplay: Screenplay, scene: Scene) -> int:
    before = screenplay.scenes[: scene.index]
    return sum(one.layout == scene.layout and one.picture == scene.picture for one in before)


def clip_request(
    screenplay: Screenplay,
    scene: Scene,
    chunk: int,
    brief: Brief,
    *,
    model: str,
    first_frame: str,
    references: tuple[str, ...] = (),
    known: Model | None = None,
) -> ClipRequest:
    """first_frame: the storyboard picture, or the last frame of the chunk before; references: of the subject; known:
    the model in the catalogue, which may be able to make a sound too."""
    width, height = brief.canvas
    return ClipRequest(
        model=model,
        prompt=scene.motion_prompt or scene.visual_prompt,  # the first frame shows the rest
        first_frame=first_frame,
        camera=camera_part(scene.camera, scene.chunks, chunk),
        duration=scene.chunks[chunk],
        fps=brief.fps,
        width=width,
        height=height,
        seed=screenplay.seed + 100 * scene.draw + chunk,
        references=references,
        sound=known is not None and known.native_audio == "optional" and has_sound(known, brief.clip_sound),
        resolution=_resolution(known, brief.quality) if known else "",
    )


def _resolution(model: Model, quality: Quality) -> str:
    found = chosen(model.resolutions, quality)
    return "" if found == next(iter(model.resolutions), "") else found


def camera_part(camera: Camera, chunks: tuple[Fraction, ...], chunk: int) -> Camera:
    """The share of a scene's move that one of its chunks makes.

    With several chunks the move is even: easing within each would stop the camera at every seam.
    """
    if len(chunks) == 1:
        return camera
    total = sum(chunks)
    begin = float(sum(chunks[:chunk]) / total)
    end = float(sum(chunks[: chunk + 1]) / total)
    return Camera(start=_between(camera, begin), end=_between(camera, end), easing="linear")


def _between(camera: Camera, part: float) -> Box:
    a, b = camera.start, camera.end
    return Box(
        x=a.x + (b.x - a.x) * part, y=a.y + (b.y - a.y) * part, w=a.w + (b.w - a.w) * part, h=a.h + (b.h - a.h) * part
    )


def voice_request(screenplay: Screenplay, *, whole: bool = False, model: str = "local") -> VoiceRequest:
    """whole: no line is said shorter than it is written, however long it takes."""
    lines = tuple(
        VoiceLine(
            scene=scene.index,
            line=number,
            text=glyphs(text, screenplay.language),
            room=scene.duration,
            shorter="" if whole else glyphs(shorter(text), screenplay.language),
        )
        for scene in screenplay.scenes
        for number, text in enumerate(scene.voice_over)
    )
    mood = screenplay.voice_mood or screenplay.music.mood
    return VoiceRequest(model=model, language=screenplay.language, lines=lines, mood=mood, seed=screenplay.seed)


def effects_request(
    screenplay: Screenplay, *, model: str = "local", models: Iterable[Model] = (), sound: ClipSound = "no"
) -> EffectsRequest:
    """models: the catalogue; sound: as the brief asks for the clips'. A scene whose clips come with a sound of their
    own, of the model that is tried first, is given no other; where no cue is left there is nothing to buy, and this
    machine makes it."""
    sounding = {name for one in models if has_sound(one, sound) for name in (one.id, *one.aliases)}
    cues = []
    for scene, start in zip(screenplay.scenes, starts(screenplay), strict=True):
        if scene.generated and scene.chain[0] in sounding:
            continue
        turn = _TRANSITION_SOUND.get(scene.transition, "") if scene.index else ""
        if turn:
            cues.append(EffectCue(name=turn, at=start))
        if scene.effect and scene.effect != turn:  # the same sound twice within a blink is a stutter
            cues.append(EffectCue(name=scene.effect, at=start + Fraction(1, 5)))
    return EffectsRequest(model=model if cues else "local", cues=tuple(cues), seed=screenplay.seed)


def music_request(screenplay: Screenplay, *, model: str = "local") -> MusicRequest:
    return MusicRequest(model=model, brief=screenplay.music, duration=screenplay.duration, cuts=starts(screenplay)[1:])
