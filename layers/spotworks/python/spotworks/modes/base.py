"""What every mode can stand on: options as a model, words by layout, sound and captions as they come."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar

from pydantic import ValidationError

from spotworks.domain.base import Frozen
from spotworks.domain.beatwise import beats_of
from spotworks.domain.captions import Captions
from spotworks.domain.drawing import Blocks, Drawing
from spotworks.domain.editing import PlacedOverlay, overlay_track
from spotworks.domain.mode import Material, ModeInfo
from spotworks.domain.refusal import refusal
from spotworks.domain.research import References
from spotworks.domain.screenplay import Scene, Screenplay
from spotworks.domain.script import Script
from spotworks.domain.soundtrack import sound_tracks, timed
from spotworks.domain.timeline import Overlay, PictureClip, Timeline
from spotworks.domain.typography import set_screen
from spotworks.errors import InvalidRequest
from spotworks.ports import Rendered


class NoOptions(Frozen):
    """A mode without any."""


class BaseMode:
    """A mode that changes nothing of the plan. Whoever inherits it gives INFO and writes `timeline`.

    Options: the model of `mode_options`; its JSON schema becomes INFO's.
    """

    INFO: ClassVar[ModeInfo]
    Options: ClassVar[type[Frozen]] = NoOptions

    def get_metadata(self) -> ModeInfo:
        return self.INFO.model_copy(update={"options": self.Options.model_json_schema()})

    def validate_config(self, config: Mapping[str, Any]) -> Frozen:
        """Raises InvalidRequest naming the option ("mode_options.speed")."""
        try:
            return self.Options.model_validate(dict(config))
        except ValidationError as error:
            raise self._refused(error) from error

    def plan(self, play: Screenplay, config: Frozen, references: References) -> Screenplay:
        return play

    def drawings(
        self, play: Screenplay, config: Frozen, captions: Captions, canvas: tuple[int, int], references: References
    ) -> Sequence[Drawing]:
        """The words of each scene, by its layout."""
        return [
            Blocks(scene=scene.index, text=set_screen(scene.text, play.language), layout=scene.layout)
            for scene in play.scenes
        ]

    def timeline(self, play: Screenplay, material: Material, config: Frozen) -> Timeline:
        raise NotImplementedError

    def render(self, script: Script, audio: Path | None, *, config: Mapping[str, Any], out: Path) -> Rendered:
        """See ports.Mode; everything on this machine."""
        from spotworks.modes.standalone import produce  # brings in what draws, speaks and encodes

        return produce(self, script, audio, config=config, out=out)

    def _refused(self, error: ValidationError) -> InvalidRequest:
        problem = error.errors()[0]
        refused = refusal(problem)
        name = f"mode_options.{'.'.join(map(str, problem['loc']))}".rstrip(".")
        known = f"; {self.INFO.name} knows {', '.join(self.Options.model_fields) or 'none'}"
        text = refused.message.split(": ", 1)[1] + (known if problem["type"] == "extra_forbidden" else "")
        return InvalidRequest(f"{name}: {text}", field=name)


def is_card(scene: Scene) -> bool:
    """Whether it is the end card: the brand, the promise, the button."""
    return scene.layout == "end_card"


def closing(scene: Scene, language: str) -> Blocks:
    """The words of an end card that stand on a ground, with no picture above them."""
    return Blocks(scene=scene.index, text=set_screen(scene.text, language), layout="closing")


def beats(play: Screenplay, material: Material) -> tuple[Fraction, ...]:
    """The music's beats as they are heard in the video, in seconds; an even count where nobody knows them."""
    music = timed(material.music, material.facts.get(material.music.key))
    tracks = sound_tracks(
        play, material.voice, material.effects, material.music, material.fps, native=(), facts=material.facts
    )
    return beats_of(music, tracks["music"], material.fps, play.duration)


def worded(play: Screenplay, material: Material) -> tuple[Overlay, ...]:
    """The drawn blocks of all scenes, each coming in after the one before."""
    layers = [
        PlacedOverlay(scene=drawn.drawing.scene, **layer.model_dump())
        for drawn in material.drawn
        if drawn.drawing.kind == "blocks"
        for layer in drawn.layers
    ]
    return overlay_track(play, layers, material.fps)


def edit(
    play: Screenplay,
    material: Material,
    picture: Sequence[PictureClip],
    overlays: Sequence[Overlay],
    *,
    native: Sequence[PictureClip] = (),
    **about: Any,
) -> Timeline:
    """The timeline of a picture and what lies over it, with all sound and the captions.

    native: the clips whose own sound is heard; about: fields of Timeline.
    """
    width, height = material.canvas
    sounds = sound_tracks(
        play, material.voice, material.effects, material.music, material.fps, native=native, facts=material.facts
    )
    plain = {
        "fps": material.fps, "width": width, "height": height, "length": round(play.duration * material.fps),
        "picture": tuple(picture), "overlays": tuple(overlays), "captions": material.captions,
        "caption_accent": play.palette.accent, "loudness": material.loudness,
        "burn_captions": material.caption_style is not None,
    }  # fmt: skip
    if material.caption_style is not None:
        plain["caption_style"] = material.caption_style
    return Timeline.model_validate(plain | sounds | about)
