"""What a brief says of the video itself is found, and taken out of what may be spoken."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.adapters.local.writer.instructions import instructions_in, seconds_in


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("fifteen seconds", 15), ("30-second", 30), ("2 minutes", 120), ("two-minute", 120), ("1 min 30 s", 90),
        ("forty-five seconds", 45), ("half a minute", 30), ("a minute and a half", 90), ("a minute", 60),
        ("90 sec", 90), ("1.5 minutes", 90), ("пятнадцать секунд", 15), ("полминуты", 30), ("полторы минуты", 90),
        ("2 минуты", 120), ("15-секундный", 15), ("минута", 60), ("двадцать секунд", 20), ("1 мин 30 с", 90),
        ("тридцать пять секунд", 35),
    ],
)  # fmt: skip
def test_a_length_of_time_is_read_in_words_and_digits(text: str, seconds: int) -> None:
    assert seconds_in(text) == Fraction(seconds)


@pytest.mark.parametrize("text", ["", "soon", "ten metres", "скоро", "many seconds", "7 days"])
def test_what_is_no_length_of_time_is_none(text: str) -> None:
    assert seconds_in(text) is None


@pytest.mark.parametrize(
    ("prompt", "durations", "placements", "aspects", "rest"),
    [
        ("Ad for a kayak, now $89. For TikTok, 15 seconds", ["15"], ["tiktok"], [], "Ad for a kayak, now $89."),
        ("30-second ad for our beans", ["30"], [], [], "ad for our beans"),
        ("A fifteen second vertical video about bread", ["15"], [], ["9:16"], "A video about bread"),
        ("A two-minute YouTube video on ships, in 4:5 format", ["120"], ["youtube"], ["4:5"], "A video on ships,"),
        ("Make a TikTok about our cat cafe", [], ["tiktok"], [], "Make a video about our cat cafe"),
        ("Honey, for YouTube and TikTok", [], ["youtube", "tiktok"], [], "Honey,"),
        ("Short video for Instagram Stories about flowers", [], ["stories"], [], "Short video about flowers"),
        ("Video for our LinkedIn, landscape", [], ["social"], ["16:9"], "Video,"),
        ("Сделай ролик на 15 секунд для нашей пекарни", ["15"], [], [], "Сделай ролик для нашей пекарни"),
        ("Ролик про кофе, полминуты, для рилс", ["30"], ["reels"], [], "Ролик про кофе,"),
        ("15-секундный ролик для тиктока про кроссовки", ["15"], ["tiktok"], [], "ролик про кроссовки"),
        ("Видео для сторис и тиктока о маникюре, квадратное", [], ["stories", "tiktok"], ["1:1"], "Видео о маникюре,"),
        ("Реклама кофейни, 1 мин 30 с, 16:9", ["90"], [], ["16:9"], "Реклама кофейни,"),
        ("6-second bumper for Brook shoes", ["6"], [], [], "bumper for Brook shoes"),
        ("15 seconds for my repair shop", ["15"], [], [], "video for my repair shop"),
        ("20 секунд про нашу пекарню", ["20"], [], [], "видео про нашу пекарню"),
        ("30 seconds for a perfect espresso", [], [], [], "30 seconds for a perfect espresso"),
    ],
)  # fmt: skip
def test_length_platform_and_shape_are_found_and_cut_out(
    prompt: str, durations: list[str], placements: list[str], aspects: list[str], rest: str
) -> None:
    found = instructions_in(prompt)
    assert [said.value for said in found.durations] == durations
    assert [said.value for said in found.placements] == placements
    assert [said.value for said in found.aspects] == aspects
    assert found.rest == rest


@pytest.mark.parametrize(
    "prompt",
    [
        "A 7-minute workout app", "We fix phones. Screens in 30 minutes.", "Luma: five-minute sessions, no ads",
        "Scheduling tool for TikTok creators", "Vertical garden kits, delivered", "Square pizza, cut with scissors",
        "Yoga, 45 minutes, every morning", "Стрижка за 40 минут", "Вертикальные грядки для балкона",
    ],
)  # fmt: skip
def test_what_the_product_itself_is_like_stays(prompt: str) -> None:
    found = instructions_in(prompt)
    assert found.rest == prompt
    assert not found.durations + found.placements + found.aspects


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert len(instructions_in(text).rest) <= len(text) + len("a video")
