"""Angles: the ways in which one theme is told on different days."""

import hashlib
import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from spotworks.domain.base import Frozen
from spotworks.domain.brief import Brief
from spotworks.domain.screenplay import Scene, Screenplay, ScreenText, Strategy

_WORDS = {"en": Fraction(2), "ru": Fraction(5, 3)}  # a second, unhurried and with the pause before what follows
_ENDS = {"reveal", "end_card", "call_to_action", "offer"}  # beats that an opening does not replace
_HOOKS = {"hook", "problem"}
_LOOSE = {"benefit", "demonstration", "lifestyle", "brand_moment"}  # beats that may tell a turn
_LAYOUTS = {"hero", "type", "split", "detail"}  # that need no more words than these
_STEM = 5  # letters by which two forms of a word are one
_NEEDS = {
    "number": re.compile(r"\d"),
    "quote": re.compile(r"[«“\"][^»”\"]{8,}[»”\"]"),
}


Lines = Annotated[tuple[str, ...], Field(min_length=1)]


class Words(Frozen):
    """An angle in one language. opens, turns, closes: lines for the first scene, for one on the way, for the last.

    Each is what is said and what is written ("said | written"), the shortest last.
    """

    kicker: str
    opens: Lines
    turns: Lines
    closes: Lines


class Angle(Frozen):
    """tone: for the writer, in its own words; needs: what a brief must hold for it, or "".

    Slots: {Weekday}, {weekday}, {Month}, {month}.
    """

    name: str
    tone: str
    direction: str
    needs: Literal["", "number", "quote"] = ""
    en: Words
    ru: Words


class Calendar(Frozen):
    """Names of days from Monday on and of months from January on, as they stand alone."""

    weekdays: Annotated[tuple[str, ...], Field(min_length=7, max_length=7)]
    months: Annotated[tuple[str, ...], Field(min_length=12, max_length=12)]


class Angles(Frozen):
    """catalogue/angles.toml."""

    calendar: dict[str, Calendar]
    angles: tuple[Angle, ...] = Field(alias="angle")

    def order(self, brief: Brief, used: Sequence[str], salt: str) -> tuple[Angle, ...]:
        """Those that the brief can be told by: the one unused for longest first, those never used in an order by salt.

        used: names, newest first.
        """
        text = f"{brief.title} {brief.prompt} {brief.description}"
        fit = [angle for angle in self.angles if not angle.needs or _NEEDS[angle.needs].search(text)]
        ago = {name: -number for number, name in reversed(list(enumerate(used)))}
        return tuple(sorted(fit, key=lambda angle: (ago.get(angle.name, -len(used)), _draw(salt, angle.name))))

    def tell(self, play: Screenplay, angle: Angle, day: date, *, own: str, uses: int) -> Screenplay:
        """The screenplay with its first scene, one on the way and the last told by the angle, where its lines fit.

        own: the words of the brief and the page. What a scene took from them is not replaced, but for a first question.
        uses: how often the angle was used lately; each time other lines are taken.
        """
        words = angle.ru if play.language == "ru" else angle.en
        told = _Told(self.calendar["ru" if play.language == "ru" else "en"], play, day, uses)
        scenes = list(play.scenes)
        free = [scene for scene in scenes if not _stems(own) & _stems(_words_of(scene))]
        if len(scenes) > 1 and (scenes[0].beat in _HOOKS or (scenes[0] in free and scenes[0].beat not in _ENDS)):
            scenes[0] = told.scene(scenes[0], words.opens, kicker=words.kicker)
        turn = next((s for s in free if s.beat in _LOOSE and _revealed(scenes, s)), None)
        if turn is not None:
            scenes[turn.index] = told.scene(turn, words.turns)
        if free and free[-1].index and free[-1].beat == "end_card":
            scenes[-1] = told.scene(free[-1], words.closes)
        return play.model_copy(update={"scenes": tuple(scenes)})


class _Told:
    """Puts lines into scenes of one screenplay."""

    def __init__(self, calendar: Calendar, play: Screenplay, day: date, uses: int) -> None:
        weekday, month = calendar.weekdays[day.weekday()], calendar.months[day.month - 1]
        self._slots = {"weekday": weekday, "month": month, "Weekday": _capital(weekday), "Month": _capital(month)}
        self._uses, self._pace = uses, _WORDS["ru" if play.language == "ru" else "en"]

    def scene(self, scene: Scene, lines: Sequence[str], kicker: str = "") -> Scene:
        """The scene with one of the lines that fit; as it is if none does, or nothing is said in it."""
        room = int(scene.duration * self._pace)
        fit = [line for line in lines if len(line.partition(" | ")[0].split()) <= room]
        if not fit or not scene.voice_over:
            return scene
        said, _, written = fit[self._uses % len(fit)].format_map(self._slots).partition(" | ")
        if scene.beat == "end_card":
            text = scene.text.model_copy(update={"headline": written})
            return scene.model_copy(update={"voice_over": (said,), "text": text})
        text = ScreenText(kicker=kicker.format_map(self._slots), headline=written)
        layout = scene.layout if scene.layout in _LAYOUTS else "type"
        return scene.model_copy(update={"voice_over": (said,), "text": text, "layout": layout})


def _words_of(scene: Scene) -> str:
    """What is said and written large: the name and the address on an end card are kept anyway."""
    return " ".join([*scene.voice_over, scene.text.headline])


def _revealed(scenes: Sequence[Scene], scene: Scene) -> bool:
    return any(before.beat == "reveal" for before in scenes[: scene.index])


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in re.findall(r"\w+", text.casefold()) if len(word) >= _STEM}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def by_angle(brief: Brief, angle: Angle, *, salt: str, turn: int) -> Brief:
    """The brief for a day: its sentences after the first turned by `turn`, so that other facts come to the front.

    A tone and a seed of the brief's own are kept.
    """
    first, *rest = re.split(r"(?<=[.!?…])\s+(?=[A-ZА-ЯЁ«“\"\d])", brief.prompt)
    start = turn % len(rest) if rest else 0
    return brief.model_copy(
        update={
            "prompt": " ".join([first, *rest[start:], *rest[:start]]),
            "tone": brief.tone or f"{angle.tone}; {angle.direction}",
            "seed": _draw(salt, angle.name) if brief.seed is None else brief.seed,
        }
    )


def with_hook(strategy: Strategy, play: Screenplay) -> Strategy:
    """The strategy with the hook that the screenplay opens with."""
    said = play.scenes[0].voice_over
    return strategy.model_copy(update={"hook": said[0]}) if said else strategy


def _draw(salt: str, name: str) -> int:
    """A number below 2**28 that is the same every time."""
    return int(hashlib.sha256(f"{salt}|{name}".encode()).hexdigest()[:7], 16)
