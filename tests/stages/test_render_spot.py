"""RenderSpot: what the container does with a timeline."""

import pytest

from spotworks.domain.money import compute_cost
from spotworks.domain.timeline import Timeline
from spotworks.errors import RenderFailed, RenderInterrupted
from spotworks.stages.render_spot import render_request, render_spot


@pytest.fixture
def job(studio):
    return studio.assembled()


def request(studio, job, profile="standard"):
    return render_request(studio.desk.read(job, "timeline.json", Timeline), profile)


def render(studio, job, folder, wanted=None, progress=lambda _: None):
    folder.mkdir(parents=True, exist_ok=True)
    wanted = wanted or request(studio, job)
    return render_spot(job, wanted, desk=studio.desk, renderer=studio.renderer, folder=folder, progress=progress)


def test_the_video_lies_under_its_address_at_the_price_of_its_compute(studio, job, tmp_path):
    parts = []
    made = render(studio, job, tmp_path, progress=parts.append)
    assert studio.work.read(made.key) == b"video 300"
    assert made.cost_usd == compute_cost(30.0)
    assert made.model == "tiny"
    assert "300 frames, 30.0 CPU-s" in made.note
    assert parts == [0.5, 1.0]


def test_the_same_timeline_is_rendered_once(studio, job, tmp_path):
    first = render(studio, job, tmp_path / "a")
    second = render(studio, job, tmp_path / "b")
    assert len(studio.renderer.runs) == 1
    assert (second.key, second.reused) == (first.key, True)


def test_another_profile_is_another_file(studio, job, tmp_path):
    standard = render(studio, job, tmp_path / "a")
    draft = render(studio, job, tmp_path / "b", request(studio, job, "draft"))
    assert standard.key != draft.key


def test_a_killed_render_goes_on_from_its_checkpoints_on_another_machine(studio, job, tmp_path):
    studio.renderer.errors = [RenderInterrupted("reclaimed")]
    with pytest.raises(RenderInterrupted):
        render(studio, job, tmp_path / "first machine")
    made = render(studio, job, tmp_path / "second machine")
    assert studio.renderer.runs == [set(), {"audio.m4a"}]
    assert "resumed from audio.m4a" in made.note
    assert "compatible settings" in made.note


def test_checkpoints_are_gone_once_the_video_is_there(studio, job, tmp_path):
    render(studio, job, tmp_path)
    assert [key for key in studio.work.objects if "checkpoints" in key] == []


def test_a_strange_file_among_the_checkpoints_is_left_alone(studio, job, tmp_path):
    studio.renderer.errors = [RenderInterrupted("reclaimed")]
    with pytest.raises(RenderInterrupted):
        render(studio, job, tmp_path / "a")
    [key] = [key for key in studio.work.objects if "checkpoints" in key]
    studio.work.write(key.replace("audio.m4a", "notes.txt"), b"hello")
    render(studio, job, tmp_path / "b")
    assert studio.renderer.runs[1] == {"audio.m4a"}


def test_a_timeline_that_changed_meanwhile_is_not_rendered(studio, job, tmp_path):
    wanted = request(studio, job)
    timeline = studio.desk.read(job, "timeline.json", Timeline)
    studio.desk.write(job, "timeline.json", timeline.model_copy(update={"caption_style": "minimal"}))
    with pytest.raises(RenderFailed, match="changed"):
        render(studio, job, tmp_path, wanted)
    assert studio.renderer.runs == []
