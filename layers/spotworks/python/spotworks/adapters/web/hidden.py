"""Takes out of a page what no visitor can see, however it is hidden."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from spotworks.adapters.web.styles import styles
from spotworks.adapters.web.tree import Element, drop

_FAR = 500.0  # pixels beyond an edge, from where nothing is meant to be seen
_SMALLEST = 2.0  # pixels of type that nobody reads
_SAME = 0.08  # of a colour channel's range: no eye tells text from its ground
_TINY = frozenset({"0", "0px", "1px", "0%", "0em", "0rem"})
_PIXELS = {"px": 1.0, "pt": 1.333, "em": 16.0, "rem": 16.0, "vw": 12.8, "vh": 8.0, "%": 12.8, "cm": 37.8, "in": 96.0}
_LENGTH = re.compile(r"(-?\d*\.?\d+)(px|pt|em|rem|vw|vh|cm|in|%)?(?![\w%])")
_NOWHERE = re.compile(
    r"rect\(\s*(?:0|1px)|inset\(\s*(?:50|100)%|circle\(\s*0|polygon\(\s*0\D+0\D+0\D+0|scale[xy]?\(\s*0(?![.\d]*[1-9])"
)

_Colour = tuple[float, float, float]


@dataclass(frozen=True)
class _Look:
    """What an element hands down to its children. None: a colour that is not known."""

    visible: bool = True
    size: float = 16.0
    ink: _Colour | None = (0.0, 0.0, 0.0)
    clear: bool = False
    ground: _Colour | None = (1.0, 1.0, 1.0)

    @property
    def is_seen(self) -> bool:
        alike = (
            self.ink is not None
            and self.ground is not None
            and max(abs(a - b) for a, b in zip(self.ink, self.ground, strict=True)) < _SAME
        )
        return self.visible and self.size >= _SMALLEST and not self.clear and not alike


def hide(root: Element, sheets: Iterable[str] = ()) -> bool:
    """Removes hidden elements, and the text of those whose children may still be seen. sheets: in the page's order.

    False: the page has more style rules than are followed, so that hidden text may be left.
    """
    found = styles(root, sheets)
    looks: dict[Element, _Look] = {}
    gone: set[Element] = set()
    for element in found.elements:
        parent = element.getparent()
        if parent in gone:
            gone.add(element)
            continue
        before = looks.get(parent, _Look())
        declared = found.of(element)
        whole_page = element.tag in {"html", "body"}  # hidden until a script shows it
        if whole_page:
            declared.pop("visibility", None)
        elif parent is not None and (_is_marked(element) or _is_away(declared)):
            gone.add(element)
            drop(element)
            continue
        looks[element] = look = _look(element, declared, before)
        if not look.is_seen and element.tag not in {"html", "head", "title", "script", "style"}:
            element.text = None
            for child in element:
                child.tail = None
    return found.whole


def _is_marked(element: Element) -> bool:
    get = element.attrib.get
    return (
        get("hidden") is not None
        or get("aria-hidden", "").strip().lower() == "true"
        or element.tag in {"noscript", "template", "noframes", "noembed"}
    )


def _is_away(declared: dict[str, str]) -> bool:
    """Not drawn, transparent, cut to nothing or off the screen, with everything inside."""
    if declared.get("display") == "none" or declared.get("content-visibility") == "hidden":
        return True
    if _number(declared.get("opacity", "1"), 1.0) < 0.05:
        return True
    if _NOWHERE.search(" ".join(declared.get(name, "") for name in ("clip", "clip-path", "transform"))):
        return True
    sides = ("left", "right", "top", "bottom") if declared.get("position") in {"absolute", "fixed"} else ()
    for name in (*sides, "text-indent", "margin-left", "margin-top", "transform"):
        if any(_pixels(number, unit) <= -_FAR for number, unit in _LENGTH.findall(declared.get(name, ""))):
            return True
    cut = any(declared.get(name, "") in {"hidden", "clip"} for name in ("overflow", "overflow-x", "overflow-y"))
    return cut and any(declared.get(name) in _TINY for name in ("width", "height", "max-width", "max-height"))


def _look(element: Element, declared: dict[str, str], before: _Look) -> _Look:
    look = before
    if (visibility := declared.get("visibility")) and visibility != "inherit":
        look = replace(look, visible=visibility not in {"hidden", "collapse"})
    if found := _LENGTH.match(declared.get("font-size", "")):
        unit = found[2] or "px"
        own = {"em": before.size, "%": before.size / 100, "vw": 12.8, "vh": 8.0}.get(unit, _PIXELS[unit])
        look = replace(look, size=float(found[1]) * own)
    elif re.search(r"(?<![\d.])0(px|pt|em|rem|%)?\s*[/\s]", declared.get("font", "")):
        look = replace(look, size=0.0)
    ink = declared.get("color") or (element.get("color") if element.tag == "font" else "") or ""
    if ink and ink not in {"inherit", "currentcolor"}:
        colour, alpha = _colour(ink)
        look = replace(look, ink=colour, clear=alpha < 0.05)
    ground = declared.get("background-color") or declared.get("background") or element.get("bgcolor") or ""
    if ground and ground not in {"none", "inherit", "transparent", "initial", "unset", "0 0"}:
        colour, alpha = _colour(ground)
        if alpha >= 0.05:
            look = replace(look, ground=colour if alpha > 0.5 else None)
    return look


def _colour(value: str) -> tuple[_Colour | None, float]:
    """A CSS colour and its alpha; (None, 1) for what is no plain colour: a picture, a gradient, a variable."""
    from tinycss2 import color4

    parsed = color4.parse_color(value)
    if parsed is None or isinstance(parsed, str):
        return None, 1.0
    red, green, blue = parsed.to("srgb").coordinates
    return (red or 0.0, green or 0.0, blue or 0.0), float(parsed.alpha or 0.0)


def _pixels(number: str, unit: str) -> float:
    return float(number) * _PIXELS.get(unit or "px", 1.0)


def _number(value: str, otherwise: float) -> float:
    try:
        return float(value[:-1]) / 100 if value.endswith("%") else float(value)
    except ValueError:
        return otherwise
