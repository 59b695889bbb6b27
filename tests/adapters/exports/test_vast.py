"""VAST documents, held to rules written down from the IAB's schema.

The schema itself is not here, since nobody licenses copies of it; whoever has it sets VAST_XSD to its path.
"""

import os
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from lxml import etree

from spotworks.adapters.exports.vast import Ad, clock, document, facts_of, mismatches
from spotworks.adapters.exports.vast_rules import NAMESPACE, problems
from spotworks.errors import InvalidRequest, RenderFailed

AD = Ad(title="Tea & <you>", advertiser="Ember", base_url="https://cdn.example/ads/", serving_id="a1b2",
        click_through="https://ember.example/tea?a=1&b=[CACHEBUSTING]", language="ru")  # fmt: skip


def film(path: Path, codec: str = "libx264", pixels: str = "yuv420p", frames: int = 48, **options: str) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=24, options=options)
        stream.width, stream.height, stream.pix_fmt = 320, 180, pixels
        for number in range(frames):
            frame = av.VideoFrame.from_ndarray(np.full((180, 320, 3), number, np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("ott")
    film(folder / "spot.mp4", profile="high")
    film(folder / "mezzanine.mov", "prores_ks", "yuv422p10le", profile="hq")
    (folder / "spot.vtt").write_text("WEBVTT\n")
    return folder


@pytest.fixture(scope="module")
def written(folder) -> bytes:
    return document(AD, folder / "spot.mp4", folder / "mezzanine.mov", folder / "spot.vtt")


def text(written: bytes, name: str) -> str:
    return etree.fromstring(written).findtext(f".//{{{NAMESPACE}}}{name}")


def test_a_document_keeps_the_rules_and_says_what_the_files_are(written, folder):
    assert problems(written) == []
    assert mismatches(written, folder) == []
    assert text(written, "AdTitle") == "Tea & <you>"
    assert text(written, "Duration") == "00:00:02"
    file = etree.fromstring(written).find(f".//{{{NAMESPACE}}}MediaFile")
    assert (file.text, file.get("width"), file.get("height")) == ("https://cdn.example/ads/spot.mp4", "320", "180")
    assert file.get("codec").startswith("avc1.64")
    assert int(file.get("fileSize")) == (folder / "spot.mp4").stat().st_size


def test_a_mezzanine_comes_after_the_files_to_serve_with_its_codec(written):
    files = etree.fromstring(written).find(f".//{{{NAMESPACE}}}MediaFiles")
    names = [etree.QName(child).localname for child in files]
    assert names == ["ClosedCaptionFiles", "MediaFile", "Mezzanine"]
    assert files[2].get("codec") == "apch"


def test_addresses_stand_in_cdata(written):
    assert b"<![CDATA[https://ember.example/tea?a=1&b=[CACHEBUSTING]]]>" in written


def test_an_ad_id_is_said_where_players_look_for_it(folder):
    ad = Ad(title="Tea", advertiser="", base_url="https://cdn.example", serving_id="x", ad_id="ABCD1234567H")
    written = document(ad, folder / "spot.mp4", folder / "mezzanine.mov")
    identity = etree.fromstring(written).find(f".//{{{NAMESPACE}}}UniversalAdId")
    assert (identity.text, identity.get("idRegistry")) == ("ABCD1234567H", "ad-id.org")


def broken(written: bytes, change) -> list[str]:
    root = etree.fromstring(written)
    change(root, lambda name: root.find(f".//{{{NAMESPACE}}}{name}"))
    return problems(etree.tostring(root))


def swapped(parent) -> None:
    parent.append(parent[0])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda root, find: find("InLine").remove(find("AdServingId")), "AdServingId is there 0 times"),
        (lambda root, find: swapped(find("InLine")), "are not in the order"),
        (lambda root, find: swapped(find("MediaFiles")), "are not in the order"),
        (lambda root, find: find("MediaFile").attrib.pop("width"), "the attribute width is missing"),
        (lambda root, find: find("MediaFile").set("bitrate", "8.5"), "bitrate must be a whole number"),
        (lambda root, find: find("MediaFile").set("delivery", "fast"), "delivery must not be 'fast'"),
        (lambda root, find: setattr(find("MediaFile"), "text", "http://cdn.example/a.mp4"), "must be an https address"),
        (lambda root, find: setattr(find("Duration"), "text", "30"), "must be a time as 00:00:30"),
        (lambda root, find: etree.SubElement(find("Linear"), f"{{{NAMESPACE}}}Music"), "Music does not belong here"),
        (lambda root, find: find("Creative").remove(find("UniversalAdId")), "UniversalAdId is there 0 times"),
    ],
)
def test_each_breach_of_the_rules_is_named(written, change, said):
    assert any(said in problem for problem in broken(written, change))


def test_what_is_no_vast_is_said():
    assert "not XML" in problems(b"<VAST")[0]
    assert "the root is" in problems(b"<VAST/>")[0]


def test_a_file_that_was_exchanged_is_found(written, folder, tmp_path):
    film(tmp_path / "spot.mp4", frames=72)
    (tmp_path / "mezzanine.mov").write_bytes((folder / "mezzanine.mov").read_bytes())
    found = mismatches(written, tmp_path)
    assert any("fileSize" in each for each in found)
    assert any("lasts 00:00:03, not 00:00:02" in each for each in found)
    assert mismatches(written, tmp_path / "nowhere")[0] == "MediaFile: spot.mp4 is not there"


@pytest.mark.parametrize(
    ("about", "field"),
    [({"base_url": "http://a.example"}, "base_url"), ({"click_through": "ftp://a"}, "click_through"),
     ({"ad_id": "short"}, "ad_id")],
)  # fmt: skip
def test_what_cannot_be_said_is_refused_by_its_name(about, field):
    with pytest.raises(InvalidRequest) as refused:
        Ad(**({"title": "T", "advertiser": "", "base_url": "https://a.example", "serving_id": "x"} | about))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(Fraction(30), "00:00:30"), (Fraction(900 * 1001, 30_000), "00:00:30.030"), (Fraction(3_661), "01:01:01")],
)
def test_a_duration_is_exact_to_the_millisecond(seconds, shown):
    assert clock(seconds) == shown


def test_what_does_not_open_is_named(tmp_path):
    (tmp_path / "a.mp4").write_bytes(b"nothing")
    with pytest.raises(RenderFailed, match=r"a\.mp4 does not open"):
        facts_of(tmp_path / "a.mp4")


@pytest.mark.skipif("VAST_XSD" not in os.environ, reason="VAST_XSD: the path of IAB Tech Lab's vast_4.2.xsd")
def test_the_schema_itself_agrees(written):
    xmlschema = pytest.importorskip("xmlschema")
    assert xmlschema.XMLSchema11(os.environ["VAST_XSD"]).is_valid(written.decode())
