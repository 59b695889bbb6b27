"""The brief's own facts as speech: joined into sentences, led up to, followed by what they mean. Nothing is added."""

import re
from collections import deque
from fractions import Fraction

from spotworks.adapters.local.writer.cleaning import capital, shorten
from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.lines import Copy, Lines, key
from spotworks.adapters.local.writer.phrasing import (
    DETAIL,
    HEADLINE,
    condensed,
    does,
    figure,
    figure_phrase,
    headline,
    implied,
    on_one_line,
    sentence,
    stated,
    within,
)
from spotworks.domain.screenplay import ScreenText

_MOST = 3  # qualities of one scene
_NEXT = 4  # phrases that are thought of for one scene
_ECHO = Fraction(1, 5)  # what it costs to say just what is written
_HALF = re.compile(
    r"(?:at|in|on|from|for|with|by|near|no matter|because|if|when|в|во|на|с|со|из|у|по|для|без|от|под|около|рядом|"
    r"если|когда|потому|\d{1,2}(?::\d\d)? (?:to|till|until|до))\b",
    re.IGNORECASE,
)
_STEP = Fraction(1, 25)  # what each less liked way of filling a scene costs, as a share of it left silent


class Telling:
    """Hands out the qualities of the brief, scene by scene, until all are told.

    beats: all that will be written, in order.
    """

    def __init__(self, facts: Facts, lines: Lines, *, beats: tuple[str, ...], seed: int) -> None:
        self._facts, self._lines, self._seed = facts, lines, seed
        scenes = beats.count("benefit") + beats.count("demonstration")
        features = [*facts.features]
        if len(features) < scenes:
            features += implied(facts, origin="brand_moment" not in beats)
        self._features = deque(features)
        self._turn = 0
        self._sparing = scenes > len(features)  # a long video: one quality a scene

    @property
    def left(self) -> int:
        return len(self._features)

    def holds(self, feature: str) -> bool:
        return feature in self._features

    def forget(self, feature: str) -> None:
        self._features = deque(f for f in self._features if f != feature)

    def next(self, room: Fraction, *, scenes: int, last: bool = False) -> Copy | None:
        """As many of the next qualities as `scenes` more scenes leave for this one and as it has time for.

        last: no later scene tells any, so that what the brief names and nobody has time to say is written here.
        """
        if not self._features:
            return None
        self._turn += 1
        wanted = min(_MOST, -(-len(self._features) // max(1, scenes)))
        # One variation tells two at a time, the other one by one where there is time.
        if self._seed % 2 == 0 and not self._sparing:
            wanted = min(max(2, wanted), len(self._features))
        for count in range(wanted, 0, -1):
            group = [self._features[i] for i in range(count)]
            if said := self._said(group, room):
                for _ in group:
                    self._features.popleft()
                text = self._beside(said, group)
                return Copy((said,), self._rest(text) if last else text, "steps" if count == _MOST else "")
        return self._unsaid(self._features.popleft(), room)

    def _said(self, group: list[str], room: Fraction) -> str:
        """The qualities in one sentence, with what fills the scene: their meaning, a line of the category, a phrase."""
        plain = stated(group, self._facts, varied=bool((self._seed + self._turn) % 2))
        if self._lines.again(plain):
            plain = " ".join(sentence(feature, self._facts) for feature in group)
        turned = self._lines.turned
        after = [say for feature in group for say in self._lines.meanings(feature)]
        remarks = [*self._lines.kind["tail"], *(self._lines.telling["tail"] if self._facts.kind != "cause" else ())]
        # "From Uji", "11 to 5": what only says where and when leaves nothing to be remarked on.
        tails = [] if _HALF.match(group[-1]) else [t for t in turned(remarks, group[0]) if self._lines.fresh(t)]
        leads = self._leads(group)
        raw = plain if plain[1:2].isupper() else plain[0].lower() + plain[1:]
        pool = filter(None, map(self._lines.filled, self._lines.own["joy"]))
        joys = [line.voice for line in pool if not self._lines.spent(line.voice, line.head)]
        ways = [
            [f"{plain} {say}" for say in after],
            [f"{plain} {tail}" for tail in tails[:_NEXT]],
            [f"{lead} {raw}" for lead in leads],
            [f"{lead} {raw} {say}" for lead in leads for say in (after or tails[:_NEXT])],
            [plain],
            [f"{plain} {joy}" for joy in joys],  # last: a line of the category knows nothing of this quality
        ]
        options = [(text, _STEP * rank) for rank, way in enumerate(ways) for text in way]
        written = self._written(group)
        echo = key(f"{written.headline} {written.detail}")
        said = self._lines.best([(text, cost + _ECHO * (key(text) == echo)) for text, cost in options], room)
        self._lines.use(plain, *(lead for lead in leads if said.startswith(lead)))
        return said

    def _leads(self, group: list[str]) -> list[str]:
        """What may stand before things that can go on within a sentence: no half of one, and nothing that is done."""
        if not within(group[0]) or _HALF.match(group[0]) or ":" in group[0] or does(group[0]):
            return []
        leads = self._lines.telling["lead" if self._turn == 1 else "lead_next"]
        return [lead for lead in self._lines.turned(leads, group[0]) if self._lines.fresh(lead)]

    def _written(self, group: list[str]) -> ScreenText:
        """The first quality large, or its figure; the others below."""
        first, number = group[0], figure(group[0])
        short = figure_phrase(first) if number and (len(first) > HEADLINE or self._seed % 2) else headline(first)
        short = self._lines.unseen(short, headline(first))
        below = _after(short, first)
        told = group[1:] if key(short) == key(headline(first)) else [below, *group[1:]]
        rest = [headline(f) for f in told if f]
        if not rest and len(first) > HEADLINE:
            return ScreenText(headline=short, detail=headline(below, DETAIL))
        detail = " · ".join(rest)
        return ScreenText(headline=short, detail=detail if len(detail) <= DETAIL else shorten(rest[0], DETAIL))

    def _beside(self, said: str, group: list[str]) -> ScreenText:
        """What is written while it is said: where that were the same words, only what is to be kept of them."""
        text = self._written(group)
        if key(said) != key(f"{text.headline} {text.detail}"):
            return text
        return ScreenText(headline=text.headline if len(group) > 1 else condensed(text.headline))

    def _rest(self, text: ScreenText) -> ScreenText:
        """With as many of the brief's qualities as are left and find room below, where nothing stands yet."""
        left = [headline(feature) for feature in self._features if feature in self._facts.given]
        return text if text.detail else text.model_copy(update={"detail": on_one_line(left)})

    def _unsaid(self, feature: str, room: Fraction) -> Copy:
        """A quality too long to say in time is written, and its meaning said, or as much of it as can be."""
        short = f"{figure_phrase(feature)}." if figure(feature) else ""
        means = [(say, Fraction(0)) for say in self._lines.meanings(feature)]
        tails = [(say, _ECHO) for say in self._lines.telling["tail"] if self._lines.fresh(say)]
        said = self._lines.best([*means, *([(short, _STEP)] if short else []), *tails], room)
        voice = (said,) if said else ()
        detail = "" if len(feature) <= HEADLINE else headline(feature, DETAIL)
        return Copy(voice, ScreenText(headline=headline(feature), detail=detail))


def _after(large: str, whole: str) -> str:
    """What is left to write below "£12" of "£12 fills one bag": nothing of "weighs 9 kg" below "9 kg"."""
    if len(whole.split()) - len(large.split()) < 2:
        return ""
    return whole[len(large) :].strip() if whole.lower().startswith(large.lower()) else whole


def stated_whole(given: str, lines: Lines, tails: str, room: Fraction, *, short: str = "") -> tuple[str, ...]:
    """An offer, a date or a proof in the words in which it was given, and a phrase after it if there is time.

    short: what is said where there is no time for the whole.
    """
    plain = capital(given.rstrip(".!")) + "."
    after = [t for t in lines.turned(lines.telling[tails], given) if lines.fresh(t) and key(t) not in key(plain)]
    said = lines.best([(plain, _STEP), *((f"{plain} {t}", Fraction(0)) for t in after)], room)
    said = said or lines.best([(f"{short}.", Fraction(0))] if short else [], room)
    return (said,) if said else ()
