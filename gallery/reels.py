"""Small edits that show one thing each: a caption style, a transition, a mode."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from shutil import copyfile
from typing import Any, get_args

from spotworks.adapters.media.render import FfmpegRenderer
from spotworks.domain import subtitles
from spotworks.domain.caption_styles import CaptionStyle
from spotworks.domain.captions import Captions
from spotworks.domain.editing import transition_frames
from spotworks.domain.generation import Codec, Profile
from spotworks.domain.screenplay import Transition
from spotworks.domain.sound import Word
from spotworks.domain.timeline import PictureClip, Still, Timeline
from spotworks.modes.cameras import RESTING, ken_burns

SAMPLES = Path(__file__).parents[1] / "samples"
COFFEE, ROCKET, CAT = (SAMPLES / name for name in ("coffee.jpg", "rocket.jpg", "chelsea.jpg"))
PHOTOS = (COFFEE, ROCKET, CAT)
FPS = Fraction(30)
TRANSITIONS: tuple[Transition, ...] = get_args(Transition)
ACCENT = "#e4572e"

_SAID = ("Save", "20%", "on", "slow", "mornings,", "served", "by", "people", "who", "know", "your", "name")
_WORD = Fraction(3, 10)  # seconds
_SAYING = len(_SAID) * _WORD
_CLIP = 30  # frames between two transitions


def captioned(
    style: str | CaptionStyle, media: Path, size: tuple[int, int], *, seconds: Fraction = _SAYING
) -> Timeline:
    """Words in a caption style over a photo. media: where its files are put; size: of the canvas."""
    words = tuple(Word(text=text, start=n * _WORD, end=(n + 1) * _WORD) for n, text in enumerate(_SAID))
    length = round(seconds * FPS)
    still = Still(key=_photo(0, media), camera=ken_burns("in"))
    captions = Captions(language="en", source="voice", cues=subtitles.cues(words, "en", style))
    clip = PictureClip(scene=0, chunk=0, start=0, length=length, source=still)
    return _timeline(size, (clip,), captions=captions, caption_style=style, caption_accent=ACCENT)


def turning(kinds: Sequence[Transition], media: Path, size: tuple[int, int], *, rest: int = _CLIP) -> Timeline:
    """Photos that give way to each other, one after the other by each kind. rest: frames between."""
    clips = [PictureClip(scene=0, chunk=0, start=0, length=rest, source=_resting(0, media))]
    for number, kind in enumerate(kinds, 1):
        frames = transition_frames(kind, rest * 3, FPS)
        start = clips[-1].start + clips[-1].length
        clips.append(
            PictureClip(
                scene=number, chunk=0, start=start, length=rest + frames, source=_resting(number, media),
                transition=kind, transition_frames=frames,
            )
        )  # fmt: skip
    return _timeline(size, tuple(clips), captions=Captions(language="en", source="voice"))


def lasting(timeline: Timeline, frames: int) -> Timeline:
    """The edit with a last clip that stays until it is `frames` long. Raises ValueError if it is longer already."""
    more = frames - timeline.length
    if more < 0:
        raise ValueError(f"the edit is {timeline.length} frames long, more than {frames}")
    *clips, last = timeline.picture
    overlays = tuple(
        one.model_copy(update={"length": one.length + more * (one.start + one.length == timeline.length)})
        for one in timeline.overlays
    )
    picture = (*clips, last.model_copy(update={"length": last.length + more}))
    return timeline.model_copy(update={"length": frames, "picture": picture, "overlays": overlays})


def middles(timeline: Timeline) -> list[float]:
    """Seconds at which each transition is half done; a cut: its first frame."""
    return [float((clip.start + clip.transition_frames // 2) / timeline.fps) for clip in timeline.picture[1:]]


def render(timeline: Timeline, media: Path, out: Path, *, profile: Profile = "preview", codec: Codec = "h264",
           ffmpeg: Path | None = None, **about: Any) -> Path:  # fmt: skip
    """Through the renderer of every job. about: as FfmpegRenderer.render takes it."""
    FfmpegRenderer(ffmpeg).render(
        timeline,
        profile=profile,
        codec=codec,
        media=media,
        out=out,
        checkpoints=media.parent / f"{out.stem}.parts",
        **about,
    )
    return out


def _photo(number: int, media: Path) -> str:
    photo = PHOTOS[number % len(PHOTOS)]
    media.mkdir(parents=True, exist_ok=True)
    copyfile(photo, media / photo.name)
    return photo.name


def _resting(number: int, media: Path) -> Still:
    return Still(key=_photo(number, media), camera=RESTING)


def _timeline(size: tuple[int, int], picture: tuple[PictureClip, ...], **about: Any) -> Timeline:
    length = sum(clip.length for clip in picture)
    return Timeline(fps=FPS, width=size[0], height=size[1], length=length, picture=picture, **about)
