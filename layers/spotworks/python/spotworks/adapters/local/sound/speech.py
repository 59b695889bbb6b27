"""What every recorded line goes through: its edges, its level."""

from collections.abc import Sequence

import numpy as np

from spotworks.adapters.local.sound.dynamics import ceiling, envelope
from spotworks.adapters.local.sound.signal import RATE, Signal, fade, peak
from spotworks.adapters.local.sound.spectrum import at_loudness

LUFS = -19.0
TOP = -3.2  # dBFS; the file stays under -3 after rounding to 16 bits
LEAD = 0.04  # seconds kept before the first sound
TAIL = 0.32  # seconds kept after the last one, for the room to die away


def bounds(x: Signal) -> tuple[int, int]:
    """First and last + 1 sample of what is heard; (0, 0) for silence."""
    level = np.abs(x)
    heard = np.flatnonzero(level > 0.012 * peak(x)) if level.size else level
    return (int(heard[0]), int(heard[-1]) + 1) if heard.size else (0, 0)


def prepared(x: Signal) -> tuple[Signal, int]:
    """Trims to LEAD before and TAIL after what is heard; also how many samples went from (< 0: came to) the front."""
    first, last = bounds(x)
    if last == 0:
        return x[:0], 0
    lead, tail = round(LEAD * RATE), round(TAIL * RATE)
    y = np.zeros(lead + (last - first) + tail)
    kept = min(lead, first)
    y[lead - kept : lead + last - first] = x[first - kept : last]
    return y, first - lead


def active(x: Signal) -> Sequence[bool]:
    """For each HOP whether something is heard."""
    level = envelope(x, attack=0.001, release=0.012)
    heard: list[bool] = (level > 0.03 * float(level.max(initial=0.0))).tolist()
    return heard


def levelled(x: Signal) -> Signal:
    """At LUFS and under TOP, with edges that do not click."""
    y = at_loudness(x, LUFS)
    for _ in range(3):
        y = at_loudness(ceiling(y, knee=-8.0, top=TOP), LUFS)
    y = ceiling(y, knee=-6.0, top=TOP)
    return fade(y, head=0.01, tail=0.12)
