"""Captions as text: SRT, WebVTT, and ASS with the spoken word lit up."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from spotworks.domain.captions import Captions, Cue
from spotworks.domain.cues import BURNED, LONG, Limits, grouped, sidecar_limits, spans
from spotworks.domain.sound import Word


@dataclass(frozen=True)
class Font:
    """line: its line's height in ems as libass measures it; letter: a wide average of its letters, in ems.

    bold: asked of the renderer, since the family has other weights too.
    """

    name: str
    line: float
    letter: float
    bold: bool


# Both ship with the package and hold Latin and Cyrillic.
MONTSERRAT = Font("Montserrat ExtraBold", line=1.56, letter=0.68, bold=False)
DEJAVU = Font("DejaVu Sans", line=1.164, letter=0.7, bold=True)


@dataclass(frozen=True)
class Style:
    """A look of burned captions.

    size: height of the letters' em in fractions of the frame's shorter side, outline and shadow of the em;
    bottom: distance of the text from the frame's lower edge in fractions of its height, on a tall frame
    (clear of the platforms' own buttons) and on others. lit: whether the spoken word takes the accent.
    """

    size: float
    outline: float
    shadow: float
    bottom: tuple[float, float]
    font: Font = MONTSERRAT
    lit: bool = True
    limits: Limits = BURNED


STYLES = {
    "shorts": Style(size=0.062, outline=0.085, shadow=0.05, bottom=(0.235, 0.075)),
    "ad": Style(size=0.054, outline=0.075, shadow=0.04, bottom=(0.215, 0.07)),
    "long": Style(size=0.042, outline=0.07, shadow=0.03, bottom=(0.2, 0.06), lit=False, limits=LONG),
    "minimal": Style(size=0.04, outline=0.05, shadow=0.0, bottom=(0.2, 0.06), font=DEJAVU, lit=False, limits=LONG),
}

SIDE = 0.055  # margin at each side, of the frame's width


def cues(words: Sequence[Word], language: str, style: str = "shorts") -> tuple[Cue, ...]:
    """Words grouped for burned captions of a style. Raises KeyError for an unknown style."""
    return grouped(words, language, STYLES[style].limits)


def sidecar(captions: Captions) -> Captions:
    """The same words in the longer lines of a subtitle file."""
    words = [word for cue in captions.cues for word in cue.words]
    return captions.model_copy(update={"cues": grouped(words, captions.language, sidecar_limits(captions.language))})


def srt(captions: Captions, until: Fraction | None = None) -> str:
    """until: the end of the video, for the last cue."""
    blocks = []
    for number, (cue, (start, end)) in enumerate(_shown(captions, until), 1):
        times = f"{_clock(start, ',')} --> {_clock(end, ',')}"
        blocks.append(f"{number}\n{times}\n{_text(cue, _srt_text, chr(10))}\n")
    return "\n".join(blocks)


def vtt(captions: Captions, until: Fraction | None = None) -> str:
    blocks = ["WEBVTT\n"]
    for cue, (start, end) in _shown(captions, until):
        blocks.append(f"{_clock(start, '.')} --> {_clock(end, '.')}\n{_text(cue, _vtt_text, chr(10))}\n")
    return "\n".join(blocks)


def ass(captions: Captions, width: int, height: int, style: str, accent: str) -> str:
    """For libass, drawn at the canvas size. One event per word, the spoken one in `accent` ("#rrggbb").

    Raises KeyError for an unknown style.
    """
    look = STYLES[style]
    em = look.size * min(width, height)
    events = [
        f"Dialogue: 0,{_centis(start)},{_centis(end)},Caption,,0,0,0,,{text}"
        for cue, span in _shown(captions, None)
        for start, end, text in _events(cue, span, look, _fit(cue, look.font, em, width), accent)
    ]
    return "\n".join([_header(width, height, look, em), *events, ""])


def caption_band(width: int, height: int, style: str) -> tuple[int, int]:
    """Top and bottom pixel rows between which captions of a style are drawn."""
    look = STYLES[style]
    bottom = height - round(_bottom(width, height, look) * height)
    em = look.size * min(width, height)
    return max(0, bottom - round(em * (2 * look.font.line + look.outline))), min(height, bottom + round(em * 0.15))


def _shown(captions: Captions, until: Fraction | None) -> Iterator[tuple[Cue, tuple[Fraction, Fraction]]]:
    return zip(captions.cues, spans(captions, until), strict=True)


def _events(
    cue: Cue, span: tuple[Fraction, Fraction], look: Style, size: str, accent: str
) -> Iterator[tuple[int, int, str]]:
    """Start and end in hundredths of a second, text with its colours."""
    edges = [round(span[0] * 100)]
    for word in cue.words[1:] if look.lit else ():
        edges.append(min(max(edges[-1], round(word.start * 100)), round(span[1] * 100)))
    edges.append(round(span[1] * 100))
    for spoken, (start, end) in enumerate(itertools.pairwise(edges)):
        if start < end:
            pop = r"{\fscx92\fscy92\t(0,90,\fscx100\fscy100)}" if look.lit and spoken == 0 else ""
            yield start, end, pop + size + _lit(cue, spoken if look.lit else -1, accent)


def _lit(cue: Cue, spoken: int, accent: str) -> str:
    colour = f"&H{accent[5:7]}{accent[3:5]}{accent[1:3]}&".upper()
    parts = []
    for index, word in enumerate(cue.words):
        text = _ass_text(word.text)
        separator = "" if index == 0 else r"\N" if index in cue.breaks else " "
        parts.append(separator + (f"{{\\1c{colour}}}{text}{{\\1c&HFFFFFF&}}" if index == spoken else text))
    return "".join(parts)


def _fit(cue: Cue, font: Font, em: float, width: int) -> str:
    """A smaller size where the longest line would leave the frame."""
    edges = [0, *cue.breaks, len(cue.words)]
    longest = max(
        len(" ".join(word.text for word in cue.words[a:b])) for a, b in itertools.pairwise(edges)
    )  # fmt: skip
    room = width * (1 - 2 * SIDE) / (max(1, longest) * font.letter)
    return "" if room >= em else f"{{\\fs{room * font.line:.1f}}}"


def _header(width: int, height: int, look: Style, em: float) -> str:
    bold = -1 if look.font.bold else 0
    side, bottom = round(width * SIDE), round(_bottom(width, height, look) * height)
    return f"""[Script Info]
ScriptType: v4.00+
PlayResX: {width}
PlayResY: {height}
WrapStyle: 2
ScaledBorderAndShadow: yes
YCbCr Matrix: TV.709

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Caption,{look.font.name},{em * look.font.line:.1f},&H00FFFFFF,&H00FFFFFF,&H00000000,&H80000000,{bold},\
0,0,0,100,100,0,0,1,\
{em * look.outline:.1f},{em * look.shadow:.1f},2,{side},{side},{bottom},1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"""


def _bottom(width: int, height: int, look: Style) -> float:
    return look.bottom[0 if width < height * 0.75 else 1]


def _text(cue: Cue, escape: Callable[[str], str], newline: str) -> str:
    parts = []
    for index, word in enumerate(cue.words):
        separator = "" if index == 0 else newline if index in cue.breaks else " "
        parts.append(separator + escape(_flat(word.text)))
    return "".join(parts)


def _flat(text: str) -> str:
    """Without line breaks and other control characters: they would end a cue."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _vtt_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _srt_text(text: str) -> str:
    """SRT knows no escapes, and players read <b> and {\\an8} as commands: their marks become look-alikes."""
    return text.replace("-->", "→").replace("<", "‹").replace(">", "›").replace("{\\", "{∖")


def _ass_text(text: str) -> str:
    """libass has no escape for the backslash: it becomes its look-alike."""
    return _flat(text).replace("\\", "∖").replace("{", r"\{").replace("}", r"\}")


def _clock(seconds: Fraction, point: str) -> str:
    """hh:mm:ss and milliseconds."""
    millis = round(seconds * 1000)
    return f"{millis // 3_600_000:02}:{millis // 60_000 % 60:02}:{millis // 1000 % 60:02}{point}{millis % 1000:03}"


def _centis(hundredths: int) -> str:
    return f"{hundredths // 360_000}:{hundredths // 6000 % 60:02}:{hundredths // 100 % 60:02}.{hundredths % 100:02}"
