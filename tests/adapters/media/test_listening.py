"""What is heard in a file."""

import io
import wave
from typing import Any

import numpy as np
import pytest

from spotworks.adapters.media.listening import listened

RATE = 48_000


def wav(x: np.ndarray[Any, Any], rate: int = RATE) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(np.atleast_2d(x).shape[0])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(np.atleast_2d(x).T, -1, 1) * 32767).astype("<i2").tobytes())
    return out.getvalue()


def tone(seconds: float, level: float = 0.3, rate: int = RATE) -> np.ndarray[Any, Any]:
    return level * np.sin(2 * np.pi * 500 * np.arange(round(seconds * rate)) / rate)


def test_length_level_and_silences_are_heard() -> None:
    x = np.concatenate([np.zeros(RATE // 2), tone(1), np.zeros(RATE), tone(0.5), np.zeros(RATE // 4)])
    found = listened(wav(x))
    assert found is not None
    assert (found.seconds, found.channels, found.rate, found.clipped) == (3.25, 1, RATE, 0)
    assert (found.lead, found.gap, found.tail) == pytest.approx((0.5, 1.0, 0.25), abs=0.03)
    assert found.peak == pytest.approx(-10.5, abs=0.1)


def test_a_breath_is_no_silence() -> None:
    breath = 0.004 * np.random.default_rng(1).standard_normal(RATE // 3)
    found = listened(wav(np.concatenate([np.zeros(RATE // 5), breath, tone(1)])))
    assert found is not None
    assert found.lead == pytest.approx(0.2, abs=0.03)


def test_a_cut_wave_is_clipped_and_one_that_only_peaks_is_not() -> None:
    clipped, loud = listened(wav(tone(0.5, 2.0))), listened(wav(tone(0.5, 0.99)))
    assert clipped is not None
    assert loud is not None
    assert clipped.clipped == pytest.approx(500, abs=8)
    assert loud.clipped == 0


def test_digital_silence_is_silent() -> None:
    found = listened(wav(np.zeros(RATE)))
    assert found is not None
    assert found.is_silent
    assert (found.lead, found.peak) == (1.0, -120)


@pytest.mark.parametrize("rate", [8000, 22_050, 96_000])
def test_a_level_does_not_depend_on_the_rate(rate: int) -> None:
    found = listened(wav(tone(2, rate=rate), rate))
    assert found is not None
    assert found.rate == rate
    assert found.seconds == pytest.approx(2, abs=0.001)
    assert found.lufs == pytest.approx(-14.1, abs=0.2)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"#EXTM3U\nhttp://example.com\n", bytes(5000)])
def test_what_is_no_sound_is_none(content: bytes) -> None:
    assert listened(content) is None
