"""StartImage; with it what all starters share: found by address, or made, stored and booked."""

from dataclasses import replace
from decimal import Decimal

import pytest

from spotworks.errors import ProviderThrottled, StorageUnavailable
from spotworks.ports import Ticket
from spotworks.stages.shared.generation import made_for
from spotworks.stages.start_image import SceneRequest, start_image
from tests.fakes.plans import ARTIST, LOCAL
from tests.fakes.ports import TinyMaker, image_maker


@pytest.fixture
def job(studio):
    studio.images = image_maker(cost="0.04")
    return studio.planned()


def test_a_picture_is_made_stored_under_its_address_and_booked(studio, job):
    studio.image(job, 0)
    made = made_for(studio.desk, job, "image", 0)
    assert studio.work.read(made.key) == b"picture 1440x2560 " + str(studio.play(job).seed).encode()
    assert made.key.startswith("t/acme/cas/")
    assert studio.work.headers[made.key][0] == "image/jpeg"
    assert [line.amount for line in studio.lines(job)] == [Decimal("0.04")]
    assert studio.tokens.sent == [("token-1", "succeed", {"key": made.key, "model": "tiny"})]
    assert len(studio.row(job).made) == 1


def test_a_picture_makes_room_where_words_will_stand_for_its_placement(studio):
    studio.images = image_maker()
    studio.image(studio.planned(key="none"), 0)
    studio.image(studio.planned(key="shorts", placement="shorts"), 0)
    plain, shorts = studio.images.asked
    assert plain.free is None
    assert (shorts.free.bottom, shorts.free.right) == (0.35, 0.18)


def test_a_repeated_stage_finds_its_result_and_spends_nothing(studio, job):
    """The Lambda was killed after it was done; the state runs again with a new token."""
    studio.image(job, 0)
    studio.image(job, 0)
    assert len(studio.images.asked) == 1
    assert len(studio.lines(job)) == 1
    assert [token for token, _, _ in studio.tokens.sent] == ["token-1", "token-2"]
    assert made_for(studio.desk, job, "image", 0).reused


def test_killed_between_making_and_telling_loses_nothing_and_books_once(studio, job):
    studio.tokens.crash = StorageUnavailable("killed")
    with pytest.raises(StorageUnavailable):
        studio.image(job, 0)
    assert len(studio.lines(job)) == 1
    studio.image(job, 0)
    assert len(studio.images.asked) == 1
    assert len(studio.lines(job)) == 1
    assert [kind for _, kind, _ in studio.tokens.sent] == ["succeed"]


def test_a_failing_maker_fails_the_state_by_its_own_name_and_costs_nothing(studio, job):
    studio.images.errors = [ProviderThrottled("slow down")]
    with pytest.raises(ProviderThrottled):
        studio.image(job, 0)
    assert studio.tokens.sent == []
    assert studio.lines(job) == []
    studio.image(job, 0)
    assert [kind for _, kind, _ in studio.tokens.sent] == ["succeed"]


def test_a_ticket_leaves_the_wait_open_with_the_vendors_id(studio, job):
    studio.images = TinyMaker(lambda _: Ticket(model="vendor", provider_job="job-9"))
    studio.image(job, 0)
    [wait] = studio.desk.waits.pending(job.tenant, job.video_id)
    assert (wait.ticket, wait.kind, wait.scene, wait.outcome) == ("job-9", "image", 0, None)
    assert studio.tokens.sent == []


def test_two_tenants_with_the_same_brief_share_no_picture(studio, job):
    studio.image(job, 0)
    rival = studio.planned(tenant="rival")
    studio.image(rival, 0)
    assert len(studio.images.asked) == 2
    assert made_for(studio.desk, rival, "image", 0).key.startswith("t/rival/cas/")


def test_another_job_of_the_tenant_finds_the_same_picture(studio, job):
    studio.image(job, 0)
    other = studio.planned(key="other")
    studio.image(other, 0)
    assert len(studio.images.asked) == 1
    assert studio.lines(other) == []


@pytest.mark.parametrize(
    ("takes", "told"), [({"references": 2}, "drawn from the user's photo"), ({"references": 0}, "")]
)
def test_a_bought_picture_is_held_against_the_users_photo_if_its_model_was_given_it(studio, takes, told):
    job = studio.planned(budget="5", image_model="artist")
    studio.photos(job, 0, 1)
    studio.desk.write(job, "screenplay.json", studio.play(job).model_copy(update={"makers": {"image": ("artist",)}}))
    studio.ordering = replace(studio.ordering, models=(ARTIST.model_copy(update=takes),))
    for _ in range(2):  # the state runs once more when the picture is there
        request = SceneRequest(**job.model_dump(), scene=1, token=studio.token(), link=0)
        start_image(
            request, desk=studio.desk, maker=studio.images, critic=studio.critic, galleries=studio.galleries,
            models=studio.ordering.models, ordering=lambda: studio.ordering,
        )  # fmt: skip
        studio.tend(job)
    photo = studio.work.read("b.jpg")
    [asked] = studio.vendor.asked
    assert [still.content for still in asked.references] == [photo] * bool(takes["references"])
    assert studio.critic.heroes == [photo if takes["references"] else b""]
    assert made_for(studio.desk, job, "image", 1).note == told


def test_a_painter_that_ended_while_the_plan_waited_gives_way_and_that_is_told(studio, job):
    makers = {"image": ("retired", "local")}
    studio.desk.write(job, "screenplay.json", studio.play(job).model_copy(update={"makers": makers}))
    ended = ARTIST.model_copy(update={"id": "retired", "lifecycle": "shut_down", "replaced_by": "local"})
    request = SceneRequest(**job.model_dump(), scene=0, token=studio.token(), link=0)
    start_image(
        request, desk=studio.desk, maker=studio.images, critic=studio.critic, galleries=studio.galleries,
        models=(LOCAL, ended),
    )  # fmt: skip
    assert "Warning: retired: artist is gone; local is used instead" in studio.messages(job)
