"""What a VAST 4.2 document may hold, written down from IAB Tech Lab's schema as far as we write one.

Source: vast_4.2.xsd of github.com/InteractiveAdvertisingBureau/vast, read 2026-11-21. The schema itself is not
shipped: its repository grants no licence to copy it. Names that we never write (Wrapper, NonLinearAds,
CompanionAds, ...) are refused here although the schema has them.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

NAMESPACE = "http://www.iab.com/VAST"
MANY = 1_000

_TIME = re.compile(r"\d{2}:[0-5]\d:[0-5]\d(\.\d+)?")
_MACRO = re.compile(r"\[[A-Z_]+\]|%%[A-Z_]+%%")
_URI = re.compile(r"(about:blank|https://[^\s<>\"{}|\\^`]+)")


@dataclass(frozen=True)
class Rule:
    """children: name to the least and most of it, in the schema's order; any_order: as xs:all has them.

    text: "", "text", "uri", "time" or "integer". needs, may: attributes.
    """

    children: dict[str, tuple[int, int]] = field(default_factory=dict)
    text: str = ""
    needs: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    any_order: bool = False


_FILE = frozenset({"delivery", "type", "width", "height"})
# fmt: off
RULES: dict[str, Rule] = {
    "VAST": Rule({"Ad": (0, MANY)}, needs=frozenset({"version"})),
    "Ad": Rule({"InLine": (1, 1)}, may=frozenset({"id", "sequence", "adType"})),
    "InLine": Rule(
        {
            "AdSystem": (1, 1), "Error": (0, MANY), "Impression": (1, MANY), "AdServingId": (1, 1), "AdTitle": (1, 1),
            "Advertiser": (0, 1), "Category": (0, MANY), "Creatives": (1, 1), "Description": (0, 1), "Expires": (0, 1),
        }
    ),
    "AdSystem": Rule(text="text", may=frozenset({"version"})),
    "Error": Rule(text="uri"),
    "Impression": Rule(text="uri", may=frozenset({"id"})),
    "AdServingId": Rule(text="text"),
    "AdTitle": Rule(text="text"),
    "Advertiser": Rule(text="text"),
    "Category": Rule(text="text", needs=frozenset({"authority"})),
    "Description": Rule(text="text"),
    "Expires": Rule(text="integer"),
    "Creatives": Rule({"Creative": (1, MANY)}),
    "Creative": Rule(
        {"Linear": (1, 1), "UniversalAdId": (1, MANY)}, may=frozenset({"id", "adId", "sequence"}), any_order=True
    ),
    "UniversalAdId": Rule(text="text", needs=frozenset({"idRegistry"})),
    "Linear": Rule({"TrackingEvents": (0, 1), "Duration": (1, 1), "MediaFiles": (1, 1), "VideoClicks": (0, 1)}),
    "TrackingEvents": Rule({"Tracking": (0, MANY)}),
    "Tracking": Rule(text="uri", needs=frozenset({"event"}), may=frozenset({"offset"})),
    "Duration": Rule(text="time"),
    "MediaFiles": Rule({"ClosedCaptionFiles": (0, 1), "MediaFile": (1, MANY), "Mezzanine": (0, MANY)}),
    "ClosedCaptionFiles": Rule({"ClosedCaptionFile": (0, MANY)}),
    "ClosedCaptionFile": Rule(text="uri", may=frozenset({"type", "language"})),
    "MediaFile": Rule(
        text="uri", needs=_FILE,
        may=frozenset({"id", "codec", "bitrate", "scalable", "maintainAspectRatio", "fileSize", "mediaType"}),
    ),
    "Mezzanine": Rule(text="uri", needs=_FILE, may=frozenset({"id", "codec", "fileSize", "mediaType"})),
    "VideoClicks": Rule({"ClickTracking": (0, MANY), "ClickThrough": (0, 1)}),
    "ClickTracking": Rule(text="uri", may=frozenset({"id"})),
    "ClickThrough": Rule(text="uri", may=frozenset({"id"})),
}
# fmt: on
_WHOLE = frozenset({"width", "height", "bitrate", "fileSize", "sequence"})
_CHOICES = {"delivery": {"progressive", "streaming"}, "adType": {"video", "audio", "hybrid"}}


def problems(document: bytes) -> list[str]:
    """What breaks the rules, each with its place; empty for a document that keeps them."""
    try:
        root = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        return [f"not XML: {error}"]
    if root.tag != f"{{{NAMESPACE}}}VAST":
        return [f"the root is {root.tag}, not VAST of {NAMESPACE}"]
    found: list[str] = []
    _look(root, "VAST", found)
    return found


def _look(node: "etree._Element", place: str, found: list[str]) -> None:
    rule = RULES[place.rpartition("/")[2]]
    names = [_name(child) for child in node if isinstance(child.tag, str)]
    found += [f"{place}: {name} does not belong here" for name in dict.fromkeys(names) if name not in rule.children]
    for name, (least, most) in rule.children.items():
        if not least <= names.count(name) <= most:
            found.append(f"{place}: {name} is there {names.count(name)} times, not {least} to {most}")
    order = [list(rule.children).index(name) for name in names if name in rule.children]
    if not rule.any_order and order != sorted(order):
        found.append(f"{place}: {', '.join(names)} are not in the order {', '.join(rule.children)}")
    _attributes(node, rule, place, found)
    _text((node.text or "").strip(), rule, place, found)
    for child in node:
        if isinstance(child.tag, str) and _name(child) in rule.children:
            _look(child, f"{place}/{_name(child)}", found)


def _attributes(node: "etree._Element", rule: Rule, place: str, found: list[str]) -> None:
    given = set(map(str, node.attrib))
    found += [f"{place}: the attribute {name} is missing" for name in sorted(rule.needs - given)]
    found += [f"{place}: the attribute {name} does not belong here" for name in sorted(given - rule.needs - rule.may)]
    for name, value in node.attrib.items():
        if name in _WHOLE and not str(value).isdecimal():
            found.append(f"{place}: {name} must be a whole number, not {value!r}")
        if str(value) not in _CHOICES.get(str(name), {str(value)}):
            found.append(f"{place}: {name} must not be {value!r}")


def _text(text: str, rule: Rule, place: str, found: list[str]) -> None:
    if rule.text == "uri" and not _URI.fullmatch(_MACRO.sub("x", text)):
        found.append(f"{place}: must be an https address, not {text!r}")
    if rule.text == "time" and not _TIME.fullmatch(text):
        found.append(f"{place}: must be a time as 00:00:30, not {text!r}")
    if rule.text == "integer" and not text.isdecimal():
        found.append(f"{place}: must be a whole number, not {text!r}")
    if bool(text) != bool(rule.text):
        found.append(f"{place}: must {'hold text' if rule.text else 'not hold text'}")


def _name(node: "etree._Element") -> str:
    return str(node.tag).removeprefix(f"{{{NAMESPACE}}}")
