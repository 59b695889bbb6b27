"""A mode on its own: a script and perhaps a recording in, a video out, all of it on this machine."""

import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from spotworks.adapters.local.clips import LocalClips
from spotworks.adapters.local.effects import LocalEffects
from spotworks.adapters.local.folder import FolderFiles
from spotworks.adapters.local.music import LocalMusic
from spotworks.adapters.local.pictures import LocalArtist, LocalPictures
from spotworks.adapters.local.voice import LocalVoice
from spotworks.adapters.media.film import Film, speech
from spotworks.adapters.media.footage import FootageIntake
from spotworks.adapters.media.intake import PictureIntake
from spotworks.adapters.media.lottie import LottieIntake
from spotworks.adapters.media.probe import MediaProber
from spotworks.adapters.media.render import FfmpegRenderer
from spotworks.domain import subtitles
from spotworks.domain.base import Frozen, stored
from spotworks.domain.brief import Brief
from spotworks.domain.captions import Captions
from spotworks.domain.clip import ClipDocument
from spotworks.domain.drawing import Drawing, Drawn, Layer
from spotworks.domain.mode import Material
from spotworks.domain.pacing import paced
from spotworks.domain.requests import (
    clip_request,
    effects_request,
    image_request,
    music_request,
    starts,
    voice_request,
)
from spotworks.domain.research import AnimationFile, FootageFile, Palette, Reference, References, Shot
from spotworks.domain.screenplay import MusicBrief, Scene, Screenplay, ScreenText, Subject
from spotworks.domain.script import Script
from spotworks.domain.sound import Effects, Music, SoundFacts, SpokenLine, Voice, spoken_words
from spotworks.domain.timeline import Timeline
from spotworks.errors import InvalidRequest
from spotworks.modes.cameras import ken_burns, resting
from spotworks.ports import Mode, Product, Rendered

_BEFORE, _AFTER = Fraction(3, 10), Fraction(7, 10)  # seconds round a spoken paragraph
_CARD = Fraction(5, 2)  # seconds of an end card that says nothing
_LEAST = Fraction(2)  # seconds of a scene

Value = TypeVar("Value", bound=Frozen)


def produce(mode: Mode, script: Script, audio: Path | None, *, config: Mapping[str, Any], out: Path) -> Rendered:
    """Everything from speaking to encoding; `out` is written whole or not at all."""
    with tempfile.TemporaryDirectory(prefix="spotworks-") as folder:
        media = Path(folder, "media")
        timeline = edit_of(mode, script, audio, config=config, media=media)
        return FfmpegRenderer().render(
            timeline, profile=script.quality, media=media, out=out, checkpoints=Path(folder, "checkpoints")
        )


def edit_of(mode: Mode, script: Script, audio: Path | None, *, config: Mapping[str, Any], media: Path) -> Timeline:
    """The mode's timeline of a script, its files in `media`."""
    settled = mode.validate_config(config)
    work = Studio(script, media)
    needs = mode.get_metadata().needs
    if needs and not any({"pictures": script.pictures, "footage": script.footage}[need] for need in needs):
        raise InvalidRequest(
            f"{needs[0]}: {mode.get_metadata().name} shows your own; give at least one", field=needs[0]
        )
    references = work.references()
    play, voice = work.spoken(references) if audio is None else work.recorded(references, audio)
    play = mode.plan(play, settled, references)
    words = spoken_words(voice, starts(play))
    captions = Captions(
        language=play.language,
        source="estimate" if audio else "voice",
        cues=subtitles.cues(words, play.language, "ad"),
    )
    drawings = mode.drawings(play, settled, captions, script.canvas, references)
    effects, music = work.sounds(play)
    keys = [*(line.key for line in voice.lines), music.key]
    material = Material(
        canvas=script.canvas, fps=script.fps, clips=work.clips(play, references), references=references,
        drawn=tuple(work.draw(drawing, play) for drawing in drawings), voice=voice, effects=effects, music=music,
        captions=captions, facts=work.heard(keys) | references.sounds,
    )  # fmt: skip
    return mode.timeline(play, material, settled)


@dataclass(frozen=True)
class Studio:
    """The makers of this machine at work on one script. media: the folder of all files."""

    script: Script
    media: Path

    @property
    def files(self) -> Any:
        return FolderFiles(self.media)

    def references(self) -> References:
        """The pictures, checked. Raises AssetRejected, naming the file."""
        intake, found, palette = PictureIntake(), [], None
        for path in self.script.pictures:
            picture = intake.check(path.read_bytes(), name=path.name)
            content = hashlib.sha256(picture.content).hexdigest()
            palette = palette or intake.palette(picture.content)
            self.files.write(f"{content}{picture.suffix}", picture.content)
            found.append(
                Reference(
                    asset_id=content[:16], key=f"{content}{picture.suffix}", width=picture.width, height=picture.height,
                    focus=picture.focus, has_alpha=picture.has_alpha,
                )
            )  # fmt: skip
        films = [self._film(path) for path in self.script.footage]
        if films and palette is None:
            palette = intake.palette(self.files.read(films[0].shots[0].poster))
        palette = self.script.palette or palette or Palette()
        animations = tuple(self._lottie(path) for path in self.script.animations)
        return References(palette=palette, pictures=tuple(found), footage=tuple(films), animations=animations)

    def _lottie(self, path: Path) -> AnimationFile:
        content = path.read_bytes()
        facts = LottieIntake().check(content, name=path.name)
        digest = hashlib.sha256(content).hexdigest()
        self.files.write(f"{digest}.json", content)
        return AnimationFile(asset_id=digest[:16], key=f"{digest}.json", **facts.model_dump(exclude={"seconds"}))

    def _film(self, path: Path) -> FootageFile:
        found = FootageIntake().check(path, name=path.name)
        key = hashlib.sha256(str(path).encode()).hexdigest()[:16] + found.suffix
        self.files.upload(path, key, content_type="video/mp4")
        shots = []
        for shot in found.shots:
            poster = f"{hashlib.sha256(shot.poster).hexdigest()}.jpg"
            self.files.write(poster, shot.poster)
            shots.append(Shot(start=shot.start, length=shot.length, poster=poster, subject=shot.subject))
        about = found.model_dump(exclude={"shots", "suffix"})
        return FootageFile(asset_id=key[:16], key=key, shots=tuple(shots), **about)

    def spoken(self, references: References) -> tuple[Screenplay, Voice]:
        """Spoken here; each scene lasts as long as its paragraph."""
        least = self._play(references, tuple(Fraction(30) for _ in self.script.paragraphs))
        voice = self._document(LocalVoice(self.files).make(voice_request(least, whole=True)), Voice)
        lasting = {line.scene: line.duration for line in voice.lines}
        lengths = (lasting.get(n, Fraction(0)) + _BEFORE + _AFTER for n in range(len(self.script.paragraphs)))
        play = self._play(references, tuple(max(_LEAST, _grained(length)) for length in lengths))
        lines = tuple(line.model_copy(update={"start": _BEFORE}) for line in voice.lines)
        return play, voice.model_copy(update={"lines": lines})

    def recorded(self, references: References, audio: Path) -> tuple[Screenplay, Voice]:
        """A recording of the whole script: words are laid over where somebody speaks. Raises InvalidRequest."""
        film = _recording(audio)
        words = paced(" ".join(self.script.paragraphs), speech(film), film.seconds)
        counts = [len(paragraph.split()) for paragraph in self.script.paragraphs]
        edges, passed = [Fraction(0)], 0
        for count in counts[:-1]:
            passed = min(passed + count, len(words) - 1)
            edges.append(_grained((words[passed - 1].end + words[passed].start) / 2))
        edges.append(_grained(film.seconds) + Fraction(1, 5))
        lengths = tuple(max(Fraction(1, 10), b - a) for a, b in pairwise(edges))
        key = f"recording{audio.suffix}"
        self.files.upload(audio, key, content_type="audio/mpeg")
        line = SpokenLine(
            scene=0, line=0, text=" ".join(self.script.paragraphs), key=key, duration=film.seconds, words=words,
            estimated=True,
        )  # fmt: skip
        return self._play(references, lengths), Voice(voice="recording", lines=(line,))

    def sounds(self, play: Screenplay) -> tuple[Effects, Music]:
        effects = self._document(LocalEffects(self.files).make(effects_request(play)), Effects)
        return effects, self._document(LocalMusic(self.files).make(music_request(play)), Music)

    def heard(self, keys: list[str]) -> dict[str, SoundFacts]:
        prober = MediaProber()
        found = {key: prober.sound(self.files.read(key)) for key in keys}
        return {key: facts for key, facts in found.items() if facts is not None}

    def clips(self, play: Screenplay, references: References) -> dict[tuple[int, int], ClipDocument]:
        """Pictures and camera moves of the scenes that are generated, by the local makers."""
        brief = Brief(
            prompt="a script", aspect=self.script.aspect, fps=int(self.script.fps), duration=max(play.duration, 3)
        )
        found = {}
        for scene in (scene for scene in play.scenes if scene.generated):
            picture = LocalPictures(self.files).make(image_request(play, scene, references, brief))
            key = f"{hashlib.sha256(picture.content).hexdigest()}{picture.suffix}"
            self.files.write(key, picture.content)
            for chunk in range(len(scene.chunks)):
                wanted = clip_request(play, scene, chunk, brief, model="local", first_frame=key)
                found[scene.index, chunk] = self._document(LocalClips().make(wanted), ClipDocument)
        return found

    def draw(self, drawing: Drawing, play: Screenplay) -> Drawn:
        width, height = self.script.canvas
        photo = self.files.read(drawing.picture.key) if drawing.kind == "photo" else b""
        layers = []
        for image in LocalArtist().draw(
            drawing, palette=play.palette, width=width, height=height, brand=play.brand, photo=photo,
            language=play.language,
        ):  # fmt: skip
            suffix = {b"\x89": ".png", b"{": ".json"}.get(image.content[:1], ".jpg")
            key = hashlib.sha256(image.content).hexdigest() + suffix
            self.files.write(key, image.content)
            layers.append(Layer(key=key, **image.model_dump(exclude={"content"})))
        return Drawn(drawing=drawing, layers=tuple(layers))

    def _play(self, references: References, lengths: tuple[Fraction, ...]) -> Screenplay:
        script = self.script
        scenes = [
            self._scene(n, text, seconds)
            for n, (text, seconds) in enumerate(zip(script.paragraphs, lengths, strict=True))
        ]
        if script.brand or script.call_to_action:
            scenes.append(self._card(len(scenes)))
        return Screenplay(
            title=script.title or script.paragraphs[0][:80], language=script.language, brand=script.brand,
            seed=script.seed, duration=sum((scene.duration for scene in scenes), Fraction(0)),
            subject=Subject(kind="product", name=script.title or script.brand, description=""),
            palette=references.palette, scenes=tuple(scenes),
            music=MusicBrief(mood="uplifting", tempo=108, seed=script.seed),
        )  # fmt: skip

    def _scene(self, index: int, text: str, seconds: Fraction) -> Scene:
        headline = self.script.headlines[index] if index < len(self.script.headlines) else ""
        count = len(self.script.pictures)
        return Scene(
            index=index, beat="hook" if index == 0 else "benefit", duration=seconds,
            layout="hero" if count else "type", visual_prompt=text, motion_prompt="", audio_prompt="",
            voice_over=(text,), text=ScreenText(headline=headline),
            camera=ken_burns("in" if index % 2 else "out"), picture=index % count if count else None,
            transition="cut" if index == 0 else "crossfade", chunks=(seconds,),
        )  # fmt: skip

    def _card(self, index: int) -> Scene:
        script = self.script
        text = ScreenText(headline=script.title or script.brand, button=script.call_to_action)
        return Scene(
            index=index, beat="cta", duration=_CARD, layout="end_card", visual_prompt="", motion_prompt="",
            audio_prompt="", voice_over=(), text=text, camera=resting(), transition="crossfade",
            picture=0 if script.pictures else None, chunks=(_CARD,),
        )  # fmt: skip

    @staticmethod
    def _document(product: Any, model: type[Value]) -> Value:
        assert isinstance(product, Product)
        return stored(model, product.content)


def _recording(audio: Path) -> Film:
    """Raises InvalidRequest."""
    facts = MediaProber().sound(audio.read_bytes()) if audio.is_file() else None
    if facts is None:
        raise InvalidRequest(f"audio: {audio.name} is not a sound file that decodes", field="audio")
    return Film(
        path=audio, width=0, height=0, seconds=Fraction(facts.seconds).limit_denominator(48_000), fps=Fraction(30),
        sound="any", stretch=False,
    )  # fmt: skip


def _grained(seconds: Fraction) -> Fraction:
    """Tenths of a second, upwards."""
    return Fraction(-(-seconds * 10 // 1), 10)
