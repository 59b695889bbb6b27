"""Beats and bars of music that does not tell them."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotworks.adapters.media.beats import pulse, pulse_of
from spotworks.domain.sound import Music
from tests.adapters.local.test_music import make
from tests.fakes.files import MemoryFiles

RATE = 48_000


def drums(tempo: float, seconds: float = 12, first: float = 0.3, seed: int = 1) -> np.ndarray:
    """A kick on one, a clap on two and four, hats on the eighths, over a chord; from `first` seconds on."""
    rng = np.random.default_rng(seed)
    n = round(seconds * RATE)
    x = 0.02 * np.sin(2 * np.pi * 220 * np.arange(n) / RATE)
    beat = 60 / tempo
    for eighth in range(int((seconds - first) / beat * 2)):
        at = round((first + eighth * beat / 2) * RATE)
        length = min(4800, n - at)
        time = np.arange(length) / RATE
        x[at : at + length] += 0.05 * rng.standard_normal(length) * np.exp(-time / 0.01)
        if eighth % 8 == 0:
            x[at : at + length] += 0.8 * np.sin(2 * np.pi * 60 * time) * np.exp(-time / 0.05)
        if eighth % 4 == 2:
            x[at : at + length] += 0.3 * rng.standard_normal(length) * np.exp(-time / 0.03)
    return x.astype(np.float32)


@given(st.integers(84, 150), st.floats(0, 1.0))
@settings(max_examples=8, deadline=None)
def test_tempo_beats_and_bars_are_found(tempo: int, first: float) -> None:
    found = pulse(drums(tempo, first=first))
    assert found is not None
    assert found.tempo in {tempo - 1, tempo, tempo + 1}
    beat = 60 / tempo
    assert np.median([abs((float(at) - first + beat / 2) % beat - beat / 2) for at in found.beats]) < 0.015
    assert np.median([abs((float(at) - first + 2 * beat) % (4 * beat) - 2 * beat) for at in found.bars]) < 0.015


@pytest.mark.parametrize("mood", ["uplifting", "epic"])
def test_the_composed_music_is_read_as_it_was_written(mood: str) -> None:
    files = MemoryFiles()
    music, _ = make(files, mood, duration=12, tempo=104)
    found = pulse_of(files.read(music.key))
    assert found is not None
    assert abs(found.tempo - music.tempo) <= 1
    bars = np.array([float(bar) for bar in music.bars])
    assert np.median([np.abs(bars - float(bar)).min() for bar in found.bars]) < 0.02


def test_what_has_no_beat_has_none() -> None:
    rng = np.random.default_rng(1)
    assert pulse((0.1 * rng.standard_normal(10 * RATE)).astype(np.float32)) is None
    assert pulse(np.zeros(10 * RATE, np.float32)) is None
    assert pulse(drums(120, seconds=2)) is None
    assert pulse_of(b"no music") is None


def test_a_pulse_fits_a_music_document() -> None:
    found = pulse(drums(120))
    assert found is not None
    music = Music(key="m.mp3", duration=Fraction(12), **found.model_dump())
    assert music.tempo == 120
