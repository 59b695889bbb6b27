"""The document with which an ad server hands a spot to a player: IAB VAST 4.2, one linear ad.

Everything said of a file is read from the file. https://iabtechlab.com/standards/vast/ (checked 2026-11-21).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from urllib.parse import quote, unquote

import av
import av.error
from lxml import etree

from spotworks.adapters.exports.vast_rules import NAMESPACE, problems
from spotworks.errors import InvalidRequest, RenderFailed

VERSION = "4.2"
_AD_ID = re.compile(r"[A-Z0-9]{4}[A-Z0-9]{7}[HD]?")  # ad-id.org: 11 characters, a 12th for HD or 3D


@dataclass(frozen=True)
class Ad:
    """What the document says beside the files.

    base_url: where the files will be served from, https; serving_id: unique for each ad, a GUID for choice;
    ad_id: of ad-id.org, or ""; click_through: where a click leads, https, or ""; language: of the captions.
    """

    title: str
    advertiser: str
    base_url: str
    serving_id: str
    ad_id: str = ""
    click_through: str = ""
    language: str = "en"

    def __post_init__(self) -> None:
        for field, value in (("base_url", self.base_url), ("click_through", self.click_through or self.base_url)):
            if not re.match(r"https://[^\s/]+", value):
                raise InvalidRequest(f"{field}: must begin with https:// and name a site", field=field)
        if self.ad_id and not _AD_ID.fullmatch(self.ad_id):
            raise InvalidRequest("ad_id: must be 11 letters and digits, with H or D behind for HD or 3D", field="ad_id")

    def url(self, file: Path) -> str:
        return f"{self.base_url.rstrip('/')}/{quote(file.name)}"


@dataclass(frozen=True)
class MediaFacts:
    """Of one file. codec: as RFC 6381 names it; bitrate: kbit/s of the picture; seconds: of the picture."""

    width: int
    height: int
    codec: str
    bitrate: int
    bytes: int
    seconds: Fraction
    frames: int


def facts_of(video: Path) -> MediaFacts:
    """Reads every packet, decodes none. Raises RenderFailed."""
    try:
        with av.open(str(video), options={"protocol_whitelist": "file", "format_whitelist": "mov"}) as container:
            stream = container.streams.video[0]
            context = stream.codec_context
            sizes = [packet.size for packet in container.demux(stream) if packet.pts is not None]
            seconds = Fraction(stream.duration or 0) * Fraction(stream.time_base or 0)
            codec = _codec(context.name, bytes(context.extradata or b""), context.codec_tag)
            rate = round(sum(sizes) * 8 / 1000 / seconds) if seconds else 0
            return MediaFacts(
                context.width, context.height, codec, rate, video.stat().st_size, seconds, len(sizes)
            )  # fmt: skip
    except (av.error.FFmpegError, IndexError, OSError) as error:
        raise RenderFailed(f"{video.name} does not open: {error}") from error


def _codec(name: str, extradata: bytes, tag: str) -> str:
    """ "avc1.640028" from the avcC box (ISO/IEC 14496-15, 5.3.3.1): profile, constraints, level."""
    if name == "h264" and len(extradata) > 3:
        return f"avc1.{extradata[1:4].hex().upper()}"
    return tag or name


def document(ad: Ad, served: Path, mezzanine: Path, captions: Path | None = None) -> bytes:
    """A VAST document; raises RenderFailed if it breaks the format's rules (which is our mistake)."""
    facts = facts_of(served)
    root = etree.Element("VAST", {"version": VERSION}, nsmap={None: NAMESPACE})
    inline = _add(_add(root, "Ad", {"id": "1", "adType": "video"}), "InLine")
    _add(inline, "AdSystem", {"version": "1"}, text="Spotworks")
    _add(inline, "Impression", uri="about:blank")
    _add(inline, "AdServingId", text=ad.serving_id)
    _add(inline, "AdTitle", text=ad.title)
    if ad.advertiser:
        _add(inline, "Advertiser", text=ad.advertiser)
    about = {"id": served.stem} | ({"adId": ad.ad_id} if ad.ad_id else {})
    creative = _add(_add(inline, "Creatives"), "Creative", about)
    linear = _add(creative, "Linear")
    _add(linear, "Duration", text=clock(facts.seconds))
    _files(_add(linear, "MediaFiles"), ad, served, mezzanine, captions)
    if ad.click_through:
        _add(_add(linear, "VideoClicks"), "ClickThrough", uri=ad.click_through)
    registry, value = ("ad-id.org", ad.ad_id) if ad.ad_id else ("unknown", "unknown")
    _add(creative, "UniversalAdId", {"idRegistry": registry}, text=value)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    if broken := problems(written):
        raise RenderFailed(f"the VAST document breaks its rules: {'; '.join(broken)}")
    return written


def _files(parent: "etree._Element", ad: Ad, served: Path, mezzanine: Path, captions: Path | None) -> None:
    if captions is not None:
        about = {"type": "text/vtt", "language": ad.language}
        _add(_add(parent, "ClosedCaptionFiles"), "ClosedCaptionFile", about, uri=ad.url(captions))
    for name, path, kind in (("MediaFile", served, "video/mp4"), ("Mezzanine", mezzanine, "video/quicktime")):
        facts = facts_of(path)
        about = {
            "id": path.stem, "delivery": "progressive", "type": kind, "width": str(facts.width),
            "height": str(facts.height), "codec": facts.codec, "fileSize": str(facts.bytes),
        }  # fmt: skip
        if name == "MediaFile":
            about |= {"bitrate": str(facts.bitrate), "scalable": "true", "maintainAspectRatio": "true"}
        _add(parent, name, about, uri=ad.url(path))


def _add(
    parent: "etree._Element", name: str, about: Mapping[str, str] | None = None, *, text: str = "", uri: str = ""
) -> "etree._Element":
    """about: its attributes. The format wants addresses in CDATA."""
    child = etree.SubElement(parent, name, dict(about or {}))
    if text or uri:
        child.text = etree.CDATA(uri) if uri else text
    return child


def clock(seconds: Fraction) -> str:
    """ "00:00:30", or "00:00:30.030" where it is no whole number of seconds."""
    millis = round(seconds * 1000)
    text = f"{millis // 3_600_000:02}:{millis // 60_000 % 60:02}:{millis // 1000 % 60:02}"
    return text + (f".{millis % 1000:03}" if millis % 1000 else "")


def mismatches(document: bytes, folder: Path) -> list[str]:
    """Where what a document says of its files is not what the files are; the files lie in `folder`."""
    root = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True))
    found = []
    for node in root.iterfind(f".//{{{NAMESPACE}}}MediaFiles/*"):
        name = str(node.tag).rpartition("}")[2]
        if name not in {"MediaFile", "Mezzanine"}:
            continue
        file = folder / unquote((node.text or "").strip().rpartition("/")[2])
        if not file.is_file():
            found.append(f"{name}: {file.name} is not there")
            continue
        facts = facts_of(file)
        real = {"width": facts.width, "height": facts.height, "codec": facts.codec, "bitrate": facts.bitrate,
                "fileSize": facts.bytes}  # fmt: skip
        found += [
            f"{name}: {key} is {real[str(key)]}, not {value}"
            for key, value in node.attrib.items()
            if str(key) in real and str(real[str(key)]) != str(value)
        ]
        lasts = root.findtext(f".//{{{NAMESPACE}}}Duration", "").strip()
        if clock(facts.seconds) != lasts:
            found.append(f"{name}: lasts {clock(facts.seconds)}, not {lasts}")
    return found
