from datetime import date

import pytest

from spotworks.adapters.providers.speaking import known_narrator, narrator, narrators
from spotworks.domain.model import Model
from spotworks.domain.narrators import Narrator, narrator_for
from spotworks.errors import ModelUnavailable


def row(name, *languages, moods=(), wires=("w",)):
    return Narrator(id=name, wires=wires, languages=languages, moods=moods, source="test", checked=date(2026, 11, 29))


ROWS = [
    row("elsewhere", "*", wires=("other",)), row("deep", "*", moods=("epic",)), row("any", "*"),
    row("russian", "ru"), row("brazil", "pt-BR"), row("portugal", "pt"), row("glad", "pt", moods=("playful",)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "mood", "name"),
    [
        ("en", "warm", "any"), ("en", "epic", "deep"), ("ru", "warm", "russian"), ("ru", "epic", "russian"),
        ("pt-BR", "playful", "brazil"), ("pt-AO", "playful", "glad"), ("pt", "", "portugal"), ("de", "playful", "any"),
    ],
)  # fmt: skip
def test_a_voice_for_just_the_language_comes_before_one_for_all_and_then_the_mood_decides(language, mood, name):
    assert narrator_for(ROWS, "w", language, mood).id == name


def test_a_wire_without_a_voice_for_the_language_says_which_it_has():
    with pytest.raises(ModelUnavailable, match="no voice of w for 'de'; it has ru"):
        narrator_for([row("russian", "ru")], "w", "de", "")


@pytest.mark.parametrize("wire", ["elevenlabs", "openai_speech", "gemini_speech", "google_speech", "edge"])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_vendor_has_a_woman_and_a_man_for_russian_and_english(wire, language):
    genders = {narrator_for(narrators(), wire, language, mood).gender for mood in ("warm", "epic")}
    assert genders == {"female", "male"}


def test_every_voice_says_where_it_is_from_and_when_that_was_looked_at():
    assert all(one.source and (date(2026, 12, 31) - one.checked).days < 180 for one in narrators())


def test_a_models_own_voice_stands_above_the_catalogue():
    of = Model(id="m", provider="nobody", name="M", makes=("voice",), options={"voice": "my-clone"})
    assert narrator(of, "ru", "warm").id == known_narrator(of, "ru", "warm") == "my-clone"
    assert known_narrator(of.model_copy(update={"options": {}}), "ru", "warm") == ""
