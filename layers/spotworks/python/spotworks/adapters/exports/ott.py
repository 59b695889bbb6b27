"""The package that a buyer of streaming television takes: mezzanine, a file to serve, captions, VAST, and checks.

What it has to be: IAB Tech Lab, Ad Format Guidelines for Digital Video and CTV; loudness: ATSC A/85 (read 2026-11-20).
"""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from spotworks.adapters.exports.mezzanine import Rates, write_mezzanine, write_served
from spotworks.adapters.exports.vast import Ad, document, facts_of, mismatches
from spotworks.adapters.exports.vast_rules import problems
from spotworks.adapters.media.bs1770 import RATE
from spotworks.adapters.media.mix import measured, mix, mix_pcm
from spotworks.adapters.media.probe import facts
from spotworks.adapters.media.process import disk_guard
from spotworks.adapters.media.profiles import SETTINGS
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.adapters.media.whole import put, work_folder
from spotworks.domain.placement import Placement
from spotworks.domain.quality import Check, QualityReport
from spotworks.domain.subtitles import sidecar, vtt
from spotworks.domain.timeline import Timeline
from spotworks.errors import InvalidRequest

RATES = Rates()
_LU = 0.3


@dataclass(frozen=True)
class Package:
    """The files in the order in which they matter; report: of the checks made on them."""

    files: tuple[Path, ...]
    report: QualityReport


def package(timeline: Timeline, media: Path, out: Path, *, ad: Ad, placement: Placement) -> Package:
    """Writes the package of one edit into `out`. media: the files of the timeline under their keys.

    placement: whose loudness is meant ("ott"). Raises InvalidRequest for an edit that no buyer takes (not 16:9),
    RenderFailed, DiskFull, ToolMissing.
    """
    if timeline.width * 9 != timeline.height * 16:
        raise InvalidRequest(
            f"aspect: OTT takes 16:9, this edit is {timeline.width}x{timeline.height}; make it with --aspects 16:9",
            field="aspect",
        )
    timeline = timeline.model_copy(update={"loudness": placement.loudness(timeline.seconds)})
    with disk_guard():
        out.mkdir(parents=True, exist_ok=True)
        return _made(timeline, media, out, ad, placement)


def _made(timeline: Timeline, media: Path, out: Path, ad: Ad, placement: Placement) -> Package:
    """All of it is made in a folder of its own and moved when it is whole."""
    ffmpeg = find_ffmpeg()
    with work_folder(out.resolve()) as work:  # FFmpeg runs in folders of its own
        names = ("spot.mp4", "mezzanine.mov", "spot.vtt", "vast.xml")
        served, mezzanine, captions, vast = (work / name for name in names)
        wav, m4a, report = work / "sound.wav", work / "sound.m4a", work / "checks.json"
        mix_pcm(ffmpeg, timeline, media, wav)
        mix(ffmpeg, timeline, media, m4a, settings=SETTINGS["broadcast"], tag="ott")
        write_mezzanine(ffmpeg, timeline, media, wav, mezzanine)
        write_served(ffmpeg, mezzanine, m4a, served, fps=float(timeline.fps), rates=RATES)
        captions.write_text(vtt(sidecar(timeline.captions), timeline.seconds), encoding="utf-8")
        vast.write_bytes(document(ad, served, mezzanine, captions))
        checks = QualityReport(checks=_checks(timeline, served, mezzanine, vast, placement))
        report.write_text(checks.model_dump_json(indent=1), encoding="utf-8")
        made = (served, mezzanine, captions, vast, report)
        return Package(put(made, out), checks)


def _checks(timeline: Timeline, served: Path, mezzanine: Path, vast: Path, placement: Placement) -> tuple[Check, ...]:
    found, master = facts(served), facts(mezzanine)
    samples = round(timeline.seconds * RATE)
    level = "4.0" if timeline.fps <= 30 else "4.2"
    lengths = placement.durations
    return (
        _check("length", timeline.seconds in lengths, f"{float(timeline.seconds):g} s", _either(lengths)),
        _check("frames", {found.frames, master.frames} == {timeline.length}, f"{found.frames} and {master.frames}",
               f"{timeline.length}"),
        _check("picture", found.picture == "h264 yuv420p bt709 tv" and found.steady, found.picture,
               "h264 yuv420p bt709 tv, steady"),
        _check("profile", facts_of(served).codec == f"avc1.6400{int(float(level) * 10):02X}", facts_of(served).codec,
               f"High {level}"),
        _check("size", found.size == (timeline.width, timeline.height), "x".join(map(str, found.size)),
               f"{timeline.width}x{timeline.height}"),
        _rate(facts_of(served).bitrate),
        _check("sound", found.sound == "aac 48000 Hz 2 channels", found.sound, "aac 48000 Hz 2 channels"),
        _check("sound length", abs(found.sound_seconds - found.seconds) <= 1 / timeline.fps,
               f"{float(found.sound_seconds):.3f} s", f"{float(found.seconds):.3f} s, a frame more or less"),
        _check("fast start", found.faststart, str(found.faststart), "True"),
        _check("mezzanine", master.picture.startswith("prores yuv422p10") and facts_of(mezzanine).codec == "apch",
               f"{master.picture} {facts_of(mezzanine).codec}", "ProRes 422 HQ"),
        _check("mezzanine sound", master.sound == "pcm_s24le 48000 Hz 2 channels", master.sound,
               "PCM of 24 bits, 48 kHz"),
        *_loudness("served", served, samples, timeline),
        *_loudness("mezzanine", mezzanine, samples, timeline),
        _none("VAST 4.2", problems(vast.read_bytes())),
        _none("VAST and files", mismatches(vast.read_bytes(), vast.parent)),
    )  # fmt: skip


def _check(name: str, passed: bool, measured: str, wanted: str) -> Check:
    return Check(name=name, passed=passed, measured=measured, wanted=wanted)


def _either(lengths: tuple[Fraction, ...]) -> str:
    return ", ".join(f"{float(length):g}" for length in lengths) + " s"


def _rate(kbits: int) -> Check:
    inside = RATES.least <= kbits <= RATES.most
    return _check("bit rate", inside, f"{kbits} kbit/s", f"{RATES.least} to {RATES.most} kbit/s")


def _loudness(name: str, video: Path, samples: int, timeline: Timeline) -> tuple[Check, ...]:
    reading, wanted = measured(video, samples), timeline.loudness
    return (
        _check(f"{name} loudness", abs(reading.integrated - wanted.lufs) <= _LU, f"{reading.integrated:.1f} LKFS",
               f"{wanted.lufs:g} LKFS, {_LU} LU more or less"),
        _check(f"{name} true peak", reading.true_peak <= wanted.true_peak, f"{reading.true_peak:.1f} dBTP",
               f"at most {wanted.true_peak:g} dBTP"),
    )  # fmt: skip


def _none(name: str, wrong: list[str]) -> Check:
    return _check(name, not wrong, "; ".join(wrong) or "as it must be", "as it must be")
