"""Whose an entry point is."""

import sys
from pathlib import Path

import pytest

from spotworks import installed

GROUP = "spotworks.providers"


@pytest.fixture
def rival(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that is found before ours and offers two providers, one under a name of ours."""
    about = tmp_path / "rival-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: rival\nVersion: 1\n")
    (about / "entry_points.txt").write_text(f"[{GROUP}]\nfal = rival:Fal\nrival = rival:Rival\n")
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.usefixtures("rival")
def test_a_name_of_ours_is_nobody_elses() -> None:
    assert installed.named(GROUP, "fal").value == installed.all_of(GROUP)["fal"].value
    assert installed.named(GROUP, "fal").value.startswith("spotworks.")


@pytest.mark.usefixtures("rival")
def test_what_another_package_offers_is_found_beside_ours() -> None:
    assert installed.named(GROUP, "rival").value == "rival:Rival"
    assert {"rival", "fal", "replicate"} <= set(installed.all_of(GROUP))


@pytest.mark.usefixtures("rival")
def test_of_names_those_that_somebody_offers_are_kept() -> None:
    assert installed.among({"fal", "rival", "nobody"}, GROUP) == {"fal", "rival"}
    assert installed.among({"anthropic", "rival"}, "spotworks.language_models") == {"anthropic"}


def test_what_nobody_offers_is_told_with_its_group() -> None:
    with pytest.raises(LookupError, match=r"has 'nobody' among its spotworks\.providers"):
        installed.named(GROUP, "nobody")


def test_code_without_its_metadata_is_no_silent_lack_of_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    with pytest.raises(ImportError, match="spotworks"):
        installed.named(GROUP, "fal")
    with pytest.raises(ImportError, match="spotworks"):
        installed.all_of(GROUP)
