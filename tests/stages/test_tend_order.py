"""TendOrder, and all that happens to an order from its intent to its end."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from spotworks.domain.base import stored
from spotworks.domain.brief import Brief
from spotworks.domain.clip import ClipDocument
from spotworks.domain.model import Price
from spotworks.domain.orders import OrderRef
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.thought import Usage
from spotworks.errors import (
    CreditGone,
    DeliveryUnusable,
    KeyRejected,
    ModerationRefused,
    OutcomeUnknown,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    StorageUnavailable,
)
from spotworks.ports import Spend, VendorJob, VendorStatus
from spotworks.stages.shared.generation import made_for
from spotworks.stages.shared.planning import JobMeter
from spotworks.stages.start_clip import ChunkRequest, start_clip
from spotworks.stages.tend_order import tend_order
from tests.fakes.buying import DONE, RUNNING, LookList, failed
from tests.fakes.plans import PAID


@pytest.fixture
def job(studio):
    """Both scenes by the vendor, clips of four and three seconds at ten cents a second."""
    job = studio.storyboarded(model="paid", budget="5")
    studio.tokens.sent.clear()
    return job


def spent(studio, job):
    return {line.what: (line.amount, line.state) for line in studio.lines(job) if line.model == "paid"}


def told(studio):
    return [(kind, body.get("error", "")) for _, kind, body in studio.tokens.sent]


def test_a_clip_is_ordered_asked_about_received_and_paid_for_once(studio, job):
    studio.vendor.looks = [RUNNING, RUNNING]
    studio.clip(job, 0)
    assert [order.phase for order in studio.orders(job)] == ["accepted"]
    [line] = [line for line in studio.lines(job) if line.model == "paid"]
    assert (line.state, line.estimate) == ("held", Decimal("0.40"))
    studio.tend(job)
    made = made_for(studio.desk, job, "clip", 0)
    assert stored(ClipDocument, studio.work.read(made.key)).source.type == "footage"
    assert spent(studio, job) == {"Clip of scene 1": (Decimal("0.40"), "spent")}
    assert told(studio) == [("succeed", "")]
    assert [order.phase for order in studio.orders(job)] == ["done"]
    [asked] = studio.vendor.asked
    assert (asked.seconds, asked.aspect, asked.first_frame.content[:7]) == (4, "9:16", b"picture")
    assert asked.callback == f"https://api.example/hooks/vendor/{asked.client_key}"


@pytest.mark.parametrize(("heard", "seconds"), [(True, 30.0), (False, 5.0)])
def test_a_vendor_whose_news_could_not_be_believed_is_asked_sooner(studio, job, heard, seconds):
    studio.vendor.heard = heard
    studio.clip(job, 0)
    assert [bool(asked.callback) for asked in studio.vendor.asked] == [heard]
    assert studio.looks.looks[-1][1] == seconds


@pytest.mark.parametrize(("sound", "price"), [("yes", "0.80"), ("no", "0.40")])
def test_a_clip_with_a_sound_is_asked_for_and_paid_for_as_such(studio, sound, price):
    rates = (
        Price(usd=Decimal("0.10"), unit="second", sound=False),
        Price(usd=Decimal("0.20"), unit="second", sound=True),
    )
    models = (PAID.model_copy(update={"native_audio": "optional", "prices": rates}),)
    studio.ordering = replace(studio.ordering, models=models)
    job = studio.storyboarded(budget="5")
    asked = studio.desk.read(job, "brief.json", Brief).model_copy(update={"clip_sound": sound})
    studio.desk.write(job, "brief.json", asked)
    play = studio.play(job)
    scene = play.scenes[0].model_copy(update={"chain": ("paid", "local")})
    studio.desk.write(job, "screenplay.json", play.model_copy(update={"scenes": (scene, play.scenes[1])}))
    request = ChunkRequest(**job.model_dump(), scene=0, chunk=0, link=0, token=studio.token())
    start_clip(request, desk=studio.desk, maker=studio.clips, models=models, ordering=lambda: studio.ordering)
    assert [one.sound for one in studio.vendor.asked] == [sound == "yes"]
    assert spent(studio, job) == {"Clip of scene 1": (0, "held")}
    assert [order.estimate for order in studio.orders(job)] == [Decimal(price)]


@pytest.mark.parametrize(
    ("quality", "resolution", "price"),
    [("draft", "480p", "0.20"), ("standard", "720p", "0.40"), ("broadcast", "1080p", "0.80")],
)
def test_a_clip_is_asked_for_and_paid_for_in_the_resolution_of_the_briefs_quality(studio, quality, resolution, price):
    rates = {"720p": "0.10", "480p": "0.05", "1080p": "0.20"}
    prices = tuple(Price(usd=Decimal(usd), unit="second", resolution=name) for name, usd in rates.items())
    models = (PAID.model_copy(update={"resolutions": tuple(rates), "prices": prices}),)
    studio.ordering = replace(studio.ordering, models=models)
    job = studio.storyboarded(budget="5", quality=quality)
    play = studio.play(job)
    scene = play.scenes[0].model_copy(update={"chain": ("paid", "local")})
    studio.desk.write(job, "screenplay.json", play.model_copy(update={"scenes": (scene, play.scenes[1])}))
    request = ChunkRequest(**job.model_dump(), scene=0, chunk=0, link=0, token=studio.token())
    start_clip(request, desk=studio.desk, maker=studio.clips, models=models, ordering=lambda: studio.ordering)
    assert [one.resolution for one in studio.vendor.asked] == [resolution]
    assert [order.estimate for order in studio.orders(job)] == [Decimal(price)]


def test_the_same_thing_again_is_found_and_costs_nothing(studio, job):
    studio.clip(job, 0)
    studio.tend(job)
    studio.clip(job, 0)
    assert len(studio.vendor.asked) == 1
    assert [kind for kind, _ in told(studio)] == ["succeed", "succeed"]


def test_a_state_that_runs_again_while_the_vendor_works_waits_for_the_same_order(studio, job):
    studio.clip(job, 0)
    studio.clip(job, 0)
    studio.tend(job)
    assert len(studio.vendor.asked) == 1
    assert [token for token, _, _ in studio.tokens.sent] == [f"token-{studio._tokens}"]
    assert len(studio.orders(job)) == 1


def test_of_several_tries_the_one_on_its_way_is_waited_for_whatever_their_clocks_said(studio, job):
    studio.vendor.calls = [ProviderUnavailable("down")]
    for _ in range(3):  # the clock stands still
        studio.clip(job, 0)
    studio.tend(job)
    assert len(studio.vendor.asked) == 2
    assert told(studio) == [("fail", "ProviderUnavailable"), ("succeed", "")]


def test_a_vendor_that_asks_for_patience_gets_it_and_no_try_is_lost(studio, job):
    studio.vendor.calls = [ProviderThrottled("slow down", retry_after=7.0), ProviderThrottled("slow down")]
    studio.clip(job, 0)
    assert studio.looks.looks == [(studio.orders(job)[0].id, 7.0)]
    studio.tend(job)
    assert told(studio) == [("succeed", "")]
    assert len(studio.orders(job)) == 1


@pytest.mark.parametrize("waits", [[ProviderThrottled("slow down")] * 9, [ProviderThrottled("no", retry_after=7200)]])
def test_a_vendor_that_asks_for_more_patience_than_there_is_leaves_it_to_another(studio, job, waits):
    studio.vendor.calls, began = list(waits), studio.clock.now()
    studio.clip(job, 0)
    studio.tend(job)
    assert told(studio) == [("fail", "ModelUnavailable")]
    assert len(studio.vendor.asked) == min(6, len(waits))
    assert (spent(studio, job), studio.leases("vendor")) == ({}, [])
    assert studio.clock.now() - began < timedelta(minutes=5)


def test_patience_that_a_vendor_asks_for_when_it_is_asked_about_work_is_had(studio, job):
    studio.vendor.looks = [ProviderThrottled("slow down", retry_after=90.0)]
    studio.clip(job, 0)
    tend_order(studio.orders(job)[0].ref, ordering=studio.ordering)
    assert studio.looks.looks[-1] == (studio.orders(job)[0].id, 90.0)
    studio.tend(job)
    assert told(studio) == [("succeed", "")]


class Behind:
    """ports.Orders as a function sees them that read a moment ago. then: what was there."""

    def __init__(self, orders, then):
        self._orders, self._then = orders, then

    def of_job(self, tenant, video_id):
        return self._then

    def __getattr__(self, name):
        return getattr(self._orders, name)


def test_a_state_that_runs_twice_at_the_same_moment_buys_once(studio, job):
    studio.vendor.looks = [RUNNING]
    studio.clip(job, 0)
    studio.ordering = replace(studio.ordering, orders=Behind(studio.ordering.orders, []))
    studio.clip(job, 0)
    assert len(studio.vendor.asked) == 1
    studio.tend(job)
    assert told(studio) == [("succeed", "")]


def test_an_end_in_the_moment_in_which_a_state_begins_to_wait_reaches_it(studio, job):
    studio.vendor.looks = [failed(ProviderUnavailable, cost="0")]
    studio.clip(job, 0)
    orders, before = studio.ordering.orders, studio.orders(job)
    studio.tend(job)
    studio.ordering = replace(studio.ordering, orders=Behind(orders, before))
    studio.clip(job, 0)
    studio.ordering = replace(studio.ordering, orders=orders)
    studio.tend(job)
    assert told(studio) == [("fail", "ProviderUnavailable")] * 2
    assert len({token for token, _, _ in studio.tokens.sent}) == 2


@pytest.mark.parametrize("error", [ProviderRejected, KeyRejected, CreditGone, ProviderUnavailable])
def test_what_the_vendor_refuses_costs_nothing_and_reaches_the_state_by_its_name(studio, job, error):
    studio.vendor.calls = [error("no")]
    studio.clip(job, 0)
    assert told(studio) == [("fail", error.__name__)]
    assert spent(studio, job) == {}
    assert [order.phase for order in studio.orders(job)] == ["failed"]


def test_what_failed_for_good_is_not_asked_for_again_and_what_may_succeed_is(studio, job):
    studio.vendor.calls = [ProviderRejected("no"), ProviderUnavailable("later")]
    studio.clip(job, 0)
    studio.clip(job, 0)
    assert told(studio) == [("fail", "ProviderRejected")] * 2
    assert len(studio.vendor.asked) == 1
    studio.clip(job, 1)
    studio.clip(job, 1)
    studio.tend(job)
    assert told(studio)[2:] == [("fail", "ProviderUnavailable"), ("succeed", "")]
    assert len(studio.vendor.asked) == 3


def test_a_lost_answer_is_asked_about_by_our_key_and_never_bought_again(studio, job):
    studio.vendor.calls = [OutcomeUnknown("broke off")]
    studio.clip(job, 0)
    assert [order.phase for order in studio.orders(job)] == ["unknown"]
    studio.vendor.known = VendorJob(id="found")
    studio.tend(job)
    assert told(studio) == [("succeed", "")]
    assert (len(studio.vendor.asked), studio.orders(job)[0].vendor_job) == (1, "found")
    assert spent(studio, job) == {"Clip of scene 1": (Decimal("0.40"), "spent")}


def test_a_call_that_the_vendor_never_took_may_be_made_again(studio, job):
    studio.vendor.calls = [OutcomeUnknown("broke off")]
    studio.clip(job, 0)
    studio.tend(job)
    assert told(studio) == [("fail", "ProviderUnavailable")]
    assert spent(studio, job) == {}
    studio.clip(job, 0)
    studio.tend(job)
    assert told(studio)[-1] == ("succeed", "")


def test_a_vendor_that_knows_of_no_such_call_is_believed_also_when_it_is_late(studio, job):
    studio.vendor.calls = [OutcomeUnknown("broke off")]
    studio.clip(job, 0)
    studio.clock.move(minutes=26)
    studio.tend(job)
    assert told(studio) == [("fail", "ProviderUnavailable")]
    assert spent(studio, job) == {}


def test_a_call_that_nobody_knows_of_stays_paid_for_and_the_video_goes_on(studio, job):
    studio.vendor.calls = [OutcomeUnknown("broke off")]
    studio.vendor.known = ProviderRejected("the API cannot tell")
    studio.clip(job, 0)
    studio.tend(job)
    assert told(studio) == [("fail", "OutcomeUnknown")]
    assert spent(studio, job) == {"Clip of scene 1, in vain": (Decimal("0.40"), "unconfirmed")}
    studio.clip(job, 0, link=1)
    assert told(studio)[-1] == ("succeed", "")


def test_a_function_that_died_while_it_sent_leaves_a_call_that_is_asked_about(studio, job):
    studio.vendor.calls = [RuntimeError("the Lambda was killed")]
    with pytest.raises(RuntimeError):
        studio.clip(job, 0)
    [order] = studio.orders(job)
    assert order.phase == "unknown"
    studio.ordering.queue.look(order)
    studio.vendor.known = VendorJob(id="found")
    studio.tend(job)
    assert told(studio) == [("succeed", "")]
    assert len(studio.vendor.asked) == 1


def test_a_refusal_is_worded_anew_once_and_not_repeated(studio, job):
    play = studio.desk.read(job, "screenplay.json", Screenplay)
    first = play.scenes[0].model_copy(update={"motion_prompt": "A child laughs as the explosion of flavour hits."})
    studio.desk.write(job, "screenplay.json", play.model_copy(update={"scenes": (first, play.scenes[1])}))
    studio.vendor.calls = [ModerationRefused("sensitive"), ModerationRefused("sensitive")]
    studio.clip(job, 0)
    studio.tend(job)
    assert [asked.prompt for asked in studio.vendor.asked] == [
        "A child laughs as the explosion of flavour hits.",
        "A people laughs as the burst of flavour hits.",
    ]
    assert told(studio) == [("fail", "ModerationRefused")]
    assert spent(studio, job) == {}


def test_refused_work_that_the_vendor_charges_for_is_paid(studio, job):
    studio.vendor.looks = [failed(ModerationRefused, cost="0.25")]
    studio.clip(job, 0)
    studio.tend(job)
    assert told(studio) == [("fail", "ModerationRefused")]
    assert spent(studio, job) == {"Clip of scene 1, in vain": (Decimal("0.25"), "spent")}


def test_a_file_that_cannot_be_used_is_paid_for_and_bought_once_more(studio, job):
    studio.receiver.fails = [DeliveryUnusable("it does not decode")]
    studio.clip(job, 0)
    studio.tend(job)
    assert told(studio) == [("fail", "DeliveryUnusable")]
    studio.clip(job, 0)
    studio.tend(job)
    assert told(studio)[-1] == ("succeed", "")
    assert spent(studio, job) == {
        "Clip of scene 1, in vain": (Decimal("0.40"), "spent"),
        "Clip of scene 1": (Decimal("0.40"), "spent"),
    }


def test_a_file_that_did_not_come_is_asked_for_again_by_a_new_address(studio, job):
    studio.receiver.fails = [ProviderUnavailable("expired"), ProviderUnavailable("broke off")]
    studio.clip(job, 0)
    studio.tend(job)
    assert told(studio) == [("succeed", "")]
    assert spent(studio, job) == {"Clip of scene 1": (Decimal("0.40"), "spent")}


def test_a_file_that_does_not_come_is_waited_for_a_minute_before_it_is_given_up(studio, job):
    studio.receiver.fails, began = [ProviderUnavailable("the CDN is down")] * 5, studio.clock.now()
    studio.clip(job, 0)
    studio.tend(job)
    assert told(studio) == [("succeed", "")]
    assert studio.clock.now() - began >= timedelta(seconds=66)
    studio.receiver.fails = [ProviderUnavailable("the CDN is down")] * 6
    studio.clip(job, 1)
    studio.tend(job)
    assert told(studio)[-1] == ("fail", "DeliveryUnusable")


def test_what_came_at_once_is_stored_although_storage_was_away_for_a_moment(studio, job):
    studio.vendor.calls = [DONE]
    studio.receiver.fails = [StorageUnavailable("away")]
    studio.clip(job, 0)
    assert told(studio) == [("succeed", "")]
    assert spent(studio, job) == {"Clip of scene 1": (Decimal("0.40"), "spent")}


def test_work_that_never_ends_is_cancelled_and_given_up(studio, job):
    studio.vendor.looks = [RUNNING] * 200
    studio.clip(job, 0)
    studio.tend(job, most=300)
    assert told(studio) == [("fail", "OutcomeUnknown")]
    assert len(studio.vendor.cancelled) == 1
    studio.clip(job, 0)
    assert told(studio)[1:] == [("fail", "OutcomeUnknown")], "and it is not bought again of the same"
    assert len(studio.vendor.asked) == 1


@pytest.mark.parametrize(("minutes", "waits"), [(0, 25), (60, 60)])
def test_an_order_is_given_up_when_the_catalogue_says_so(studio, job, minutes, waits):
    models = tuple(model.model_copy(update={"most_minutes": minutes}) for model in studio.ordering.models)
    studio.ordering = replace(studio.ordering, models=models)
    studio.vendor.looks = [RUNNING] * 9
    request = ChunkRequest(**job.model_dump(), scene=0, chunk=0, link=0, token=studio.token())
    start_clip(request, desk=studio.desk, maker=studio.clips, models=models, ordering=lambda: studio.ordering)
    [order] = studio.orders(job)
    studio.clock.move(seconds=waits * 60 - 30)
    tend_order(order.ref, ordering=studio.ordering)
    assert studio.orders(job)[0].is_open
    assert studio.leases("vendor") == [order.owner]
    studio.clock.move(seconds=60)
    tend_order(order.ref, ordering=studio.ordering)
    assert told(studio) == [("fail", "OutcomeUnknown")]
    assert len(studio.vendor.cancelled) == 1


def test_a_key_that_is_revoked_meanwhile_leaves_the_money_in_doubt(studio, job):
    studio.vendor.looks = [KeyRejected("revoked")]
    about = {"secrets": ("VENDOR_KEY",), "key_from": "https://vendor.example/keys"}
    models = tuple(model.model_copy(update=about) for model in studio.ordering.models)
    studio.ordering = replace(studio.ordering, models=models)
    studio.clip(job, 0)
    studio.tend(job)
    assert told(studio) == [("fail", "KeyRejected")]
    assert "(VENDOR_KEY; see https://vendor.example/keys)" in studio.orders(job)[0].message
    assert spent(studio, job) == {"Clip of scene 1, in vain": (Decimal("0.40"), "unconfirmed")}
    studio.clip(job, 1)
    assert told(studio)[-1] == ("fail", "ModelUnavailable"), "the breaker keeps further calls away"


def test_a_late_result_is_kept_and_paid_for_when_another_link_has_won(studio, job):
    studio.clip(job, 0)
    late = studio.looks.looks.copy()
    studio.clip(job, 0, link=1)
    assert told(studio) == [("succeed", "")]
    studio.looks.looks = late
    studio.tend(job)
    assert told(studio) == [("succeed", "")], "the execution hears nothing of it"
    assert spent(studio, job) == {"Clip of scene 1": (Decimal("0.40"), "spent")}


@pytest.mark.parametrize(
    ("says", "booked"),
    [
        ("0", {}),
        ("0.12", {"Clip of scene 1, in vain": (Decimal("0.12"), "spent")}),
        (None, {"Clip of scene 1, in vain": (Decimal("0.40"), "unconfirmed")}),
    ],
)
def test_cancelling_a_video_reaches_the_vendor_at_once_and_settles_what_was_used(studio, job, says, booked):
    studio.vendor.looks = [RUNNING]
    studio.vendor.stopped = VendorStatus(state="cancelled", cost_usd=None if says is None else Decimal(says))
    studio.clip(job, 0)
    studio.looks.looks.clear()
    studio.cancel(job)
    assert studio.looks.looks == [(studio.orders(job)[0].id, 0.0)]
    studio.tend(job)
    assert studio.vendor.cancelled == [VendorJob(id="job-1")]
    assert spent(studio, job) == booked
    assert [order.phase for order in studio.orders(job)] == ["cancelled"]
    assert studio.budget()["committed"] == studio.budget()["spent"] == sum(line.amount for line in studio.lines(job))


def test_what_is_out_for_a_deleted_video_is_cancelled_too(studio, job):
    studio.vendor.looks = [RUNNING]
    studio.clip(job, 0)
    studio.delete(job)
    studio.tend(job)
    assert studio.vendor.cancelled == [VendorJob(id="job-1")]
    assert [order.phase for order in studio.orders(job)] == ["cancelled"]
    assert studio.budget()["committed"] == studio.budget()["spent"]


def test_what_waits_for_its_turn_when_the_video_is_cancelled_is_never_sent(studio, job):
    studio.vendor.calls = [ProviderThrottled("slow down", retry_after=7.0)]
    studio.clip(job, 0)
    studio.cancel(job)
    studio.tend(job)
    assert len(studio.vendor.asked) == 1
    assert [order.phase for order in studio.orders(job)] == ["cancelled"]
    assert spent(studio, job) == {}
    assert studio.ordering.records.all() == {}


def test_what_an_order_paid_for_in_vain_is_booked_where_no_money_is_left_for_another(studio):
    """The whole of what the job holds is set aside for this clip, and the vendor takes more than it said."""
    job = crowded(studio, left="0.40")
    studio.vendor.looks = [failed(ModerationRefused, cost="0.55")]
    studio.clip(job, 0)
    studio.tend(job)
    assert told(studio)[-1] == ("fail", "ModerationRefused")
    assert spent(studio, job) == {"Clip of scene 1, in vain": (Decimal("0.55"), "spent")}
    assert [order.phase for order in studio.orders(job)] == ["failed"]


def test_a_product_dearer_than_its_estimate_is_used_and_booked_once(studio):
    job = crowded(studio, left="0.40")
    studio.vendor.looks = [DONE.model_copy(update={"cost_usd": Decimal("0.70")})]
    studio.clip(job, 0)
    studio.tend(job)
    studio.clip(job, 0)
    assert [kind for kind, _ in told(studio)[-2:]] == ["succeed", "succeed"]
    assert spent(studio, job) == {"Clip of scene 1": (Decimal("0.70"), "spent")}


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_what_failed_is_perhaps_charged_where_the_vendor_says_nothing(studio, job, state):
    studio.vendor.looks = [VendorStatus(state=state, error="ProviderUnavailable", message="no")]
    studio.clip(job, 0)
    studio.tend(job)
    assert spent(studio, job) == {"Clip of scene 1, in vain": (Decimal("0.40"), "unconfirmed")}


def test_a_second_order_for_the_same_thing_sets_aside_its_own(studio, job):
    studio.vendor.looks = [failed(ProviderUnavailable, cost="0.40"), RUNNING]
    studio.clip(job, 0)
    studio.tend(job)
    studio.clip(job, 0)
    assert spent(studio, job) == {
        "Clip of scene 1, in vain": (Decimal("0.40"), "spent"), "Clip of scene 1": (Decimal(0), "held"),
    }  # fmt: skip
    lines = {line.spend_id: line for line in studio.lines(job) if line.model == "paid"}
    assert lines.keys() == {order.id for order in studio.orders(job)}
    assert {(line.provider, line.phase, line.estimate) for line in lines.values()} == {
        ("vendor", "clip", Decimal("0.40"))
    }


@pytest.mark.parametrize("broken", ["a file", "the token"])
def test_an_end_that_broke_off_is_ended_by_whoever_comes_next(studio, job, broken):
    """Storage is away in the middle of it; the queue brings the order again."""
    away = StorageUnavailable("away")
    studio.clip(job, 0)
    match broken:
        case "a file":
            studio.receiver.fails = [away]
        case "the token":
            studio.tokens.crash = away
    with pytest.raises(StorageUnavailable):
        studio.tend(job)
    studio.ordering.queue.look(studio.orders(job)[0])
    studio.tend(job)
    assert told(studio) == [("succeed", "")]
    assert [line.state for line in studio.lines(job) if line.model == "paid"] == ["spent"]
    assert [order.phase for order in studio.orders(job)] == ["done"]


@pytest.mark.parametrize(
    ("calls", "booked"),
    [
        ([ProviderThrottled("slow down")], {}),
        ([OutcomeUnknown("broke off")], {"Clip of scene 1, in vain": (Decimal("0.40"), "unconfirmed")}),
        ([], {"Clip of scene 1, in vain": (Decimal("0.40"), "unconfirmed")}),
    ],
    ids=["queued", "unknown", "accepted"],
)
def test_an_order_whose_model_the_catalogue_has_no_more_ends(studio, job, calls, booked):
    studio.vendor.calls = calls
    studio.clip(job, 0)
    studio.ordering = replace(studio.ordering, models=())
    studio.tend(job)
    assert [order.phase for order in studio.orders(job)] == ["failed"]
    assert [kind for kind, _ in told(studio)] == ["fail"]
    assert spent(studio, job) == booked
    assert studio.leases("vendor") == []


def test_how_the_models_did_is_kept_and_what_a_person_or_a_key_did_is_not(studio, job):
    studio.vendor.looks = [RUNNING, DONE, failed(ProviderUnavailable, cost="0.10"), KeyRejected("revoked")]
    studio.clip(job, 0)
    studio.tend(job)
    for _ in range(2):
        studio.clip(job, 1)
        studio.tend(job)
    [(model, record)] = studio.ordering.records.all().items()
    assert (model, record.asked, record.accepted, record.spent) == ("paid", 2, 1, Decimal("0.50"))
    assert record.seconds > 0


def test_no_more_work_is_out_than_the_vendor_takes_and_all_of_it_ends(studio, job):
    """The vendor takes two at once; the third waits for its turn."""
    studio.vendor.looks = [RUNNING] * 3
    for scene, chunk in ((0, 0), (1, 0), (1, 1)):
        if chunk:
            studio.tend(job)
        studio.clip(job, scene, chunk)
    studio.tend(job)
    assert [kind for kind, _ in told(studio)] == ["succeed"] * 3
    assert {order.phase for order in studio.orders(job)} == {"done"}


def crowded(studio, left):
    """A job of $1.20 that has so much left."""
    job = studio.planned(model="paid", budget="1.2")
    play = studio.desk.read(job, "screenplay.json", Screenplay)
    scenes = tuple(scene.model_copy(update={"chain": ("paid", "local")}) for scene in play.scenes)
    studio.desk.write(job, "screenplay.json", play.model_copy(update={"scenes": scenes}))
    taken = sum(line.amount for line in studio.lines(job)) + Decimal(left)
    other = Spend(
        spend_id="x", video_id=job.video_id, what="other", model="m", amount=Decimal("1.2") - taken, at="2026-11-21"
    )
    studio.desk.ledger.set_aside("acme", f"{job.video_id}#1", other)
    studio.image(job, 0)
    return job


def test_money_that_the_job_does_not_have_buys_nothing(studio):
    job = crowded(studio, left="0.39")
    studio.clip(job, 0)
    assert told(studio)[-1] == ("fail", "BudgetExceeded")
    assert studio.vendor.asked == []


def test_an_order_waits_while_what_it_lacks_is_set_aside_for_a_language_model_that_answers(studio):
    job = crowded(studio, left="0.60")
    meter, most = JobMeter(studio.desk, job, scene=1), Usage(model="thinker", cost_usd=Decimal("0.30"))
    meter.ask("Critique", most=most)
    studio.clip(job, 0)
    assert [order.phase for order in studio.orders(job)] == ["queued"]
    meter.paid("Critique", most.model_copy(update={"cost_usd": Decimal("0.01")}))
    studio.tend(job)
    assert told(studio)[-1] == ("succeed", "")


def test_a_freed_slot_wakes_who_waits_for_it(studio, job):
    for scene, chunk in ((0, 0), (1, 0)):
        studio.clip(job, scene, chunk)
    again = studio.planned(model="paid", budget="5", key="two")
    studio.image(again, 0)
    studio.clip(again, 0)
    [waiting] = studio.orders(again)
    assert (waiting.phase, len(studio.leases("vendor"))) == ("queued", 2)
    studio.looks.refs.clear()
    tend_order(studio.orders(job)[0].ref, ordering=studio.ordering)
    assert studio.looks.refs == [waiting.ref]  # which has no time: it is looked at now
    tend_order(waiting.ref, ordering=studio.ordering)
    assert studio.orders(again)[0].phase == "accepted"


def test_two_videos_that_order_the_same_have_a_slot_each(studio, job):
    studio.clip(job, 0)
    again = studio.planned(model="paid", budget="5", key="two", fresh=True)
    studio.image(again, 0)
    studio.clip(again, 0)
    assert [order.id for order in studio.orders(again)] == [order.id for order in studio.orders(job)]
    assert len(studio.leases("vendor")) == 2


def test_news_that_tell_nothing_new_leave_an_order_with_one_chain_of_looks(studio, job):
    studio.vendor.looks = [RUNNING] * 9
    studio.clip(job, 0)
    [planned] = studio.looks.refs
    for _ in range(3):
        studio.clock.move(seconds=1)
        tend_order(studio.orders(job)[0].ref, ordering=studio.ordering)
    polled = studio.orders(job)[0].polls
    *older, last = studio.looks.refs
    assert (len(older), polled) == (3, 3)
    studio.clock.move(seconds=30)
    for ref in (*older, last):
        tend_order(ref, ordering=studio.ordering)
    assert studio.orders(job)[0].polls == polled + 1
    assert planned in older


def test_a_look_that_is_brought_twice_is_no_look_too_few(studio, job):
    studio.vendor.looks = [RUNNING]
    studio.clip(job, 0)
    [planned] = studio.looks.refs
    for _ in range(2):  # the first may have died before it planned the next
        tend_order(planned.model_copy(update={"due": studio.orders(job)[0].due}), ordering=studio.ordering)
    assert [order.phase for order in studio.orders(job)] == ["done"]


class BroughtAtOnce(LookList):
    """A queue that brings each look at once. seen: the orders as they are read for it, before the sender goes on."""

    def __init__(self, read):
        super().__init__()
        self.read, self.seen = read, []

    def look(self, order, *, after=0.0, due=""):
        super().look(order, after=after, due=due)
        self.seen.append(self.read(order.tenant, order.video_id, order.id))


def test_a_look_that_comes_at_once_does_not_end_the_chain(studio, job):
    queue = BroughtAtOnce(studio.ordering.orders.get)
    ordering = studio.ordering = replace(studio.ordering, queue=queue)
    studio.vendor.calls = [OutcomeUnknown("broke off")]
    studio.clip(job, 0)
    while queue.seen:
        ordering.tend(queue.seen.pop(0))
    assert not [order for order in studio.orders(job) if order.is_open]


def test_a_look_while_the_call_is_out_takes_nothing_from_its_sender(studio, job):
    create = studio.vendor.create

    def slow(request):
        tend_order(studio.orders(job)[0].ref, ordering=studio.ordering)
        return create(request)

    studio.vendor.create = slow
    studio.vendor.looks = [RUNNING]
    studio.clip(job, 0)
    assert [order.phase for order in studio.orders(job)] == ["accepted"]


def test_an_order_that_is_no_more_is_passed_over(studio, job):
    ref = OrderRef(tenant="acme", video_id=job.video_id, order_id="gone")
    assert tend_order(ref, ordering=studio.ordering).phase == ""
