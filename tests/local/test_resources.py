"""What the names of the catalogue stand for here."""

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from infra import catalogue
from local.resources import names_of


def test_jobs_of_all_containers_wait_in_the_queues_of_the_catalogue() -> None:
    names = names_of(catalogue, 8000)
    assert names["render_queue"].endswith(":job-queue/render")
    assert names["render_job"] == "Render"


@pytest.mark.skipif(find_spec("whisperx") is not None, reason="WhisperX is here")
def test_there_is_an_aligner_where_its_library_is_or_the_user_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SPOTWORKS_ALIGN", raising=False)
    assert names_of(catalogue, 8000)["align_job"] == ""
    monkeypatch.setenv("SPOTWORKS_ALIGN", "1")
    assert names_of(catalogue, 8000)["align_job"] == "Align"
    monkeypatch.delenv("SPOTWORKS_ALIGN")
    (tmp_path / "whisperx.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    assert names_of(catalogue, 8000)["align_job"] == "Align"
    monkeypatch.setenv("SPOTWORKS_ALIGN", "0")
    assert names_of(catalogue, 8000)["align_job"] == ""


def test_a_render_stays_in_one_job_unless_somebody_wants_to_see_several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPOTWORKS_FAN_OUT", raising=False)
    assert names_of(catalogue, 8000)["fan_out"] == "0"
    monkeypatch.setenv("SPOTWORKS_FAN_OUT", "30")
    assert names_of(catalogue, 8000)["fan_out"] == "30"


def test_a_folder_of_models_is_told_of_whether_or_not_the_package_that_runs_them_is_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "diffusers", None)
    for said, told in (("/models", "/models"), ("0", ""), ("s3://a-bucket", "")):
        monkeypatch.setenv("SPOTWORKS_DIFFUSE_MODELS", said)
        assert (names_of(catalogue, 8000)["diffuse_models"], names_of(catalogue, 8000)["diffuse_job"]) == (told, "")
