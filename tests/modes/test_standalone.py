"""A mode on its own: script in, video out; and the sheet of all of them."""

import wave
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from local.cli.app import run
from spotworks.adapters.media.probe import facts
from spotworks.domain.script import Script
from spotworks.errors import InvalidRequest
from spotworks.modes import InstalledModes
from spotworks.modes.standalone import edit_of

MODES = InstalledModes()


def recording(path: Path) -> Path:
    """Two stretches of a voice-like sound with a pause between them."""
    rate, t = 48_000, np.arange(48_000 * 3) / 48_000
    spoken = ((t > 0.2) & (t < 1.3)) | ((t > 1.8) & (t < 2.7))
    tone = sum(np.sin(2 * np.pi * 140 * n * t) / n for n in range(1, 12)) * spoken * 0.2
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((tone * 32_000).astype("<i2").tobytes())
    return path


def test_a_script_with_its_recording_becomes_a_video(tmp_path):
    script = Script(paragraphs=("You can rush,", "or take your time."), aspect="16:9", quality="preview")
    out = tmp_path / "out.mp4"
    MODES.find("minimal_text").render(script, recording(tmp_path / "voice.wav"), config={"tone": "accent"}, out=out)
    found = facts(out)
    assert found.size == (640, 360)
    assert 3 <= found.seconds < Fraction(7, 2)


def test_words_of_a_recording_are_laid_where_somebody_speaks(tmp_path):
    script = Script(paragraphs=("You can rush,", "or take your time."))
    timeline = edit_of(
        MODES.find("minimal_text"), script, recording(tmp_path / "voice.wav"), config={}, media=tmp_path / "media"
    )  # fmt: skip
    starts = [float(word.start) for cue in timeline.captions.cues for word in cue.words]
    assert timeline.captions.source == "estimate"
    assert starts[0] == pytest.approx(0.2, abs=0.15)
    assert all(at < 1.35 or at > 1.7 for at in starts)
    assert [float(clip.length) for clip in timeline.voice] == [pytest.approx(2.8, abs=0.3)], "silence is cut off"


def test_a_mode_that_needs_pictures_says_so(tmp_path):
    with pytest.raises(InvalidRequest, match="shorts_carousel shows your own"):
        MODES.find("shorts_carousel").render(Script(paragraphs=("A b.",)), None, config={}, out=tmp_path / "o.mp4")


def test_what_is_no_recording_is_refused(tmp_path):
    path = tmp_path / "voice.wav"
    path.write_bytes(b"RIFF nothing")
    with pytest.raises(InvalidRequest, match="not a sound file"):
        MODES.find("minimal_text").render(Script(paragraphs=("A b.",)), path, config={}, out=tmp_path / "o.mp4")


def test_the_command_lists_modes(capsys):
    assert run(["modes"]) == 0
    listed = capsys.readouterr().out
    assert "shorts_carousel" in listed
    assert "pace=calm|medium|fast" in listed


def test_the_preview_is_a_sheet_of_frames(tmp_path, capsys):
    script = tmp_path / "script.txt"
    script.write_text("Slow is good.\n", encoding="utf-8")
    out = tmp_path / "sheet.png"
    assert run(["modes", "--preview", "--only", "minimal_text", "--script", str(script), "--out", str(out)]) == 0
    assert "minimal_text" in capsys.readouterr().out
    with Image.open(out) as sheet:
        assert sheet.width > 1_000
        assert len(set(sheet.convert("L").resize((40, 40)).getdata())) > 20, "something is drawn"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--script", "none.txt"], "script: none.txt cannot be read"),
        (["--only", "opera"], "mode: there is no 'opera'"),
        (["--aspect", "2:1"], "aspect: must be"),
        (["--footage", "none"], "footage: none does not exist"),
        (["--out", "."], "out: . is a folder; name the picture"),
        (["--out", "/dev/null/x.png"], "out: /dev/null cannot be made"),
    ],
)
def test_a_preview_that_cannot_be_is_one_line(arguments, words, capsys, tmp_path):
    assert run(["modes", "--preview", "--out", str(tmp_path / "x.png"), *arguments]) == 2
    assert words in capsys.readouterr().err
