"""Large words: their ink is where it was measured to be, accents, overhang and small sizes included."""

import pytest

from spotworks.adapters.local.pictures.kinetic import phrase
from spotworks.domain.base import Bounds
from spotworks.domain.brand import Margins
from spotworks.domain.drawing import Phrase
from spotworks.ports import OverlayImage
from tests.adapters.local.pictures.scenes import DARK, pixels

SIZE = (360, 640)
FREE = Margins(left=0.1, top=0.2, right=0.1, bottom=0.3)  # more than words keep clear of by themselves
ROOM = (36, 128, 324, 448)


def set_in_room(*words: str, strong: tuple[int, ...] = (), on_picture: bool = False) -> list[OverlayImage]:
    asked = Phrase(scene=0, words=words, strong=strong, on_picture=on_picture)
    return phrase(asked, DARK, *SIZE, FREE)


def read(layer: OverlayImage) -> Bounds:
    left, top, right, bottom = layer.ink or (0, 0, layer.width, layer.height)
    return layer.x + left, layer.y + top, layer.x + right, layer.y + bottom


@pytest.mark.parametrize("count", range(5, 30))
def test_a_long_word_is_as_wide_as_its_room_at_any_size(count: int) -> None:
    [layer] = set_in_room("Ж" * count)
    left, _, right, _ = read(layer)
    assert left >= ROOM[0] - 1
    assert ROOM[2] - 4 <= right <= ROOM[2] + 1


def test_a_letter_that_reaches_out_to_the_left_stands_inside() -> None:
    [layer] = set_in_room("jjjjjj")
    assert read(layer)[0] >= ROOM[0] - 1


@pytest.mark.parametrize("strong", [(), (0,)])
def test_an_accent_over_a_capital_stands_inside_with_its_word(strong: tuple[int, ...]) -> None:
    layers = set_in_room(*["ЙЁÅ"] * 9, strong=strong, on_picture=True)
    assert min(read(layer)[1] for layer in layers) >= ROOM[1] - 1
    assert max(read(layer)[3] for layer in layers) <= ROOM[3] + 1


def test_a_plate_is_as_high_as_the_accents_on_it() -> None:
    [plain] = set_in_room("HHHH", strong=(0,), on_picture=True)
    [accented] = set_in_room("ЙHHH", strong=(0,), on_picture=True)
    high = [read(layer)[3] - read(layer)[1] for layer in (plain, accented)]
    assert high[1] > 1.1 * high[0]


def test_a_word_that_cannot_be_drawn_takes_no_room() -> None:
    shown, emoji = set_in_room("Salt", "🧂")
    assert read(shown) == read(set_in_room("Salt")[0])
    assert pixels(emoji.content)[..., 3].max() == 0
    assert ROOM[0] <= emoji.x <= ROOM[2] - emoji.width


def test_the_first_word_from_the_right_stands_at_the_right() -> None:
    first, second = (read(layer) for layer in set_in_room("הקפה", "חם"))
    assert second[0] < first[0] or second[1] >= first[3]
    assert first[2] >= ROOM[2] - 4


@pytest.mark.parametrize("words", [("ठंडी", "कॉफ़ी?"), ("น้ำ\u200b", "ที่\u200b", "ร้อน"), ("أخرى؟",)])
@pytest.mark.parametrize("strong", [(), (0,)])
def test_letters_of_other_scripts_stand_in_their_room(words: tuple[str, ...], strong: tuple[int, ...]) -> None:
    for layer in set_in_room(*words, strong=strong):
        left, top, right, bottom = read(layer)
        assert (left >= ROOM[0] - 2, right <= ROOM[2] + 2, top >= ROOM[1] - 2, bottom <= ROOM[3] + 2) == (True,) * 4
