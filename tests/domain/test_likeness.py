"""How alike two scripts are."""

from spotworks.domain.likeness import TOO_ALIKE, fingerprint, likeness, lines_of
from tests.fakes.plans import make_screenplay

TEA = ("A tip about tea: warm the cup.", "Three minutes, no more.", "Northfall. Hot for a day.")


def alike(one, other):
    return likeness(fingerprint(one), fingerprint(other))


def test_the_same_words_are_one_whatever_their_case_signs_and_order():
    assert alike(TEA, TEA) == 1
    assert alike(TEA, [line.upper().replace(":", " —") for line in reversed(TEA)]) == 1


def test_other_words_are_nothing_alike_and_no_words_neither():
    assert alike(TEA, ["Winter coats for tall people."]) == 0
    assert alike([], []) == alike(TEA, []) == alike(["...", "!"], TEA) == 0


def test_one_new_line_leaves_a_near_duplicate_and_three_make_another_script():
    script = [*TEA, "Pour it slowly over the leaves.", "Keep the lid on."]
    new = ["What matters most today?", "It starts small.", "Wait for the steam."]
    assert alike(script, [*new[:1], *script[1:]]) >= TOO_ALIKE
    assert alike(script, [*new, *script[3:]]) < TOO_ALIKE


def test_a_shared_name_does_not_make_two_scripts_alike():
    assert alike(TEA, ["Northfall.", "Boots for the wet season.", "Walk on."]) < 0.2


def test_it_is_the_same_both_ways_and_works_in_russian():
    one = ["Свежий кофе из Казани.", "Обжариваем по понедельникам."]
    other = ["Свежий кофе из Казани.", "Доставка за два дня."]
    assert 0 < alike(one, other) == alike(other, one) < 1


def test_long_texts_are_compared_by_a_sample_that_comes_near_the_truth():
    words = [f"line {n} says thing {n * 7}" for n in range(2000)]
    assert len(fingerprint(words)) == 256
    assert abs(alike(words, words[1000:]) - 0.5) < 0.12
    assert alike(words, words) == 1


def test_what_is_said_and_what_is_shown_both_count():
    assert list(lines_of(make_screenplay()))[:2] == ["Line number 0.", "Headline 0"]
