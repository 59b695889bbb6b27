"""Whether the scenes film the idea that the strategy tells."""

import re
from collections.abc import Iterator
from string import Formatter
from typing import Any

from spotworks.catalogue import load
from spotworks.domain.brief import Brief
from spotworks.domain.plan_points import written
from spotworks.domain.screenplay import Scene, Screenplay, Strategy

_ON_A_FACT = frozenset({"figure", "maker", "voice", "clock"})  # they open on something that the brief says


def unfilmed(strategy: Strategy, play: Screenplay, brief: Brief) -> Iterator[str]:
    """What the strategy promises and the first and the last scene don't keep, in words.

    The brief's own question is an annoying minute, and its own call to act an end.
    """
    first, last, bank = play.scenes[0], play.scenes[-1], load(f"copy_{play.language}")
    asked = _said(first).endswith("?") and _key(_said(first)) in _key(brief.prompt)
    shown = first.text.headline or first.text.detail
    if strategy.idea in _ON_A_FACT:
        if not shown or _key(shown) not in _key(strategy.hook):
            yield f"opens on {shown!r}, not on {strategy.hook!r}"
        alone = first.layout == "type" and written(first) == shown
        if strategy.idea == "figure" and not (alone and re.search(r"\d", shown)):
            yield f"the number does not have the screen for itself: {shown!r} as {first.layout}"
    elif not (asked or any(_says(line, first) for line in _openings(strategy.idea, bank))):
        yield f"opens on {_said(first)!r}, not on {strategy.hook!r}"
    if not (_key(_said(last)) in _key(brief.prompt) or _answers(strategy.idea, bank, last)):
        yield f"ends on {_said(last)!r}, which does not answer {strategy.hook!r}"


def _openings(idea: str, bank: dict[str, Any]) -> list[str]:
    problems = [line for of in bank["category"].values() for line in of["problem"]] if idea == "friction" else []
    return [*_lines(idea, "hook", bank), *problems]


def _lines(idea: str, pool: str, bank: dict[str, Any]) -> list[str]:
    return [*bank["idea"][idea][pool], *bank["filmed"].get(idea, {}).get(pool, [])]


def _answers(idea: str, bank: dict[str, Any], last: Scene) -> bool:
    lines = _lines(idea, "close", bank)
    return any(_says(line, last) or line.split(" | ")[1] == last.text.headline for line in lines)


def _says(line: str, scene: Scene) -> bool:
    """Whether the scene says its first sentence, whatever stands in its places."""
    first = re.split(r"(?<=[.!?]) ", line.partition(" | ")[0])[0]
    pattern = "".join(re.escape(text) + (".+" if name else "") for text, name, _, _ in Formatter().parse(first))
    return bool(re.search(pattern, _said(scene)))


def _said(scene: Scene) -> str:
    return " ".join(scene.voice_over)


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())
