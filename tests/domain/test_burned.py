"""ASS as libass burns it in."""

import re
from fractions import Fraction

import pytest

from spotworks.domain.caption_styles import PRESETS, CaptionStyle, SafeArea
from spotworks.domain.captions import Captions, Cue
from spotworks.domain.cues import spans
from spotworks.domain.sound import Word
from spotworks.domain.subtitles import ass, caption_band, subtitles


def shown(*texts: str, start: float = 1.0, language: str = "en") -> Captions:
    words = tuple(
        Word(text=text, start=Fraction(start) + Fraction(n, 2), end=Fraction(start) + Fraction(n, 2) + Fraction(2, 5))
        for n, text in enumerate(texts)
    )
    return Captions(language=language, source="voice", cues=(Cue(words=words),))


def events(captions: Captions, style: str | CaptionStyle) -> list[str]:
    return re.findall(r"^Dialogue: .*$", ass(captions, 1080, 1920, style, "#e4572e"), re.MULTILINE)


def test_karaoke_fills_each_word_while_it_is_spoken() -> None:
    [event] = events(shown("one", "two", "three"), "karaoke")
    assert re.findall(r"\\(kf?)(\d+)\}", event) == [
        ("kf", "40"), ("k", "10"), ("kf", "40"), ("k", "10"), ("kf", "40")
    ]  # fmt: skip


def test_karaoke_changes_words_of_right_to_left_scripts_at_once() -> None:
    [event] = events(shown("שלום", "עולם", language="he"), "karaoke")
    assert "\\kf" not in event
    assert "\u200fשלום" in re.sub(r"\{[^}]*\}", "", event)


def test_the_ad_lays_a_plate_in_the_brands_colour_under_the_spoken_word() -> None:
    plates = [line for line in events(shown("one", "two"), "ad") if ",Spoken," in line]
    assert len(plates) == 2
    for plate, after in zip(plates, ("one", "two"), strict=True):
        assert r"\1c&H002E57E4&" in plate
        drawing = re.search(r"\\p4\}m [^{]*\{\\p0\\alpha&HFF&\}\{[^}]*\}\u2060\{[^}]*\}(\w+)", plate)
        assert drawing is not None
        assert drawing[1] == after


def test_a_plate_takes_no_room_in_its_line() -> None:
    [plate, _] = (line for line in events(shown("one", "two"), "ad") if ",Spoken," in line)
    back = [float(space) for space in re.findall(r"\\fsp(-[\d.]+)\}\u2060", plate)]
    xs = [int(x) for x in re.findall(r"(\d+) \d+", re.findall(r"p4\}(.*?)\{", plate)[0])]
    assert max(xs) / 8 + sum(back) == 0


def test_a_plate_stands_after_a_word_that_is_read_from_the_right() -> None:
    [plate] = (line for line in events(shown("שלום", language="he"), "ad") if ",Spoken," in line)
    assert plate.index("שלום") < plate.index(r"\p4")


def test_the_plate_of_a_word_whose_letters_join_is_its_own_outline() -> None:
    [plate] = (line for line in events(shown("بكم", language="ar"), "ad") if ",Spoken," in line)
    assert r"\p4" not in plate
    assert re.search(r"\\3a&H00&\\bord1[\d.]+\}بكم\{\\3a&HFF&\\bord0\}", plate)


def test_a_box_behind_the_lines_is_an_event_of_its_own_below_them() -> None:
    lines = events(shown("one"), CaptionStyle(box=0.5))
    assert [line[:11] for line in lines] == ["Dialogue: 0", "Dialogue: 2"]


@pytest.mark.parametrize(("case", "text"), [("upper", "КОФЕ"), ("lower", "кофе"), ("as_written", "Кофе")])
def test_case(case: str, text: str) -> None:
    assert events(shown("Кофе"), CaptionStyle(case=case))[0].endswith(text)  # type: ignore[arg-type]


def test_a_lead_comes_before_the_first_word_but_never_cuts_the_words_before() -> None:
    first, second = shown("one").cues[0], shown("two", start=1.5).cues[0]
    captions = Captions(language="en", source="voice", cues=(first, second))
    plain, led = spans(captions), spans(captions, lead=Fraction(1, 4), lag=Fraction(1))
    assert (plain[0][0], led[0][0]) == (1, Fraction(3, 4))
    assert led[1][0] == Fraction(7, 5), "the first word is spoken until then"
    assert led[1][1] == plain[1][1] + 1 or led[1][1] > plain[1][1]
    assert subtitles(captions, lead=Fraction(2))[0].start == 0


@pytest.mark.parametrize("position", ["top", "middle", "bottom"])
def test_the_band_is_where_the_position_says(position: str) -> None:
    style = CaptionStyle(position=position, safe_area=SafeArea(top=0.1, bottom=0.1))  # type: ignore[arg-type]
    top, bottom = caption_band(1080, 1920, style)
    middle = (top + bottom) / 2
    assert {"top": middle < 640, "middle": abs(middle - 960) < 2, "bottom": middle > 1280}[position]
    assert f",{ {'top': 8, 'middle': 5, 'bottom': 2}[position] }," in ass(shown("a"), 1080, 1920, style, "#ffffff")


def test_every_preset_draws_nothing_of_an_empty_cue_list() -> None:
    for name in PRESETS:
        assert events(Captions(language="en", source="voice"), name) == []
