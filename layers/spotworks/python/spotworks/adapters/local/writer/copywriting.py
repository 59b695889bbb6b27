"""The words of one video, beat by beat: the voice tells the story, the screen condenses it."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from spotworks.adapters.local.writer.closing import call_to_action, end_card
from spotworks.adapters.local.writer.evidence import Evidence
from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.filling import fits, spoken
from spotworks.adapters.local.writer.lines import Copy, Lines
from spotworks.adapters.local.writer.opening import BOUND, OPENING, opening, question
from spotworks.adapters.local.writer.phrasing import KICKER, headline, sentence
from spotworks.adapters.local.writer.revealing import reveal
from spotworks.adapters.local.writer.telling import Telling
from spotworks.domain.screenplay import ScreenText

_LONG = Fraction(13, 2)  # from here on a scene may hold more than one line
_VERY_LONG = Fraction(12)  # and from here on as many as there are
_SHORT = Fraction(12)  # seconds of a video that has no time for riddles
_PLACED = re.compile(r"\{(?:[oO]rigin|[wW]here|[pP]lace)\}")
_LOOSE = frozenset({"hook", "problem", "agitate", "demonstration", "lifestyle", "brand_moment"})  # bound to no fact
_TELLING = frozenset({"benefit", "demonstration", "lifestyle"})  # the beats that tell the qualities
_ROOMY = frozenset({"benefit", "demonstration", "lifestyle", "brand_moment"})


class Copywriter:
    """Writes the beats of one video in order; deterministic by seed.

    beats, rooms: all that will be written and for how many seconds, in order, so that the facts are spread over them.
    idea: one whose own lines make the film; beside: one whose lines stand beside the category's; "" for none.
    """

    def __init__(
        self,
        facts: Facts,
        *,
        seed: int,
        beats: tuple[str, ...],
        rooms: tuple[Fraction, ...],
        idea: str = "",
        beside: str = "",
    ) -> None:
        self._facts, self._beats, self._seed = facts, beats, seed
        self._left = list(beats)
        self._roomy = sum((r for b, r in zip(beats, rooms, strict=True) if b in _ROOMY and r >= _LONG), Fraction(0))
        self._idea = idea
        self._lines = Lines(facts, seed=seed, idea=idea, beside="" if idea else beside)
        if sum(rooms) < _SHORT:  # whose last scene has to say what the film was about
            self._lines.idea = {pool: lines for pool, lines in self._lines.idea.items() if pool != "close"}
        self._idea_next = True
        self._telling = Telling(facts, self._lines, beats=beats, seed=seed)
        evidence = Evidence(facts, self._lines, beats=beats)
        self._revealed = False
        self._material = deque(facts.material)
        self._again = deque(facts.features)
        self._writers: dict[str, Callable[[Fraction], Iterator[Copy | None]]] = {
            "hook": self._hook, "problem": self._problem, "agitate": self._agitate, "reveal": self._reveal,
            "benefit": self._benefit, "demonstration": self._demonstration, "lifestyle": self._lifestyle,
            "brand_moment": self._brand_moment, "offer": evidence.offer, "urgency": evidence.urgency,
            "proof": evidence.proof, "testimonial": evidence.testimonial, "comparison": evidence.comparison,
            "call_to_action": lambda room: call_to_action(facts, self._lines, room),
            "end_card": lambda room: end_card(
                facts, self._lines, room, seed=seed, told="call_to_action" in beats,
                untold=() if _TELLING & set(beats) else tuple(filter(self._lines.fresh, facts.features)),
                named="reveal" in beats,
            ),
        }  # fmt: skip

    def write(self, beat: str, room: Fraction) -> Copy:
        """The words of the next beat, for a scene of so many seconds."""
        first = self._opening(room) if self._opens(beat) else None
        copy = first or next((found for found in self._writers[beat](room) if found), None)
        if not copy or (beat in _LOOSE and not copy.voice and copy is not first):
            copy = self._fallback(room, copy)
        self._left.remove(beat)
        again = bool(first) and self._idea in BOUND  # the fact it opens on is told once more where its turn comes
        self._lines.use(*copy.voice, "" if again else copy.text.headline)
        for said in copy.voice[:1]:
            self._lines.opened(said)
        self._revealed = self._revealed or beat == "reveal"
        if room >= _LONG and beat in _ROOMY:
            if self._revealed:
                copy = self._longer(copy, room)
            self._roomy -= room
        return copy

    def _own(self, beat: str, room: Fraction, pool: str = "", lines: list[str] | None = None) -> Copy | None:
        """A line of the idea and one of the category by turns: the one makes the film, the other the subject."""
        ideas = self._lines.idea.get(pool or beat, ())
        told = self._lines.pick(ideas, beat, room) if self._idea_next else None
        found = told if told and told.voice and not self._lines.again(told.voice[0]) else None
        self._idea_next = not self._idea_next if self._lines.idea else False
        found = found or self._lines.pick(self._lines.own[pool or beat] if lines is None else lines, beat, room)
        if found and found.voice and self._lines.again(found.voice[0]):
            other = self._lines.pick(self._lines.any[pool or beat], beat, room)
            return other if other and other.voice and not self._lines.again(other.voice[0]) else found
        return found

    def _opens(self, beat: str) -> bool:
        """Whether the film begins here with its idea: a first scene that is bound to no fact."""
        return bool(self._lines.idea) and beat in OPENING and len(self._left) == len(self._beats)

    def _opening(self, room: Fraction) -> Copy | None:
        self._idea_next = False
        gently = not self._seed % 3 and "problem" in self._beats[1:]
        return opening(self._facts, self._lines, self._idea, room, gently=gently)

    def _hook(self, room: Fraction) -> Iterator[Copy | None]:
        if "problem" not in self._beats:
            yield self._question(room)
        yield self._own("hook", room)

    def _problem(self, room: Fraction) -> Iterator[Copy | None]:
        yield self._question(room)
        own = self._own("problem", room)
        yield own if own and own.voice else None
        yield self._unlike(self._lines.own["agitate"], room)  # a film may have begun with the problem

    def _agitate(self, room: Fraction) -> Iterator[Copy | None]:
        lines = self._lines
        # After the brief's own question the category's own worry would be another one.
        yield self._unlike(lines.telling["agitate"] if self._facts.question else lines.own["agitate"], room)

    def _unlike(self, pool: list[str], room: Fraction) -> Copy | None:
        """A line that does not begin as the scene before."""
        found = self._lines.pick(pool, "agitate", room)
        return None if found and found.voice and self._lines.again(found.voice[0]) else found

    def _question(self, room: Fraction) -> Copy | None:
        return question(self._facts, self._lines, room)

    def _reveal(self, room: Fraction) -> Iterator[Copy | None]:
        found = reveal(self._facts, self._lines, room, alone=not {"benefit", "demonstration"} & set(self._beats))
        origin = self._facts.reading.origin
        if found and origin and any(origin in line for line in found.voice):
            self._telling.forget(origin)  # what the reveal has told is not told again as a quality
        yield found

    def _scenes(self, *beats: str) -> int:
        """How many scenes of these beats are still to be written, this one with them."""
        return sum(self._left.count(beat) for beat in beats)

    def _benefit(self, room: Fraction) -> Iterator[Copy | None]:
        scenes = self._scenes("benefit")
        if self._telling.left > scenes:
            scenes = self._scenes("benefit", "demonstration")
        last = self._scenes(*_ROOMY) == 1
        yield self._telling.next(room, scenes=scenes, last=last)
        yield self._read_out(room)
        joy = self._own("benefit", room, "joy")
        yield joy if joy and joy.voice else None

    def _demonstration(self, room: Fraction) -> Iterator[Copy | None]:
        if self._revealed and self._telling.left > self._scenes("benefit"):
            yield self._telling.next(room, scenes=self._scenes("benefit", "demonstration"))
        pool = self._lines.own["demonstration"]
        steps = [line for line in pool if line.count(" | ") == 2]
        alone = [line for line in pool if line not in steps]
        shorter = [line if self._seed % 3 else line.rsplit(" | ", 1)[0] for line in steps]
        yield self._own("demonstration", room, lines=[*alone, *shorter])

    def _lifestyle(self, room: Fraction) -> Iterator[Copy | None]:
        if self._revealed and self._telling.left > self._scenes("benefit", "demonstration"):
            yield self._telling.next(room, scenes=self._scenes("benefit", "demonstration", "lifestyle"))
        if not self._revealed:
            yield self._question(room)
        yield self._read_out(room)
        told = "brand_moment" in self._beats or self._telling.holds(self._facts.reading.origin)
        place = [] if told or not self._revealed else self._lines.own.get("place", [])
        yield self._own("lifestyle", room, lines=[*self._lines.own["lifestyle"], *place])

    def _brand_moment(self, room: Fraction) -> Iterator[Copy | None]:
        pool = [*self._lines.own.get("place", []), *self._lines.kind["brand_moment"]]
        told = self._lines.pick([line for line in pool if _PLACED.search(line)], "brand_moment", room)
        if told and told.voice:  # where it is or comes from is a fact of the brief's: it goes first
            yield told
        if self._telling.left > self._scenes(*_TELLING):  # else it would stay untold
            yield self._telling.next(room, scenes=1)
        yield self._lines.pick(pool, "brand_moment", room)

    def _fallback(self, room: Fraction, silent: Copy | None) -> Copy:
        """When a beat's own lines are spent or too long: any fresh line, the facts again in the voice, then silence."""
        lines = self._lines
        pools = ("joy", "lifestyle", "demonstration", "hook", "close")
        for pool in pools if self._revealed else ("hook", *pools):
            for bank in (lines.own, lines.any):
                if (found := lines.pick(bank[pool], pool, room)) and found.voice:
                    return found
        name = next((n for n in (self._facts.brand, lines.slots.get("Subject", "")) if n and len(n) <= KICKER), "")
        while self._again:
            said = sentence(self._again.popleft(), self._facts)
            if lines.fresh(said) and lines.fits(said, room):
                return Copy((said,), ScreenText(kicker=name))
        return silent or Copy(text=ScreenText(kicker=name, headline="" if name else headline(self._facts.subject)))

    def _read_out(self, room: Fraction) -> Copy | None:
        """In a long scene, a sentence of the brief's or the page's own."""
        if room < _LONG or not self._revealed or not self._material:
            return None
        line = self._material[0]
        if not self._lines.fits(line, room) or not self._lines.fresh(headline(line)):
            return None
        return Copy((line,), ScreenText(headline=headline(self._material.popleft())))

    def _longer(self, copy: Copy, room: Fraction) -> Copy:
        """More for a long scene to say: its share of the brief's and the page's own sentences that are left."""
        said, language = list(copy.voice), self._lines.language
        share = spoken(tuple(self._material), language) * room / self._roomy
        told = Fraction(0)
        while self._material and told < share and (room > _VERY_LONG or len(said) < 3):
            line = self._material[0]
            if not fits((*said, line), room, language):
                break
            self._material.popleft()
            if self._lines.spent(line, "", ""):
                continue
            self._lines.use(line)
            told += spoken((line,), language)
            said.append(line)
        return replace(copy, voice=tuple(said))
