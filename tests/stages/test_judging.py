"""Pictures judged before money is spent on moving them."""

from decimal import Decimal

import pytest

from spotworks.domain.critique import Fault
from spotworks.errors import ProviderUnavailable
from spotworks.ports import Ticket
from spotworks.stages.shared.generation import made_for
from tests.fakes.ports import TinyMaker, image_maker

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


def test_a_vendors_promise_is_left_to_whoever_fetches_it(studio, job):
    studio.images = TinyMaker(lambda _: Ticket(model="vendor", provider_job="job-9"))
    studio.image(job, FIRST)
    assert studio.critic.seen == []
    [wait] = studio.desk.waits.pending(job.tenant, job.video_id)
    assert wait.ticket == "job-9"


def test_a_maker_that_fails_at_a_retry_fails_the_state_which_begins_with_what_is_there(studio, job):
    studio.critic.says = [fault(4)]
    studio.images.errors = [None, ProviderUnavailable("down")]
    with pytest.raises(ProviderUnavailable):
        studio.image(job, FIRST)
    studio.image(job, FIRST)
    assert len(studio.critic.seen) == 2
