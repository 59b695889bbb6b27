"""Selectors mean what an XPath engine says they mean, and no page makes them take long."""

import time

import cssselect
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.adapters.web import tree
from spotworks.adapters.web.hidden import hide
from spotworks.adapters.web.matching import Matcher

PAGE = """<body><div class=a><p class=b>1<b>2</b></p><p>3</p><p class='a b'>4</p></div><ul id=x><li>5</li>
<li class=a>6<i>7</i></li><li>8</li></ul><section><div><div class=b><p>9</p></div></div></section></body>"""
PARTS = ["*", "p", "div", ".a", ".b", "#x", "li", "p.b", ":not(.a)", "li:nth-child(2)", "p:first-child", ":is(.a,p)"]


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=4), st.lists(st.sampled_from(" >+~"), min_size=3))
def test_a_selector_means_what_its_xpath_finds(parts, combinators):
    selector = parts[0] + "".join(
        f" {combinator} {part}" for combinator, part in zip(combinators, parts[1:], strict=False)
    )
    root = tree.parsed(PAGE.encode(), "")
    elements = list(root.iter("*"))
    found, specificity = Matcher(root, elements).matches(selector)
    [parsed] = cssselect.parse(selector)
    assert found == set(root.xpath(cssselect.HTMLTranslator().selector_to_xpath(parsed)))
    assert specificity == parsed.specificity()


@pytest.mark.parametrize("selector", ["p:has(b)", "p::before", "p::first-line", "a,b", "!", "p:unknown", "]", ""])
def test_what_cannot_be_told_means_nothing(selector):
    root = tree.parsed(PAGE.encode(), "")
    assert Matcher(root, list(root.iter("*"))).matches(selector)[0] == frozenset()


DEEP = "<div>" * 240 + "x" + "</div>" * 240


@pytest.mark.parametrize(
    ("page", "sheet"),
    [
        (DEEP * 60, "".join(f"* * * * * {'div ' * n}{{display:none}}" for n in range(30))),
        ("<p>x</p>" * 5_000, "".join(f"p:nth-child({n}n){{color:red}}" for n in range(1, 60))),
        ("<p class=a>x</p>", "a;" * 400_000),
        ("<p class=a>x</p>", ".a," * 300_000 + "i{color:red}"),
        ("<p class=a>x</p>", "{" * 500_000),
    ],
    ids=["walks", "siblings", "statements", "selectors", "braces"],
)
def test_a_sheet_made_to_take_long_does_not(page, sheet):
    root = tree.parsed(f"<body>{page}".encode(), "")
    began = time.thread_time()
    hide(root, [sheet])
    assert time.thread_time() - began < 6
