"""What a visitor cannot see is taken out, by whatever rule it is hidden; what can be seen stays."""

import pytest

from spotworks.adapters.web import sheets, tree
from spotworks.adapters.web.hidden import hide

URL = "https://shop.example/p/mug"


def seen(css, body):
    root = tree.parsed(f"<html><head><style>{css}</style></head><body>{body}</body></html>".encode(), "utf-8")
    hide(root, list(sheets.texts(root, URL, {})))
    return " ".join(tree.text(root).split())


@pytest.mark.parametrize(
    ("css", "body"),
    [
        (".x{display:none}", "<p class=x>no</p>"),
        (".x{display:block}.x{display:none}", "<p class=x>no</p>"),
        ("p.x{display:none} .x{display:block}", "<p class=x>no</p>"),
        (".x{display:none!important}", "<p class=x style='display:block'>no</p>"),
        ("@media (min-width:600px){.x{display:none}}", "<p class=x>no</p>"),
        ("@supports (display:grid){.x{display:none}}", "<p class=x>no</p>"),
        ("div > .x, .y{visibility:hidden}", "<div><p class=x>no</p></div>"),
        (".x{font-size:0.5px}", "<p class=x>no</p>"),
        (".x{font:0/0 a}", "<p class=x>no</p>"),
        (".x{transform:scale(0)}", "<p class=x>no</p>"),
        (".x{position:fixed;top:-100em}", "<p class=x>no</p>"),
        (".x{clip-path:inset(100%)}", "<p class=x>no</p>"),
        (".x{width:1px;height:1px;overflow:hidden}", "<p class=x>no</p>"),
        (".x{color:white}", "<p class=x>no</p>"),
        (".x{color:hsl(0,0%,99%)}", "<p class=x>no</p>"),
        (".x{color:transparent}", "<p class=x>no</p>"),
        (".x{background:#222}.y{color:#232323}", "<div class=x><p class=y>no</p></div>"),
        (".sm\\:x{display:none}", "<p class='sm:x'>no</p>"),
        (".\\31 x{display:none}", "<p class=1x>no</p>"),
        (":is(.x,.absent){display:none}", "<p class=x>no</p>"),
        ("p[title='a,{b}']{display:none}", "<p title='a,{b}'>no</p>"),
        ("/* { */ .x{display:none}", "<p class=x>no</p>"),
        ("@font-face{font-family:a}.z:hover,.x{display:none", "<p class=x>no</p>"),
    ],
)  # fmt: skip
def test_hidden_words_are_gone_and_their_neighbours_stay(css, body):
    assert seen(css, f"before {body} after") == "before after"


@pytest.mark.parametrize(
    ("css", "body"),
    [
        (".x{display:none}.x{display:block}", "<p class=x>yes</p>"),
        (".x{display:none}", "<p class=x style='display:block'>yes</p>"),
        (".x{display:none}#y{display:block}", "<p class=x id=y>yes</p>"),
        ("@media print{.x{display:none}}", "<p class=x>yes</p>"),
        ("@media (max-width:600px){.x{display:none}}", "<p class=x>yes</p>"),
        (".x:hover{display:none}.x::before{display:none}", "<p class=x>yes</p>"),
        (".x{visibility:hidden}.y{visibility:visible}", "<div class=x>no<p class=y>yes</p>no</div>"),
        (".x{font-size:0}.y{font-size:16px}", "<ul class=x> <li class=y>yes</li> </ul>"),
        (".x{background:#111;color:#fff}", "<p class=x>yes</p>"),
        (".x{background:url(a.jpg);color:#fff}", "<p class=x>yes</p>"),
        (".x{background:linear-gradient(red,blue);color:white}", "<p class=x>yes</p>"),
        (".x{color:var(--ink)}", "<p class=x>yes</p>"),
        (".x{opacity:.5;left:-9999px}", "<p class=x>yes</p>"),
        (".x{overflow:hidden;height:100px}", "<p class=x>yes</p>"),
        ("}}} .x{display:none", "<p class=y>yes</p>"),
        ("/* .x{display:none} */", "<p class=x>yes</p>"),
        (".x:not(.y){display:none}", "<p class='x y'>yes</p>"),
        ("@keyframes a{0%{opacity:0}}@font-face{}p{opacity:1}", "<p>yes</p>"),
        ("body{visibility:hidden;opacity:0}", "<p>yes</p>"),  # until a script shows it
    ],
)  # fmt: skip
def test_words_in_sight_stay(css, body):
    assert seen(css, body) == "yes"


def test_more_rules_than_are_followed_are_told():
    few, many = (tree.parsed(b"<p>words", "") for _ in range(2))
    assert hide(few, ["p{color:red}" * 9])
    assert not hide(many, ["p{color:red}" * 30_000])
