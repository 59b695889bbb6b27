"""The beats a video is composed of, and how a sequence of them fits a duration exactly."""

from fractions import Fraction
from itertools import pairwise
from typing import Literal

from pydantic import Field

from spotworks.domain.base import Frozen, Seconds
from spotworks.domain.screenplay import Transition

GRAIN = Fraction(1, 10)  # scene edges lie on tenths of a second; the last scene takes the rest
TIGHT = Fraction(11, 20)  # an order is too crowded when its scenes get less than this share of their ideal

_OPENS = Fraction(9, 2)  # seconds that the first scene takes, at most
_CROWDED, _SPARSE = Fraction(3, 4), Fraction(31, 50)  # shares of a scene that speech takes, at most and at least

Move = Literal["push_in", "pull_out", "drift_left", "drift_right", "rise", "still"]


class Beat(Frozen):
    """One role in a story. seconds: shortest, ideal, longest; needs: the fact it stands on, or "".

    shot: how a picture of it begins, before the name of the subject;
    effect: an EffectCue's name at its first frame, or ""; music: what the arrangement does there.
    """

    name: str
    role: str
    shot: str
    seconds: tuple[Seconds, Seconds, Seconds]
    layouts: tuple[str, ...]
    cameras: tuple[Move, ...]
    transitions: tuple[Transition, ...]
    music: str
    effect: str = ""
    needs: str = ""


class Template(Frozen):
    """Orders of beats for videos of about `seconds`, used up to `upto`. "a|b" is the first that fits."""

    seconds: int
    upto: Seconds
    orders: tuple[tuple[str, ...], ...]


class LongForm(Frozen):
    """How videos beyond the templates are built; `scene` is the length a scene has while there are less than `most`.

    chapters: orders of a chapter, in turn: its point, the evidence, an example, what to remember.
    """

    beyond: Seconds = Field(alias="from")
    scene: Seconds
    most: int
    opening: tuple[str, ...]
    chapters: tuple[tuple[str, ...], ...]
    closing: tuple[str, ...]


class Slot(Frozen):
    """A beat in its place. chapter: of a long video, counted from 1; 0 for its opening, its closing and short ones."""

    beat: Beat
    duration: Seconds
    chapter: int = 0


class Library(Frozen):
    """catalogue/beats.toml."""

    beats: tuple[Beat, ...] = Field(alias="beat")
    templates: tuple[Template, ...] = Field(alias="template")
    long: LongForm

    def beat(self, name: str) -> Beat:
        """Raises KeyError for a name that is not in the library."""
        return {beat.name: beat for beat in self.beats}[name]

    def compose(
        self, duration: Fraction, *, facts: frozenset[str], variant: int, pace: str = "medium"
    ) -> tuple[Slot, ...]:
        """A sequence whose durations add up to `duration` exactly, from 1 to 40 scenes.

        facts: the needs that are met; variant: which of the orders that fit; pace "slow" takes the
        orders with fewer scenes, "fast" those with more.
        """
        if duration <= 0:
            raise ValueError(f"duration must be positive, not {duration}")
        if duration > self.long.beyond:
            return self._long(duration, facts, variant)
        template = next(t for t in self.templates if duration <= t.upto)
        orders = [self._resolve(order, facts) for order in template.orders]
        beats = _opened(_fitting(orders, duration, variant, pace))
        return tuple(Slot(beat=b, duration=d) for b, d in zip(beats, share(beats, duration), strict=True))

    def _long(self, duration: Fraction, facts: frozenset[str], variant: int) -> tuple[Slot, ...]:
        """An opening and a closing as long as their beats bear, and between them chapters that share the rest."""
        count = min(self.long.most, max(10, round(duration / self.long.scene)))
        middle = count - len(self.long.opening + self.long.closing)
        number = max(1, middle // len(self.long.chapters[0]))
        order: list[str] = [*self.long.opening]
        chapters = [0] * len(order)
        for index in range(number):
            # A chapter of one scene more shows another example.
            scenes = middle // number + (index < middle % number)
            chapter = self.long.chapters[(variant + index) % len(self.long.chapters)]
            more = [chapter[1 + extra % 2] for extra in range(scenes - len(chapter))]
            order += (*chapter[:-1], *more, chapter[-1]) if scenes >= len(chapter) else chapter[:scenes]
            chapters += [index + 1] * scenes
        order += self.long.closing
        chapters += [0] * len(self.long.closing)
        beats = _opened(self._resolve(tuple(order), facts))
        return tuple(
            Slot(beat=beat, duration=length, chapter=chapter)
            for beat, length, chapter in zip(beats, _long_share(beats, chapters, duration), chapters, strict=True)
        )

    def _resolve(self, order: tuple[str, ...], facts: frozenset[str]) -> tuple[Beat, ...]:
        """The beats of an order: for each place the first whose need is met, a repetition only if nothing else is."""
        chosen: list[Beat] = []
        once = {"offer", "urgency", "comparison", "testimonial", "proof", "brand_moment"}
        for place in order:
            beats = [self.beat(name) for name in place.split("|")]
            met = [b for b in beats if not b.needs or b.needs in facts]
            met = [b for b in met if b.name not in once or b not in chosen]
            fresh = [b for b in met if not chosen or b != chosen[-1]]
            chosen.extend((fresh or met)[:1])
        return tuple(chosen)


def _opened(beats: tuple[Beat, ...]) -> tuple[Beat, ...]:
    """With a first scene that is over before a viewer has decided whether to stay, whatever its beat."""
    least, ideal, most = beats[0].seconds
    seconds = (min(least, _OPENS), min(ideal, _OPENS), min(most, _OPENS))
    return (beats[0].model_copy(update={"seconds": seconds}), *beats[1:])


def _fitting(orders: list[tuple[Beat, ...]], duration: Fraction, variant: int, pace: str) -> tuple[Beat, ...]:
    def ideal(order: tuple[Beat, ...]) -> Fraction:
        return sum((b.seconds[1] for b in order), Fraction(0))

    def longest(order: tuple[Beat, ...]) -> Fraction:
        return sum((b.seconds[2] for b in order), Fraction(0))

    told = [o for o in orders if any(b.name == "offer" for b in o)]  # a price comes before adjectives
    orders = told or orders
    fit = [o for o in orders if ideal(o) * TIGHT <= duration <= longest(o)]
    if not fit:
        shortest, most = min(orders, key=ideal), max(orders, key=longest)
        return shortest if duration < ideal(shortest) else most
    if pace != "medium" and len(fit) > 1:
        fit.sort(key=len, reverse=pace == "fast")
        fit = fit[: max(3, len(fit) // 2)]
    return fit[variant % len(fit)]


def share(beats: tuple[Beat, ...], duration: Fraction) -> tuple[Fraction, ...]:
    """Durations of the beats, adding up to `duration`: between shortest and longest where that is possible.

    All move from their ideal towards the same end by the same share of their room; beyond both ends they scale.
    """
    short, ideal, long = (sum((b.seconds[i] for b in beats), Fraction(0)) for i in range(3))
    if duration < short:
        exact = [b.seconds[0] * duration / short for b in beats]
    elif duration > long:
        exact = [b.seconds[1] * duration / ideal for b in beats]
    else:
        end, room = (0, short - ideal) if duration < ideal else (2, long - ideal)
        part = (duration - ideal) / room if room else Fraction(0)
        exact = [b.seconds[1] + (b.seconds[end] - b.seconds[1]) * part for b in beats]
    return _on_grain(exact, duration)


def _long_share(beats: tuple[Beat, ...], chapters: list[int], duration: Fraction) -> tuple[Fraction, ...]:
    frame = sum((b.seconds[2] for b, chapter in zip(beats, chapters, strict=True) if not chapter), Fraction(0))
    each = (duration - frame) / sum(map(bool, chapters))
    return _on_grain([each if c else b.seconds[2] for b, c in zip(beats, chapters, strict=True)], duration)


def cut_to_voice(slots: tuple[Slot, ...], speech: tuple[Fraction, ...]) -> tuple[Slot, ...]:
    """The slots with time moved from those that say little to those that say much, within the limits of each beat.

    speech: seconds of voice in each slot. The slots come back as they were where that can't be had.
    """
    total = sum((s.duration for s in slots), Fraction(0))
    low = [max(s.beat.seconds[0], said / _CROWDED) for s, said in zip(slots, speech, strict=True)]
    high = [
        max(least, min(s.beat.seconds[2], said / _SPARSE) if said else s.duration)
        for s, said, least in zip(slots, speech, low, strict=True)
    ]
    wanted = [min(max(s.duration, least), most) for s, least, most in zip(slots, low, high, strict=True)]
    rest = total - sum(wanted, Fraction(0))
    ends = low if rest < 0 else high
    room = sum(ends, Fraction(0)) - sum(wanted, Fraction(0))
    if rest and abs(room) < abs(rest):
        if rest < 0:
            return slots
        wanted, ends = high, [max(most, s.beat.seconds[2]) for s, most in zip(slots, high, strict=True)]
        rest, room = total - sum(wanted, Fraction(0)), sum(ends, Fraction(0)) - sum(wanted, Fraction(0))
        if room < rest:
            return slots
    part = rest / room if room else Fraction(0)
    cut = _on_grain([w + (end - w) * part for w, end in zip(wanted, ends, strict=True)], total)
    if any(said > duration * Fraction(4, 5) for said, duration in zip(speech, cut, strict=True)):
        return slots
    return tuple(s.model_copy(update={"duration": d}) for s, d in zip(slots, cut, strict=True))


def _on_grain(exact: list[Fraction], duration: Fraction) -> tuple[Fraction, ...]:
    edges = [Fraction(0)]
    for value in exact[:-1]:
        edges.append(edges[-1] + value)
    grained = [round(edge / GRAIN) * GRAIN for edge in edges] + [duration]
    return tuple(after - before for before, after in pairwise(grained))


def chunks(duration: Fraction, longest: Fraction = Fraction(10)) -> tuple[Fraction, ...]:
    """Equal parts of at most `longest` seconds that add up to `duration`."""
    count = -(-duration // longest)
    return (duration / count,) * int(count)
