"""Words into cues, cues into text."""

import itertools
import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.caption_styles import CaptionStyle
from spotworks.domain.captions import Captions, Cue
from spotworks.domain.cues import BURNED, SHORTEST, sidecar_limits, spans
from spotworks.domain.sound import Word
from spotworks.domain.subtitles import STYLES, ass, caption_band, cues, sidecar, srt, vtt

ENGLISH = [
    "a",
    "the",
    "of",
    "in",
    "to",
    "coffee",
    "morning",
    "quiet,",
    "street.",
    "minutes",
    "roasted",
    "five.",
    "You",
    "your",
    "choice!",
    "I",
    "people-watching",
]
RUSSIAN = [
    "в",
    "на",
    "и",
    "не",
    "утро",
    "кофе",
    "тихих,",
    "минут.",
    "соседней",
    "улице!",
    "свежий",
    "помол",
    "—",
    "медленная",
    "заварка",
]


@st.composite
def spoken(draw: st.DrawFn) -> tuple[str, tuple[Word, ...]]:
    """Words of a language in order, with pauses, some of them without any length."""
    language = draw(st.sampled_from(["en", "ru"]))
    at, said = 0, []
    vocabulary = ENGLISH if language == "en" else RUSSIAN
    for text in draw(st.lists(st.sampled_from(vocabulary), max_size=40)):
        length, pause = draw(st.integers(0, 900)), draw(st.sampled_from([0, 0, 10, 50, 400, 1500]))
        said.append(Word(text=text, start=Fraction(at, 1000), end=Fraction(at + length, 1000)))
        at += max(1, length) + pause
    return language, tuple(said)


def captions(words: tuple[Word, ...], language: str) -> Captions:
    return Captions(language=language, source="voice", cues=cues(words, language))


def evenly(text: str, step: float = 0.35) -> tuple[Word, ...]:
    edges = [Fraction(round(i * step * 1000), 1000) for i in range(len(text.split()) + 1)]
    return tuple(
        Word(text=word, start=start, end=start + (end - start) * Fraction(9, 10))
        for word, start, end in zip(text.split(), edges, edges[1:], strict=False)
    )


def lines(cue: Cue) -> list[str]:
    edges = [0, *cue.breaks, len(cue.words)]
    return [" ".join(w.text for w in cue.words[a:b]) for a, b in itertools.pairwise(edges)]


@given(spoken())
def test_every_word_is_in_exactly_one_cue(said: tuple[str, tuple[Word, ...]]) -> None:
    language, words = said
    assert tuple(word for cue in cues(words, language) for word in cue.words) == words


@given(spoken())
def test_burned_lines_are_short_and_at_most_two(said: tuple[str, tuple[Word, ...]]) -> None:
    language, words = said
    for cue in cues(words, language):
        assert len(lines(cue)) <= 2
        for line in lines(cue):
            assert len(line) <= BURNED.characters + BURNED.spare[0] or len(line.split()) == 1
            assert len(line.split()) <= BURNED.line_words + BURNED.spare[1]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Come in for a cup.", ["Come in for a cup."]),
        ("One day at the sea.", ["One day", "at the sea."]),
    ],
)
def test_five_short_words_break_only_where_both_lines_are_alike(said: str, shown: list[str]) -> None:
    [cue] = cues(evenly(said), "en")
    assert lines(cue) == shown


@given(spoken())
def test_sidecar_lines_keep_to_the_limit_of_their_language(said: tuple[str, tuple[Word, ...]]) -> None:
    language, words = said
    merged = sidecar(captions(words, language))
    assert tuple(word for cue in merged.cues for word in cue.words) == words
    for cue in merged.cues:
        assert len(lines(cue)) <= 2
        assert all(len(line) <= sidecar_limits(language).characters for line in lines(cue))


@given(spoken(), st.booleans())
def test_cues_never_overlap_and_gaps_are_none_or_half_a_second(
    said: tuple[str, tuple[Word, ...]], merged: bool
) -> None:
    shown = captions(said[1], said[0])
    times = spans(sidecar(shown) if merged else shown)
    assert all(start < end for start, end in times)
    for (_, end), (start, _) in itertools.pairwise(times):
        assert start == end or start - end >= Fraction(1, 2)


@given(spoken())
def test_a_cue_stays_long_enough_to_read_unless_the_next_one_comes(said: tuple[str, tuple[Word, ...]]) -> None:
    times = spans(captions(said[1], said[0]))
    for index, (start, end) in enumerate(times):
        follows = index + 1 < len(times) and times[index + 1][0] == end
        assert follows or end - start >= SHORTEST


@pytest.mark.parametrize(
    ("language", "text", "leaning"),
    [
        ("en", "We ride in the rain to a cafe on the corner of our street with friends", "in the to a on of our with"),
        ("en", "Donate at northsidefood.org.", "at"),
        ("en", "Take a breath and on with your day.", "a and on with your"),
        ("ru", "Из обжарочной в Верхнепышминском районе и до вашего дома", "из в и до"),
        ("ar", "اطلبه اليوم من Kaya بسعر 49 ريالا في كل مدينة", "من في كل"),
        ("fr", "Un café à la main dans la rue pour le reste de la journée", "un à la dans pour le de"),
        ("ru", "Мы едем в дождь из дома на работу и не ждём у окна за чашкой", "в из на и не у за"),
    ],
)
def test_small_words_never_end_a_line(language: str, text: str, leaning: str) -> None:
    shown = captions(evenly(text), language)
    for cue in (*shown.cues, *sidecar(shown).cues):
        assert not {line.split()[-1].lower() for line in lines(cue)} & set(leaning.split())


def test_a_dash_never_begins_a_line() -> None:
    for cue in cues(evenly("Утро — это кофе — и тишина — и вы"), "ru"):
        assert all(not line.startswith("—") for line in lines(cue))


def test_cues_break_at_pauses_and_ends_of_sentences() -> None:
    first, second = evenly("Stop here."), evenly("Then go on now")
    later = tuple(w.model_copy(update={"start": w.start + 2, "end": w.end + 2}) for w in second)
    assert [len(cue.words) for cue in cues((*first, *later), "en")] == [2, 4]


def test_an_unknown_language_is_grouped_all_the_same() -> None:
    assert cues(evenly("ein kleiner Kaffee"), "de-AT")


def test_srt_is_numbered_and_exact_to_the_hundredth_that_every_format_can_say() -> None:
    word = Word(text="Hello", start=Fraction(3_661_234, 1000), end=Fraction(3663))
    text = srt(Captions(language="en", source="voice", cues=(Cue(words=(word,)),)), until=Fraction(3663))
    assert text == "1\n01:01:01,230 --> 01:01:03,000\nHello\n"


def test_vtt_begins_with_its_header_and_escapes() -> None:
    text = vtt(captions(evenly("R&D <b>now</b>"), "en"))
    assert text.startswith("WEBVTT\n\n00:00:00.000 --> ")
    assert "R&amp;D &lt;b&gt;now&lt;/b&gt;" in text


def test_srt_holds_no_tags_that_a_player_would_obey() -> None:
    text = srt(captions(evenly("<i>now {\\an8}up -->"), "en"))
    assert "<i>" not in text
    assert "{\\" not in text
    assert text.count("-->") == text.count("\n\n") + 1


def test_a_word_with_a_line_break_cannot_end_its_cue() -> None:
    shown = captions((Word(text="one\n\ntwo", start=Fraction(0), end=Fraction(1)),), "en")
    assert "one two" in srt(shown)
    assert "one two" in vtt(shown)


def test_ass_lights_each_word_once_in_turn() -> None:
    style = CaptionStyle(highlight="word", accent="brand")
    text = ass(captions(evenly("Quiet morning coffee now"), "en"), 1080, 1920, style, "#ffd54a")
    lit = re.findall(r"\{\\1c&H004AD5FF&\}(.*?)\{", text)
    assert lit == ["Quiet", "morning", "coffee", "now"]


@given(spoken(), st.sampled_from(sorted(STYLES)))
def test_ass_events_follow_each_other_without_overlap(said: tuple[str, tuple[Word, ...]], style: str) -> None:
    text = ass(captions(said[1], said[0]), 1080, 1920, style, "#ffd54a")
    times = re.findall(r"^Dialogue: 2,(\d:\d\d:\d\d\.\d\d),(\d:\d\d:\d\d\.\d\d),", text, re.MULTILINE)
    assert all(start < end for start, end in times)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(times))


def test_ass_text_cannot_give_orders() -> None:
    text = ass(captions(evenly("{\\b1} a\\Nb"), "en"), 1080, 1920, "minimal", "#ffffff")
    said = text.rpartition(",,")[2]
    assert said == "\\{\\\u2060b1\\} a\\\u2060Nb\n"


def test_a_long_word_is_drawn_smaller_to_stay_in_the_frame() -> None:
    assert re.search(
        r"\{\\fs\d", ass(captions(evenly("Достопримечательностями"), "ru"), 1080, 1920, "shorts", "#ffffff")
    )
    assert not re.search(r"\{\\fs\d", ass(captions(evenly("short"), "en"), 1080, 1920, "shorts", "#ffffff"))


@pytest.mark.parametrize("style", sorted(STYLES))
@pytest.mark.parametrize("size", [(1080, 1920), (1080, 1080), (1920, 1080), (1080, 1350)])
def test_the_caption_band_is_in_the_lower_half_and_inside_the_frame(style: str, size: tuple[int, int]) -> None:
    top, bottom = caption_band(*size, style)
    assert size[1] / 2 < top < bottom < size[1]


def test_an_unknown_style_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        cues(evenly("a b"), "en", "loud")
