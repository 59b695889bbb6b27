"""Pictures judged before money is spent on moving them."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from spotworks.adapters.aws.jobs import partition
from spotworks.domain.critique import Fault
from spotworks.errors import ModerationRefused, ProviderUnavailable, StorageUnavailable
from spotworks.ports import Product
from spotworks.stages.fail_spot import ErrorInfo
from spotworks.stages.shared.generation import made_for
from tests.fakes.ports import TinyMaker, image_maker
from tests.fakes.vendor import PromisingVendor, drawn, pending

FIRST = 0


@pytest.fixture
def job(studio):
    studio.images = image_maker(cost="0.04")
    return studio.planned()


def fault(weight, name="sharpness"):
    return (Fault(name=name, weight=weight, measured="soft", wanted="sharp", advice="Sharp focus."),)


def test_a_good_picture_is_made_once(studio, job):
    studio.image(job, FIRST)
    assert len(studio.images.asked) == 1
    assert made_for(studio.desk, job, "image", FIRST).note == ""


def test_a_weak_picture_is_made_again_with_what_was_wrong_in_the_prompt(studio, job):
    studio.critic.says = [fault(4)]
    studio.image(job, FIRST)
    first, again = studio.images.asked
    assert again.prompt == f"{first.prompt} Sharp focus."
    assert again.seed != first.seed
    made = made_for(studio.desk, job, "image", FIRST)
    assert studio.work.read(made.key) == studio.critic.seen[1]
    assert made.note == "the best of 2; the first had sharpness: soft (wanted sharp)"


def test_the_first_scene_has_to_have_eight_points(studio, job):
    studio.critic.says = [fault(2.5), fault(2)]
    studio.image(job, FIRST)
    assert len(studio.images.asked) == 2


def test_after_two_retries_the_best_is_kept_and_its_faults_are_told(studio, job):
    studio.critic.says = [fault(6), fault(4), fault(5), fault(1)]
    studio.image(job, FIRST)
    assert len(studio.images.asked) == 3
    made = made_for(studio.desk, job, "image", FIRST)
    assert studio.work.read(made.key) == studio.critic.seen[1]
    assert made.note.endswith("6 of 10: sharpness: soft (wanted sharp)")


def test_of_equals_the_first_is_kept(studio, job):
    studio.critic.says = [fault(4), fault(4), fault(4)]
    studio.image(job, FIRST)
    assert studio.work.read(made_for(studio.desk, job, "image", FIRST).key) == studio.critic.seen[0]


def test_every_try_is_paid_for_once(studio, job):
    studio.critic.says = [fault(6), fault(4), fault(5)]
    studio.image(job, FIRST)
    studio.image(job, FIRST)
    assert [line.amount for line in studio.lines(job)] == [Decimal("0.04")] * 3
    assert len({line.spend_id for line in studio.lines(job)}) == 3


def test_a_critique_is_remembered_until_the_critics_rules_change(studio, job):
    studio.image(job, FIRST)
    studio.image(job, FIRST)
    assert len(studio.critic.seen) == 1
    studio.critic.rules = "second"
    studio.image(job, FIRST)
    assert len(studio.critic.seen) == 2


BAD, GOOD, WORSE = b"picture 1440x2560 bad", b"picture 1440x2560 good", b"picture 1440x2560 worse"


def test_a_promised_picture_is_judged_once_it_is_there_and_a_weak_one_made_again(studio, job):
    vendor = PromisingVendor([BAD, GOOD])
    studio.critic.says = [fault(4)]
    drawn(studio, job, FIRST, vendor)
    first, again = vendor.asked
    assert again.prompt == f"{first.prompt} Sharp focus."
    assert studio.critic.seen == [BAD, GOOD]
    made = made_for(studio.desk, job, "image", FIRST)
    assert (studio.work.read(made.key), made.seconds, made.reused) == (GOOD, 7.0, False)
    assert [line.amount for line in studio.lines(job)] == [Decimal("0.04")] * 2
    assert len(studio.row(job).made) == 1
    assert [m for m in studio.messages(job) if "icture of scene 1" in m] == [
        "Picture of scene 1 fetched",
        "Picture of scene 1 is made again: sharpness: soft (wanted sharp)",
        "Picture of scene 1 fetched",
        "Picture of scene 1 ready",
    ]


def test_a_good_promised_picture_is_asked_for_once(studio, job):
    vendor = PromisingVendor([GOOD])
    drawn(studio, job, FIRST, vendor)
    assert len(vendor.asked) == len(studio.lines(job)) == 1
    assert [("promised" in body) for _, _, body in studio.tokens.sent] == [True, False]


def test_of_promised_pictures_the_best_is_kept_after_two_retries(studio, job):
    vendor = PromisingVendor([BAD, GOOD, WORSE, b"never asked for"])
    studio.critic.says = [fault(5), fault(4), fault(6)]
    drawn(studio, job, FIRST, vendor)
    assert len(vendor.asked) == len(studio.lines(job)) == 3
    assert studio.work.read(made_for(studio.desk, job, "image", FIRST).key) == GOOD


@pytest.mark.parametrize("error", [ModerationRefused("not this"), ProviderUnavailable("down")])
def test_a_vendor_that_refuses_the_second_try_leaves_the_first(studio, job, error):
    vendor = PromisingVendor([BAD, error])
    studio.critic.says = [fault(4)]
    drawn(studio, job, FIRST, vendor)
    made = made_for(studio.desk, job, "image", FIRST)
    assert studio.work.read(made.key) == BAD
    assert made.note.endswith(f"another could not be had: {error.message}")
    assert len(vendor.asked) == 2


def test_what_was_given_up_is_not_asked_for_again_once_a_person_approved_the_storyboard(studio, job):
    vendor = PromisingVendor([BAD, ModerationRefused("not this"), GOOD])
    studio.critic.says = [fault(4)]
    drawn(studio, job, FIRST, vendor)
    before = made_for(studio.desk, job, "image", FIRST)
    drawn(studio, job, FIRST, vendor)
    after = made_for(studio.desk, job, "image", FIRST)
    assert (after.key, after.note, len(vendor.asked)) == (before.key, before.note, 2)
    studio.cancel(job)
    drawn(studio, studio.retry(job), FIRST, vendor)
    assert studio.work.read(made_for(studio.desk, job, "image", FIRST).key) == GOOD


def test_a_vendor_that_refuses_the_first_try_fails_the_state_by_its_name(studio, job):
    with pytest.raises(ModerationRefused, match="not this"):
        drawn(studio, job, FIRST, PromisingVendor([ModerationRefused("not this")]))
    with pytest.raises(ProviderUnavailable, match=r"did not come in time \(States.Timeout\)"):
        studio.image(job, FIRST, error=ErrorInfo(Error="States.Timeout"))


def test_a_state_that_died_after_the_promise_waits_for_the_same_order(studio, job):
    studio.images = vendor = PromisingVendor([GOOD])
    studio.image(job, FIRST)
    before = pending(studio, job)
    studio.image(job, FIRST)  # the machine never heard of the first call, and its token is dead
    assert len(vendor.asked) == 1
    assert not vendor.fetch(before, studio), "a webhook that knows the old token only"
    assert vendor.fetch(pending(studio, job), studio)
    assert [(token, kind) for token, kind, _ in studio.tokens.sent] == [("token-2", "succeed")]
    assert len(studio.lines(job)) == 1


def test_told_twice_and_late_a_delivery_changes_nothing(studio, job):
    studio.images = vendor = PromisingVendor([GOOD])
    studio.image(job, FIRST)
    wait = pending(studio, job)
    assert vendor.fetch(wait, studio)
    assert not vendor.fetch(wait, studio)
    studio.image(job, FIRST)
    before = (studio.lines(job), studio.messages(job), made_for(studio.desk, job, "image", FIRST))
    assert not vendor.fetch(wait, studio)
    assert (studio.lines(job), studio.messages(job), made_for(studio.desk, job, "image", FIRST)) == before
    assert len(studio.tokens.sent) == 2


def test_killed_between_fetching_and_telling_a_delivery_is_told_by_the_next_who_comes(studio, job):
    studio.images = vendor = PromisingVendor([GOOD])
    studio.image(job, FIRST)
    studio.tokens.crash = StorageUnavailable("killed")
    with pytest.raises(StorageUnavailable):
        vendor.fetch(pending(studio, job), studio)
    assert vendor.fetch(pending(studio, job), studio)
    studio.image(job, FIRST)
    assert len(vendor.asked) == len(studio.lines(job)) == 1


def test_a_picture_that_was_made_but_not_booked_is_booked_when_it_is_found(studio, job):
    """The Lambda was killed between keeping the picture and telling of it."""
    studio.image(job, FIRST)
    [line] = studio.lines(job)
    studio.table.delete(partition(job.tenant, job.video_id), f"SPEND#{line.spend_id}")
    studio.image(job, FIRST)
    assert len(studio.images.asked) == 1
    assert studio.lines(job) == [line]


def test_a_second_try_that_would_pass_the_cap_is_not_asked_for(studio):
    studio.images = image_maker(cost="0.04")
    job = studio.planned(budget="0.07")
    studio.critic.says = [fault(4)]
    studio.image(job, FIRST)
    assert len(studio.images.asked) == 1
    assert made_for(studio.desk, job, "image", FIRST).note.endswith("another would pass the job's cap")


def test_a_maker_that_fails_at_a_retry_fails_the_state_which_begins_with_what_is_there(studio, job):
    studio.critic.says = [fault(4)]
    studio.images.errors = [None, ProviderUnavailable("down")]
    with pytest.raises(ProviderUnavailable):
        studio.image(job, FIRST)
    studio.image(job, FIRST)
    assert len(studio.critic.seen) == 2


SAME, AGAIN = "0f" * 8, "f0" * 8


@pytest.fixture
def alike(studio):
    """A job whose pictures are all the same at the first try; asked again, its maker draws another."""

    def make(request):
        content = f"picture 1440x2560 {request.take} {request.prompt}".encode()
        studio.critic.looks[content] = AGAIN if request.take else SAME
        return Product(content=content, suffix=".jpg", content_type="image/jpeg", model="x", cost_usd=Decimal("0.04"))

    studio.images = TinyMaker(make)
    job = studio.planned()
    studio.photos(job, 0, 1)
    return job


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_equal_pictures_exactly_the_second_is_made_again(studio, alike, order):
    for scene in order:
        studio.image(alike, scene)
    first, second = order
    assert [request.take for request in studio.images.asked] == [0, 0, 1]
    assert made_for(studio.desk, alike, "image", first).note == ""
    note = made_for(studio.desk, alike, "image", second).note
    assert (
        note
        == f"the best of 2; the first had repeat: the picture of scene {first + 1} again (wanted a picture of its own)"
    )
    assert "Seen from elsewhere" in studio.images.asked[2].prompt


def test_a_repeat_is_judged_the_same_when_the_state_runs_again(studio, alike):
    for scene in (0, 1, 0, 1, 1, 0):
        studio.image(alike, scene)
    assert len(studio.images.asked) == 3
    assert len(studio.lines(alike)) == 3


def test_two_that_come_in_at_once_do_not_both_give_way_or_both_stay(studio, alike):
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda scene: studio.image(alike, scene), (0, 1)))
    assert sorted(request.take for request in studio.images.asked) == [0, 0, 1]


def test_the_same_photo_in_two_scenes_is_no_repeat(studio, alike):
    studio.photos(alike, 0, 0)
    for scene in (0, 1):
        studio.image(alike, scene)
    assert all(not made_for(studio.desk, alike, "image", scene).note for scene in (0, 1))


def test_a_weak_picture_that_is_used_in_the_end_may_not_be_repeated_either(studio, alike):
    studio.critic.says = [fault(4), fault(5), fault(5)]
    studio.image(alike, 0)
    studio.image(alike, 1)
    assert "repeat" in made_for(studio.desk, alike, "image", 1).note


def test_a_critique_that_was_cut_short_stands_for_its_job_alone(studio, job):
    studio.critic.note = "the model was away"
    for _ in range(2):
        studio.image(job, FIRST)
    assert len(studio.critic.seen) == 1
    assert made_for(studio.desk, job, "image", FIRST).note == "the model was away"
    studio.image(studio.planned(key="other"), FIRST)
    assert len(studio.critic.seen) == 2
