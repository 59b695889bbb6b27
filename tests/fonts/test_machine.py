"""Fonts of the machine, for scripts that do not ship."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from spotworks.adapters.media.typecase import MachineTypecase

ASK = "from spotworks import wiring; print(wiring.typecase().lacking('Jpan') or wiring.typecase().lacking('Hani'))"


def font(folder: Path, letters: str) -> None:
    """A font that has those letters, all of them empty."""
    names = [".notdef", *(f"uni{ord(c):04X}" for c in letters)]
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder(names)
    made.setupCharacterMap({ord(c): f"uni{ord(c):04X}" for c in letters})
    made.setupGlyf({name: TTGlyphPen(None).glyph() for name in names})
    made.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": "Mine", "styleName": "Bold"})
    made.setupOS2(usWeightClass=700)
    made.setupPost()
    made.save(folder / "mine.ttf")


def test_a_font_of_the_users_is_found_by_its_letters_whatever_it_is_called(tmp_path: Path) -> None:
    font(tmp_path, "あ語")
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    environment = {
        **os.environ,
        "SPOTWORKS_FONTS": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    done = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "needs a font for the script Hani: put one in the folder SPOTWORKS_FONTS names"


@pytest.mark.parametrize(("script", "words"), [("Arab", ""), ("Thai", ""), ("Xsux", "the script Xsux")])
def test_what_ships_lacks_nothing_and_what_nobody_has_says_where_to_put_it(script: str, words: str) -> None:
    lacking = MachineTypecase().lacking(script)
    assert (words in lacking) if words else lacking == ""
