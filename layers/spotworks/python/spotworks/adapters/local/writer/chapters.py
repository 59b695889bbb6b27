"""What makes the chapters of a long video: they are counted on the screen, and each ends on what to remember."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from spotworks.adapters.local.writer.filling import spoken
from spotworks.adapters.local.writer.lines import Copy, key
from spotworks.adapters.local.writer.phrasing import DETAIL
from spotworks.domain.beats import Slot

ENOUGH = Fraction(1, 2)  # of a long video that is to be spoken
_COUNTED = {"en": "Part {} of {}", "ru": "Часть {} из {}"}
_POINTS = 3


def marked(slots: Sequence[Slot], copies: Sequence[Copy], language: str) -> list[Copy]:
    """The copies with each chapter's first scene numbered and its last one listing what it said."""
    number = max((slot.chapter for slot in slots), default=0)
    dressed = list(copies)
    for chapter, found in groupby(range(len(slots)), key=lambda index: slots[index].chapter):
        scenes = list(found)
        if not chapter or number < 2:
            continue
        first, last = scenes[0], scenes[-1]
        counted = _COUNTED.get(language, "{} / {}").format(chapter, number)
        dressed[first] = replace(copies[first], text=copies[first].text.model_copy(update={"kicker": counted}))
        points = _points([copies[index] for index in scenes[:-1]])
        if len(points) == _POINTS and not copies[last].layout:
            text = copies[last].text.model_copy(update={"detail": " · ".join(points)})
            dressed[last] = replace(copies[last], text=text, layout="steps")
    return dressed


def _points(copies: list[Copy]) -> list[str]:
    """Three headlines short enough to stand in one row."""
    heads = {key(copy.text.headline): copy.text.headline.rstrip("?.!") for copy in copies if copy.text.headline}
    short = [head for head in heads.values() if not head.endswith("…")]
    points = sorted(sorted(short, key=len)[:_POINTS], key=short.index)
    return points if len(" · ".join(points)) <= DETAIL else []


def note_of(slots: Sequence[Slot], copies: Sequence[Copy], language: str) -> str:
    """What to know of a long plan in which less than half is spoken; "" for any other."""
    total = sum((slot.duration for slot in slots), Fraction(0))
    said = sum((spoken(copy.voice, language) for copy in copies), Fraction(0))
    if not any(slot.chapter for slot in slots) or said >= total * ENOUGH:
        return ""
    bearable = max(15, round(said / ENOUGH / 15) * 15)
    return (
        f"little_material: the brief and its page give words for {round(said)} s of {round(total)} s; "
        f"add a description or a product page, or ask for about {bearable} s"
    )
