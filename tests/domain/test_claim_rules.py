"""What is a claim and what only sounds like one."""

import tomllib
from pathlib import Path

import pytest

from spotworks.catalogue import load
from spotworks.domain.claim_rules import clauses_of, is_russian, sentences_of, stem
from spotworks.domain.sources import claimed
from tests.domain.truth import RULES

CORPUS = tomllib.loads((Path(__file__).parent / "claim_corpus.toml").read_text(encoding="utf-8"))
SENTENCES = [(text, kinds) for language in CORPUS.values() for text, kinds in language["sentences"]]


def kinds_of(text: str) -> set[str]:
    return {
        kind
        for sentence in sentences_of(text)
        for start, end in clauses_of(sentence)
        for kind in claimed(sentence, RULES, start, end).kinds
    }


def test_the_corpus_holds_enough_of_both_languages_and_of_every_kind():
    assert len(SENTENCES) >= 100
    assert all(len(language["sentences"]) >= 45 for language in CORPUS.values())
    for language in CORPUS.values():
        found = {kind for _, kinds in language["sentences"] for kind in kinds}
        assert found == {"price", "percent", "number", "date"} | {kind.name for kind in RULES.kinds}
        assert sum(not kinds for _, kinds in language["sentences"]) >= 10


@pytest.mark.parametrize(("text", "kinds"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_a_sentence_claims_what_the_corpus_says(text, kinds):
    assert kinds_of(text) == set(kinds)


def lines(node) -> list[str]:
    """Every line of a phrase bank: what has two parts, said and written."""
    if isinstance(node, str):
        return node.replace(" + ", " | ").split(" | ") if " | " in node else []
    return [line for child in (node.values() if isinstance(node, dict) else node) for line in lines(child)]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_line_of_the_rule_based_writer_is_a_claim_by_itself(language):
    bank = lines(load(f"copy_{language}"))
    assert len(bank) > 300
    assert {line: kinds for line in bank if (kinds := kinds_of(line))} == {}


@pytest.mark.parametrize(
    ("one", "other"), [("бегунами", "бегуны"), ("кроссовки", "кроссовок"), ("runners", "runner"), ("мёд", "мед")]
)
def test_forms_of_a_word_have_one_stem(one, other):
    assert stem(one) == stem(other)


def test_words_of_one_meaning_are_the_same_and_empty_ones_none():
    assert RULES.content("free shipping for your order") == RULES.content("free delivery, order")
    assert RULES.content("with the our для это") == frozenset()


def test_a_clause_ends_at_a_mark_or_before_a_joining_word_but_not_inside_a_number():
    text = "It weighs 1,200 g, packs flat and dries fast"
    assert [text[a:b] for a, b in clauses_of(text)] == ["It weighs 1,200 g", "packs flat", "and dries fast"]


def test_a_text_is_russian_by_its_letters():
    assert is_russian("Кроссовки Ridge One от мастерской")
    assert not is_russian("Ridge One")
