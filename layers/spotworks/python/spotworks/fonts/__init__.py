"""The fonts that ship with the package.

FONTS cover Latin and Cyrillic; FALLBACKS hold what captions need beyond that. Montserrat, Inter and Noto
are under the SIL Open Font License 1.1, DejaVu under the Bitstream Vera licence; the texts lie beside the
files. Noto Emoji keeps only its full character map, since older libass reads the short one first, and
Noto Sans Arabic has lines as tall as the other fonts'. FOLDER serves libass as its fonts directory.
"""

from dataclasses import dataclass
from pathlib import Path

from spotworks.errors import ToolMissing

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Font:
    """One static face. family, weight: as SVG and ASS name it."""

    file: str
    family: str
    weight: int

    @property
    def path(self) -> Path:
        """Raises ToolMissing."""
        path = FOLDER / self.file
        if not path.is_file():
            raise ToolMissing(f"the font {self.file} is not in {FOLDER}: install Spotworks again")
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
