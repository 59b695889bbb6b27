"""Voices, effects and words keep to the limits of their vendor's account, as orders do."""

from dataclasses import replace
from threading import Barrier, Thread

import pytest

from spotworks.adapters.turns import PATIENCE, SpeakerInTurn, ThinkerInTurn, Turns
from spotworks.domain.traffic import FAILURES, Limits, limits
from spotworks.errors import (
    CreditGone,
    KeyRejected,
    ModelUnavailable,
    OutcomeUnknown,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
)
from spotworks.ports import Said
from tests.fakes.language import Reply, asked
from tests.fakes.plans import ARTIST, LOCAL, PAID
from tests.fakes.ports import FixedClock, MemoryTraffic
from tests.fakes.thinking import ScriptedModel


@pytest.fixture
def clock():
    return FixedClock()


@pytest.fixture
def traffic(clock):
    return MemoryTraffic(clock)


def turns(traffic, clock, *, slots=2, per_minute=60, **about):
    rest = lambda seconds: clock.move(seconds=seconds)  # noqa: E731
    return Turns(traffic, "vendor", "acme", Limits(concurrency=slots, per_minute=per_minute), rest=rest, **about)


def fail(error):
    def call():
        raise error

    return call


def hold(traffic, owner, *, tenant="other"):
    about = {"tenant": tenant, "concurrency": 2, "per_minute": 60, "seconds": 20.0}
    assert traffic.enter("vendor", owner, **about).granted


def test_a_call_holds_a_slot_while_it_lasts_and_gives_it_back_also_when_it_fails(traffic, clock):
    mine = turns(traffic, clock)
    assert len(mine.take(lambda: traffic.owners("vendor"))) == 1
    with pytest.raises(ProviderRejected):
        mine.take(fail(ProviderRejected("no")))
    assert traffic.owners("vendor") == []


def test_no_more_calls_are_out_than_the_account_allows_whoever_makes_them(traffic, clock):
    hold(traffic, "v#clip")
    together = Barrier(2, timeout=5)
    out = []

    def call():
        out.append(len(traffic.owners("vendor")))
        return 1

    def one():
        together.wait()
        turns(traffic, clock).take(call)

    threads = [Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert out == [2, 2]


def test_a_call_waits_for_its_turn_and_then_says_that_there_is_no_room(traffic, clock):
    hold(traffic, "v#clip")
    hold(traffic, "v#other")  # both for 20 s
    assert turns(traffic, clock).take(lambda: "said") == "said"
    began = clock.now()
    with pytest.raises(ProviderThrottled, match="no room"):
        turns(traffic, clock, slots=0).take(lambda: "said")
    assert (clock.now() - began).total_seconds() <= PATIENCE


@pytest.mark.parametrize("error", [KeyRejected("revoked"), CreditGone("none left")])
@pytest.mark.parametrize("away", [ModelUnavailable, ProviderUnavailable])
def test_a_key_that_is_gone_keeps_all_that_follows_away_from_the_vendor(traffic, clock, error, away):
    with pytest.raises(type(error)):
        turns(traffic, clock).take(fail(error))
    with pytest.raises(away, match="left alone"):
        turns(traffic, clock, away=away).take(lambda: "said")


@pytest.mark.parametrize("error", [ProviderUnavailable("down"), OutcomeUnknown("broke off")])
def test_a_vendor_that_fails_again_and_again_is_left_alone(traffic, clock, error):
    for _ in range(FAILURES):
        with pytest.raises(type(error)):
            turns(traffic, clock).take(fail(error))
    assert traffic.is_open("vendor")
    clock.move(minutes=1)
    assert turns(traffic, clock).take(lambda: "said") == "said"
    assert not traffic.is_open("vendor")


def test_a_vendor_that_says_slow_down_is_given_the_time_that_it_names_by_all(traffic, clock):
    with pytest.raises(ProviderThrottled):
        turns(traffic, clock).take(fail(ProviderThrottled("slow down", retry_after=45.0)))
    with pytest.raises(ProviderThrottled, match="patience"):
        turns(traffic, clock).take(lambda: "said")
    clock.move(seconds=46)
    assert turns(traffic, clock).take(lambda: "said") == "said"


def test_voices_and_language_models_answer_through_it(traffic, clock):
    class Voice:
        def say(self, text, **about):
            assert traffic.owners("vendor")
            return Said(content=text.encode(), content_type="audio/wav")

    mine = turns(traffic, clock)
    said = SpeakerInTurn(Voice(), mine).say("Hello", language="en", mood="warm", model=PAID, seed=1)
    assert said.content == b"Hello"
    thinker = ThinkerInTurn(ScriptedModel(['{"word": "ok", "number": 1}']), mine)
    assert (thinker.id, thinker.at_most(asked(), Reply)) == ("", None)
    assert thinker.answer(asked(), Reply).value == Reply(word="ok", number=1)
    assert traffic.owners("vendor") == []


def test_a_language_model_s_turn_is_that_of_whose_video_is_planned(traffic, clock):
    """Else one tenant's many videos would be in everybody's way."""
    hold(traffic, "one", tenant="crowd")
    hold(traffic, "two", tenant="crowd")
    for tenant in ("crowd", "acme"):
        about = {"tenant": tenant, "concurrency": 2, "per_minute": 60, "seconds": 20.0}
        assert not traffic.enter("vendor", f"{tenant} waits", **about).granted
    traffic.leave("vendor", "one")
    at_once = replace(turns(traffic, clock), rest=lambda seconds: pytest.fail("it waits"))
    thinker = ThinkerInTurn(ScriptedModel(['{"word": "ok", "number": 1}']), at_once)
    mine, theirs = (asked().model_copy(update={"tenant": tenant}) for tenant in ("acme", "crowd"))
    with pytest.raises(pytest.fail.Exception, match="it waits"):
        thinker.answer(theirs, Reply)
    assert thinker.answer(mine, Reply).value == Reply(word="ok", number=1)


def test_an_account_has_the_limits_of_its_roomiest_model():
    many = [PAID, ARTIST.model_copy(update={"concurrency": 5, "per_minute": 9}), LOCAL]
    assert limits("vendor", many) == Limits(concurrency=5, per_minute=60)
    assert limits("nobody", many) == Limits(concurrency=1, per_minute=1)
