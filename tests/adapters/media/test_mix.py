"""The sound alone."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spotworks.adapters.media.loudness import Reading
from spotworks.adapters.media.mix import mix
from spotworks.adapters.media.profiles import SETTINGS
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.generation import Profile
from spotworks.domain.timeline import Loudness, SoundClip
from tests.adapters.media.spots import RATE, clip, samples, timeline, tone

BARE = clip("none.png", 0, 120)  # four seconds of picture, never looked at here


def mixed(media: Path, profile: Profile = "standard", **sounds: Any) -> tuple[np.ndarray[Any, Any], Reading]:
    out = media / "audio.m4a"
    found = mix(find_ffmpeg(), timeline(BARE, **sounds), media, out, settings=SETTINGS[profile], tag="t").reading
    return samples(out)[:, : 4 * RATE], found


def sound(key: str, start: int, seconds: float, gain: float = 0.0) -> SoundClip:
    return SoundClip(key=key, start=start, length=Fraction(seconds).limit_denominator(1000), gain=gain)


def level(signal: np.ndarray[Any, Any], hertz: float, start: float, end: float) -> float:
    """dB of one frequency between two seconds."""
    part = signal[0, int(start * RATE) : int(end * RATE)]
    wave = np.exp(-2j * np.pi * hertz * np.arange(len(part)) / RATE)
    return float(20 * np.log10(np.abs(np.mean(part * wave)) + 1e-9))


def test_a_clip_sounds_from_its_frame_on(tmp_path: Path) -> None:
    tone(tmp_path / "pop.wav", 0.5, 880)
    signal, _ = mixed(tmp_path, effects=(sound("pop.wav", 45, 0.5),))
    onset = int(np.argmax(np.abs(signal[0]) > 0.05)) / RATE
    assert abs(onset - 1.5) < 0.012


def test_music_goes_down_under_the_voice_and_comes_back(tmp_path: Path) -> None:
    tone(tmp_path / "voice.wav", 1.2, 1000, channels=1)
    tone(tmp_path / "music.wav", 4, 200, level=0.1)
    signal, _ = mixed(tmp_path, voice=(sound("voice.wav", 30, 1.2),), music=(sound("music.wav", 0, 4),))
    before, under, after = (level(signal, 200, a, a + 0.4) for a in (0.3, 1.5, 3.0))
    assert under < before - 6
    assert abs(after - before) < 1.5


def test_gains_keep_their_difference(tmp_path: Path) -> None:
    tone(tmp_path / "a.wav", 4, 500)
    tone(tmp_path / "b.wav", 4, 1500)
    signal, _ = mixed(tmp_path, effects=(sound("a.wav", 0, 4), sound("b.wav", 0, 4, gain=-12)))
    assert abs(level(signal, 500, 1, 2) - level(signal, 1500, 1, 2) - 12) < 0.5


def test_music_that_is_cut_off_fades_away(tmp_path: Path) -> None:
    tone(tmp_path / "music.wav", 9, 300)
    signal, _ = mixed(tmp_path, music=(sound("music.wav", 0, 9),))
    assert level(signal, 300, 3.9, 4.0) < level(signal, 300, 1, 2) - 15


@pytest.mark.parametrize("loud", [0.9, 0.02])
def test_any_level_comes_out_at_the_target(tmp_path: Path, loud: float) -> None:
    tone(tmp_path / "voice.wav", 4, 400, level=loud)
    _, found = mixed(tmp_path, voice=(sound("voice.wav", 0, 4),))
    assert abs(found.integrated + 14) <= 0.5
    assert found.true_peak < -1


def test_peaks_are_held_under_the_limit_after_encoding(tmp_path: Path) -> None:
    """Clicks over a quiet tone: lifted to the target, their peaks would stand 10 dB over the limit."""
    tone(tmp_path / "click.wav", 0.02, 3000, level=0.9)
    tone(tmp_path / "quiet.wav", 4, 300, level=0.02)
    clicks = tuple(sound("click.wav", start, 0.02) for start in range(5, 115, 20))
    signal, found = mixed(tmp_path, "preview", effects=clicks, music=(sound("quiet.wav", 0, 4),))
    assert found.true_peak < -1
    assert np.abs(signal).max() < 10 ** (-1 / 20)


def test_another_placement_has_another_target(tmp_path: Path) -> None:
    tone(tmp_path / "voice.wav", 4, 400)
    _, found = mixed(
        tmp_path, voice=(sound("voice.wav", 0, 4),), loudness=Loudness(lufs=-24, true_peak=-6)
    )  # fmt: skip
    assert abs(found.integrated + 24) <= 0.5
    assert found.true_peak < -6
