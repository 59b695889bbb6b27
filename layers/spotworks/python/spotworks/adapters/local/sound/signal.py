"""Samples: their type, their rate, levels, fades, WAV files and where such files are kept.

A signal is float, full scale at 1.0; mono has shape (n,), stereo (2, n).
"""

import hashlib
import io
import json
import wave
from typing import Any

import numpy as np
import numpy.typing as npt

RATE = 48_000

Signal = npt.NDArray[np.float64]
Sound = npt.NDArray[np.float64] | npt.NDArray[np.float32]
"""For what works in either precision."""


def gain(decibels: float) -> float:
    return float(10 ** (decibels / 20))


def decibels(level: float) -> float:
    return float(20 * np.log10(max(level, 1e-9)))


def peak(x: Sound) -> float:
    return float(np.max(np.abs(x))) if x.size else 0.0


def fade(x: Signal, *, head: float, tail: float, rate: int = RATE) -> Signal:
    """Raised-cosine edges of so many seconds, so that neither edge clicks."""
    y = x.copy()
    n = x.shape[-1]
    for seconds, edge in ((head, np.s_[:]), (tail, np.s_[::-1])):
        count = min(round(seconds * rate), n // 2)
        if count:
            ramp = 0.5 - 0.5 * np.cos(np.pi * np.arange(count) / count)
            y[..., edge][..., :count] *= ramp
    return y


def wav(x: Signal) -> bytes:
    """A 16-bit PCM file at RATE."""
    frames = np.atleast_2d(x).T
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(frames.shape[1])
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(pcm(frames).tobytes())
    return out.getvalue()


def pcm(frames: Sound) -> npt.NDArray[np.int16]:
    """Little-endian 16-bit integers of the same shape."""
    return np.clip(np.rint(frames * 32767), -32768, 32767).astype("<i2")


def address(prefix: str, about: dict[str, Any], suffix: str) -> str:
    """The key of a file that is a function of `about`."""
    canonical = json.dumps(about, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    sha = hashlib.sha256(canonical.encode()).hexdigest()
    return f"{prefix}cas/{sha[:2]}/{sha}{suffix}"
