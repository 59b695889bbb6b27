"""The sound of a timeline: three buses, music ducked under the voice, mastered to a loudness.

The mix is measured once, then gain and limiter are corrected until what comes out of the AAC
encoder meets the target: an encoder changes peaks, so only the encoded file is believed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from spotworks.adapters.media.loudness import METER, Reading, reading
from spotworks.adapters.media.process import SAFE_INPUT, run
from spotworks.adapters.media.profiles import Settings
from spotworks.domain.timeline import Loudness, SoundClip, Timeline
from spotworks.errors import RenderFailed

RATE = 48_000
ROUNDS = 4
LOUDNESS_SLACK = 0.2  # LU
CODEC_MARGIN = 1.0  # dB kept for AAC in the first round; what it overshoots is taken off in the next
MOST_GAIN = 30.0  # dB: beyond it there is only noise to lift
# Threshold is linear; release is long enough not to pump between words.
DUCKING = "sidechaincompress=threshold=0.02:ratio=8:attack=15:release=350"
DECLICK = 0.005  # seconds
CUT_FADE = 1.2  # seconds of fade where music is cut off by the end of the picture

_STEREO = f"aresample={RATE},aformat=sample_fmts=fltp:channel_layouts=stereo"


@dataclass(frozen=True)
class Mastering:
    """gain in dB; ceiling in dBTP, or None where no peak comes near it."""

    gain: float
    ceiling: float | None

    @property
    def filters(self) -> str:
        if self.ceiling is None:
            return f"volume={self.gain:.3f}dB"
        limit = 10 ** (self.ceiling / 20)
        # Four times oversampled: the peaks between samples are what a true-peak meter sees.
        return (
            f"volume={self.gain:.3f}dB,aresample={4 * RATE},"
            f"alimiter=limit={limit:.6f}:level=false:attack=5:release=50,aresample={RATE}"
        )


def mix(ffmpeg: Path, timeline: Timeline, media: Path, out: Path, *, settings: Settings, tag: str) -> Reading:
    """Writes an .m4a exactly as long as the picture and returns its loudness, measured after encoding.

    out: its folder is worked in; tag: goes into the file's comment.
    Raises RenderFailed, DiskFull.
    """
    samples = round(timeline.seconds * RATE)
    wall = 60 + float(timeline.seconds) * 4
    raw = out.with_suffix(".wav")
    inputs, graph = _graph(timeline, media, samples)
    log = run(
        [str(ffmpeg), "-hide_banner", "-nostats", "-nostdin", "-y", *inputs, "-filter_complex", graph,
         "-map", "[mix]", "-c:a", "pcm_f32le", str(raw)],
        wall_seconds=wall,
    )  # fmt: skip
    mastering = _first(reading(log), timeline.loudness)
    for _ in range(ROUNDS):
        _encode(ffmpeg, raw, mastering, out, samples=samples, settings=settings, tag=tag, wall=wall)
        measured = measure(ffmpeg, out, wall_seconds=wall)
        corrected = _corrected(mastering, measured, timeline.loudness)
        if corrected is None:
            break
        mastering = corrected
    raw.unlink()
    return measured


def measure(ffmpeg: Path, sound: Path, *, wall_seconds: float) -> Reading:
    """Loudness of a file's sound. Raises RenderFailed."""
    return reading(
        run(
            [str(ffmpeg), "-hide_banner", "-nostats", "-nostdin", *SAFE_INPUT, "-i", str(sound),
             "-map", "0:a:0", "-af", METER, "-f", "null", "-"],
            wall_seconds=wall_seconds,
        )
    )  # fmt: skip


def _first(found: Reading, wanted: Loudness) -> Mastering:
    if found.is_silent:
        return Mastering(0.0, None)
    gain = min(MOST_GAIN, wanted.lufs - found.integrated)
    ceiling = wanted.true_peak - CODEC_MARGIN
    return Mastering(gain, ceiling if found.true_peak + gain > ceiling else None)


def _corrected(last: Mastering, found: Reading, wanted: Loudness) -> Mastering | None:
    """None if what was measured meets the target."""
    if found.is_silent:
        return None
    missing, over = wanted.lufs - found.integrated, found.true_peak - wanted.true_peak
    if abs(missing) <= LOUDNESS_SLACK and over <= -0.1:
        return None
    ceiling = last.ceiling
    if over > -0.1:
        ceiling = (wanted.true_peak - CODEC_MARGIN if ceiling is None else ceiling) - max(0.2, over + 0.2)
    return Mastering(min(MOST_GAIN, last.gain + missing), ceiling)


def _encode(
    ffmpeg: Path, raw: Path, mastering: Mastering, out: Path, *, samples: int, settings: Settings, tag: str, wall: float
) -> None:
    run(
        [str(ffmpeg), "-v", "error", "-nostdin", "-y", *SAFE_INPUT, "-i", str(raw),
         "-af", f"{mastering.filters},apad=whole_len={samples},atrim=end_sample={samples}",
         "-ar", str(RATE), "-ac", "2", "-c:a", "aac", "-aac_coder", settings.audio_coder,
         "-b:a", f"{settings.audio_rate}k",
         "-metadata", f"comment={tag}", "-f", "mp4", str(out)],
        wall_seconds=wall,
    )  # fmt: skip


def _graph(timeline: Timeline, media: Path, samples: int) -> tuple[list[str], str]:
    """The inputs and the filter graph that ends in [mix], measured on its way."""
    inputs: list[str] = []
    chains: list[str] = []
    buses: list[str] = []
    for bus, clips in (("voice", timeline.voice), ("effects", timeline.effects), ("music", timeline.music)):
        labels = []
        for clip in clips:
            if clip.start >= timeline.length:
                continue
            path = media / clip.key
            if not path.is_file():
                raise RenderFailed(f"{bus}: {clip.key}: the file is not there")
            index = inputs.count("-i")
            inputs += [*SAFE_INPUT, "-i", str(path)]
            labels.append(f"[{bus}{index}]")
            chains.append(f"[{index}:a:0]{_placed(clip, timeline, fade=bus == 'music')}{labels[-1]}")
        if labels:
            buses.append(bus)
            chains.append(f"{_sum(labels)},apad=whole_len={samples},atrim=end_sample={samples}[{bus}]")
    if not buses:
        return inputs, f"anullsrc=r={RATE}:cl=stereo,atrim=end_sample={samples},{METER}[mix]"
    if "voice" in buses and "music" in buses:
        chains += ["[voice]asplit=2[speech][key]", f"[music][key]{DUCKING}[ducked]"]
        buses = ["speech", *buses[1:-1], "ducked"]
    chains.append(f"{_sum([f'[{bus}]' for bus in buses])},atrim=end_sample={samples},{METER}[mix]")
    return inputs, ";".join(chains)


def _sum(labels: Sequence[str]) -> str:
    """Signals added as they are, none turning another down."""
    return f"{''.join(labels)}amix=inputs={len(labels)}:normalize=0"


def _placed(clip: SoundClip, timeline: Timeline, *, fade: bool) -> str:
    """A clip cut to its length, without clicks at its edges, at its level, at its frame."""
    start = clip.start / timeline.fps
    length = float(min(clip.length, timeline.seconds - start))
    is_cut = clip.length > timeline.seconds - start
    out = min(length / 2, CUT_FADE if fade and is_cut else DECLICK)
    return (
        f"{_STEREO},atrim=end={length:.6f},afade=t=in:d={min(DECLICK, length / 2):.6f},"
        f"afade=t=out:st={length - out:.6f}:d={out:.6f},volume={clip.gain:.3f}dB,"
        f"adelay={round(start * RATE)}S:all=1"
    )
