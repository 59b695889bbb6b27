"""Acme's adapters against Acme's format."""

import base64
import hashlib
import hmac
import time
from decimal import Decimal
from fractions import Fraction

import pytest
from spotworks_acme import catalogue as acme_catalogue
from spotworks_acme.fake import served
from spotworks_acme.sounds import Effects, Speech
from spotworks_acme.words import Words
from spotworks_acme.works import Works

from spotworks import catalogue
from spotworks.adapters.providers.account import Account
from spotworks.domain.base import Frozen
from spotworks.domain.generation import EffectCue
from spotworks.errors import (
    CreditGone,
    Forged,
    KeyRejected,
    ModelUnavailable,
    ModerationRefused,
    OutcomeUnknown,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
)
from spotworks.ports import Question, StillInput, VendorJob, VendorRequest

MODELS = {model.id: model for model in catalogue.models([("acme", acme_catalogue)])}
FILM = MODELS["acme_film"]
SIGNING = "whsec_" + base64.b64encode(b"acme signs").decode()


@pytest.fixture
def acme():
    with served() as found:
        yield found


def account(acme, key="k-1"):
    keys = {"ACME_API_KEY": key, "ACME_WEBHOOK_SECRET": SIGNING}
    return Account("acme", lambda name: keys.get(name, ""), base=f"{acme.base}/acme")


@pytest.fixture
def works(acme):
    return Works(account(acme))


def wanted(**about):
    plain = {
        "kind": "clip", "model": FILM, "prompt": "Steam rises.", "seconds": 4, "aspect": "9:16", "size": "portrait",
        "resolution": "720p", "first_frame": StillInput(content=b"\xff\xd8\xff", content_type="image/jpeg"),
        "client_key": "our-key", "seed": 7,
    }  # fmt: skip
    return VendorRequest(**(plain | about))


def test_a_clip_is_asked_for_in_acmes_words(acme, works):
    done = works.poll(works.create(wanted()), FILM)
    [work] = acme.works.values()
    assert work["asked"] == {
        "model": "film-2", "tell": "", "prompt": "Steam rises.", "seconds": 4, "shape": "portrait", "lines": "720",
        "seed": 7, "first_frame": "data:image/jpeg;base64,/9j/",
    }  # fmt: skip
    assert (done.state, done.outputs[0].url, done.cost_usd) == ("succeeded", work["file"], None)


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        ("throttled", ProviderThrottled), ("unavailable", ProviderUnavailable), ("no_credit", CreditGone),
        ("revoked", KeyRejected), ("refused", ModerationRefused), ("wrong", ProviderRejected),
        ("lost", OutcomeUnknown),
    ],
)  # fmt: skip
def test_what_goes_wrong_has_a_name_and_was_asked_once(acme, works, trouble, error):
    acme.troubles = [trouble]
    with pytest.raises(error):
        works.create(wanted())
    assert acme.asked == ["POST /acme/v1/works"]


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ({"state": "waiting"}, ("queued", "", None)),
        ({"state": "working"}, ("running", "", None)),
        ({"state": "done", "cents": 24}, ("succeeded", "", Decimal("0.24"))),
        ({"state": "stopped", "cents": 5}, ("cancelled", "", Decimal("0.05"))),
        ({"state": "failed", "cents": 0, "error": {"code": "gpu", "text": "no memory"}},
         ("failed", "ProviderUnavailable", Decimal(0))),
        ({"state": "failed", "cents": 24, "error": {"code": "policy", "text": "a famous face"}},
         ("failed", "ModerationRefused", Decimal("0.24"))),
    ],
)  # fmt: skip
def test_every_state_is_told_with_what_it_cost(acme, works, end, told):
    acme.ends = [end]
    status = works.poll(works.create(wanted()), FILM)
    assert (status.state, status.error, status.cost_usd) == told


@pytest.mark.parametrize("end", [{"state": "dancing"}, {"state": None}, {"state": "done", "file": 7}])
def test_an_answer_that_says_nothing_does_not_end_the_work(acme, works, end):
    acme.ends = [end]
    with pytest.raises(ProviderUnavailable):
        works.poll(works.create(wanted()), FILM)


def test_a_call_whose_answer_was_lost_is_found_by_our_key(acme, works):
    acme.troubles = ["lost"]
    with pytest.raises(OutcomeUnknown):
        works.create(wanted())
    assert works.find("our-key", FILM) == VendorJob(id="film1")
    assert works.find("another", FILM) is None


def test_cancelling_reaches_acme(acme, works):
    acme.ends = [{"state": "working"}]
    job = works.create(wanted())
    works.cancel(job, FILM)
    assert works.poll(job, FILM).state == "cancelled"


def test_only_acmes_signature_is_believed_and_not_for_long(works):
    body, now = b'{"id": "film1"}', int(time.time())
    signed = base64.b64encode(hmac.digest(b"acme signs", f"m1.{now}.".encode() + body, hashlib.sha256)).decode()
    news = {"webhook-id": "m1", "webhook-timestamp": str(now), "webhook-signature": f"v1,{signed}"}
    works.believe(news, body, now=now)
    with pytest.raises(Forged):
        works.believe(news, b'{"id": "film2"}', now=now)
    with pytest.raises(Forged):
        works.believe(news, body, now=now + 3_600)


def test_without_a_key_nothing_is_sent_and_the_message_says_where_to_get_one(acme):
    with pytest.raises(ModelUnavailable, match=r"ACME_API_KEY; get it at https://acme\.example/keys"):
        Works(account(acme, key="")).create(wanted())
    assert acme.asked == []


def test_a_line_is_spoken_with_the_times_of_its_words(acme):
    said = Speech(account(acme)).say("Warm hands.", language="en-GB", mood="calm", model=MODELS["acme_speech"], seed=1)
    assert [(word.text, word.start) for word in said.words] == [("Warm", 0), ("hands.", Fraction(3, 10))]
    assert (said.cost_usd, said.voice, said.content[:4]) == (Decimal("0.00044"), "amy", b"RIFF")


def test_a_language_that_acme_does_not_speak_is_refused_before_it_costs(acme):
    with pytest.raises(ModelUnavailable, match="does not speak ja"):
        Speech(account(acme)).say("x", language="ja", mood="calm", model=MODELS["acme_speech"], seed=1)
    assert acme.asked == []


def test_an_effect_is_as_long_as_it_should_be(acme):
    cue = EffectCue(name="whoosh", at=Fraction(1))
    made = Effects(account(acme)).sound(cue, seconds=0.5, model=MODELS["acme_effects"], seed=1)
    assert (made.cost_usd, len(made.content)) == (Decimal("0.03"), 44 + 16_000)


class Line(Frozen):
    line: str


def test_a_question_is_answered_as_a_value_and_counted(acme):
    answer = Words(account(acme), MODELS["acme_words"]).answer(Question(system="Be brief.", user="A line."), Line)
    assert answer.value == Line(line="Warm hands.")
    assert answer.usage.cost_usd == Decimal("0.00108")


def test_an_answer_of_words_that_was_lost_is_counted_at_the_most_that_it_can_have_cost(acme):
    acme.troubles = ["lost"]
    question = Question(system="", user="A line.", max_tokens=100)
    with pytest.raises(ProviderUnavailable) as caught:
        Words(account(acme), MODELS["acme_words"]).answer(question, Line)
    assert caught.value.usage.tokens_out == 100
