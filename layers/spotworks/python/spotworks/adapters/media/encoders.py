"""Which encoder makes the picture: what this machine can really do, tried in order and named in the report.

A build of FFmpeg lists what was compiled in, whether there is a card or not, so an encoder counts as usable only
after it has encoded a few frames here.
"""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spotworks.adapters.media.process import run
from spotworks.adapters.media.profiles import Settings
from spotworks.errors import RenderFailed, ToolMissing

ORDER = ("nvenc", "vaapi", "cpu")
X264 = "colorprim=bt709:transfer=bt709:colormatrix=bt709:open-gop=0:stitchable=1"
# Weighted prediction is for fades, of which our videos have half a second at most; looking for them costs 2 to 6 %.
_NO_WEIGHTS = ":weightp=0"
_HASTY = {"ultrafast", "superfast", "veryfast", "faster"}
# What x264 need not look for, where we know what moves (measured: docs/rendering.md). A camera moves all of a still
# alike: cutting blocks in parts and searching far for them finds nothing. Where nothing moves there are no fractions
# of a pixel either.
_ALIKE = ":partitions=i4x4,i8x8:me=dia"
_KNOWN = {"anything": "", "camera": _ALIKE, "nothing": f"{_ALIKE}:subme=1"}
X265 = "colorprim=bt709:transfer=bt709:colormatrix=bt709:range=limited:open-gop=0:log-level=error"
_TAGS = ["-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"]
# libx265 reaches libx264's quality at a CRF higher by this (seen: PSNR within 0.5 dB on the bench's stills).
_HEVC_CRF = 3


@dataclass(frozen=True)
class Encoder:
    """name: FFmpeg's. device: what has to be there before it is worth a try, "" for none.

    filters: that end the graph; before: arguments that come before the input.
    """

    name: str
    arguments: Callable[[Settings, int], list[str]]
    kind: str = "cpu"
    device: str = ""
    filters: str = "format=yuv420p"
    before: tuple[str, ...] = ()

    def describe(self, settings: Settings) -> str:
        """For the report."""
        if settings.codec == "prores":
            return f"{self.name} 422 HQ, {settings.sound}"
        quality = (
            f"{settings.preset} crf {settings.crf}" if self.kind == "cpu" else f"at the quality of crf {settings.crf}"
        )
        return f"{self.name} {quality}, {settings.sound}"


def _x264(settings: Settings, threads: int) -> list[str]:
    params = X264 + (_NO_WEIGHTS if settings.preset in _HASTY else "")
    params += _KNOWN[settings.moves] if settings.preset == "veryfast" else ""
    params += ":asm=avx2" if _has_avx512() else ""
    return ["-preset", settings.preset, "-crf", str(settings.crf), "-threads", str(threads), "-x264-params", params]


@cache
def _has_avx512() -> bool:
    """x264 is held to AVX2 then: by AVX-512 it makes another file of the same frames every few runs, and no sooner."""
    with contextlib.suppress(OSError):  # Linux alone has it
        return "avx512vl" in Path("/proc/cpuinfo").read_text()
    return False


def _x265(settings: Settings, threads: int) -> list[str]:
    pools = f"{X265}:pools={threads}:frame-threads={min(threads, 2)}"
    return ["-preset", settings.preset, "-crf", str(settings.crf + _HEVC_CRF), "-x265-params", pools, "-tag:v", "hvc1"]


def _prores(settings: Settings, threads: int) -> list[str]:
    return ["-profile:v", settings.preset, "-vendor", "apl0", "-threads", str(threads)]


def _nvenc(settings: Settings, _: int) -> list[str]:
    tag = ["-tag:v", "hvc1"] if settings.codec == "hevc" else []
    return [
        "-preset",
        "p5",
        "-tune",
        "hq",
        "-rc",
        "vbr",
        "-cq",
        str(settings.crf),
        "-b:v",
        "0",
        "-forced-idr",
        "1",
        *tag,
    ]


def _vaapi(settings: Settings, _: int) -> list[str]:
    tag = ["-tag:v", "hvc1"] if settings.codec == "hevc" else []
    return ["-rc_mode", "CQP", "-qp", str(settings.crf + 2), *tag]


_NODE = "/dev/dri/renderD128"
_UPLOAD = "format=nv12,hwupload"
ENCODERS: dict[str, tuple[Encoder, ...]] = {
    "h264": (
        Encoder("h264_nvenc", _nvenc, "nvenc", "/dev/nvidiactl"),
        Encoder("h264_vaapi", _vaapi, "vaapi", _NODE, _UPLOAD, ("-vaapi_device", _NODE)),
        Encoder("libx264", _x264),
    ),
    "hevc": (
        Encoder("hevc_nvenc", _nvenc, "nvenc", "/dev/nvidiactl"),
        Encoder("hevc_vaapi", _vaapi, "vaapi", _NODE, _UPLOAD, ("-vaapi_device", _NODE)),
        Encoder("libx265", _x265),
    ),
    "prores": (Encoder("prores_ks", _prores, filters="format=yuv422p10le"),),
}


def choose(ffmpeg: Path, codec: str, kinds: Sequence[str] = ORDER) -> tuple[Encoder, ...]:
    """The usable encoders of a codec, best first. kinds: which are wanted, in their order.

    Raises ToolMissing if this FFmpeg has none.
    """
    found = [
        encoder for kind in kinds for encoder in ENCODERS[codec] if encoder.kind == kind and is_usable(ffmpeg, encoder)
    ]
    if not found:
        raise ToolMissing(f"{ffmpeg.name} has no encoder for {codec}: install one built with libx264 and libx265")
    return tuple(found)


@cache
def is_usable(ffmpeg: Path, encoder: Encoder) -> bool:
    """Whether it encodes eight small frames here."""
    if encoder.device and not Path(encoder.device).exists():
        return False
    codec = next(codec for codec, encoders in ENCODERS.items() if encoder in encoders)
    settings = Settings("hq" if codec == "prores" else "veryfast", 23, 128, codec=codec)  # type: ignore[arg-type]
    try:
        run(
            [str(ffmpeg), "-v", "error", "-nostdin", *encoder.before, "-f", "lavfi", "-i", "testsrc2=s=320x256:r=30",
             "-frames:v", "8", "-vf", encoder.filters, "-c:v", encoder.name, *encoder.arguments(settings, 1),
             "-f", "null", "-"],
            wall_seconds=30,
        )  # fmt: skip
    except RenderFailed:
        return False
    return True


def output_arguments(encoder: Encoder, settings: Settings, *, threads: int, gop: int) -> list[str]:
    """Everything about the picture that comes after the filters."""
    return ["-c:v", encoder.name, *encoder.arguments(settings, threads), "-g", str(gop), *_TAGS]
