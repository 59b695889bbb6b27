"""Reading FFmpeg's ebur128 meter (ITU-R BS.1770, EBU R 128). Fails closed: no number, no measurement."""

import math
import re
from dataclasses import dataclass
from pathlib import Path

from spotworks.adapters.media.process import SAFE_INPUT, run
from spotworks.errors import RenderFailed

METER = "ebur128=peak=true:framelog=verbose"  # one line a frame stays out of the log; "quiet" is not in 5.1

_INTEGRATED = re.compile(r"^\s*I:\s+(\S+) LUFS", re.MULTILINE)
_PEAK = re.compile(r"^\s*Peak:\s+(\S+) dBFS", re.MULTILINE)
SILENT = -69.0  # the meter's floor is -70 LUFS: nothing passed its gate


@dataclass(frozen=True)
class Reading:
    """Integrated loudness in LUFS and true peak in dBTP; silence reads -70 and -inf.

    short_term: LUFS of the loudest 3 s, None where it was not measured.
    """

    integrated: float
    true_peak: float
    short_term: float | None = None

    @property
    def is_silent(self) -> bool:
        return self.integrated <= SILENT or not math.isfinite(self.true_peak)


def reading(log: str) -> Reading:
    """The summary in a log. Raises RenderFailed if it is not there or is no number."""
    summary = log.rpartition("Summary:")[2]
    integrated, peak = _INTEGRATED.search(summary), _PEAK.search(summary)
    if integrated is None or peak is None:
        raise RenderFailed("the loudness meter reported nothing")
    try:
        found = Reading(float(integrated[1]), float(peak[1]))
    except ValueError as error:
        raise RenderFailed(f"the loudness meter reported {integrated[1]} LUFS, {peak[1]} dBFS") from error
    if math.isnan(found.integrated) or math.isnan(found.true_peak):
        raise RenderFailed("the loudness meter reported no number")
    return found


def measure(ffmpeg: Path, sound: Path, *, wall_seconds: float) -> Reading:
    """Loudness of a file's sound. Raises RenderFailed."""
    return reading(
        run(
            [str(ffmpeg), "-hide_banner", "-nostats", "-nostdin", *SAFE_INPUT, "-i", str(sound),
             "-map", "0:a:0", "-af", METER, "-f", "null", "-"],
            wall_seconds=wall_seconds,
        )
    )  # fmt: skip
