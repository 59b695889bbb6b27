"""`spotworks make --brand-kit`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local.cli import main
from tests.fakes.api import FakeApi, serving
from tests.fakes.media import make_media

KIT = 'logo = "logo.png"\ntypeface = "Inter"\n[palette]\naccent = "#0055ff"\n[end_card]\nheadline = "Sleep well"\n'


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeApi]:
    media = make_media(tmp_path / "media")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "logo.png").write_bytes((media / "picture-0.png").read_bytes())
    with serving(FakeApi(media)) as api:
        api.pace = 0.005
        yield api


def test_a_kit_is_sent_with_its_logo_uploaded(api: FakeApi) -> None:
    Path("kit.toml").write_text(KIT)
    assert main(["make", "Tea", "--brand-kit", "kit.toml", "--server", api.url, "--json"]) == 0
    kit = next(iter(api.jobs.values())).brief["kit"]
    assert kit == {
        "logo": "asset1", "typeface": "Inter", "palette": {"accent": "#0055ff"}, "end_card": {"headline": "Sleep well"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[palette]\naccent = "red"', "brand-kit: palette.accent: must be a colour as #rrggbb"),
        ('logo = "nowhere.png"', "brand-kit: logo: nowhere.png is not a file"),
        ("palette", "brand-kit: kit.toml is not TOML"),
        ('bug = "top_left"', "brand-kit: bug: a logo in the corner needs a logo"),
    ],
)
def test_what_is_wrong_with_a_kit_is_said_before_anything_starts(
    text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("kit.toml").write_text(text)
    assert main(["make", "Tea", "--brand-kit", "kit.toml", "--state", str(tmp_path / "state")]) == 2
    assert capsys.readouterr().err.startswith(f"spotworks: {said}")
    assert not (tmp_path / "state").exists()
