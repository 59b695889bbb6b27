"""Fonts of the machine, for scripts that do not ship."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph
from PIL import Image

from spotworks.adapters.local.pictures.pixels import draw
from spotworks.adapters.media.typecase import MachineTypecase
from spotworks.errors import ToolMissing
from spotworks.fonts import Font

ASK = "from spotworks import wiring; print(wiring.typecase().lacking('Jpan') or wiring.typecase().lacking('Hani'))"
# As the fork server does: everything is imported before an environment is known.
FORKED = f"""
import os
folder = os.environ.pop("SPOTWORKS_FONTS")
import spotworks.wiring
os.environ["SPOTWORKS_FONTS"] = folder
{ASK}
"""


# Two words of a title, and a caption over black, as PNGs into the folder.
DRAW = """
import sys
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from spotworks import wiring
from spotworks.adapters.media.contrast import Lettering, drawn
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain.subtitles import known
from spotworks.domain.captions import Captions, Cue
from spotworks.domain.drawing import Phrase
from spotworks.domain.research import Palette
from spotworks.domain.sound import Word

folder = Path(sys.argv[1])
title = Phrase(scene=0, words=("あ", "語"))
layers = wiring.artist().draw(title, palette=Palette(), width=1080, height=1080, brand="", language="ja")
for name, layer in zip(("first", "second"), layers, strict=True):
    (folder / f"{name}.png").write_bytes(layer.content)
word = Word(text="あ語", start=0, end=2)
lettering = Lettering(Captions(language="ja", source="voice", cues=(Cue(words=(word,)),)), 640, 360, known("long"), "")
text, black = lettering.text(lettering.style.letters_alone), np.zeros((1, 360, 640, 3), np.uint8)
frames = drawn(find_ffmpeg(), text, black, [Fraction(1)], folder, lettering.own_fonts, lettering.beyond)
cv2.imwrite(str(folder / "caption.png"), frames[0])
"""


def bars(count: int) -> Glyph:
    """So many bars beside one another: what no font draws by itself, box of a missing glyph included."""
    pen = TTGlyphPen(None)
    wide = 1000 // (2 * count + 1)
    for n in range(count):
        left, right = (2 * n + 1) * wide, (2 * n + 2) * wide
        for at, go in zip(((left, 0), (left, 700), (right, 700), (right, 0)), "mlll", strict=True):
            (pen.moveTo if go == "m" else pen.lineTo)(at)
        pen.closePath()
    return pen.glyph()


def font(folder: Path, letters: str, file: str = "mine.ttf", **names: str) -> Path:
    """A font that has those letters: one bar is the first, two are the second, and so on."""
    glyphs = [".notdef", *(f"uni{ord(c):04X}" for c in letters)]
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder(glyphs)
    made.setupCharacterMap({ord(c): f"uni{ord(c):04X}" for c in letters})
    made.setupGlyf({name: bars(n) if n else TTGlyphPen(None).glyph() for n, name in enumerate(glyphs)})
    made.setupHorizontalMetrics(dict.fromkeys(glyphs, (1000, 0)))
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable(names or {"familyName": "Mine", "styleName": "Bold", "psName": "Mine-Bold"})
    made.setupOS2(usWeightClass=700)
    made.setupPost()
    made.save(folder / file)
    return folder / file


def run(program: str, fonts: Path, *words: str) -> str:
    """What it prints; in a process of its own, for fonts that were found are kept."""
    path = os.pathsep.join(filter(None, sys.path))
    environment = {**os.environ, "SPOTWORKS_FONTS": str(fonts), "PYTHONPATH": path}
    done = subprocess.run([sys.executable, "-c", program, *words], env=environment, capture_output=True, text=True)
    assert not done.returncode, done.stderr
    return done.stdout


@pytest.mark.parametrize("program", [ASK, FORKED], ids=["alone", "forked"])
def test_a_font_of_the_users_is_found_by_its_letters_whatever_it_is_called(tmp_path: Path, program: str) -> None:
    font(tmp_path, "あ語")
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    told = run(program, tmp_path)
    assert told.strip() == "needs a font for the script Hani: put one in the folder SPOTWORKS_FONTS names"


def seen(picture: Path) -> int:
    """Bars side by side in the fullest row of a picture: of what is not clear, or not black."""
    image = np.asarray(Image.open(picture))
    lit = (image[..., 3] if image.shape[2] == 4 else image.max(axis=2)) > 128
    return int(np.diff(lit.astype(np.int8), axis=1, prepend=0).clip(0).sum(axis=1).max())


def test_japanese_is_drawn_in_titles_and_captions_by_the_glyphs_of_the_font(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    font(tmp_path / "fonts", "あ語")
    font(tmp_path / "fonts", "あ語も", "bold-first.ttf", familyName="Unfinished", styleName="Bold")
    font(tmp_path / "fonts", "あ語も", "bold-second.ttf", psName="Unfinished-Bold")
    run(DRAW, tmp_path / "fonts", str(tmp_path))
    assert [seen(tmp_path / f"{name}.png") for name in ("first", "second", "caption")] == [1, 2, 3]


def test_a_font_that_draws_nothing_is_named(tmp_path: Path) -> None:
    path = font(tmp_path, "あ", familyName="Unfinished", styleName="Bold")
    mute = Font(path.name, "Unfinished", 700, tmp_path)
    with pytest.raises(ToolMissing, match=r"mine\.ttf"):
        draw('<text y="90" font-family="Unfinished" font-weight="700" font-size="90">あ</text>', 100, 100, [mute])


@pytest.mark.parametrize(("script", "words"), [("Arab", ""), ("Thai", ""), ("Xsux", "the script Xsux")])
def test_what_ships_lacks_nothing_and_what_nobody_has_says_where_to_put_it(script: str, words: str) -> None:
    lacking = MachineTypecase().lacking(script)
    assert (words in lacking) if words else lacking == ""
