"""AlignVoice."""

from fractions import Fraction

import pytest

from spotworks.domain.captions import AlignedVoice
from spotworks.stages.align_voice import align_voice
from tests.fakes.ports import Ear


@pytest.fixture
def job(studio):
    """The first of two lines has no times of its own."""
    job = studio.planned()
    studio.untimed(job, 0)
    return job


def align(studio, job, folder, ear):
    folder.mkdir(exist_ok=True)
    return align_voice(job, desk=studio.desk, aligner=ear, folder=folder)


def test_only_lines_without_times_are_listened_to(studio, job, tmp_path):
    ear = Ear()
    made = align(studio, job, tmp_path, ear)
    found = AlignedVoice.model_validate_json(studio.work.read(made.key))
    assert ear.heard == [("Line number 0.", "en")]
    assert (made.model, found.model) == ("ear", "ear")
    assert [word.start for word in found.voice.lines[0].words] == [0, Fraction(1, 10), Fraction(1, 5)]
    assert not found.voice.is_estimated


def test_the_same_recording_is_listened_to_once(studio, job, tmp_path):
    ear = Ear()
    first = align(studio, job, tmp_path / "a", ear)
    second = align(studio, job, tmp_path / "b", ear)
    assert len(ear.heard) == 1
    assert (second.key, second.reused) == (first.key, True)
