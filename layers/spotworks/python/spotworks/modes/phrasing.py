"""What is said in groups of words that are shown together, and how they come and go."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from spotworks.domain.captions import Captions
from spotworks.domain.drawing import Drawn
from spotworks.domain.requests import starts
from spotworks.domain.screenplay import Scene, Screenplay
from spotworks.domain.sound import Word
from spotworks.domain.timeline import Motion, Overlay
from spotworks.modes.base import is_card

_LEAD = Fraction(1, 15)  # seconds that a word is there before it is heard: it has to come in first
_MOTION = Fraction(1, 5)
_SILENT_STEP = Fraction(3, 20)  # between words that nobody says
# Long words that say little: none of them stands out.
_STOPS = frozenset(
    """about after also because before could every from have into more most other over some than that their them then
    there these they this what when where which while will with would your yours
    будет было быть весь всегда всего даже если есть ещё зачем когда который которые лишь между можно надо него неё
    нужно один очень после потому почему просто себя снова тебе теперь тогда только чтобы этого этот этом""".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Said:
    """A phrase and when each of its words enters, in seconds of the video. until: when it has to be gone."""

    scene: int
    texts: tuple[str, ...]
    enter: tuple[Fraction, ...]
    until: Fraction


def phrases(play: Screenplay, captions: Captions) -> tuple[Said, ...]:
    """What is said, in groups that are shown together; for a scene in which nobody speaks, its headline."""
    begin = starts(play)
    ends = (*begin[1:], play.duration)
    found = []
    for scene in play.scenes:
        if is_card(scene):
            continue
        cues = [c.words for c in captions.cues if begin[scene.index] <= c.words[0].start < ends[scene.index]]
        spoken = cues or [_unspoken(scene, begin[scene.index])]
        spoken = [words for words in spoken if words]
        for words, after in pairwise([*spoken, None]):
            until = min(after[0].start, ends[scene.index]) if after else ends[scene.index]
            enter = tuple(max(word.start - _LEAD, begin[scene.index]) for word in words or ())
            found.append(Said(scene.index, tuple(word.text for word in words or ()), enter, until))
    return tuple(found)


def _unspoken(scene: Scene, begin: Fraction) -> tuple[Word, ...]:
    at = begin + Fraction(1, 4)
    texts = (scene.text.headline or scene.text.kicker).split()
    return tuple(
        Word(text=text, start=at + n * _SILENT_STEP, end=at + (n + 1) * _SILENT_STEP) for n, text in enumerate(texts)
    )


def strong(texts: Sequence[str]) -> tuple[int, ...]:
    """Which word of a phrase stands out: one with a number, else the longest that says something."""
    bare = [re.sub(r"[^\w%€$₽]", "", text).casefold() for text in texts]
    numbers = [n for n, text in enumerate(bare) if re.search(r"[\d%€$₽]", text)]
    if numbers:
        return (numbers[0],)
    telling = [n for n, text in enumerate(bare) if len(text) >= 4 and text not in _STOPS]
    return (max(telling, key=lambda n: (len(bare[n]), n)),) if telling and len(texts) > 1 else ()


def entering(said: Said, drawn: Drawn, motion: Motion, fps: Fraction) -> list[Overlay]:
    """The words of a phrase: each comes in by itself, all leave together."""
    end = round(said.until * fps)
    steps = max(2, round(_MOTION * fps))
    begin = [min(round(at * fps), end - 1) for at in said.enter]
    return [
        Overlay(
            scene=said.scene, **layer.model_dump(), start=start, length=end - start, enter=motion, exit="fade",
            motion_frames=min(steps, max(1, (end - start) // 2)),
        )
        for start, layer in zip(begin, drawn.layers, strict=True)
    ]  # fmt: skip
