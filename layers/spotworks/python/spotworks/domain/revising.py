"""A brief with its plan, as the changes that a remark asks for pass through it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from spotworks.domain.brief import Brief
from spotworks.domain.research import References
from spotworks.domain.screenplay import Scene, Screenplay


class Impossible(Exception):
    """A change that this plan cannot take; the message says why."""


@dataclass(frozen=True)
class Plan:
    brief: Brief
    play: Screenplay
    references: References

    def asking(self, **about: Any) -> "Plan":
        return replace(self, brief=self.brief.model_copy(update=about))

    def playing(self, **about: Any) -> "Plan":
        return replace(self, play=self.play.model_copy(update=about))

    def scenes(self, place: int | None, change: Callable[[Scene], Scene]) -> "Plan":
        """With one scene changed, or all."""
        scenes = tuple(change(s) if place in {None, s.index} else s for s in self.play.scenes)
        return self.playing(scenes=scenes, duration=sum((s.duration for s in scenes), Fraction(0)))

    def unless_same(self, before: "Plan", why: str) -> "Plan":
        if self == before:
            raise Impossible(why)
        return self


def with_sentence(prompt: str, sentence: str) -> str:
    """A prompt with one sentence more, once; what it forbids stays last."""
    if sentence in prompt:
        return prompt
    body, forbids, rest = prompt.rstrip().rpartition(" No lettering.")
    return f"{body} {sentence}{forbids}{rest}" if forbids else f"{prompt.rstrip()} {sentence}"
