"""The fonts that ship with the package, and those of the machine for letters that are too many to ship.

FONTS cover Latin and Cyrillic (and Inter Greek); FALLBACKS hold what captions need beyond that; SHIPPED has a bold face
for each other script, cut to its letters, without hints. Montserrat, Inter and Noto are under the SIL Open Font License
1.1, DejaVu under the Bitstream Vera licence; the texts lie beside the files. Noto Emoji keeps only its full character
map, since older libass reads the short one first, and Noto Sans Arabic has lines as tall as the other fonts'. FOLDER
serves libass as its fonts directory. What no font here draws is looked for on the machine: see `fonts.machine`.
"""

from dataclasses import dataclass
from pathlib import Path

from spotworks.errors import ToolMissing

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Font:
    """One static face. family, weight: as SVG and ASS name it; number: of the face, in a file that holds several."""

    file: str
    family: str
    weight: int
    folder: Path = FOLDER
    number: int = 0

    @property
    def path(self) -> Path:
        """Raises ToolMissing."""
        path = self.folder / self.file
        if not path.is_file():
            raise ToolMissing(f"the font {self.file} is not in {self.folder}: install Spotworks again")
        return path


DISPLAY = Font("Montserrat-ExtraBold.ttf", "Montserrat", 800)
TEXT = Font("Inter-Medium.ttf", "Inter", 500)
STRONG = Font("Inter-Bold.ttf", "Inter", 700)
CAPTION = Font("DejaVuSans-Bold.ttf", "DejaVu Sans", 700)

FONTS = (DISPLAY, TEXT, STRONG, CAPTION)

ARABIC = Font("NotoSansArabic-Bold.ttf", "Noto Sans Arabic", 700)
HEBREW = Font("NotoSansHebrew-Bold.ttf", "Noto Sans Hebrew", 700)
EMOJI = Font("NotoEmoji-Bold.ttf", "Noto Emoji", 700)

FALLBACKS = (ARABIC, HEBREW, EMOJI)


def _noto(name: str) -> Font:
    return Font(f"NotoSans{name}-Bold.ttf", f"Noto Sans {name}", 700, FOLDER / "scripts")


SHIPPED = {
    "Latn": STRONG, "Cyrl": STRONG, "Grek": STRONG, "Arab": ARABIC, "Hebr": HEBREW,
    "Armn": _noto("Armenian"), "Beng": _noto("Bengali"), "Deva": _noto("Devanagari"), "Ethi": _noto("Ethiopic"),
    "Geor": _noto("Georgian"), "Gujr": _noto("Gujarati"), "Guru": _noto("Gurmukhi"), "Khmr": _noto("Khmer"),
    "Knda": _noto("Kannada"), "Laoo": _noto("Lao"), "Mlym": _noto("Malayalam"), "Mymr": _noto("Myanmar"),
    "Orya": _noto("Oriya"), "Sinh": _noto("Sinhala"), "Taml": _noto("Tamil"), "Telu": _noto("Telugu"),
    "Thai": _noto("Thai"),
}  # fmt: skip
"""By ISO 15924."""
