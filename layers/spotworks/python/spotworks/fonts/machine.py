"""Fonts of this machine, for scripts whose own are too large to ship: Chinese, Japanese, Korean, and rare ones.

A folder of the user's is looked into first, whatever its files are called, then the package's own; in the system's
folders only files whose names tell the script. What was found is kept for the life of the process.
"""

import functools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from spotworks.fonts import FOLDER, SHIPPED, Font

SYSTEM = (
    Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/System/Library/Fonts"), Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)  # fmt: skip

# Letters that only a font of the script draws; what its files are called (Debian 12, macOS 14, Windows 11); what the
# family of its face ends with, in a collection that has a face for each country.
_KNOWN = {
    "Jpan": ("あ語", r"CJK|Sans(?:CJK)?JP|ヒラギノ角ゴ|Hiragino Sans W|YuGoth", "JP"),
    "Kore": ("한글", r"CJK|Sans(?:CJK)?KR|AppleSDGothic|malgun", "KR"),
    "Hans": ("语们", r"CJK|Sans(?:CJK)?SC|Hiragino Sans GB|PingFang|msyh", "SC"),
    "Hant": ("語們", r"CJK|Sans(?:CJK)?TC|PingFang|msjh", "TC"),
    "Tibt": ("ཀ", "Tibetan", ""), "Tfng": ("ⴰ", "Tifinagh", ""), "Cher": ("Ꭰ", "Cherokee", ""),
    "Mong": ("ᠮ", "Mongolian", ""), "Syrc": ("ܐ", "Syriac", ""), "Thaa": ("ހ", "Thaana", ""), "Nkoo": ("ߊ", "NKo", ""),
    "Cans": ("ᐃ", "CanadianAboriginal", ""), "Yiii": ("ꀀ", "SansYi", ""), "Olck": ("ᱚ", "OlChiki", ""),
    "Java": ("ꦲ", "Javanese", ""), "Bali": ("ᬅ", "Balinese", ""), "Vaii": ("ꔀ", "SansVai", ""),
    "Adlm": ("𞤀", "Adlam", ""),
}  # fmt: skip
_FILES = re.compile(r"\.(?:ttf|otf|ttc|otc)$", re.IGNORECASE)
_BOLD = re.compile("bold|heavy|black|bd|W[6-9]", re.IGNORECASE)

_POSTSCRIPT = 6  # the name's number in a font

_own: list[Callable[[], str]] = []


def also_in(folder: Callable[[], str]) -> None:
    """What names a folder of the user's, "" for none, that is looked into before all others from now on."""
    _own.append(folder)
    font_of.cache_clear()


@functools.cache
def font_of(script: str) -> Font | None:
    """The boldest face for a script by ISO 15924, shipped or of this machine; None where there is none."""
    if script in SHIPPED:
        return SHIPPED[script]
    if script not in _KNOWN:
        return None
    return next((font for path in _files(_KNOWN[script][1]) for font in _faces(path, script)), None)


def _files(named: str) -> Iterator[Path]:
    for name in filter(None, (folder() for folder in _own)):
        yield from _in(Path(name), "", deep=True)
    yield from _in(FOLDER, "", deep=False)
    for folder in SYSTEM:
        yield from _in(folder, named, deep=True)


def _in(folder: Path, named: str, *, deep: bool) -> list[Path]:
    """Bold ones first, sans before serif."""
    found = folder.glob("**/*" if deep else "*") if folder.is_dir() else ()
    fitting = [path for path in found if _FILES.search(path.name) and re.search(named, path.name)]
    return sorted(fitting, key=lambda path: (not _BOLD.search(path.name), "Serif" in path.name, path.name))


def _faces(path: Path, script: str) -> list[Font]:
    """Those of a file that draw the script, the country's own first; none of a file that is no font, or has no name of
    its family or for PostScript: resvg draws nothing with such a one."""
    from fontTools.ttLib import TTFont, TTLibError
    from fontTools.ttLib.ttCollection import TTCollection

    letters, _, country = _KNOWN[script]
    try:
        if path.suffix.lower() in {".ttc", ".otc"}:
            faces = list(TTCollection(path, lazy=True).fonts)
        else:
            faces = [TTFont(path, lazy=True)]
        found = [
            Font(path.name, str(face["name"].getBestFamilyName()), face["OS/2"].usWeightClass, path.parent, number)
            for number, face in enumerate(faces)
            if {ord(c) for c in letters} <= (face.getBestCmap() or {}).keys()
            and face["name"].getBestFamilyName()
            and face["name"].getDebugName(_POSTSCRIPT)
        ]
    except (TTLibError, KeyError, OSError, AssertionError, ValueError):
        return []
    return sorted(found, key=lambda font: not font.family.endswith(country))
