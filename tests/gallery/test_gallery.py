"""The gallery: what it holds, and one piece of it from render to page."""

import re
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from gallery.__main__ import main
from gallery.exhibits import Shown, exhibits
from gallery.page import page
from gallery.reels import FPS, TRANSITIONS, lasting, middles, turning
from spotworks.adapters.media.probe import facts
from spotworks.domain.brief import CANVAS
from spotworks.domain.caption_styles import PRESETS
from spotworks.domain.quality import Check, QualityReport
from tests.modes.material import NAMES


def test_it_shows_every_mode_in_every_aspect_every_style_transition_and_format():
    found = {(one.sheet, one.name) for one in exhibits()}
    assert found == {
        *((f"Modes, {aspect}", mode) for aspect in CANVAS for mode in NAMES),
        *(("Caption styles", style) for style in PRESETS),
        *(("Transitions", kind) for kind in TRANSITIONS),
        *(("Formats", name) for name in ("h264", "hevc", "OTT package")),
    }


def test_a_piece_is_rendered_checked_and_laid_out(tmp_path, capsys):
    assert main(["--out", str(tmp_path), "--only", "Transitions whip"]) == 0
    assert "1 of 1  Transitions: whip" in capsys.readouterr().out
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    linked = {unescape(path) for path in re.findall(r'(?:src|href|poster)="([^"#]+)"', text)}
    assert linked == {"transitions.jpg", "files/transition-whip.mp4", "files/transition-whip.jpg"}
    assert facts(tmp_path / "files/transition-whip.mp4").size == (540, 960)
    assert "18 checks passed" in text
    with Image.open(tmp_path / "transitions.jpg") as sheet:
        assert sheet.width > 1_000


def test_a_failed_check_is_told_on_the_page(tmp_path):
    bad = Check(name="loudness", passed=False, measured="-20 <LUFS>", wanted="-14 LUFS")
    shown = Shown("Mode & co", "ai_video · 0 of 1 checks", (tmp_path / "a.mov",), (), QualityReport(checks=(bad,)))
    text = page({"Modes": (tmp_path / "m.jpg", [(shown, tmp_path / "a.jpg")])}, tmp_path).read_text(encoding="utf-8")
    assert "1 of 1 checks failed" in text
    assert "Mode &amp; co" in text
    assert "-20 &lt;LUFS&gt; (wanted: -14 LUFS)" in text
    assert "<video" not in text, "browsers do not play ProRes"


def test_what_is_not_there_cannot_be_asked_for(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["--out", str(tmp_path), "--only", "opera"])
    assert "nothing is called opera" in capsys.readouterr().err


def test_a_reel_of_transitions_has_each_kind_once_with_its_middle_inside(tmp_path: Path):
    reel = turning(TRANSITIONS, tmp_path, (180, 320), rest=6)
    assert [clip.transition for clip in reel.picture[1:]] == list(TRANSITIONS)
    assert all(a.start + a.length == b.start for a, b in pairwise(reel.picture))
    for clip, at in zip(reel.picture[1:], middles(reel), strict=True):
        assert clip.start <= at * FPS <= clip.start + clip.transition_frames


def test_an_edit_is_made_to_last_by_its_end_and_never_cut(tmp_path: Path):
    reel = turning(["cut"], tmp_path, (180, 320))
    longer = lasting(reel, reel.length + 20)
    assert longer.length == sum(clip.length for clip in longer.picture) == reel.length + 20
    assert longer.picture[0] == reel.picture[0]
    with pytest.raises(ValueError, match="more than"):
        lasting(reel, reel.length - 1)
