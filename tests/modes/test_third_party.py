"""A package of somebody else's adds a mode; nothing of ours changes (requirement G2)."""

import shutil
import sys
import tomllib
from fractions import Fraction
from pathlib import Path

import pytest

from spotworks import modes
from spotworks.domain.brief import Brief
from spotworks.domain.timeline import Timeline
from spotworks.errors import InvalidRequest, ModelUnavailable
from spotworks.modes import InstalledModes
from tests.fakes.aws import aws_in_memory, make_table
from tests.fakes.studio import Studio
from tests.modes.material import edited

SOURCE = Path(__file__).parent / "fixtures" / "spotworks_headlines"


def install(source: Path, site: Path, entries: dict[str, str] | None = None) -> None:
    """What `pip install` leaves of a pure package: its folder and its metadata, entry points among them."""
    project = tomllib.loads((source / "pyproject.toml").read_text())["project"]
    name = project["name"].replace("-", "_")
    shutil.copytree(source / name, site / name)
    about = site / f"{name}-{project['version']}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    points = project["entry-points"][modes.GROUP] if entries is None else entries
    lines = "".join(f"{key} = {value}\n" for key, value in points.items())
    (about / "entry_points.txt").write_text(f"[{modes.GROUP}]\n{lines}")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A folder on the import path, as site-packages is."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    yield folder
    sys.modules.pop("spotworks_headlines", None)


def test_an_installed_package_is_listed_and_found(site):
    install(SOURCE, site)
    found = {info.name: info for info in InstalledModes().infos()}
    assert found["headlines"].title == "Headlines"
    assert found["headlines"].options["properties"]["tone"]["enum"] == ["plain", "accent"]


def test_its_mode_makes_an_edit_and_refuses_bad_options(site):
    install(SOURCE, site)
    mode = InstalledModes().find("headlines")
    _, timeline = edited(mode, tone="accent", fps=Fraction(25))
    assert [clip.scene for clip in timeline.picture] == [0, 1, 2, 3]
    with pytest.raises(InvalidRequest, match=r"mode_options\.tone"):
        mode.validate_config({"tone": "loud"})


def test_a_job_in_its_mode_goes_through_every_stage(site, tmp_path):
    install(SOURCE, site)
    with aws_in_memory():
        studio = Studio(make_table())
        job = studio.planned(mode="headlines", mode_options={"tone": "accent"})
        studio.make_media(job)
        studio.assemble(job)
        studio.finish(job, tmp_path / "work")
        report = studio.desk.work.read(f"t/{job.tenant}/j/{job.video_id}/report.json").decode()
        timeline = studio.desk.read(job, "timeline.json", Timeline)
    assert '"mode": "headlines"' in report
    assert studio.images.asked == studio.clips.asked == [], "nothing was generated"
    assert "ground" in studio.artist.drawn
    assert len(timeline.picture) == 2


def test_a_request_is_refused_before_anything_is_made(site):
    with aws_in_memory():
        studio = Studio(make_table())
        for about, field in (
            ({"mode": "headlines"}, "mode"),
            ({"mode": "minimal_text", "mode_options": {"tone": "blue"}}, "mode_options.tone"),
            ({"mode": "shorts_carousel"}, "reference_assets"),
            ({"mode": "text_stock"}, "footage_assets"),
        ):
            with pytest.raises(InvalidRequest) as refused:
                studio.ask(**about)
            assert refused.value.field == field
        assert studio.machine.started == {}


def test_nobody_takes_a_name_of_ours(site):
    install(SOURCE, site, {"ai_video": "spotworks_headlines:MODE"})
    assert InstalledModes().find("ai_video").get_metadata().title == "AI video"


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("spotworks_headlines:NOTHING", "no attribute 'NOTHING'"),
        ("no_such_package:MODE", "No module named 'no_such_package'"),
        ("spotworks_headlines:Frozen", "it has no"),
    ],
)
def test_one_that_does_not_load_says_why_and_the_others_go_on(site, entry, why):
    install(SOURCE, site, {"broken": entry})
    with pytest.raises(ModelUnavailable, match=why):
        InstalledModes().find("broken")
    infos = {info.name: info for info in InstalledModes().infos()}
    assert not infos["broken"].available
    assert why in infos["broken"].why_not
    assert infos["minimal_text"].available


def test_a_mode_under_a_name_that_is_not_its_own_does_not_load(site):
    install(SOURCE, site, {"other": "spotworks_headlines:MODE"})
    with pytest.raises(ModelUnavailable, match="calls itself 'headlines'"):
        InstalledModes().find("other")


def test_the_brief_holds_settings_of_a_bounded_size():
    with pytest.raises(ValueError, match="at most 4,000 characters"):
        Brief(prompt="x y", mode_options={"a": "b" * 5_000})
    assert hash(Brief(prompt="x y", mode_options={"a": 1})) == hash(Brief(prompt="x y", mode_options={"a": 1}))
