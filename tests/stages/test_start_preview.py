"""StartPreview."""

import pytest

from spotworks.errors import RenderFailed
from spotworks.stages.shared.generation import made_for


def previews(studio, job):
    """The lines of the ledger that are for previews."""
    return [line.what for line in studio.lines(job) if line.what == "Preview"]


def test_the_preview_is_rendered_small_and_shown_at_once(studio, tmp_path):
    job = studio.assembled()
    studio.preview(job, tmp_path)
    row = studio.row(job)
    assert row.preview_key == made_for(studio.desk, job, "preview").key
    assert studio.work.read(row.preview_key) == b"video 300"
    assert studio.renderer.profiles == ["preview"]
    assert studio.messages(job)[-1] == "Preview is ready"
    assert previews(studio, job) == ["Preview"]


def test_a_repeated_stage_renders_and_books_once(studio, tmp_path):
    job = studio.assembled()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        studio.preview(job, tmp_path / name)
    assert studio.renderer.profiles == ["preview"]
    assert previews(studio, job) == ["Preview"]


def test_a_preview_that_fails_says_so_by_name(studio, tmp_path):
    job = studio.assembled()
    studio.renderer.errors = [RenderFailed("no")]
    with pytest.raises(RenderFailed):
        studio.preview(job, tmp_path)
    assert studio.row(job).preview_key == ""
    assert previews(studio, job) == []
