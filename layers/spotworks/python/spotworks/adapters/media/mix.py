"""The sound of a timeline: four buses, music and native sound ducked under the voice, mastered to a placement.

The buses are summed once, measured on the way, and mastered by a curve that is found on the measurement.
An encoder changes peaks, so only the encoded file is believed: what it adds is foreseen, and corrected if it
is more than that.
"""

import contextlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from spotworks.adapters.media.bs1770 import BLOCK, RATE, Meter, Profile, Samples
from spotworks.adapters.media.buses import Bus, Placed, placed
from spotworks.adapters.media.ducking import MUSIC_DEPTH, NATIVE_DEPTH, Curve, ducked, gains, levels
from spotworks.adapters.media.loudness import Reading
from spotworks.adapters.media.mastering import HARD, Master, mastered
from spotworks.adapters.media.process import Running
from spotworks.adapters.media.profiles import Settings
from spotworks.adapters.media.sounds import SoundReader
from spotworks.domain.timeline import Loudness, Timeline

ROUNDS = 4
LOUDNESS_SLACK = 0.15  # LU
PEAK_SLACK = 0.1  # dB that meters may differ by
_LOSS = 0.05  # LU that AAC takes away at any of our rates
_PLANES = 2 * 4  # bytes of a sample on disk


@dataclass(frozen=True)
class Mixed:
    """What came out, measured after encoding, or foretold where the settings say so.

    rounds: how often it was encoded; missed: what could not be had.
    """

    reading: Reading
    rounds: int
    missed: str = ""


def mix(ffmpeg: Path, timeline: Timeline, media: Path, out: Path, *, settings: Settings, tag: str) -> Mixed:
    """Writes an .m4a exactly as long as the picture; PCM in the same kind of file if the settings say so.

    out: its folder is worked in; tag: goes into the file's comment.
    Raises RenderFailed, DiskFull.
    """
    coder = [*settings.sound_arguments(), "-metadata", f"comment={tag}"]
    return _mix(ffmpeg, timeline, media, out, coder, adds=overshoot(settings), checked=settings.is_measured)


def mix_pcm(ffmpeg: Path, timeline: Timeline, media: Path, out: Path) -> Mixed:
    """Writes a .wav of 24 bits; otherwise as `mix`."""
    return _mix(ffmpeg, timeline, media, out, ["-c:a", "pcm_s24le", "-f", "wav"], adds=0.0, checked=True)


def _mix(
    ffmpeg: Path, timeline: Timeline, media: Path, out: Path, coder: Sequence[str], *, adds: float, checked: bool
) -> Mixed:
    """adds: dB that the coder is known to lift peaks by. checked: whether what was encoded is measured."""
    samples = round(timeline.seconds * RATE)
    raw = out.with_suffix(".raw")
    profile = _summed(timeline, media, raw, samples)
    wanted = timeline.loudness
    ceiling, offset = wanted.true_peak - PEAK_SLACK - adds, _LOSS if adds else 0.0
    for rounds in range(1, ROUNDS + 1):
        master = mastered(profile, wanted, ceiling=ceiling, offset=offset)
        _encode(ffmpeg, raw, master, out, coder, samples=samples)
        found = measured(out, samples) if checked else Reading(master.lufs - offset, ceiling + adds)
        missing, over = master.lufs - offset - found.integrated, found.true_peak - wanted.true_peak + PEAK_SLACK
        if found.is_silent or (abs(missing) <= LOUDNESS_SLACK and over <= 0) or rounds == ROUNDS:
            break
        offset += missing
        ceiling -= max(0.0, over) * 1.1
    raw.unlink()
    return Mixed(found, rounds, _missed(found, master, wanted))


def overshoot(settings: Settings) -> float:
    """dB that FFmpeg's AAC encoder lifts peaks by at the worst seen, on limited speech and music (docs/sound.md)."""
    if not settings.audio_rate:  # PCM
        return 0.0
    return 1.0 if settings.audio_rate >= 128 else 1.6


def measured(sound: Path, samples: int) -> Reading:
    """An encoded file, decoded and metered. Raises RenderFailed."""
    meter = Meter()
    with contextlib.closing(SoundReader(sound, sound.name)) as reader:
        for _, count in _blocks(samples):
            meter.add(reader.read(count))
    return _reading(meter.profile())


def _reading(profile: Profile) -> Reading:
    return Reading(profile.integrated, profile.true_peak, profile.short_term)


def _blocks(samples: int) -> Iterator[tuple[int, int]]:
    """First sample and length of each block."""
    for first in range(0, samples, BLOCK):
        yield first, min(BLOCK, samples - first)


def _summed(timeline: Timeline, media: Path, raw: Path, samples: int) -> Profile:
    """Writes the mix as planes of float, block after block, and measures it."""
    way = _way(timeline, media, samples)
    meter = Meter()
    with contextlib.ExitStack() as stack:
        buses = {name: stack.enter_context(contextlib.closing(bus)) for name, bus in _buses(timeline, media).items()}
        file = stack.enter_context(raw.open("wb"))
        for first, count in _blocks(samples):
            total = np.zeros((2, count), np.float32)
            for name, bus in buses.items():
                part = bus.read(count)
                depth = {"music": MUSIC_DEPTH, "native": NATIVE_DEPTH}.get(name)
                total += part if depth is None or way is None else part * gains(way, depth, first, count)
            meter.add(total)
            total.tofile(file)
    return meter.profile()


def _buses(timeline: Timeline, media: Path) -> dict[str, Bus]:
    def on(name: str) -> list[Placed]:
        return [placed(clip, timeline, is_music=name == "music") for clip in getattr(timeline, name)]

    return {
        name: Bus(on(name), media, name, may_lack=name == "native") for name in ("voice", "effects", "music", "native")
    }


def _way(timeline: Timeline, media: Path, samples: int) -> Curve | None:
    """How far the other buses make way for the voice; None without one."""
    if not timeline.voice or not (timeline.music or timeline.native):
        return None
    with contextlib.closing(_buses(timeline, media)["voice"]) as voice:
        return ducked(np.concatenate([levels(voice.read(count)) for _, count in _blocks(samples)]))


def _encode(ffmpeg: Path, raw: Path, master: Master, out: Path, coder: Sequence[str], *, samples: int) -> None:
    argv = [
        str(ffmpeg), "-v", "error", "-nostdin", "-y", "-f", "f32le", "-ar", str(RATE), "-ac", "2", "-i", "pipe:0",
        *coder, str(out),
    ]  # fmt: skip
    wall = 60 + samples / RATE * 4
    with Running(argv, wall_seconds=wall, cwd=out.parent, feed=True) as process:
        for first, count in _blocks(samples):
            block: Samples = np.fromfile(raw, np.float32, 2 * count, offset=_PLANES * first).reshape(2, count)
            interleaved = np.ascontiguousarray(master.applied(block, first).T)
            process.write(memoryview(interleaved.tobytes()))
        process.finish()


def _missed(found: Reading, master: Master, wanted: Loudness) -> str:
    """What the result lacks or what it cost, in words; "" if nothing."""
    if found.is_silent:
        return ""
    words = []
    if abs(found.integrated - wanted.lufs) > 0.3:
        why = "it is too quiet to be lifted" if master.limited < 1 else "its peaks leave no room"
        words.append(f"the loudness target of {wanted.lufs:g} LUFS was not reached: {found.integrated:.1f} LUFS, {why}")
    if found.true_peak > wanted.true_peak:
        words.append(f"the true peak of {wanted.true_peak:g} dBTP was not kept: {found.true_peak:.1f} dBTP")
    if wanted.short_term is not None and (found.short_term or -math.inf) > wanted.short_term + 0.3:
        words.append(f"the loudest 3 s stand at {found.short_term:.1f} LUFS, over {wanted.short_term:g}")
    if master.limited > HARD:
        words.append(f"the limiter takes {master.limited:.0f} dB off the highest peak")
    return "; ".join(words)
