"""The one description of the edit: read by the renderer, the checker and every export.

Positions are int frames at `fps`, counted from 0. Picture clips tile the timeline without gap or
overlap; a transition of k frames at the start of a clip blends over the continuation of the one before.
"""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from spotworks.domain.base import Bounds, Frozen, Seconds
from spotworks.domain.caption_styles import CaptionStyle
from spotworks.domain.captions import Captions
from spotworks.domain.reframing import CropPath
from spotworks.domain.research import Box
from spotworks.domain.screenplay import Camera, Transition, TransitionEasing

Motion = Literal["none", "fade", "rise", "slide", "pop"]


class Still(Frozen):
    """A picture of the work bucket with a camera move over it."""

    type: Literal["still"] = "still"
    key: str
    camera: Camera


class Footage(Frozen):
    """A video file of the work bucket, read from frame `offset` at the timeline's rate.

    crop: where the part of the canvas's ratio is that is shown, over the clip's frames; empty for the middle.
    """

    type: Literal["footage"] = "footage"
    key: str
    offset: int = 0
    crop: tuple[CropPath, ...] = ()


class Animation(Frozen):
    """A Lottie document of the work bucket over a picture of it that fills the frame.

    box: fractions of the canvas in which it stands, as large as its ratio allows; offset: frames of the timeline into
    it; speed: times its own; loop: it comes again at its end, else its last frame stays.
    """

    type: Literal["animation"] = "animation"
    key: str
    ground: str
    box: Box = Box(x=0, y=0, w=1, h=1)
    offset: int = 0
    speed: Seconds = Fraction(1)
    loop: bool = True


class PictureClip(Frozen):
    """One clip on the picture track. scene, chunk: where in the screenplay it came from.

    transition_easing: None for that kind's own.
    """

    scene: int
    chunk: int
    start: int
    length: int
    source: Annotated[Still | Footage | Animation, Field(discriminator="type")]
    transition: Transition = "cut"
    transition_frames: int = 0
    transition_easing: TransitionEasing = None


class Overlay(Frozen):
    """A transparent PNG of the work bucket laid over the picture at (x, y) pixels of the canvas.

    enter, exit: how it comes and goes, each taking `motion_frames`.
    ink: the part of the PNG that has to be read, without its shadow; None for all of it.
    """

    scene: int
    key: str
    x: int
    y: int
    width: int
    height: int
    ink: Bounds | None = None
    start: int
    length: int
    enter: Motion = "rise"
    exit: Motion = "fade"
    motion_frames: int = 10

    @property
    def read(self) -> Bounds:
        """Where what has to be read stands on the canvas."""
        left, top, right, bottom = self.ink or (0, 0, self.width, self.height)
        return self.x + left, self.y + top, self.x + right, self.y + bottom


class SoundClip(Frozen):
    """A sound file of the work bucket, or the sound of a video file. start: frame of its onset; gain in dB.

    length: seconds that are heard, beginning `offset` seconds into the file; what the file lacks is silence.
    fade_in, fade_out: seconds at both ends, of equal power so that two clips cross without a dip; 0 for an
    edge that only does not click.
    """

    key: str
    start: int
    length: Seconds
    gain: float = 0.0
    offset: Seconds = Fraction(0)
    fade_in: Seconds = Fraction(0)
    fade_out: Seconds = Fraction(0)


class Loudness(Frozen):
    """The target of a placement: integrated LUFS and the highest true peak in dBTP.

    short_term: LUFS that no 3 s may pass, or None.
    """

    lufs: float = -14.0
    true_peak: float = -1.0
    short_term: float | None = None


class Timeline(Frozen):
    """width, height in pixels; length in frames; burn_captions: draw them into the picture.

    native: the clips' own sound.
    """

    schema_version: int = 1
    fps: Seconds
    width: int
    height: int
    length: int
    picture: tuple[PictureClip, ...]
    overlays: tuple[Overlay, ...] = ()
    voice: tuple[SoundClip, ...] = ()
    effects: tuple[SoundClip, ...] = ()
    music: tuple[SoundClip, ...] = ()
    native: tuple[SoundClip, ...] = ()
    captions: Captions
    caption_style: str | CaptionStyle = "shorts"
    caption_accent: str = "#ffd54a"
    burn_captions: bool = True
    loudness: Loudness = Loudness()

    @property
    def seconds(self) -> Fraction:
        return Fraction(self.length) / self.fps

    @property
    def is_bare(self) -> bool:
        """Whether it is whole frames of footage end to end, nothing drawn over them: such a file may be copied."""
        drawn = self.overlays or (self.burn_captions and self.captions.cues)
        return not drawn and all(
            isinstance(clip.source, Footage) and clip.transition == "cut" and not clip.source.crop
            for clip in self.picture
        )


def grounds(timeline: Timeline) -> set[str]:
    """Pictures that animations stand on."""
    return {clip.source.ground for clip in timeline.picture if isinstance(clip.source, Animation)}


def frame_edges(durations: tuple[Fraction, ...], fps: Fraction) -> tuple[int, ...]:
    """Frame positions of the edges of durations laid end to end, len + 1 of them, beginning at 0.

    Bounds are rounded, never lengths: rounded lengths add up to a drift, rounded edges stay
    within half a frame of the plan.
    """
    elapsed = Fraction(0)
    edges = [0]
    for duration in durations:
        elapsed += duration
        edges.append(round(elapsed * fps))
    return tuple(edges)
