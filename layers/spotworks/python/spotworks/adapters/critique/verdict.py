"""What a model that sees is asked to fill in, and what of it is believed."""

import re
from typing import Annotated, Self

from pydantic import Field, model_validator

from spotworks.domain.base import Frozen
from spotworks.domain.critique import BEST, EDGES, Fault
from spotworks.domain.wording import ADDRESS, ASIDE, SLOP, blank, says_nothing

_MORE = 1.0  # points that each further fault costs beside the worst
_LETTERS = 200  # of a reason, of a change and of a complaint that are passed on
_STRANGE = re.compile(r"[^\x20-\x7e\xa0-\u024f\u2010-\u2026]")  # in a prompt for an image model
_VARIED = re.compile(r"\b(?:another|different|other)\b", re.IGNORECASE)

# name: what is looked at; what is wanted; what the next picture is asked for.
POINTS = {
    "brief": ("whether it shows what was asked for", "what was asked for", "Show exactly what is described."),
    "product": (
        "whether the product, where it was asked for, is the right one, whole and in its own shape and colour",
        "the right product", "The product whole and in its true shape and colour.",
    ),
    "anatomy": (
        "whether hands, faces and bodies are as they are in life; 10 if nobody is seen",
        "people as in life", "Natural hands and faces.",
    ),
    "artefacts": (
        "whether anything is melted, doubled, cut off or floating",
        "nothing that betrays the machine", "Clean, coherent objects.",
    ),
    "lettering": (
        "whether letters that are no letters, watermarks or logos of others are in it",
        "no garbled letters", "No letters, signs or watermarks.",
    ),
}  # fmt: skip


class Point(Frozen):
    score: Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]
    reason: Annotated[str, Field(max_length=600, pattern=r"\w")]


class Verdict(Frozen):
    """The points of POINTS. change: for the next picture, or ""."""

    brief: Point
    product: Point
    anatomy: Point
    artefacts: Point
    lettering: Point
    change: Annotated[str, Field(max_length=600)] = ""

    @model_validator(mode="after")
    def _is_no_reflex(self) -> Self:
        """Refuses a score without a reason: such an answer was given without looking."""
        points = self._points()
        empty = [name for name, point in points.items() if point.score < EDGES and _empty(point.reason)]
        if empty:
            raise ValueError(f"the reason of {', '.join(empty)} says nothing: say what is seen, and where")
        if len({point.reason.strip().casefold() for point in points.values()}) == 1:
            raise ValueError("all reasons are the same: say of each point what is seen")
        return self

    def faults(self) -> tuple[Fault, ...]:
        """Of the points under 8, the worst first, which alone decides the score nearly."""
        found = sorted(
            ((name, point) for name, point in self._points().items() if point.score < EDGES), key=lambda p: p[1].score
        )
        return tuple(
            Fault(
                name=name,
                weight=_MORE if number else BEST - point.score,
                measured=_seen(point),
                wanted=POINTS[name][1],
                advice=f"{POINTS[name][2]} {'' if number else _prompt(self.change)}".strip(),
            )
            for number, (name, point) in enumerate(found)
        )

    def _points(self) -> dict[str, Point]:
        return {name: getattr(self, name) for name in POINTS}


def _empty(text: str) -> bool:
    return blank(text) or says_nothing(text)


def _seen(point: Point) -> str:
    reason = for_people(point.reason)
    return f"{point.score:g} of {BEST:g}" + (f", {reason.rstrip('.')}" if reason else "")


def for_people(text: str) -> str:
    """A model's words in one line, or "": what somebody told it to say is left out."""
    line = " ".join(text.split())[:_LETTERS]
    return "" if ADDRESS.search(line) or ASIDE.search(line) else line


def _prompt(change: str) -> str:
    """The change as part of a prompt, or "": what would ask for another product, for slop or for an address is not."""
    text = " ".join(change.split())
    refused = (ADDRESS, ASIDE, SLOP, _STRANGE, _VARIED)
    if _empty(text) or len(text) > _LETTERS or any(pattern.search(text) for pattern in refused):
        return ""
    return f"{text.rstrip('.')}."
