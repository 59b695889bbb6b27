"""Forced alignment through WhisperX, which brings gigabytes of PyTorch: the gate skips it.

In an environment with `pip install whisperx pytest pydantic`:
    PYTHONPATH=layers/spotworks/python pytest --noconftest tests/adapters/media/test_whisperx.py
With weights: SPOTWORKS_ALIGN_WEIGHTS=line.wav, and its words and their seconds beside it as line.json.
"""

import json
import os
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spotworks.adapters.media.whisperx import RATE, WhisperXAligner, is_installed
from spotworks.errors import AssetRejected, ModelUnavailable

pytestmark = pytest.mark.skipif(not is_installed(), reason="WhisperX is not installed: it brings gigabytes of PyTorch")

LETTERS = "abcdefghijklmnopqrstuvwxyz'"
HERTZ = {letter: 300 + 120 * number for number, letter in enumerate(LETTERS)}
FRAME = 320  # samples: 20 ms, as wav2vec2 has it


def written(path: Path, samples: Any) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def whistled(words: list[tuple[str, float]], seconds: float) -> Any:
    """Each letter of a word as 100 ms of its own tone, from the second at which the word begins."""
    samples = np.zeros(round(seconds * RATE), np.float32)
    for word, start in words:
        for number, letter in enumerate(word):
            at, time = round((start + number * 0.1) * RATE), np.arange(RATE // 10) / RATE
            samples[at : at + len(time)] = 0.5 * np.sin(2 * np.pi * HERTZ[letter] * time)
    return samples


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wav2vec2 of a few thousand random weights, saved as those of the hub are."""
    from transformers import (
        Wav2Vec2Config,
        Wav2Vec2CTCTokenizer,
        Wav2Vec2FeatureExtractor,
        Wav2Vec2ForCTC,
        Wav2Vec2Processor,
    )

    folder = tmp_path_factory.mktemp("tiny")
    vocabulary = {token: code for code, token in enumerate(["<pad>", "<s>", "</s>", "<unk>", "|", *LETTERS])}
    (folder / "vocab.json").write_text(json.dumps(vocabulary))
    tokenizer = Wav2Vec2CTCTokenizer(str(folder / "vocab.json"), pad_token="<pad>", word_delimiter_token="|")
    Wav2Vec2Processor(Wav2Vec2FeatureExtractor(), tokenizer).save_pretrained(folder)
    config = Wav2Vec2Config(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        conv_dim=(8,) * 7, num_conv_pos_embeddings=8, num_conv_pos_embedding_groups=2,
    )  # fmt: skip
    Wav2Vec2ForCTC(config).save_pretrained(folder)
    return folder


def test_a_model_loads_and_gives_every_word_a_time_in_order(tiny: Path, tmp_path: Path) -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, RATE * 3)
    text = "Roasted on Mondays — 7 days, ground to order!"
    made = WhisperXAligner({"en": str(tiny)}, device="cpu", offline=True).align(
        written(tmp_path / "a.wav", noise), text, language="en-US"
    )
    assert " ".join(word.text for word in made.words) == text
    assert all(0 <= word.start <= word.end <= 3 for word in made.words)
    assert [word.start for word in made.words] == sorted(word.start for word in made.words)
    assert str(tiny) in made.model


class Ear:
    """A model that hears which letter is whistled: what alignment must make of a voice it understands."""

    def __call__(self, samples: Any) -> Any:
        import torch

        frames = samples[0, : samples.shape[1] // FRAME * FRAME].reshape(-1, FRAME).numpy()
        power = np.abs(np.fft.rfft(frames * np.hanning(FRAME), 4096))
        peaks = power.argmax(axis=1) * RATE / 4096
        scores = np.full((len(frames), len(LETTERS) + 1), -10.0, np.float32)
        for row, (peak, loud) in enumerate(zip(peaks, power.max(axis=1), strict=True)):
            nearest = min(range(len(LETTERS)), key=lambda index: abs(HERTZ[LETTERS[index]] - peak))
            scores[row, 1 + nearest if loud > 10 else 0] = 10
        return type("Output", (), {"logits": torch.from_numpy(scores)[None]})


@pytest.fixture
def ear() -> WhisperXAligner:
    about = {"dictionary": {"<pad>": 0, **{c: n for n, c in enumerate(LETTERS, 1)}}, "type": "huggingface"}
    aligner = WhisperXAligner(device="cpu", offline=True)
    aligner._loaded["en"] = (Ear(), about)
    return aligner


def test_words_are_found_where_they_are_heard(ear: WhisperXAligner, tmp_path: Path) -> None:
    heard = [("warm", 0.5), ("bread", 1.4), ("daily", 3.1)]
    made = ear.align(written(tmp_path / "a.wav", whistled(heard, 5)), "Warm bread, daily!", language="en")
    for word, (text, start) in zip(made.words, heard, strict=True):
        assert abs(float(word.start) - start) < 0.05
        assert abs(float(word.end) - (start + 0.1 * len(text))) < 0.05


def test_a_long_recording_is_searched_in_parts(ear: WhisperXAligner, tmp_path: Path) -> None:
    heard = [("morning" if n % 2 else "coffee", 1.0 + 2 * n) for n in range(90)]
    sound = written(tmp_path / "a.wav", whistled(heard, 182))
    made = ear.align(sound, " ".join(word for word, _ in heard), language="en")
    off = [abs(float(word.start) - start) for word, (_, start) in zip(made.words, heard, strict=True)]
    assert max(off) < 0.2


def test_numbers_are_found_though_no_model_has_letters_for_them(ear: WhisperXAligner, tmp_path: Path) -> None:
    heard = [("open", 0.5), ("zqz", 1.5), ("daily", 3.0)]
    made = ear.align(written(tmp_path / "a.wav", whistled(heard, 4)), "open 247 — daily", language="en")
    assert [word.text for word in made.words] == ["open", "247 —", "daily"]
    assert 0.8 <= float(made.words[1].start) <= 1.55
    assert 1.7 <= float(made.words[1].end) <= 3.05


def test_what_cannot_be_aligned_says_why(tiny: Path, tmp_path: Path) -> None:
    sound = written(tmp_path / "a.wav", np.zeros(RATE))
    with pytest.raises(ModelUnavailable, match="'xx'"):
        WhisperXAligner().align(sound, "a", language="xx")
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        WhisperXAligner({"en": str(tmp_path / "nowhere")}, device="cpu", offline=True).align(sound, "a", language="en")
    (tmp_path / "b.wav").write_bytes(b"no sound")
    with pytest.raises(AssetRejected, match=r"b\.wav"):
        WhisperXAligner({"en": str(tiny)}, device="cpu").align(tmp_path / "b.wav", "a", language="en")


@pytest.mark.skipif(not os.environ.get("SPOTWORKS_ALIGN_WEIGHTS"), reason="fetches a model of 360 MB")
def test_the_real_english_model_finds_a_spoken_line() -> None:
    sound = Path(os.environ["SPOTWORKS_ALIGN_WEIGHTS"])  # a WAV that says its text, with its times beside it as JSON
    truth = json.loads(sound.with_suffix(".json").read_text())
    made = WhisperXAligner(device="cpu").align(sound, " ".join(word for word, _ in truth), language="en")
    off = [abs(float(word.start) - start) for word, (_, start) in zip(made.words, truth, strict=True)]
    assert np.percentile(off, 95) < 0.2
