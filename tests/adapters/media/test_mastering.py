"""Gain, limiter and leveller, on profiles alone: no sound is rendered here."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotworks.adapters.media.bs1770 import RATE, Meter, Profile, integrated, lufs, short_terms
from spotworks.adapters.media.mastering import MOST_LIMITED, limiting, mastered
from spotworks.domain.timeline import Loudness


def profile(seconds: float = 4, *, level: float = 0.05, crest: float = 4.0, seed: int = 1) -> Profile:
    """Noise of a level with peaks `crest` times as high."""
    rng = np.random.default_rng(seed)
    steps = round(seconds * 1000)
    energy = 2 * (level * (0.5 + rng.random(steps))) ** 2
    return Profile(energy.astype(np.float32), (level * crest * (0.3 + 0.7 * rng.random(steps))).astype(np.float32))


@given(st.sampled_from([-14.0, -16.0, -23.0, -24.0]), st.floats(0.005, 0.4), st.floats(1.5, 12), st.integers(0, 99))
@settings(max_examples=20, deadline=None)
def test_any_level_meets_any_target_under_the_ceiling(target: float, level: float, crest: float, seed: int) -> None:
    sound = profile(level=level, crest=crest, seed=seed)
    master = mastered(sound, Loudness(lufs=target), ceiling=-2.0)
    after = 20 * np.log10(sound.peak * master.curve)
    assert after.max() <= -2.0 + 0.01
    assert integrated(sound.energy * master.curve**2) == pytest.approx(master.lufs, abs=0.02)
    if master.limited < 0.7 * MOST_LIMITED:
        assert master.lufs == pytest.approx(target, abs=0.05)


@given(st.lists(st.floats(-40, 12), min_size=1, max_size=400))
@settings(max_examples=80, deadline=None)
def test_a_limiter_never_lets_a_peak_pass_and_never_lifts(peaks: list[float]) -> None:
    curve = limiting(np.array(peaks), -1.0)
    assert np.all(np.array(peaks) + curve <= -1.0 + 1e-9)
    assert np.all(curve <= 0)


def test_a_limiter_moves_ahead_of_the_peak_and_comes_back_slowly() -> None:
    peaks = np.full(1000, -20.0)
    peaks[500] = 5.0
    curve = limiting(peaks, -1.0)
    assert curve[500] <= -6
    assert curve[490] == 0 > curve[497]
    assert curve[540] < -3
    assert curve[900] > -1e-9


def test_no_three_seconds_pass_the_cap() -> None:
    """EBU R 128 s1: -18 LUFS in a spot of -23."""
    quiet, loud = profile(12, level=0.07), profile(4, level=0.2)
    sound = Profile(np.concatenate((quiet.energy, loud.energy)), np.concatenate((quiet.peak, loud.peak)))
    free = mastered(sound, Loudness(lufs=-23), ceiling=-2)
    capped = mastered(sound, Loudness(lufs=-23, short_term=-20), ceiling=-2)
    assert float(lufs(short_terms(sound.energy * free.curve**2)).max()) > -19
    assert float(lufs(short_terms(sound.energy * capped.curve**2)).max()) <= -19.9
    assert capped.lufs == pytest.approx(-23, abs=0.1)


def test_a_leveller_moves_slowly() -> None:
    quiet, loud = profile(12, level=0.07, crest=1.5), profile(4, level=0.2, crest=1.5)
    sound = Profile(np.concatenate((quiet.energy, loud.energy)), np.concatenate((quiet.peak, loud.peak)))
    curve = 20 * np.log10(mastered(sound, Loudness(lufs=-23, short_term=-20), ceiling=-1).curve)
    assert np.ptp(curve) > 1.5
    assert np.abs(np.diff(curve)).max() < 0.02  # dB a millisecond


def test_silence_stays_silence() -> None:
    master = mastered(Profile(np.zeros(500, np.float32), np.zeros(500, np.float32)), Loudness(), ceiling=-2)
    assert np.isfinite(master.curve).all()


def test_the_foretold_loudness_is_the_one_that_is_measured() -> None:
    rng = np.random.default_rng(3)
    x = (0.1 * rng.standard_normal((2, 4 * RATE))).astype(np.float32)
    x[:, ::9600] = 0.95
    before = Meter()
    before.add(x)
    master = mastered(before.profile(), Loudness(lufs=-14), ceiling=-2)
    after = Meter()
    after.add(master.applied(x, 0))
    assert master.limited > 1
    assert after.profile().integrated == pytest.approx(master.lufs, abs=0.1)
    assert after.profile().true_peak <= -1.9
