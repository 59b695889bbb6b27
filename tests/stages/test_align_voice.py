"""AlignVoice, and the captions that come of it."""

from fractions import Fraction
from pathlib import Path

import pytest

from spotworks.domain.captions import AlignedVoice, Captions
from spotworks.domain.sound import Voice, Word
from spotworks.errors import ModelUnavailable
from spotworks.ports import Aligned
from spotworks.stages.align_voice import ALIGNED, align_voice
from spotworks.stages.shared.generation import made_for
from spotworks.stages.start_voice import start_voice
from spotworks.stages.write_captions import write_captions


class Ear:
    """Hears every word a tenth of a second after the one before."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []

    def align(self, sound: Path, text: str, *, language: str) -> Aligned:
        assert sound.is_file()
        self.heard.append((text, language))
        words = tuple(
            Word(text=word, start=Fraction(n, 10), end=Fraction(n + 1, 10)) for n, word in enumerate(text.split())
        )
        return Aligned(words=words, model="ear")

    def transcribe(self, sound: Path, *, language: str) -> str:
        raise ModelUnavailable("hears nothing")


@pytest.fixture
def job(studio):
    """The first of two lines has no times of its own."""
    job = studio.planned()
    start_voice(studio.sound(job), desk=studio.desk, maker=studio.voices)
    key = made_for(studio.desk, job, "voice").key
    voice = Voice.model_validate_json(studio.work.read(key))
    lines = (voice.lines[0].model_copy(update={"estimated": True}), voice.lines[1])
    studio.work.write(key, voice.model_copy(update={"lines": lines}).model_dump_json().encode())
    studio.work.write(lines[0].key, b"sound")
    return job


def test_only_lines_without_times_are_listened_to(studio, job, tmp_path):
    ear = Ear()
    made = align_voice(job, desk=studio.desk, aligner=ear, folder=tmp_path)
    found = studio.desk.read(job, ALIGNED, AlignedVoice)
    assert ear.heard == [("Line number 0.", "en")]
    assert (made.model, found.model) == ("ear", "ear")
    assert [word.start for word in found.voice.lines[0].words] == [0, Fraction(1, 10), Fraction(1, 5)]
    assert not any(line.estimated for line in found.voice.lines)


def test_captions_take_the_aligned_times_and_say_so(studio, job, tmp_path):
    write_captions(job, desk=studio.desk)
    assert studio.desk.read(job, "captions.json", Captions).source == "estimate"
    align_voice(job, desk=studio.desk, aligner=Ear(), folder=tmp_path)
    write_captions(job, desk=studio.desk)
    captions = studio.desk.read(job, "captions.json", Captions)
    assert (captions.source, captions.aligner) == ("alignment", "ear")


def test_an_alignment_of_another_voice_is_not_used(studio, job, tmp_path):
    align_voice(job, desk=studio.desk, aligner=Ear(), folder=tmp_path)
    found = studio.desk.read(job, ALIGNED, AlignedVoice)
    studio.desk.write(job, ALIGNED, found.model_copy(update={"of": "another"}))
    write_captions(job, desk=studio.desk)
    assert studio.desk.read(job, "captions.json", Captions).source == "estimate"
