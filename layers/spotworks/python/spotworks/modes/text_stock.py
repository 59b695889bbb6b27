"""Large words over the user's own footage or pictures, cut to the script."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from pydantic import Field

from spotworks.domain.base import Frozen
from spotworks.domain.captions import Captions
from spotworks.domain.drawing import Drawing, Drawn, Ground, Photo, Phrase
from spotworks.domain.editing import entrance
from spotworks.domain.mode import Material, ModeInfo
from spotworks.domain.reframing import CropPath
from spotworks.domain.requests import starts
from spotworks.domain.research import FootageFile, References, Shot
from spotworks.domain.screenplay import Scene, Screenplay, ScreenText, Transition
from spotworks.domain.timeline import Footage, Motion, Overlay, PictureClip, Still, Timeline, frame_edges
from spotworks.modes.base import BaseMode, closing, edit, is_card, worded
from spotworks.modes.cameras import resting, toured
from spotworks.modes.phrasing import entering, phrases, strong

_SECONDS = {"calm": Fraction(5), "medium": Fraction(16, 5), "fast": Fraction(9, 5)}
_TURN: Transition = "crossfade"
_TURN_SECONDS = Fraction(3, 10)
_EDGE = Fraction(2, 25)  # seconds kept clear of a cut inside the footage
_SCRAP = Fraction(7, 10)  # seconds of a shot that are not worth a clip of their own
_MOTIONS: tuple[Motion, ...] = ("rise", "pop")


class Options(Frozen):
    """What can be set with mode_options."""

    text: Literal["phrases", "headlines", "none"] = Field("phrases", description="What is written over the pictures")
    pace: Literal["calm", "medium", "fast"] = Field("medium", description="How long a shot stays")
    sound: Literal["low", "muted"] = Field("low", description="The footage's own sound, under the voice")
    align: Literal["left", "centre"] = Field("centre", description="How lines are set")


class TextStock(BaseMode):
    INFO = ModeInfo(
        name="text_stock",
        title="Text over footage",
        summary="Your own clips or pictures, cut to the script, with its words large over them.",
        needs=("footage", "pictures"),
        cost="no picture or clip is generated",
    )
    Options = Options

    def plan(self, play: Screenplay, config: Frozen, references: References) -> Screenplay:
        assert isinstance(config, Options)
        return play.model_copy(update={"scenes": tuple(_planned(scene, config) for scene in play.scenes)})

    def drawings(
        self,
        play: Screenplay,
        config: Frozen,
        captions: Captions,
        canvas: tuple[int, int],
        references: References,
    ) -> Sequence[Drawing]:
        """The pictures, the end card's ground, the blocks, the phrases."""
        assert isinstance(config, Options)
        layout = "framed" if config.text == "headlines" else ""
        # Behind large words a picture is a ground: it fills the frame, however soft that makes it.
        look: Literal["auto", "full"] = "auto" if config.text == "none" else "full"
        photos = [Photo(scene=0, picture=one, look=look, layout=layout, seed=play.seed) for one in references.pictures]
        cards = [_card(scene, play, references) for scene in play.scenes if is_card(scene)]
        lines = [
            Phrase(
                scene=said.scene, words=said.texts, strong=strong(said.texts), centred=config.align == "centre",
                on_picture=True,
            )
            for said in (phrases(play, captions) if config.text == "phrases" else ())
        ]  # fmt: skip
        blocks = super().drawings(play, config, captions, canvas, references)
        if not references.pictures:
            blocks = [
                closing(play.scenes[one.scene], play.language) if is_card(play.scenes[one.scene]) else one
                for one in blocks
            ]
        return [*photos, *cards, *blocks, *lines]

    def timeline(self, play: Screenplay, material: Material, config: Frozen) -> Timeline:
        assert isinstance(config, Options)
        words: list[Overlay] = []
        if config.text == "phrases":
            lines = [drawn for drawn in material.drawn if drawn.drawing.kind == "phrase"]
            for number, (said, drawn) in enumerate(zip(phrases(play, material.captions), lines, strict=True)):
                words += entering(said, drawn, _MOTIONS[number % len(_MOTIONS)], material.fps)
        picture = _Cutter(play, material, config).track()
        heard = {film.key for film in material.references.footage if film.has_sound and config.sound == "low"}
        native = [clip for clip in picture if clip.source.type == "footage" and clip.source.key in heard]
        overlays = sorted([*words, *worded(play, material)], key=lambda overlay: overlay.start)
        return edit(play, material, picture, overlays, native=native, burn_captions=config.text != "phrases")


def _planned(scene: Scene, config: Options) -> Scene:
    card = is_card(scene)
    keeps = card or config.text == "headlines" or (config.text == "phrases" and not scene.voice_over)
    return scene.model_copy(
        update={
            "generated": False,
            "layout": scene.layout if card else "framed",
            "text": scene.text if keeps else ScreenText(),
            "transition": "cut" if scene.index == 0 else _TURN,
        }
    )


def _card(scene: Scene, play: Screenplay, references: References) -> Photo | Ground:
    if references.pictures:
        return Photo(scene=scene.index, picture=references.pictures[0], look="card", layout="end_card", seed=play.seed)
    return Ground(scene=scene.index, seed=play.seed)


@dataclass
class _Stock:
    """A shot of the footage, or a picture. used: seconds of the shot that are shown already."""

    film: FootageFile | None
    shot: Shot | None
    photo: Drawn | None
    used: Fraction = Fraction(0)

    @property
    def left(self) -> Fraction:
        return Fraction(10**6) if self.shot is None else self.shot.length - 2 * _EDGE - self.used


class _Cutter:
    """Lays the stock end to end, in the user's order; what was shown comes again when all has been."""

    def __init__(self, play: Screenplay, material: Material, config: Options) -> None:
        self._play, self._material = play, material
        self._target = _SECONDS[config.pace]
        self._cards = {
            drawn.drawing.scene: drawn
            for drawn in material.drawn
            if drawn.drawing.kind == "ground" or (drawn.drawing.kind == "photo" and drawn.drawing.look == "card")
        }
        self._stock = list(_stock(material))
        self._turn = 0

    def track(self) -> tuple[PictureClip, ...]:
        play, fps = self._play, self._material.fps
        begin = starts(play)
        pieces: list[tuple[Scene, int, Fraction, Footage | Still]] = []
        for scene, start, end in zip(play.scenes, begin, (*begin[1:], play.duration), strict=True):
            if scene.index in self._cards:
                key = self._cards[scene.index].layers[0].key
                pieces.append((scene, 0, end - start, Still(key=key, camera=resting())))
                continue
            number = 0
            for a, b in pairwise(self._cuts(scene, start, end)):
                for seconds, source in self._filled(b - a):
                    pieces.append((scene, number, seconds, source))
                    number += 1
        edges = frame_edges(tuple(seconds for _, _, seconds, _ in pieces), fps)
        return tuple(
            _clip(scene, number, source, a, b, fps)
            for (scene, number, _, source), (a, b) in zip(pieces, pairwise(edges), strict=True)
            if b > a
        )

    def _cuts(self, scene: Scene, start: Fraction, end: Fraction) -> list[Fraction]:
        """Where the picture changes within a scene: where a phrase begins, about as far apart as the pace has it."""
        cuts = [start]
        for cue in self._material.captions.cues:
            at = cue.words[0].start
            if at - cuts[-1] >= self._target * Fraction(3, 4) and end - at >= self._target / 2 and start < at < end:
                cuts.append(at)
        return [*cuts, end]

    def _filled(self, seconds: Fraction) -> Iterator[tuple[Fraction, Footage | Still]]:
        while seconds > 0:
            one = self._next(seconds)
            take = seconds if one.left >= seconds - _SCRAP else max(one.left, _SCRAP)
            take = min(take, seconds)
            yield take, self._source(one)
            one.used += take
            seconds -= take

    def _next(self, seconds: Fraction) -> _Stock:
        """The next in turn that lasts, else the next that is not used up; all are fresh again when none is left."""
        order = self._stock[self._turn :] + self._stock[: self._turn]
        if all(one.left < _SCRAP for one in order):
            for one in order:
                one.used = Fraction(0)
        usable = [one for one in order if one.left >= _SCRAP] or order
        chosen = next((one for one in usable[:3] if one.left >= seconds), usable[0])
        self._turn = (self._stock.index(chosen) + 1) % len(self._stock)
        return chosen

    def _source(self, one: _Stock) -> Footage | Still:
        if one.shot is None or one.film is None:
            assert one.photo is not None
            layer = one.photo.layers[0]
            return Still(key=layer.key, camera=toured(self._turn, layer, self._material.canvas))
        offset = round((one.shot.start + _EDGE + one.used) * self._material.fps)
        box = one.shot.subject
        middle = (box.x + box.w / 2, box.y + box.h / 2)
        return Footage(key=one.film.key, offset=offset, crop=(CropPath(points=(middle,)),))


def _stock(material: Material) -> Iterator[_Stock]:
    """Shots of all files in turns, so that neighbours differ, then the pictures, dealt among them."""
    films = [[_Stock(film, shot, None) for shot in film.shots] for film in material.references.footage]
    dealt = [shots[n] for n in range(max(map(len, films), default=0)) for shots in films if n < len(shots)]
    photos = [
        _Stock(None, None, drawn)
        for drawn in material.drawn
        if drawn.drawing.kind == "photo" and drawn.drawing.look != "card"
    ]
    step = max(1, len(dealt) // max(1, len(photos)))
    for number, one in enumerate(dealt):
        if photos and number and number % step == 0:
            yield photos.pop(0)
        yield one
    yield from photos


def _clip(scene: Scene, number: int, source: Footage | Still, start: int, end: int, fps: Fraction) -> PictureClip:
    turns = number == 0 and start > 0 and scene.transition != "cut"
    frames = min(round(_TURN_SECONDS * fps), (end - start) // 3) if turns else 0
    return PictureClip(
        scene=scene.index, chunk=number, start=start, length=end - start, source=source,
        **entrance(scene, frames),
    )  # fmt: skip


MODE = TextStock()
