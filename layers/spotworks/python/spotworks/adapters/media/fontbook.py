"""What is in the fonts: which characters they draw, how wide, and which font steps in for another."""

import copy
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

from spotworks import fonts
from spotworks.adapters.media.shaping import advance
from spotworks.domain.captions import Captions
from spotworks.domain.subtitles import Face, joins
from spotworks.domain.writing import SEAM, script_of
from spotworks.errors import InvalidRequest
from spotworks.fonts import Font
from spotworks.fonts.machine import font_of

_ZWJ, _EMOJI_STYLE = "\u200d", "\ufe0f"
_UNSEEN = {ord(SEAM), 0x200C, 0x200D, 0x200E, 0x200F, 0x061C, 0xFE0E, 0xFE0F, *range(0xE0020, 0xE0080)}
_ALPHA = ord("α")
_SEMI_BOLD = 600  # the lightest weight that a request for bold does not make bolder

_JOINED = 0.88  # of a letter's width alone, measured over both Arabic fonts


@dataclass(frozen=True)
class FontFile:
    """One face of a file, read once."""

    path: Path
    number: int = 0

    @cached_property
    def _font(self) -> TTFont:
        return TTFont(self.path, lazy=True, fontNumber=self.number)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Family names by which libass finds it; the first is the one that says the weight."""
        found = [self._font["name"].getDebugName(number) for number in (1, 4, 16)]
        return tuple(dict.fromkeys(name for name in found if name))

    @cached_property
    def characters(self) -> frozenset[int]:
        return frozenset(self._font.getBestCmap() or {})

    @cached_property
    def face(self) -> Face:
        """libass measures lines by the Windows metrics, or by hhea's where there are none."""
        os2, hhea, em = self._font["OS/2"], self._font["hhea"], self._font["head"].unitsPerEm
        line = os2.usWinAscent + os2.usWinDescent or hhea.ascent - hhea.descent
        says_weight = os2.usWeightClass not in {400, 700} or self.names[0].endswith("Bold")
        return Face(self.names[0], line / em, bold=os2.usWeightClass >= _SEMI_BOLD and not says_weight)

    def width(self, text: str) -> float:
        """Ems, without kerning; joined letters are narrower than they are alone, and stacked ones are shaped."""
        if any(unicodedata.category(c) in {"Mn", "Mc"} for c in text):
            return advance(self.path, self.number, text)
        cmap, metrics, em = self._font.getBestCmap(), self._font["hmtx"], self._font["head"].unitsPerEm
        widths = (metrics[cmap[ord(c)]][0] * (_JOINED if joins(c) else 1) for c in text if ord(c) in cmap)
        return float(sum(widths) / em)


class FontBook:
    """The shipped fonts, those of a folder of the user's and, for scripts that neither draws, of the machine's, as a
    typesetter of captions. language: whose ideographs they are.

    Raises InvalidRequest naming "fonts" for a file that is no font.
    """

    def __init__(self, folder: Path | None = None, language: str = "") -> None:
        self._language = language
        shipped = [FontFile(font.path) for font in (*fonts.FONTS, *fonts.FALLBACKS)]
        own = [] if folder is None else [_opened(path) for path in font_files(folder)]
        self._own = own
        self._files = [*own, *shipped]
        self._fallbacks = [*own, *(FontFile(font.path) for font in (*fonts.FALLBACKS, fonts.CAPTION))]
        self._emoji = FontFile(fonts.EMOJI.path)

    def of(self, language: str) -> "FontBook":
        """The same for a text in another language."""
        other = copy.copy(self)
        other._language = language
        return other

    @property
    def families(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(file.names[0] for file in self._files))

    def face(self, family: str) -> Face:
        return self._file(family).face

    def runs(self, text: str, family: str) -> Sequence[tuple[Face, str]]:
        """Characters that no font draws are left out; `missing` names them."""
        return [(file.face, run) for file, run in self._runs(text, family)]

    def width(self, text: str, family: str) -> float:
        return sum(file.width(run) for file, run in self._runs(text, family))

    def missing(self, text: str) -> str:
        """The characters that no font draws, each once."""
        every = frozenset().union(*(file.characters for file in self._files), _UNSEEN)
        lost = (c for c in text if not c.isspace() and ord(c) not in every)
        return "".join(dict.fromkeys(c for c in lost if not self._beyond(c)))

    def beyond(self, text: str) -> tuple[Path, ...]:
        """The files outside the folder of fonts that a text needs."""
        found = (file for c in dict.fromkeys(text) if (file := self._beyond(c)))
        return tuple(dict.fromkeys(file.path for file in found if file.path.parent != fonts.FOLDER))

    def _beyond(self, character: str) -> FontFile | None:
        """A font of the character's script: one that ships apart from the others, or one of the machine's."""
        found = None if character.isascii() else _of_script(script_of(character, self._language))
        return found if found and ord(character) in found.characters else None

    def check(self, captions: Captions, family: str) -> str:
        """The signs that will be left out. Raises InvalidRequest for letters that no font draws, and for the font."""
        self._file(family)
        lost = self.missing(letters_of(captions))
        letters = [c for c in lost if c.isalnum()]
        if letters:
            named = ", ".join(f"{c} (U+{ord(c):04X})" for c in letters[:8]) + (", ..." if letters[8:] else "")
            raise InvalidRequest(
                f"fonts: none of them draws {named}; give a folder with a font that does", field="fonts"
            )
        return lost

    def _file(self, family: str) -> FontFile:
        """The boldest of a family. Raises InvalidRequest naming "font"."""
        wanted = family.casefold()
        found = [file for file in self._files if wanted in {name.casefold() for name in file.names}]
        if not found:
            known = ", ".join(self.families)
            raise InvalidRequest(f"font: there is no {family!r}; there are {known}", field="font")
        return next((file for file in found if file.names[0].casefold() == wanted), found[0])

    def _runs(self, text: str, family: str) -> Iterator[tuple[FontFile, str]]:
        own = self._file(family)
        joining = _joining([own, *self._fallbacks], text)
        current, run = own, ""
        for cluster in _clusters(text):
            file = self._drawing(cluster, own, joining)
            if file is None:
                continue
            if file != current and run:
                yield current, run
                run = ""
            current, run = file, run + cluster
        if run:
            yield current, run

    def _drawing(self, cluster: str, own: FontFile, joining: FontFile | None) -> FontFile | None:
        is_emoji = _EMOJI_STYLE in cluster or any(ord(c) >= 0x1F000 for c in cluster)
        first = [self._emoji] if is_emoji else [joining] if joining and joins(cluster) else []
        needed = {ord(c) for c in cluster} - _UNSEEN
        beyond = [] if needed <= own.characters else [file for c in cluster[:1] if (file := self._beyond(c))]
        if script_of(cluster[0]) == "Grek" and _ALPHA not in own.characters:  # whose single letters are signs
            first, own = [*first, *self._own], FontFile(fonts.STRONG.path)
        fitting = (file for file in (*first, own, *self._own, *beyond, *self._fallbacks) if needed <= file.characters)
        return next(fitting, None)


@cache
def shipped(language: str = "") -> FontBook:
    return FontBook(language=language)


@cache
def _of_script(script: str) -> FontFile | None:
    font: Font | None = font_of(script) if script else None
    return FontFile(font.path, font.number) if font else None


def letters_of(captions: Captions) -> str:
    return "".join(word.text for cue in captions.cues for word in cue.words)


def font_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in {".ttf", ".otf"})


def _opened(path: Path) -> FontFile:
    file = FontFile(path)
    try:
        _ = file.face, file.characters
    except (TTLibError, LookupError, OSError, AssertionError, ValueError) as error:
        raise InvalidRequest(f"fonts: {path.name} is not a font that can be used ({error})", field="fonts") from error
    return file


def _joining(files: Sequence[FontFile], text: str) -> FontFile | None:
    """One font for all joined letters of a word: another in between would cut the line that joins them."""
    letters = {ord(c) for c in text if joins(c)}
    return next((file for file in files if letters <= file.characters), None) if letters else None


def _clusters(text: str) -> Iterator[str]:
    """Characters with all that belongs to them: accents, and what makes one emoji of several."""
    cluster = ""
    for character in text:
        if cluster and not _belongs(cluster, character):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _belongs(cluster: str, character: str) -> bool:
    number = ord(character)
    is_flag = 0x1F1E6 <= number <= 0x1F1FF and len(cluster) == 1 and 0x1F1E6 <= ord(cluster) <= 0x1F1FF
    is_mark = unicodedata.category(character) in {"Mn", "Mc", "Me"} or 0x1F3FB <= number <= 0x1F3FF
    return is_mark or is_flag or number in _UNSEEN or cluster[-1] == _ZWJ
