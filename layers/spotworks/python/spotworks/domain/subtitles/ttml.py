"""TTML in the IMSC 1.1 Text Profile (https://www.w3.org/TR/ttml-imsc1.1/, checked 2026-11)."""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from spotworks.domain.subtitles.text import Subtitle, clean, clock, seconds_of

_TT = "http://www.w3.org/ns/ttml"
_PARAMETER = f"{_TT}#parameter"
_XML = "http://www.w3.org/XML/1998/namespace"
_CLOCK = re.compile(r"(\d{2,}):(\d{2}):(\d{2})(?:\.(\d+)|:(\d{2,}))?", re.ASCII)
_OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|f|t)", re.ASCII)

_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="{_TT}" xmlns:ttp="{_PARAMETER}" xmlns:tts="{_TT}#styling" \
ttp:timeBase="media" ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/imsc1.1/text" \
ttp:cellResolution="32 15" xml:lang={{language}}>
  <head>
    <styling>
      <style xml:id="plain" tts:fontFamily="proportionalSansSerif" tts:fontSize="100%" tts:lineHeight="125%" \
tts:color="#ffffff" tts:backgroundColor="#000000cc" tts:textAlign="center"/>
    </styling>
    <layout>
      <region xml:id="bottom" tts:origin="10% 80%" tts:extent="80% 15%" tts:displayAlign="after" \
tts:overflow="visible"/>
    </layout>
  </head>
  <body style="plain" region="bottom">
    <div>
"""
_TAIL = "    </div>\n  </body>\n</tt>\n"


def write(subtitles: Sequence[Subtitle], language: str = "en") -> str:
    lines = [
        f'      <p xml:id="c{number}" begin="{clock(s.start, ".")}" end="{clock(s.end, ".")}">'
        f"{'<br/>'.join(escape(line) for line in s.text.split(chr(10)))}</p>\n"
        for number, s in enumerate(subtitles, 1)
    ]
    return _HEAD.format(language=quoteattr(language)) + "".join(lines) + _TAIL


def read(text: str) -> tuple[Subtitle, ...]:
    """Times may be clock or offset times, and nest. Raises ValueError saying what is wrong."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(text.removeprefix("\ufeff").encode(), True)
    except expat.ExpatError as error:
        raise ValueError(f"is not well-formed XML ({error})") from error
    if not reader.is_ttml:
        raise ValueError(f"is not TTML: its root is not tt of {_TT}")
    return tuple(reader.found)


def _refuse(*_: object) -> None:
    """Entities that unfold without end need one."""
    raise ValueError("holds a DOCTYPE, which TTML has no use for")


class _Reader:
    """Follows body, div, p and span; the times of an element count from its parent's beginning."""

    def __init__(self) -> None:
        self.is_ttml = False
        self.found: list[Subtitle] = []
        self._begins: list[Fraction] = [Fraction(0)]
        self._rates: dict[str, Fraction] = {"frame": Fraction(30), "tick": Fraction(1)}
        self._p: tuple[Fraction, Fraction] | None = None
        self._parts: list[str] = []
        self._preserve = [False]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = name.removeprefix(f"{_TT} ")
        if element == "tt" and name != element:
            self.is_ttml = True
            self._rate(attributes)
        begin = self._begins[-1] + self._time(attributes.get("begin", "0s"))
        self._begins.append(begin)
        self._preserve.append(attributes.get(f"{_XML} space", "") == "preserve" or self._preserve[-1])
        if element == "p":
            self._p, self._parts = (begin, self._end(attributes, begin)), []
        elif element == "br":
            self._parts.append("\n")

    def end(self, name: str) -> None:
        self._begins.pop()
        self._preserve.pop()
        if name == f"{_TT} p" and self._p is not None:
            (start, end), self._p = self._p, None
            if said := clean("".join(self._parts)):
                self.found.append(Subtitle(start=start, end=end, text=said))

    def text(self, data: str) -> None:
        if self._p is not None:
            self._parts.append(data if self._preserve[-1] else data.replace("\n", " "))

    def _end(self, attributes: dict[str, str], begin: Fraction) -> Fraction:
        if "end" in attributes:
            end = self._begins[-2] + self._time(attributes["end"])
        elif "dur" in attributes:
            end = begin + self._time(attributes["dur"])
        else:
            raise ValueError("a paragraph has neither end nor dur")
        if end < begin:
            raise ValueError(f"the paragraph at {float(begin):.3f} s ends before it begins")
        return end

    def _rate(self, attributes: dict[str, str]) -> None:
        multiplier = attributes.get(f"{_PARAMETER} frameRateMultiplier", "1 1").split()
        rate = Fraction(attributes.get(f"{_PARAMETER} frameRate", "30"))
        self._rates["frame"] = rate * Fraction(int(multiplier[0]), int(multiplier[1]))
        self._rates["tick"] = Fraction(attributes.get(f"{_PARAMETER} tickRate", "1"))

    def _time(self, text: str) -> Fraction:
        if match := _CLOCK.fullmatch(text):
            hours, minutes, seconds, fraction, frames = match.groups()
            return (
                seconds_of(hours, minutes, seconds, fraction or "") + Fraction(int(frames or 0)) / self._rates["frame"]
            )
        if match := _OFFSET.fullmatch(text):
            return Fraction(match[1]) * self._unit(match[2])
        raise ValueError(f"{text[:40]!r} is not a time of TTML")

    def _unit(self, metric: str) -> Fraction:
        units: dict[str, Callable[[], Fraction]] = {
            "h": lambda: Fraction(3600), "m": lambda: Fraction(60), "s": lambda: Fraction(1),
            "ms": lambda: Fraction(1, 1000), "f": lambda: 1 / self._rates["frame"],
            "t": lambda: 1 / self._rates["tick"],
        }  # fmt: skip
        return units[metric]()
