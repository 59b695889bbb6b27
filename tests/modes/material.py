"""What modes are tried on: a plan with words and times, two photos, two videos, music with beats."""

import hashlib
from fractions import Fraction
from importlib.metadata import distribution
from typing import Any

from spotworks.domain import subtitles
from spotworks.domain.brand import Margins
from spotworks.domain.captions import Captions
from spotworks.domain.clip import ClipDocument
from spotworks.domain.drawing import Drawing, Drawn, Layer
from spotworks.domain.mode import Material
from spotworks.domain.requests import starts
from spotworks.domain.research import AnimationFile, Box, FootageFile, Reference, References, Shot
from spotworks.domain.screenplay import Screenplay, ScreenText
from spotworks.domain.sound import Effects, Music, SpokenLine, Voice, Word, spoken_words
from spotworks.domain.timeline import Still, Timeline
from spotworks.modes import GROUP
from spotworks.ports import Mode
from tests.fakes.plans import CAMERA, make_scene, play_of

NAMES = sorted(distribution("spotworks").entry_points.select(group=GROUP).names)
"""Of our own modes, whatever else is installed."""

WHOLE = Box(x=0, y=0, w=1, h=1)
TEXTS = ("Every morning starts with a choice.", "Save 20% on the slow kind.", "Ground fresh and brewed slowly.")


def make_play(count: int = 3, seed: int = 7, seconds: Fraction = Fraction(4)) -> Screenplay:
    """Scenes that say something, then an end card."""
    scenes = [
        make_scene(n, seconds, voice_over=(TEXTS[n % len(TEXTS)],), text=ScreenText(headline=f"Headline {n}"))
        for n in range(count)
    ]
    text = ScreenText(headline="Acme", button="Go")
    card = make_scene(count, Fraction(5, 2), layout="end_card", voice_over=(), text=text)
    return play_of((*scenes, card), seed=seed)


def make_references(*, pictures: int = 2, footage: int = 2, animations: int = 0) -> References:
    shots = (
        Shot(start=Fraction(0), length=Fraction(3), poster="p0.jpg", subject=Box(x=0.6, y=0.2, w=0.2, h=0.4)),
        Shot(start=Fraction(3), length=Fraction(5), poster="p1.jpg", subject=WHOLE),
    )
    return References(
        pictures=tuple(
            Reference(asset_id=f"a{n}", key=f"photo{n}.jpg", width=3000, height=2000, focus=WHOLE)
            for n in range(pictures)
        ),
        footage=tuple(
            FootageFile(
                asset_id=f"f{n}", key=f"film{n}.mp4", width=1920, height=1080, seconds=8, fps=25, has_sound=n == 0,
                shots=shots,
            )
            for n in range(footage)
        ),
        animations=tuple(
            AnimationFile(asset_id=f"l{n}", key=f"own{n}.json", width=100, height=100, frames=60, fps=30)
            for n in range(animations)
        ),
    )  # fmt: skip


def make_voice(play: Screenplay) -> Voice:
    """A third of a second a word, a breath after the start of its scene."""
    lines = []
    for scene in play.scenes:
        for number, text in enumerate(scene.voice_over):
            words = tuple(
                Word(text=word, start=Fraction(n, 3), end=Fraction(n + 1, 3)) for n, word in enumerate(text.split())
            )
            lines.append(
                SpokenLine(
                    scene=scene.index, line=number, text=text, key=f"voice{scene.index}.wav", start=Fraction(1, 4),
                    duration=words[-1].end, words=words,
                )
            )  # fmt: skip
    return Voice(voice="test", lines=tuple(lines))


def laid(drawing: Drawing) -> Drawn:
    """As if it had been drawn: a layer for each part, at a place of its own; none for a scene without words."""
    if drawing.kind == "blocks" and drawing.text == ScreenText():
        return Drawn(drawing=drawing, layers=())
    names = drawing.words if drawing.kind == "phrase" else (drawing.kind,)
    digest = hashlib.sha256(drawing.model_dump_json().encode()).hexdigest()[:12]
    suffix = ".json" if drawing.kind == "figure" else ".png"
    layers = [
        Layer(key=f"{digest}-{n}{suffix}", x=10 * n, y=20, width=100, height=50) for n in range(len(names))
    ]  # fmt: skip
    return Drawn(drawing=drawing, layers=tuple(layers))


def edited(
    mode: Mode,
    *,
    play: Screenplay | None = None,
    references: References | None = None,
    canvas: tuple[int, int] = (1080, 1920),
    fps: Fraction = Fraction(30),
    beats: tuple[Fraction, ...] = (),
    free: Margins | None = None,
    **options: Any,
) -> tuple[Screenplay, Timeline]:
    """The plan and the edit that a mode makes, with everything that its stages would have made."""
    config = mode.validate_config(options)
    references = make_references() if references is None else references
    play = mode.plan(make_play() if play is None else play, config, references)
    voice = make_voice(play)
    cues = subtitles.cues(spoken_words(voice, starts(play)), "en")
    captions = Captions(language="en", source="voice", cues=cues)
    drawings = mode.drawings(play, config, captions, canvas, references)
    clips = {
        (scene.index, chunk): ClipDocument(source=Still(key=f"{scene.index}.jpg", camera=CAMERA), last_frame="x")
        for scene in play.scenes
        if scene.generated
        for chunk in range(len(scene.chunks))
    }
    material = Material(
        canvas=canvas, fps=fps, clips=clips, references=references, drawn=tuple(map(laid, drawings)), voice=voice,
        effects=Effects(), music=Music(key="m.wav", duration=play.duration, tempo=120, beats=beats), captions=captions,
        free=free,
    )  # fmt: skip
    return play, mode.timeline(play, material, config)
