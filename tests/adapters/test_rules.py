"""The digest of our own code."""

import pytest

from spotworks.adapters.checks.checker import FfmpegChecker
from spotworks.adapters.local.pictures import LocalArtist
from spotworks.adapters.media.intake import PictureIntake
from spotworks.adapters.rules import rules_of


def test_other_files_other_digest_same_files_same_digest():
    assert rules_of("domain.keys") == rules_of("domain.keys") != rules_of("domain.base")
    assert rules_of("domain") != rules_of("domain.keys")


def test_a_file_that_is_not_there_is_a_defect_and_no_digest():
    with pytest.raises(FileNotFoundError):
        rules_of("domain.nothing")


@pytest.mark.parametrize("one", [LocalArtist(), FfmpegChecker(), PictureIntake()])
def test_whoever_has_rules_finds_all_files_that_make_them(one):
    assert len(one.rules) == 16
