"""Calls that are answered at once, each with a slot of its vendor's account as orders have them.

Voices, effects and language models share their account's limits, rate and breaker with the clips, pictures and music
of the same vendor, in all executions.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import uuid4

from spotworks.domain.base import Frozen
from spotworks.domain.generation import EffectCue
from spotworks.domain.model import Model
from spotworks.domain.thought import Usage
from spotworks.domain.traffic import Limits
from spotworks.errors import (
    CreditGone,
    KeyRejected,
    ModelUnavailable,
    OutcomeUnknown,
    ProviderThrottled,
    ProviderUnavailable,
    SpotworksError,
)
from spotworks.ports import Answer, Foley, LanguageModel, Priced, Question, Said, Sounded, Speaker, Traffic

PATIENCE = 30.0  # seconds that a call waits for its turn
_LONGEST = 300.0  # seconds that a call can take
_PAUSE = 2.0  # seconds between looks whether it is one's turn

Got = TypeVar("Got")
Form = TypeVar("Form", bound=Frozen)


@dataclass(frozen=True)
class Turns:
    """Of one tenant at one vendor's account.

    away: what is raised while the vendor is left alone, so that whoever asked takes another.
    """

    traffic: Traffic
    provider: str
    tenant: str
    limits: Limits
    away: type[SpotworksError] = ModelUnavailable
    rest: Callable[[float], None] = time.sleep

    def take(self, call: Callable[[], Got]) -> Got:
        """Raises what the call does, `away`, and ProviderThrottled where it is not its turn in time."""
        owner = f"call#{uuid4().hex}"
        self._enter(owner)
        try:
            got = call()
        except SpotworksError as error:
            self._tell(error)
            raise
        else:
            self.traffic.succeeded(self.provider)
            return got
        finally:
            # Whose turn it is now is not told: an order that waits asks again every few seconds.
            self.traffic.leave(self.provider, owner)

    def _enter(self, owner: str) -> None:
        if self.traffic.is_open(self.provider):
            raise self.away(f"{self.provider} fails just now and is left alone for a while", field="model")
        waited = 0.0
        while True:
            room = self.traffic.enter(
                self.provider, owner, tenant=self.tenant, concurrency=self.limits.concurrency,
                per_minute=self.limits.per_minute, seconds=_LONGEST,
            )  # fmt: skip
            if room.granted:
                return
            if waited + min(room.wait, _PAUSE) > PATIENCE or room.wait > PATIENCE:
                raise ProviderThrottled(f"{self.provider} has no room: {room.why}", retry_after=room.wait)
            self.rest(min(room.wait, _PAUSE))
            waited += min(room.wait, _PAUSE)

    def _tell(self, error: SpotworksError) -> None:
        if isinstance(error, ProviderThrottled):
            self.traffic.throttled(self.provider, retry_after=error.retry_after)
        elif isinstance(error, KeyRejected | CreditGone):
            self.traffic.failed(self.provider, for_good=True)
        elif isinstance(error, ProviderUnavailable | OutcomeUnknown):
            self.traffic.failed(self.provider)


@dataclass(frozen=True)
class SpeakerInTurn:
    """ports.Speaker."""

    speaker: Speaker
    turns: Turns

    def say(self, text: str, *, language: str, mood: str, model: Model, seed: int) -> Said:
        return self.turns.take(
            lambda: self.speaker.say(text, language=language, mood=mood, model=model, seed=seed)
        )  # fmt: skip


@dataclass(frozen=True)
class FoleyInTurn:
    """ports.Foley."""

    foley: Foley
    turns: Turns

    def sound(self, cue: EffectCue, *, seconds: float, model: Model, seed: int) -> Sounded:
        return self.turns.take(lambda: self.foley.sound(cue, seconds=seconds, model=model, seed=seed))


@dataclass(frozen=True)
class ThinkerInTurn:
    """ports.LanguageModel, ports.Priced. The turns are those of whose question it is."""

    model: LanguageModel
    turns: Turns

    @property
    def id(self) -> str:
        return str(getattr(self.model, "id", ""))

    def at_most(self, question: Question, model: type[Frozen]) -> Usage | None:
        return self.model.at_most(question, model) if isinstance(self.model, Priced) else None

    def answer(self, question: Question, model: type[Form]) -> Answer[Form]:
        return replace(self.turns, tenant=question.tenant).take(lambda: self.model.answer(question, model))
