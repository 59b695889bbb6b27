"""Our own meter against two others: pyloudnorm and FFmpeg's ebur128."""

import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pyloudnorm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotworks.adapters.media.bs1770 import BLOCK, RATE, Meter, Profile, Samples, integrated
from spotworks.adapters.media.loudness import METER, reading
from spotworks.adapters.media.tools import find_ffmpeg


def metered(x: Samples, block: int = BLOCK) -> Profile:
    meter = Meter()
    for first in range(0, x.shape[1], block):
        meter.add(x[:, first : first + block])
    return meter.profile()


def sine(hertz: float, seconds: float, level: float = 1.0, phase: float = 0.0) -> Samples:
    wave = level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE + phase)
    return np.stack((wave, wave)).astype(np.float32)


def noise(seconds: float, seed: int = 1, colour: float = 0.9) -> Samples:
    """Something between white and brown, rising and falling."""
    rng = np.random.default_rng(seed)
    n = round(seconds * RATE)
    spectrum = np.fft.rfft(rng.standard_normal((2, n)))
    spectrum /= np.maximum(np.fft.rfftfreq(n, 1 / RATE), 20) ** (colour / 2)
    x = np.fft.irfft(spectrum, n) * (0.6 + 0.4 * np.sin(2 * np.pi * 0.3 * np.arange(n) / RATE))
    return (0.3 * x / np.abs(x).max()).astype(np.float32)


def ffmpegs(x: Samples, folder: Path) -> Any:
    raw = folder / "x.f32"
    x.T.astype("<f4").tofile(raw)
    done = subprocess.run(
        [find_ffmpeg(), "-hide_banner", "-nostats", "-f", "f32le", "-ar", str(RATE), "-ac", "2", "-i", raw,
         "-af", METER, "-f", "null", "-"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return reading(done.stderr)


def test_the_reference_tone_reads_as_the_standard_says() -> None:
    """EBU Tech 3341, case 1: 1000 Hz at -23 dBFS in both channels is -23 LUFS."""
    assert metered(sine(1000, 20, 10 ** (-23 / 20))).integrated == pytest.approx(-23, abs=0.1)


def test_the_gate_leaves_quiet_parts_out() -> None:
    """EBU Tech 3341, case 3: -36, -23 and -36 dBFS."""
    parts = [sine(1000, seconds, 10 ** (level / 20)) for seconds, level in ((10, -36), (60, -23), (10, -36))]
    assert metered(np.concatenate(parts, axis=1)).integrated == pytest.approx(-23, abs=0.1)


def test_a_peak_between_samples_is_seen() -> None:
    """EBU Tech 3341, case 15 and on: a quarter of the rate, 45 degrees off, at 0.5 of full scale."""
    x = sine(RATE / 4, 1, 0.5, phase=np.pi / 4)
    assert np.abs(x).max() < 0.36
    assert metered(x).true_peak == pytest.approx(-6.02, abs=0.2)


@pytest.mark.parametrize("seconds", [3, 6.3, 31])
def test_three_meters_agree(tmp_path: Path, seconds: float) -> None:
    x = noise(seconds)
    found, theirs = metered(x), ffmpegs(x, tmp_path)
    assert found.integrated == pytest.approx(pyloudnorm.Meter(RATE).integrated_loudness(x.T), abs=0.1)
    assert found.integrated == pytest.approx(theirs.integrated, abs=0.1)
    assert found.true_peak == pytest.approx(theirs.true_peak, abs=0.15)


@given(st.integers(1, 40))
@settings(max_examples=12, deadline=None)
def test_it_does_not_matter_how_the_stream_is_cut(pieces: int) -> None:
    x = noise(2.02, colour=0.5)
    whole, cut = metered(x), metered(x, 480 * pieces)
    assert np.allclose(whole.energy, cut.energy, rtol=1e-2, atol=1e-9)
    assert np.allclose(whole.peak, cut.peak, atol=1e-6)


@pytest.mark.parametrize("samples", [1, 47, 4800, 19_201])
def test_the_shortest_sounds_are_measured(samples: int) -> None:
    found = metered(np.full((2, samples), 0.1, np.float32))
    assert np.isfinite(found.integrated)
    assert found.peak.size == -(-samples // 48)


def test_silence_passes_no_gate() -> None:
    found = metered(np.zeros((2, RATE), np.float32))
    assert found.integrated == -70
    assert found.true_peak == -np.inf
    assert integrated(np.zeros(0)) == -70
