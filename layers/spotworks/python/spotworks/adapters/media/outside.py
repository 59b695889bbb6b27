"""Videos from outside, judged by all that can be told before anything of them is decoded."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import EINVAL
from pathlib import Path

import av
import av.error

from spotworks.errors import SpotworksError

MAX_SIDE = 8_192  # pixels: what libx264 and most players take
MAX_SECONDS = 4 * 3600

# Lists of other files, some of which FFmpeg would follow.
_LISTS = (b"#EXTM3U", b"ffconcat", b"<?xml", b"<MPD", b"[playlist]")
_SPACE = b"\xef\xbb\xbf \t\r\n"  # a byte order mark and blanks
_EBML, _SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"  # RFC 9559: how Matroska and WebM begin


@contextmanager
def opened_video(
    path: Path, formats: str, refusal: Callable[[str], SpotworksError]
) -> Iterator[tuple["av.container.InputContainer", "av.VideoStream"]]:
    """An open video and its picture; what goes wrong inside the block is refused too.

    formats: the demuxers that may read it; refusal: makes the error of a reason, which reads on after the file's
    name ("is encrypted; ...").
    """
    if not path.is_file():
        raise refusal("is not there")
    size = path.stat().st_size
    if size == 0:
        raise refusal("is empty (0 bytes)")
    with path.open("rb") as file:
        head = file.read(128)
    if head.lstrip(_SPACE).startswith(_LISTS):
        raise refusal("is a playlist, not a video; send the video itself")
    try:
        with av.open(str(path), options={"protocol_whitelist": "file", "format_whitelist": formats}) as container:
            stream = next(
                (s for s in container.streams.video if not s.disposition & s.disposition.attached_pic), None
            )  # fmt: skip
            if stream is None:
                raise refusal(f"holds no picture, only {_kinds(container)}")
            if stream.codec_context is None:  # as with FairPlay, which renames the coding
                raise refusal("is in a coding that nothing here decodes, or is encrypted; send it as plain H.264")
            reason = _against(container, stream, size, _declared(head))
            if reason:
                raise refusal(reason)
            container.seek(0)
            yield container, stream
    except (av.error.FFmpegError, OSError, ValueError) as error:
        words = getattr(error, "strerror", None)
        if words and getattr(error, "errno", None) != EINVAL:
            raise refusal(f"does not open as a video, or is cut off ({words})") from error
        # No demuxer that may read it does: an EINVAL of FFmpeg, or a ValueError of PyAV's own.
        raise refusal(f"is in no format that is taken ({_named(formats)})") from error


def _named(formats: str) -> str:
    """For people, who know the family of the first as MP4."""
    names = {"mov": "MP4, MOV", "matroska": "MKV", "webm": "WebM"}
    return ", ".join(names.get(one, one.upper()) for one in formats.split(","))


def _kinds(container: "av.container.InputContainer") -> str:
    kinds = {"cover art" if stream.type == "video" else stream.type for stream in container.streams}
    return " and ".join(sorted(kinds)) or "nothing"


def _against(container: "av.container.InputContainer", stream: "av.VideoStream", size: int, declared: int) -> str:
    """What speaks against it, or ""."""
    context = stream.codec_context
    if max(context.width, context.height) > MAX_SIDE:
        return f"is {context.width}x{context.height}; sides may have {MAX_SIDE} pixels"
    packet = next(container.demux(stream), None)
    if context.codec_tag in {"encv", "drmi"} or (packet is not None and packet.has_sidedata("encryption_info")):
        return "is encrypted; send it without copy protection"
    if (container.duration or 0) > MAX_SECONDS * av.time_base:
        hours = (container.duration or 0) / av.time_base / 3600
        return f"says it is {hours:.0f} hours long; up to {MAX_SECONDS // 3600} are taken"
    last = max(declared, max((entry.pos + entry.size for entry in stream.index_entries), default=0))
    return f"is cut off: {size:,} bytes of at least {last:,} are there" if last > size else ""


def _declared(head: bytes) -> int:
    """How many bytes a Matroska file says it has; 0 for another, and for one whose writer did not know yet."""
    if not head.startswith(_EBML):
        return 0
    length, at = _number(head, len(_EBML))
    at += length
    if head[at : at + len(_SEGMENT)] != _SEGMENT:
        return 0
    length, at = _number(head, at + len(_SEGMENT))
    return at + length if length else 0


def _number(head: bytes, at: int) -> tuple[int, int]:
    """A length as Matroska writes it, 0 for "unknown", and where it ends."""
    first = head[at] if at < len(head) else 0
    count = 9 - first.bit_length()
    if count > 8:
        return 0, at + 1
    bits = 7 * count
    value = int.from_bytes(head[at : at + count], "big") & ((1 << bits) - 1)
    return (0 if value == (1 << bits) - 1 else value), at + count
