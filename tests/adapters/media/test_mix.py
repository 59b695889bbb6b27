"""The sound alone."""

import wave
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from spotworks.adapters.media.loudness import Reading, measure
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


def film(path: Path, seconds: float, hertz: float, *, channels: int = 2, rate: int = RATE, late: float = 0.0) -> Path:
    """A video with a tone of its own, which begins `late` seconds after the picture."""
    layout = {1: "mono", 2: "stereo", 6: "5.1"}[channels]
    with av.open(str(path), "w") as container:
        picture = container.add_stream("mpeg4", rate=30, width=64, height=64, pix_fmt="yuv420p")
        voice = container.add_stream("aac", rate=rate, layout=layout)
        for number in range(round(seconds * 30)):
            frame = av.VideoFrame(64, 64, "yuv420p")
            frame.pts = number
            container.mux(picture.encode(frame))
        container.mux(picture.encode(None))
        wave = 0.3 * np.sin(2 * np.pi * hertz * np.arange(round((seconds - late) * rate)) / rate)
        sound = av.AudioFrame.from_ndarray(
            np.repeat(wave.astype(np.float32)[None], channels, axis=0), format="fltp", layout=layout
        )
        sound.sample_rate, sound.pts, sound.time_base = rate, round(late * rate), Fraction(1, rate)
        container.mux(voice.encode(sound))
        container.mux(voice.encode(None))
    return path


def clicks(signal: np.ndarray[Any, Any], moments: tuple[float, ...]) -> float:
    """dB of the sharpest corner round these moments, against the highest sample."""
    corners = np.abs(np.diff(signal[0], n=3))
    sharpest = max(float(corners[int((at - 0.01) * RATE) : int((at + 0.06) * RATE)].max()) for at in moments)
    return float(20 * np.log10(sharpest / np.abs(signal).max()))


def test_a_clips_own_sound_is_read_from_its_video_at_its_offset(tmp_path: Path) -> None:
    film(tmp_path / "a.mp4", 3, 440, late=1.0)
    native = (sound("a.mp4", 30, 2).model_copy(update={"offset": Fraction(1, 2)}),)
    signal, _ = mixed(tmp_path, native=native)
    onset = int(np.argmax(np.abs(signal[0]) > 0.05)) / RATE
    assert abs(onset - 1.5) < 0.015  # at 1 s of the file, which is half a second into the clip


def test_edits_do_not_click(tmp_path: Path) -> None:
    """Tones cut in mid-wave, crossed with the next or alone."""
    tone(tmp_path / "low.wav", 3, 130, level=0.5)
    film(tmp_path / "a.mp4", 2, 220)
    native = tuple(
        SoundClip(key="a.mp4", start=start, length=Fraction(20, 30) + Fraction(1, 25), offset=Fraction(start, 97),
                  fade_in=Fraction(1, 25) if start else 0, fade_out=Fraction(1, 25))
        for start in (0, 20, 40)
    )  # fmt: skip
    pieces = tuple(
        sound("low.wav", start, 0.4).model_copy(update={"offset": Fraction(start, 61)}) for start in (70, 82, 100)
    )
    signal, _ = mixed(tmp_path, effects=pieces, native=native)
    edits = [20 / 30, 40 / 30, 2.0, *(edge for s in (70, 82, 100) for edge in (s / 30, s / 30 + 0.4))]
    assert clicks(signal, tuple(edits)) < -45
    raw = np.concatenate([signal[:, : RATE + 37], signal[:, RATE + 181 :]], axis=1)
    assert clicks(raw, (1.0,)) > -10  # what a cut without a fade reads


def test_two_clips_cross_without_a_dip_or_a_bump(tmp_path: Path) -> None:
    for name, seed in (("a.wav", 1), ("b.wav", 2)):
        noise = 0.1 * np.random.default_rng(seed).standard_normal(3 * RATE)
        with wave.open(str(tmp_path / name), "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            file.writeframes((noise * 32767).astype("<i2").tobytes())
    first = sound("a.wav", 0, 2.4).model_copy(update={"fade_out": Fraction(2, 5)})
    second = sound("b.wav", 60, 2).model_copy(update={"fade_in": Fraction(2, 5)})
    signal, _ = mixed(tmp_path, native=(first, second))

    def loud(start: float) -> float:
        return float(10 * np.log10(np.mean(signal[:, int(start * RATE) : int((start + 0.2) * RATE)] ** 2)))

    assert abs(loud(2.1) - loud(1)) < 1
    assert abs(loud(2.1) - loud(3)) < 1


def test_the_clips_own_sound_goes_down_under_the_voice(tmp_path: Path) -> None:
    tone(tmp_path / "voice.wav", 1.2, 1000, channels=1)
    film(tmp_path / "a.mp4", 4, 300)
    signal, _ = mixed(tmp_path, voice=(sound("voice.wav", 30, 1.2),), native=(sound("a.mp4", 0, 4),))
    before, under = (level(signal, 300, at, at + 0.4) for at in (0.3, 1.5))
    assert before - under == pytest.approx(11, abs=1)


def test_music_does_not_pump_between_words(tmp_path: Path) -> None:
    tone(tmp_path / "word.wav", 0.3, 1000, channels=1)
    tone(tmp_path / "music.wav", 4, 200, level=0.1)
    words = tuple(sound("word.wav", start, 0.3) for start in (30, 45, 60, 75))  # 0.2 s apart
    signal, _ = mixed(tmp_path, voice=words, music=(sound("music.wav", 0, 4),))
    under = [level(signal, 200, 1 + 0.1 * step, 1.1 + 0.1 * step) for step in range(18)]
    assert max(under) - min(under) < 1.5


@pytest.mark.parametrize(("channels", "rate"), [(1, 44_100), (6, 48_000)])
def test_sound_of_other_layouts_and_rates_is_conformed(tmp_path: Path, channels: int, rate: int) -> None:
    film(tmp_path / "a.mp4", 4, 500, channels=channels, rate=rate)
    signal, found = mixed(tmp_path, native=(sound("a.mp4", 0, 4),))
    assert level(signal, 500, 1, 2) > level(signal, 550, 1, 2) + 40
    assert abs(found.integrated + 14) <= 0.3
    assert np.abs(signal).max() < 1


def test_footage_that_has_no_sound_is_silence_beside_the_rest(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "mute.mp4"), "w") as container:
        picture = container.add_stream("mpeg4", rate=30, width=64, height=64, pix_fmt="yuv420p")
        container.mux(picture.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(picture.encode(None))
    tone(tmp_path / "voice.wav", 2, 400)
    _, found = mixed(tmp_path, native=(sound("mute.mp4", 0, 4),), voice=(sound("voice.wav", 0, 2),))
    assert abs(found.integrated + 14) <= 0.3


@pytest.mark.parametrize(
    ("level", "why"), [(0.0005, "too quiet to be lifted"), (0.0, "")], ids=["very quiet", "silent"]
)
def test_a_target_out_of_reach_is_named(tmp_path: Path, level: float, why: str) -> None:
    tone(tmp_path / "m.wav", 4, 300, level=level)
    edit = timeline(BARE, music=(sound("m.wav", 0, 4),))
    found = mix(find_ffmpeg(), edit, tmp_path, tmp_path / "a.m4a", settings=SETTINGS["preview"], tag="t")
    assert (why in found.missed) if why else not found.missed


TARGETS = [(-14, -1), (-16, -1), (-23, -1), (-24, -2), (-24, -6)]


@pytest.mark.parametrize(("lufs", "peak"), TARGETS, ids=str)
@pytest.mark.parametrize("material", ["speech and music", "drums", "six seconds"])
def test_two_meters_agree_that_every_target_is_met(tmp_path: Path, material: str, lufs: float, peak: float) -> None:
    """Ours measured while mixing, FFmpeg's on the file."""
    rng = np.random.default_rng(5)
    seconds = 3 if material != "six seconds" else 6
    n = seconds * RATE
    time = np.arange(n) / RATE
    syllables = np.clip(np.sin(2 * np.pi * 3 * time), 0, 1) * np.sin(2 * np.pi * 180 * time + 4 * np.sin(20 * time))
    hits = np.exp(-(time % 0.5) / 0.04) * rng.standard_normal(n)
    for name, x in (("v", 0.3 * syllables), ("m", 0.1 * rng.standard_normal(n)), ("d", 0.3 * hits)):
        with wave.open(str(tmp_path / f"{name}.wav"), "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            file.writeframes((np.clip(x, -1, 1) * 32767).astype("<i2").tobytes())
    tracks: dict[str, Any] = {"music": (sound("m.wav", 0, seconds, gain=-8),), "voice": (sound("v.wav", 0, seconds),)}
    if material == "drums":
        tracks = {"effects": (sound("d.wav", 0, seconds),)}
    wanted = Loudness(lufs=lufs, true_peak=peak, short_term=lufs + 5)
    edit = timeline(clip("none.png", 0, 30 * seconds), **tracks, loudness=wanted)
    out = tmp_path / "audio.m4a"
    ours = mix(find_ffmpeg(), edit, tmp_path, out, settings=SETTINGS["standard"], tag="t")
    theirs = measure(find_ffmpeg(), out, wall_seconds=30)
    assert abs(ours.reading.integrated - theirs.integrated) <= 0.2
    assert abs(theirs.integrated - lufs) <= 0.3
    assert theirs.true_peak <= peak
    assert (ours.reading.short_term or 0) <= lufs + 5.2
    assert not ours.missed or "limiter" in ours.missed


def test_a_mezzanines_sound_is_pcm_at_the_same_target(tmp_path: Path) -> None:
    tone(tmp_path / "voice.wav", 4, 400)
    edit = timeline(BARE, voice=(sound("voice.wav", 0, 4),), loudness=Loudness(lufs=-24, true_peak=-2))
    pcm = replace(SETTINGS["standard"], audio_rate=0)
    found = mix(find_ffmpeg(), edit, tmp_path, tmp_path / "a.m4a", settings=pcm, tag="tag")
    with av.open(str(tmp_path / "a.m4a")) as container:
        assert container.streams.audio[0].codec_context.name == "pcm_s24le"
        assert container.metadata["comment"] == "tag"
    assert found.rounds == 1
    assert found.reading.integrated == pytest.approx(-24, abs=0.05)
