"""SRT, WebVTT, ASS and TTML: what is written reads back, and the field's own libraries read the same."""

import xml.etree.ElementTree as etree
from datetime import timedelta
from fractions import Fraction

import pysubs2
import pytest
import srt
import ttconv.imsc.reader
import ttconv.model
import webvtt
from hypothesis import example, given
from hypothesis import strategies as st

from spotworks.domain.subtitles import FORMATS, Subtitle, captions_of, clean, sniffed, subtitles, written

NASTY = [
    "R&D <b>now</b> {\\an8}up --> there", "5 < 6 > 4 && a<b", "back\\slash \\N \\h \\{x\\}", "{\\p1}m 0 0{\\p0}",
    "&amp; &#x41;", "Щёлк! «Ёлка» — №1, 5 ₽…", "مرحبا بكم، 24/7!", "שלום, 20% הנחה", "Go 🔥☕️👨‍👩‍👧 now",
    "007\n42", "- No.\n- Yes!", "a,b,,c;d:e", "NOTE this", "STYLE", "Dialogue: 0,0:00:00.00", "1\n00:00:01,000",
    "\"quoted\" 'too'", "]]> <![CDATA[ <!-- -->", "<i", "{", "}", "\\", "<", "-->",
]  # fmt: skip
PLAIN = ["Quiet morning", "Утро — это кофе…", "two\nlines", "Go 🔥 now", "שלום, עולם", "a,b,,c", "007 & 5 > 4"]
anything = st.one_of(
    st.sampled_from(NASTY),
    st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=20), min_size=1, max_size=3).map("\n".join),
)


@st.composite
def shows(draw: st.DrawFn, text: st.SearchStrategy[str]) -> tuple[Subtitle, ...]:
    """At least one, in order, without overlap, on the grid of hundredths."""
    edges = sorted(draw(st.sets(st.integers(0, 8_639_999), min_size=2, max_size=12)))
    texts = [clean(draw(text)) or "-" for _ in edges[1::2]]
    return tuple(
        Subtitle(start=Fraction(start, 100), end=Fraction(end, 100), text=said)
        for start, end, said in zip(edges[0::2], edges[1::2], texts, strict=False)
    )


EVERY_NASTY = tuple(Subtitle(start=Fraction(n), end=Fraction(n + 1), text=clean(t)) for n, t in enumerate(NASTY))


@given(shows(anything))
@example(EVERY_NASTY)
def test_a_round_trip_through_all_four_formats_changes_nothing(shown: tuple[Subtitle, ...]) -> None:
    passed = shown
    for name in ("srt", "vtt", "ass", "ttml", "ass", "vtt", "srt"):
        text = FORMATS[name].write(passed, "ru")
        assert sniffed(text) == name
        passed = FORMATS[name].read(text)
    assert passed == shown


@pytest.mark.parametrize("name", sorted(FORMATS))
@given(shown=shows(anything))
def test_captions_from_a_file_keep_its_times_and_lines(name: str, shown: tuple[Subtitle, ...]) -> None:
    captions = captions_of(shown, "en")
    assert subtitles(captions) == shown
    assert FORMATS[name].read(written(captions, name)) == shown


@given(shows(st.sampled_from(PLAIN)))
def test_the_srt_library_reads_the_same(shown: tuple[Subtitle, ...]) -> None:
    found = list(srt.parse(FORMATS["srt"].write(shown, "en")))
    assert [(_exact(s.start), _exact(s.end), s.content) for s in found] == [(s.start, s.end, s.text) for s in shown]


@given(shows(st.sampled_from([text for text in PLAIN if "&" not in text])))
def test_webvtt_py_reads_the_same(shown: tuple[Subtitle, ...]) -> None:
    found = webvtt.from_string(FORMATS["vtt"].write(shown, "en"))
    assert [(_clock(c.start), _clock(c.end), c.text) for c in found] == [(s.start, s.end, s.text) for s in shown]


@pytest.mark.parametrize("name", ["srt", "vtt", "ass"])
@given(shown=shows(st.sampled_from([text for text in PLAIN if "&" not in text])))
def test_pysubs2_reads_the_same(name: str, shown: tuple[Subtitle, ...]) -> None:
    found = pysubs2.SSAFile.from_string(FORMATS[name].write(shown, "en"), format_=name)
    read = [(Fraction(e.start, 1000), Fraction(e.end, 1000), e.plaintext) for e in found]
    assert read == [(s.start, s.end, s.text) for s in shown]


@given(shows(anything))
@example(EVERY_NASTY)
def test_ttconv_reads_the_ttml_as_imsc(shown: tuple[Subtitle, ...]) -> None:
    tree = etree.ElementTree(etree.fromstring(FORMATS["ttml"].write(shown, "en")))
    model = ttconv.imsc.reader.to_model(tree)
    found = [element for element in model.get_body().dfs_iterator() if isinstance(element, ttconv.model.P)]
    assert [(p.get_begin() or 0, p.get_end(), _said(p)) for p in found] == [(s.start, s.end, s.text) for s in shown]


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize(
    "text", ["", "no captions here", "\x00\x01", "<tt/>", "WEBVTT\n\n00:01 -> 00:02\n\n1 --> 2\nx"]
)
def test_what_is_not_a_subtitle_file_is_refused_in_words(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"holds no|begins with|is not|needs"):
        FORMATS[name].read(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("srt", "1\n00:00:02,000 --> 00:00:01,000\nx\n"),
        ("vtt", "WEBVTT\n\n00:02.000 --> 00:01.000\nx\n"),
        ("ass", "[Events]\nFormat: Start, End, Text\nDialogue: 0:00:02.00,0:00:01.00,x\n"),
        ("ttml", '<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="2s" end="1s">x</p></div></body></tt>'),
    ],
)
def test_an_end_before_its_start_is_refused(name: str, text: str) -> None:
    with pytest.raises(ValueError, match="ends before it"):
        FORMATS[name].read(text)


def test_ttml_with_entities_to_unfold_is_refused() -> None:
    bomb = '<!DOCTYPE tt [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><tt xmlns="http://www.w3.org/ns/ttml">&b;</tt>'
    with pytest.raises(ValueError, match="DOCTYPE"):
        FORMATS["ttml"].read(bomb)


def test_files_as_others_write_them_are_read() -> None:
    careless = (
        "\ufeff1\r\n0:0:1.5 --> 0:0:2,25 X1:5\r\n<font color=red>Hi</font> {\\an8}<i>there</i>\r\n\r\n"
        "00:00:03,000 --> 00:00:04,000\r\nbye"
    )
    assert [(float(s.start), float(s.end), s.text) for s in FORMATS["srt"].read(careless)] == [
        (1.5, 2.25, "Hi there"), (3, 4, "bye")
    ]  # fmt: skip
    rich = (
        "WEBVTT - title\nKind: captions\n\nNOTE a\nb\n\nSTYLE\n::cue { color: red }\n\nintro\n"
        "00:01.000 --> 00:02.000 line:0 align:start\n<v Bob>Hi &amp; <c.x>bye</c></v>\n"
    )
    assert FORMATS["vtt"].read(rich) == (Subtitle(start=Fraction(1), end=Fraction(2), text="Hi & bye"),)
    aegisub = (
        "[Script Info]\n\n[Events]\nFormat: Layer, Start, End, Style, Text\nComment: 0,0:00:00.00,0:00:01.00,A,no\n"
        "Dialogue: 0,0:00:01.00,0:00:02.00,A,{\\i1}Hi{\\i0}, you\\Nthere\n"
        "Dialogue: 0,0:00:01.00,0:00:02.00,A,{\\p1}m 0 0\n"
    )
    assert FORMATS["ass"].read(aegisub) == (Subtitle(start=Fraction(1), end=Fraction(2), text="Hi, you\nthere"),)
    ttml = (
        '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:p="http://www.w3.org/ns/ttml#parameter" p:frameRate="25" '
        'p:tickRate="10"><body begin="1s"><div><p begin="00:00:01:05" dur="5t">\n Hi <span>there</span>\n</p></div>'
        "</body></tt>"
    )
    assert FORMATS["ttml"].read(ttml) == (Subtitle(start=Fraction("2.2"), end=Fraction("2.7"), text="Hi there"),)


def test_cues_of_a_file_that_overlap_are_cut_where_the_next_begins() -> None:
    found = (
        Subtitle(start=Fraction(0), end=Fraction(3), text="one"),
        Subtitle(start=Fraction(2), end=Fraction(4), text="two"),
    )
    assert [(s.start, s.end) for s in subtitles(captions_of(found, "en"))] == [(0, 2), (2, 4)]


def _exact(time: timedelta) -> Fraction:
    return Fraction(time // timedelta(milliseconds=1), 1000)


def _clock(text: str) -> Fraction:
    hours, minutes, seconds = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + Fraction(seconds)


def _said(element: ttconv.model.ContentElement) -> str:
    if isinstance(element, ttconv.model.Br):
        return "\n"
    if isinstance(element, ttconv.model.Text):
        return str(element.get_text())
    return "".join(_said(child) for child in element)
