"""One pass of FFmpeg over a finished video, with every meter on it.

Fails closed: the program must end well, say what it measured, and have measured the whole file.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from spotworks.adapters.media.loudness import METER, Reading, reading
from spotworks.adapters.media.process import SAFE_INPUT, run
from spotworks.errors import RenderFailed

Interval = tuple[float, float]

# Nearly black only: dark designs are none of its business. 0.03 of the range is about #080808.
BLACK = "blackdetect=d=0.1:pix_th=0.03:pic_th=0.98"
FREEZE = "freezedetect=n=-60dB:d=1"
SILENCE = "silencedetect=n=-50dB:d=2"
METERED_SHORT_SIDE = 320  # pixels: enough for black and freeze, at a tenth of the work
SAMPLE = 0.15  # seconds of frames taken at each caption that is looked at


@dataclass(frozen=True)
class Readings:
    """Intervals in seconds. loudness: None without sound; bands: the caption band's luma in the sampled frames."""

    black: tuple[Interval, ...]
    frozen: tuple[Interval, ...]
    silent: tuple[Interval, ...]
    loudness: Reading | None
    bands: npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Band:
    """Rows of the picture in which captions stand, and the moments at which to look."""

    top: int
    bottom: int
    moments: tuple[float, ...]


def meter(
    ffmpeg: Path,
    video: Path,
    folder: Path,
    *,
    size: tuple[int, int],
    seconds: Fraction,
    has_sound: bool,
    band: Band | None,
) -> Readings:
    """folder: to work in. Raises RenderFailed, ToolMissing, RenderInterrupted."""
    short = min(size)
    shrink = f"scale=iw*{METERED_SHORT_SIDE}/{short}:-2:flags=area," if short > METERED_SHORT_SIDE else ""
    graph = [f"[0:v]{'split[whole][text]' if band else 'null[whole]'}", f"[whole]{shrink}{BLACK},{FREEZE}[seen]"]
    outputs = ["-map", "[seen]"]
    if has_sound:
        graph.append(f"[0:a]{SILENCE},{METER}[heard]")
        outputs += ["-map", "[heard]"]
    outputs += ["-f", "null", "-"]
    raw = folder / "bands.gray"
    if band:
        when = "+".join(f"between(t,{at:.3f},{at + SAMPLE:.3f})" for at in band.moments)
        graph.append(f"[text]select='{when}',crop=iw:{band.bottom - band.top}:0:{band.top},format=gray[bands]")
        outputs += ["-map", "[bands]", "-fps_mode", "passthrough", "-f", "rawvideo", "-y", str(raw)]
    log = run(
        [str(ffmpeg), "-hide_banner", "-nostats", "-nostdin", "-progress", "pipe:2", "-stats_period", "3600",
         # Only for measuring: no deblocking, and half of the frames are never needed by another.
         "-skip_loop_filter", "all", "-skip_frame", "noref",
         *SAFE_INPUT, "-i", str(video), "-filter_complex", ";".join(graph), *outputs],
        wall_seconds=120 + 4 * float(seconds),
    )  # fmt: skip
    _whole(log, seconds)
    return Readings(
        black=_intervals(log, r"black_start:(\S+) black_end:(\S+)"),
        frozen=_open_intervals(log, "freeze", float(seconds)),
        silent=_open_intervals(log, "silence", float(seconds)),
        loudness=reading(log) if has_sound else None,
        bands=_bands(raw, size[0], band),
    )


def _whole(log: str, seconds: Fraction) -> None:
    """Raises RenderFailed unless the file was read to its end."""
    reached = re.findall(r"^out_time_us=(\d+)$", log, re.MULTILINE)
    if not reached or "progress=end" not in log:
        raise RenderFailed("the meters did not reach the end of the file")
    if abs(int(reached[-1]) / 1e6 - float(seconds)) > 0.25:
        raise RenderFailed(f"the meters read {int(reached[-1]) / 1e6:.2f} s of {float(seconds):.2f} s")


def _intervals(log: str, pattern: str) -> tuple[Interval, ...]:
    return tuple((float(start), float(end)) for start, end in re.findall(pattern, log))


def _open_intervals(log: str, what: str, end: float) -> tuple[Interval, ...]:
    """Starts and ends come as lines of their own; one that is open at the end lasts to it."""
    marks = [(kind, float(at)) for kind, at in re.findall(rf"{what}_(start|end): (-?[\d.]+)", log)]
    found: list[Interval] = []
    since: float | None = None
    for kind, at in marks:
        if kind == "start":
            since = max(0.0, at)
        elif since is not None:
            found.append((since, at))
            since = None
    return (*found, (since, end)) if since is not None else tuple(found)


def _bands(raw: Path, width: int, band: Band | None) -> npt.NDArray[np.uint8]:
    if band is None:
        return np.empty((0, 0, 0), np.uint8)
    return np.fromfile(raw, np.uint8).reshape(-1, band.bottom - band.top, width)


def lettering(band: npt.NDArray[np.uint8], em: float) -> float:
    """Share of pixels that are light between two dark ones on their row, as outlined letters are."""
    reach = max(2, round(em * 0.35))
    dark = (band < 80).astype(np.uint8)
    left = cv2.dilate(dark, np.ones((1, reach), np.uint8), anchor=(reach - 1, 0))
    right = cv2.dilate(dark, np.ones((1, reach), np.uint8), anchor=(0, 0))
    return float(np.mean((band > 150) & (left > 0) & (right > 0)))
