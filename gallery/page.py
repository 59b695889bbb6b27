"""index.html: sheets, and each piece with its file, its poster and what was measured."""

import os
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from gallery.exhibits import Shown

_STYLE = """
:root { color-scheme: light; --ink: #15181c; --faint: #5d646b; --paper: #f6f4f0; --line: #dcd8d0;
        --good: #1d7a46; --bad: #b3261e }
body { margin: 0 auto; padding: 3rem 1.5rem 6rem; max-width: 1240px; background: var(--paper); color: var(--ink);
       font: 16px/1.5 Inter, system-ui, sans-serif }
h1 { font-size: 2.2rem; line-height: 1.15; margin: 0 } h2 { font-size: 1.5rem; margin: 3.5rem 0 1rem }
p, figcaption, summary, td { color: var(--faint) } nav a { margin-right: 1.2rem } a { color: inherit }
.sheet img { width: 100%; display: block; border: 1px solid var(--line); border-radius: 6px }
.pieces { display: grid; grid-template-columns: repeat(auto-fill, minmax(230px, 1fr)); gap: 1.5rem; margin-top: 1.5rem;
          align-items: start }
figure { margin: 0 } video, figure img { width: 100%; max-height: 420px; display: block; border-radius: 6px;
         background: #15181c; object-fit: contain }
figcaption b { color: var(--ink); display: block; margin-top: .6rem }
summary { cursor: pointer } .good { color: var(--good) } .bad { color: var(--bad) }
table { font-size: .8rem; border-collapse: collapse } td { padding: .15rem .6rem .15rem 0; vertical-align: top }
"""


def page(sheets: Mapping[str, tuple[Path, Sequence[tuple[Shown, Path]]]], out: Path) -> Path:
    """sheets: by title, the contact sheet and the pieces with their posters. Writes index.html into `out`."""
    parts = [_head(list(sheets))]
    for title, (sheet, pieces) in sheets.items():
        parts.append(f'<h2 id="{_anchor(title)}">{escape(title)}</h2>')
        parts.append(f'<p class="sheet"><a href="{_link(sheet, out)}"><img src="{_link(sheet, out)}" alt="'
                     f'Frames of {escape(title.lower())}"></a></p><div class="pieces">')  # fmt: skip
        parts += [_piece(shown, poster, out) for shown, poster in pieces]
        parts.append("</div>")
    path = out / "index.html"
    path.write_text("\n".join([*parts, "</body></html>\n"]), encoding="utf-8")
    return path


def _head(titles: Sequence[str]) -> str:
    links = "".join(f'<a href="#{_anchor(title)}">{escape(title)}</a>' for title in titles)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>Spotworks gallery</title><style>{_STYLE}</style></head><body><h1>Spotworks gallery</h1>"
        f"<p>Short excerpts, drawn, spoken and rendered on this machine by <code>make gallery</code>.</p>"
        f"<nav>{links}</nav>"
    )


def _piece(shown: Shown, poster: Path, out: Path) -> str:
    video, *beside = shown.files
    picture = _link(poster, out)
    seen = (
        f'<img src="{picture}" alt="A frame of {escape(shown.title)}">'  # browsers do not play ProRes
        if video.suffix == ".mov"
        else f'<video controls preload="none" poster="{picture}" src="{_link(video, out)}"></video>'
    )
    links = " · ".join(f'<a href="{_link(path, out)}">{escape(path.name)}</a>' for path in (video, *beside))
    failed = len(shown.report.failures)
    total = len(shown.report.checks)
    said = f'<span class="bad">{failed} of {total} checks failed</span>' if failed else f"{total} checks passed"
    rows = "".join(
        f'<tr><td class="{"good" if one.passed else "bad"}">{"ok" if one.passed else "fail"}</td>'
        f"<td>{escape(one.name)}</td><td>{escape(one.measured)}"
        f"{'' if one.passed else escape(f' (wanted: {one.wanted})')}</td></tr>"
        for one in shown.report.checks
    )
    return (
        f"<figure>{seen}<figcaption><b>{escape(shown.title)}</b>{escape(shown.note.rpartition(' · ')[0])}<br>{links}"
        f"<details><summary>{said}</summary><table>{rows}</table></details></figcaption></figure>"
    )


def _anchor(title: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in title.lower())


def _link(path: Path, out: Path) -> str:
    return escape(os.path.relpath(path, out))
