"""Captions as libass draws them into a picture: ASS at the canvas size, with the spoken word shown."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from spotworks.domain.caption_styles import DEFAULT, CaptionStyle, resolved
from spotworks.domain.captions import Captions, Cue
from spotworks.domain.cues import spans
from spotworks.domain.subtitles.plates import drawn_plate, joins, outlined_plate
from spotworks.domain.subtitles.substation import EVENT_FIELDS, STYLE_FIELDS, centis, escaped
from spotworks.domain.subtitles.text import GRID, clean
from spotworks.domain.writing import SEAM, capitals, is_right_to_left, joined

POP = r"{\fscx92\fscy92\t(0,90,\fscx100\fscy100)}"
_RIGHT_TO_LEFT_MARK = "\u200f"
_ALIGNMENT = {"bottom": 2, "middle": 5, "top": 8}


@dataclass(frozen=True)
class Face:
    """A font as libass asks for it.

    line: its line's height in ems as libass measures it; letter: a wide average of its letters, in ems.
    bold: asked of the renderer, since the family has other weights too.
    """

    name: str
    line: float = 1.2
    letter: float = 0.7
    bold: bool = True


FACES = {
    face.name: face
    for face in (
        Face("Montserrat ExtraBold", line=1.562, letter=0.68, bold=False),
        Face("DejaVu Sans", line=1.1641, letter=0.7),
        Face("Inter", line=1.4302, letter=0.62),
    )
}


class Typesetter(Protocol):
    """What is known of the fonts."""

    def face(self, family: str) -> Face: ...

    def runs(self, text: str, family: str) -> Sequence[tuple[Face, str]]:
        """Text cut where another font has to draw it."""
        ...

    def width(self, text: str, family: str) -> float:
        """In ems."""
        ...


class Plain:
    """A typesetter that has not looked into any font."""

    def face(self, family: str) -> Face:
        return FACES.get(family, Face(family))

    def runs(self, text: str, family: str) -> Sequence[tuple[Face, str]]:
        return [(self.face(family), text)]

    def width(self, text: str, family: str) -> float:
        return len(text) * self.face(family).letter


def ass(
    captions: Captions, width: int, height: int, style: str | CaptionStyle, accent: str,
    typesetter: Typesetter | None = None, *, band: tuple[int, int] | None = None,
) -> str:  # fmt: skip
    """For libass. accent: the brand's, "#rrggbb". Raises KeyError for a preset that there is not.

    band: first and last row of the part of the canvas that is drawn, the same above as below for the position middle.
    """
    page = _Page(
        resolved(style).branded(accent), width, height, typesetter or Plain(), band or (0, height), captions.language
    )
    shown = spans(captions, lead=Fraction(page.look.lead, 1000), lag=Fraction(page.look.lag, 1000))
    events = [
        event for cue, (start, end) in zip(captions.cues, shown, strict=True) for event in page.cue(cue, start, end)
    ]
    return "\n".join([page.header(), *events, ""])


def caption_band(width: int, height: int, style: str | CaptionStyle, *, lines: int = 2) -> tuple[int, int]:
    """Top and bottom pixel rows between which so many lines of captions are drawn."""
    look = resolved(style)
    face, em, area = Plain().face(look.font), look.size * min(width, height), look.area(width, height)
    tall = round(em * (lines * face.line + look.outline + (2 * look.padding if look.box else 0)))
    match look.position:
        case "bottom":
            bottom = height - round(area.bottom * height)
            return max(0, bottom - tall), min(height, bottom + round(em * (0.15 + (look.padding if look.box else 0))))
        case "top":
            top = round(area.top * height)
            return max(0, top - round(em * 0.15)), min(height, top + tall)
        case "middle":
            return max(0, (height - tall) // 2), min(height, (height + tall) // 2)


def known(style: str | CaptionStyle) -> CaptionStyle:
    """As `resolved`, but an unknown name, of a timeline from elsewhere, is the default."""
    try:
        return resolved(style)
    except KeyError:
        return resolved(DEFAULT)


class _Page:
    """One style on one canvas."""

    def __init__(
        self, look: CaptionStyle, width: int, height: int, typesetter: Typesetter, band: tuple[int, int], language: str
    ) -> None:
        self.look, self._language = look, language
        self._width, self._height, self._types, self._band = width, height, typesetter, band
        self._em = look.size * min(width, height)
        self._face = typesetter.face(look.font)
        self._area = look.area(width, height)

    def header(self) -> str:
        look = self.look
        plain = self._style("Caption", 1, look.outline_color, "#000000", look.outline, look.shadow, back_alpha=0x80)
        styles = [plain]
        if look.box:  # a BorderStyle of libass' own: one box behind all lines, as far out as the shadow's depth
            alpha = round(255 * (1 - look.box))
            styles.append(self._style("Box", 4, look.outline_color, look.box_color, 0, look.padding, back_alpha=alpha))
        if look.highlight == "box":
            styles.append(self._style("Spoken", 1, look.accent, look.accent, 0, 0, back_alpha=0))
        return "\n".join([
            "[Script Info]", "ScriptType: v4.00+", f"PlayResX: {self._width}",
            f"PlayResY: {self._band[1] - self._band[0]}", "WrapStyle: 2", "ScaledBorderAndShadow: yes",
            "YCbCr Matrix: TV.709", "",
            "[V4+ Styles]", f"Format: {STYLE_FIELDS}", *styles, "",
            "[Events]", f"Format: {EVENT_FIELDS}",
        ])  # fmt: skip

    def _style(
        self, name: str, border: int, line: str, back: str, outline: float, shadow: float, *, back_alpha: int
    ) -> str:
        """The colour that a karaoke syllable has before it is spoken is the secondary one."""
        look, em = self.look, self._em
        letters = look.accent if look.highlight == "fill" else look.color
        colours = f"{_bgr(letters)},{_bgr(look.color)},{_bgr(line)},{_bgr(back, back_alpha)}"
        side = round(self._width * self._area.side)
        above, below = (round(self._height * edge) for edge in (self._area.top, self._area.bottom))
        vertical = {
            "top": above - self._band[0], "middle": 0, "bottom": below - (self._height - self._band[1])
        }[look.position]  # fmt: skip
        return (
            f"Style: {name},{self._face.name},{em * self._face.line:.1f},{colours},{-1 if self._face.bold else 0},"
            f"0,0,0,100,100,0,0,{border},{em * outline:.1f},{em * shadow:.1f},{_ALIGNMENT[look.position]},"
            f"{side},{side},{vertical},-1"
        )

    def cue(self, cue: Cue, start: Fraction, end: Fraction) -> Iterator[str]:
        """Its events: the box behind it, the plate of each spoken word, the words."""
        texts = [self._cased(word.text) for word in cue.words]
        scale = self._scale(cue, texts)
        whole = (round(start * GRID), round(end * GRID))
        if self.look.box:
            yield _event(0, whole, "Box", r"{\1a&HFF&\3a&HFF&}" + self._lines(cue, texts, scale))
        if self.look.highlight == "fill":
            yield _event(2, whole, "Caption", self._lines(cue, texts, scale, _sung(cue, texts, *whole)))
            return
        moments = _moments(cue, *whole) if self.look.highlight != "none" else [(-1, *whole)]
        for spoken, first, last in moments:
            pop = POP if spoken == 0 else ""
            if self.look.highlight == "box":
                hidden = f"{{\\1c{_bgr(self.look.accent)}&\\alpha&HFF&}}"
                marks = {spoken: self._plate(texts[spoken], scale, leftwards=is_right_to_left("".join(texts)))}
                yield _event(1, (first, last), "Spoken", hidden + pop + self._lines(cue, texts, scale, marks))
                yield _event(2, (first, last), "Caption", pop + self._lines(cue, texts, scale))
            else:
                marks = {spoken: (f"{{\\1c{_bgr(self.look.accent)}&}}", f"{{\\1c{_bgr(self.look.color)}&}}")}
                yield _event(2, (first, last), "Caption", pop + self._lines(cue, texts, scale, marks))

    def _cased(self, text: str) -> str:
        text = clean(text).replace("\n", " ")
        return {"upper": capitals(text, self._language), "lower": text.lower()}.get(self.look.case, text)

    def _scale(self, cue: Cue, texts: Sequence[str]) -> float:
        """Below 1 where the longest line would leave the safe area, or the lines the frame."""
        edges = [0, *cue.breaks, len(texts)]
        longest = max(
            self._types.width(_line(cue, texts, a, b), self.look.font) + self.look.apart * (b - a - 1)
            for a, b in itertools.pairwise(edges)
        )
        room = self._width * (1 - 2 * self._area.side) / self._em - 0.2  # for the outline
        tall = (len(edges) - 1) * self._face.line
        return min(1.0, room / max(longest, 0.1), 0.8 * self._height / (tall * self._em))

    def _lines(
        self, cue: Cue, texts: Sequence[str], scale: float, marks: dict[int, tuple[str, str]] | None = None
    ) -> str:
        """marks: what stands before and after a word, by its index."""
        begins = _RIGHT_TO_LEFT_MARK if is_right_to_left("".join(texts)) else ""
        size = f"{{\\fs{self._em * scale * self._face.line:.1f}}}" if scale < 1 else ""
        parts = [size + begins]
        space = f"{{\\fsp{self._em * scale * self.look.apart:.1f}}} {{\\fsp0}}" if self.look.apart else " "
        for index, text in enumerate(texts):
            separator = r"\N" + begins if index in cue.breaks else space if index and not _seamed(cue, index) else ""
            before, after = (marks or {}).get(index, ("", ""))
            parts.append(f"{separator}{before}{self._set(text, scale)}{after}")
        return "".join(parts)

    def _plate(self, text: str, scale: float, *, leftwards: bool) -> tuple[str, str]:
        """What draws it, before and after its word."""
        em = self._em * scale
        if joins(text):
            return outlined_plate(self.look.margin, em)
        plate = drawn_plate(self._types.width(text, self.look.font), self.look.margin, em, after=leftwards)
        return ("", plate) if leftwards else (plate, "")

    def _set(self, text: str, scale: float) -> str:
        """A word in its fonts; sizes are those of lines, which differ from font to font."""
        parts = []
        for face, run in self._types.runs(text, self.look.font):
            if face.name == self._face.name:
                parts.append(escaped(run))
                continue
            size = self._em * scale
            parts.append(
                f"{{\\fn{face.name}\\fs{size * face.line:.1f}\\b{int(face.bold)}}}{escaped(run)}"
                f"{{\\fn{self._face.name}\\fs{size * self._face.line:.1f}\\b{int(self._face.bold)}}}"
            )
        return "".join(parts)


def _seamed(cue: Cue, index: int) -> bool:
    """Whether a word stands at the one before it without a space."""
    return cue.words[index - 1].text.endswith(SEAM)


def _line(cue: Cue, texts: Sequence[str], first: int, last: int) -> str:
    return joined(text + SEAM * _seamed(cue, n + 1) for n, text in enumerate(texts[first:last], first))


def _event(layer: int, span: tuple[int, int], style: str, text: str) -> str:
    start, end = (centis(Fraction(at, GRID)) for at in span)
    return f"Dialogue: {layer},{start},{end},{style},,0,0,0,,{text}"


def _moments(cue: Cue, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Which word is spoken from when to when, in hundredths of a second, without gaps."""
    edges = [start]
    for word in cue.words[1:]:
        edges.append(min(max(edges[-1], round(word.start * GRID)), end))
    for spoken, (first, last) in enumerate(itertools.pairwise([*edges, end])):
        if first < last:
            yield spoken, first, last


def _sung(cue: Cue, texts: Sequence[str], start: int, end: int) -> dict[int, tuple[str, str]]:
    """Karaoke times: a word fills while it is spoken. libass sweeps from the left, so others change at once."""
    how = "k" if is_right_to_left("".join(texts)) else "kf"
    marks, at = {}, start
    for index, word in enumerate(cue.words):
        begin = min(max(at, round(word.start * GRID)), end)
        last = min(max(begin, round(word.end * GRID)), end)
        wait = f"{{\\k{begin - at}}}" if begin > at else ""
        marks[index] = (f"{wait}{{\\{how}{last - begin}}}", "")
        at = last
    return marks


def _bgr(colour: str, alpha: int = 0) -> str:
    return f"&H{alpha:02X}{colour[5:7]}{colour[3:5]}{colour[1:3]}".upper()
