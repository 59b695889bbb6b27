"""`--fresh`: a job uses nothing that was kept before it, and pays for nothing of its own twice."""

from decimal import Decimal
from itertools import count

from spotworks.domain.brief import Brief
from spotworks.ports import Product
from spotworks.stages.research_product import research_product
from spotworks.stages.shared.generation import made_for
from spotworks.stages.write_screenplay import seed_of
from tests.fakes.plans import make_brief
from tests.fakes.ports import CannedResearcher, TinyMaker

URL = "https://shop.example/mug"


def played(studio, play, **about):
    """An earlier job, then a fresh one of the same brief, whose states run twice, as after a crash, and in a retry."""
    earlier = studio.planned(key="one", **about)
    play(earlier)
    studio.clock.move(minutes=1)
    fresh = studio.planned(key="two", fresh=True, **about)
    for job in (fresh, fresh, fresh.model_copy(update={"attempt": 2})):
        play(job)
    return earlier, fresh


def test_fresh_is_no_part_of_a_brief_that_is_not_nor_of_the_plan_that_it_gives():
    plain, fresh = make_brief(), make_brief(fresh=True)
    assert "fresh" not in plain.model_dump_json()
    assert Brief.model_validate_json(fresh.model_dump_json()).fresh
    assert seed_of(plain, 0) == seed_of(fresh, 0)


def test_a_picture_is_made_and_judged_anew_once_and_the_earlier_videos_picture_stays(studio):
    studio.images = unlike_each_time()
    earlier, fresh = played(studio, lambda job: studio.image(job, 0))
    assert (len(studio.images.asked), len(studio.critic.seen)) == (2, 2)
    assert [line.amount for line in studio.lines(fresh)] == [Decimal("0.04")]
    contents = [studio.work.read(made_for(studio.desk, job, "image", 0).key) for job in (earlier, fresh)]
    assert contents == [b"picture 1", b"picture 2"]


def unlike_each_time():
    """As vendors are."""
    numbers = count(1)
    return TinyMaker(
        lambda _: Product(
            content=f"picture {next(numbers)}".encode(), suffix=".jpg", content_type="image/jpeg", model="tiny",
            cost_usd=Decimal("0.04"),
        )
    )  # fmt: skip


def test_a_vendors_clip_is_ordered_anew_once(studio):
    def play(job):
        told = studio.play(job)
        scene = told.scenes[0].model_copy(update={"chain": ("paid", "local")})
        studio.desk.write(job, "screenplay.json", told.model_copy(update={"scenes": (scene, *told.scenes[1:])}))
        studio.image(job, 0)
        studio.clip(job, 0)
        studio.tend(job)

    _, fresh = played(studio, play, model="paid", budget="5")
    assert len(studio.vendor.asked) == 2
    assert len(studio.orders(fresh)) == 1


def test_sounds_are_made_anew_once(studio):
    played(studio, studio.sounds)
    assert [len(maker.asked) for maker in (studio.voices, studio.effects, studio.music)] == [2, 2, 2]


def test_a_page_is_read_anew_once(studio):
    researcher = CannedResearcher()

    def play(job):
        studio.work.delete([f"t/acme/j/{job.video_id}/research.json"])  # as lost in a crash
        research_product(job, desk=studio.desk, researcher=researcher)

    played(studio, play, url=URL)
    assert researcher.asked == [URL, URL]
