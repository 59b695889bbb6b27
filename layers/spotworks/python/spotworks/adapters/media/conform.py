"""Footage from anywhere, looked at before it is used and made plain where it is not: upright, progressive, SDR, opaque.

Size and rate need nothing of this: the compositor scales and crops, and takes frames by their times, so that
variable rates and odd sizes come out right. What is made plain is only the part that the timeline shows.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from spotworks.adapters.media.outside import opened_video
from spotworks.adapters.media.process import run
from spotworks.adapters.media.sources import FOOTAGE_FORMATS
from spotworks.domain.segments import Segment, seen
from spotworks.domain.timeline import Footage, PictureClip, Timeline
from spotworks.errors import RenderFailed

_SAFE = ("-protocol_whitelist", "file", "-format_whitelist", FOOTAGE_FORMATS)
_HDR = {16: "smpte2084", 18: "arib-std-b67"}  # transfers of ISO/IEC 23091-2: PQ and HLG
_WALL_PER_SECOND = 60.0
_REFERENCE_WHITE = 203  # nits, ITU-R BT.2408
_RULES = 1  # raised when a conformed file would look different


@dataclass(frozen=True)
class Look:
    """What a file needs before it can be composed. pixels: their aspect; transfer: of HDR, "" for SDR."""

    turned: bool = False
    pixels: Fraction = Fraction(1)
    interlaced: bool = False
    transfer: str = ""
    see_through: bool = False

    @property
    def is_plain(self) -> bool:
        return self == Look()


def looked_at(path: Path, name: str) -> Look:
    """name: how the error calls it. Raises RenderFailed for what cannot be shown, saying why."""
    with opened_video(path, FOOTAGE_FORMATS, lambda reason: RenderFailed(f"{name}: {reason}")) as (container, stream):
        frame = next(container.decode(stream), None)
        if frame is None or frame.pts is None:
            raise RenderFailed(f"{name}: holds no frame that decodes")
        return _look(stream, frame)


def _look(stream: "av.VideoStream", frame: "av.VideoFrame") -> Look:
    aspect = Fraction(stream.sample_aspect_ratio or 1)
    return Look(
        turned=frame.rotation % 360 != 0,
        pixels=aspect if aspect > 0 else Fraction(1),
        interlaced=bool(frame.interlaced_frame),
        transfer=_HDR.get(stream.codec_context.color_trc, ""),
        see_through=any(component.is_alpha for component in frame.format.components),
    )


def conformed(timeline: Timeline, media: Path, folder: Path, ffmpeg: Path, parts: Iterable[Segment]) -> Timeline:
    """The timeline with plain files in the place of those that are not, as far as these parts of it show them.

    They are written into `folder`, once each. Raises RenderFailed, RenderInterrupted, DiskFull.
    """
    shown = seen(timeline, parts)
    clips = (
        _clip(clip, timeline.fps, media, folder, ffmpeg) if number in shown else clip
        for number, clip in enumerate(timeline.picture)
    )
    return timeline.model_copy(update={"picture": tuple(clips)})


def _clip(clip: PictureClip, fps: Fraction, media: Path, folder: Path, ffmpeg: Path) -> PictureClip:
    if not isinstance(clip.source, Footage):
        return clip
    source = media / clip.source.key
    look = looked_at(source, f"scene {clip.scene + 1}: {clip.source.key}")
    if look.is_plain:
        return clip
    # A second more: a transition shows what comes after the clip.
    until = (clip.source.offset + clip.length) / fps + 1
    address = hashlib.sha256(f"{_RULES} {clip.source.key} {until} {look}".encode()).hexdigest()[:32]
    made = folder / f"conformed-{address}.mp4"
    if not made.exists():
        conform(ffmpeg, source, made, look, until=until)
    return clip.model_copy(update={"source": clip.source.model_copy(update={"key": str(made)})})


def conform(ffmpeg: Path, source: Path, out: Path, look: Look, *, until: Fraction) -> None:
    """Writes the picture up to a second, with its own times, at a quality that hides its generation."""
    part = out.with_suffix(".part.mp4")
    try:
        run(
            [str(ffmpeg), "-v", "error", "-nostdin", "-y", *_SAFE, "-t", f"{float(until):.3f}", "-i", str(source),
             "-map", "0:V:0", "-vf", filters(look), "-fps_mode", "passthrough",
             "-c:v", "libx264", "-preset", "veryfast", "-crf", "12", "-pix_fmt", "yuv420p",
             "-color_range", "tv", "-colorspace", "bt709",
             "-color_primaries", "bt709", "-color_trc", "bt709", "-f", "mp4", str(part)],
            wall_seconds=120 + _WALL_PER_SECOND * float(until),
        )  # fmt: skip
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def filters(look: Look) -> str:
    """FFmpeg turns the picture itself."""
    chain = []
    if look.interlaced:
        chain.append("bwdif=mode=send_frame")
    if look.see_through:  # over black
        chain.append(
            "format=rgba,split[over][under];[under]drawbox=c=black:t=fill:replace=1[ground];[ground][over]overlay"
        )
    if look.transfer:
        chain.append(
            f"zscale=tin={look.transfer}:t=linear:npl={_REFERENCE_WHITE},format=gbrpf32le,zscale=p=bt709,"
            "tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv"
        )
    # Odd sides lose a row: 4:2:0 has pairs.
    chain.append("scale=trunc(iw*sar/2)*2:trunc(ih/2)*2:out_color_matrix=bt709:out_range=tv,setsar=1,format=yuv420p")
    return ",".join(chain)
